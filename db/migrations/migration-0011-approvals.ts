import { Migration } from '@mikro-orm/migrations';

/**
 * When a second person was asked, by the clock of the API like every other request: what they
 * approve counts against their own limit on that day, whenever it was asked for first.
 */
export class Approvals extends Migration {
  override up(): void {
    this.addSql(approvals);
  }
}

const approvals = `
alter table discount_grant add column approved_at timestamptz;
update discount_grant set approved_at = decided_at where approver_id is not null;
create index discount_grant_approver on discount_grant (approver_id, approved_at)
  where approver_id is not null;
`;
