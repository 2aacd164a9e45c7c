import { Migration } from '@mikro-orm/migrations';

/** The secret that signs links to bills, where the environment gives none: one row, made once. */
export class Links extends Migration {
  override up(): void {
    this.addSql(secret);
  }
}

const secret = `
create table link_secret (
  is_only boolean primary key default true check (is_only),
  secret bytea not null check (length(secret) >= 32),
  created_at timestamptz not null default now()
);
`;
