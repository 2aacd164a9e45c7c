import { Migration } from '@mikro-orm/migrations';

/**
 * A line below nothing says which discount took it off the bill, so that it can be proved that each
 * discount was given as often and as large as it was granted. A contract has such lines too.
 */
export class DiscountLines extends Migration {
  override up(): void {
    this.addSql(lines);
  }
}

const lines = `
alter table invoice_line add column discount_id uuid references discount;
create index invoice_line_discount on invoice_line (discount_id) where discount_id is not null;
`;
