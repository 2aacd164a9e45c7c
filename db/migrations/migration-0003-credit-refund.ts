import { Migration } from '@mikro-orm/migrations';

/** Credit that was paid back to customers: a fact like a payment, and as little to be changed. */
export class CreditRefunds extends Migration {
  override up(): void {
    this.addSql(refunds);
  }
}

const refunds = `
create table credit_refund (
  id uuid primary key,
  seller_id uuid not null references seller,
  customer_id uuid not null references customer,
  -- The id the requester gave it: what makes a second request harmless.
  external_id text not null,
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null,
  refunded_at timestamptz not null,
  decided_by text not null,
  unique (seller_id, external_id)
);
create index credit_refund_customer on credit_refund (customer_id, refunded_at desc);

create trigger credit_refund_fixed before update or delete on credit_refund
  for each row execute function refuse_change();
create trigger credit_refund_kept before truncate on credit_refund
  for each statement execute function refuse_change();
`;
