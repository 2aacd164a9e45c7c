import { Migration } from '@mikro-orm/migrations';

/**
 * Bank statements: the files as they came, what they say, and what became of each payment.
 *
 * Money that nobody can place yet belongs to no customer, so a posting to suspense may go without
 * one, and no other may.
 */
export class Bank extends Migration {
  override up(): void {
    this.addSql(suspense);
    this.addSql(statements);
    this.addSql(entries);
    this.addSql(guards);
  }
}

const suspense = `
alter table ledger_transaction alter column customer_id drop not null;
alter table ledger_transaction add constraint ledger_transaction_of_somebody check
  (customer_id is not null or (cycle_id is null and kind in ('suspense', 'suspense_dismissed')));
`;

const statements = `
create table bank_file (
  id uuid primary key,
  -- Of its content: the same file is the same import, whatever it is called.
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  name text not null,
  received_at timestamptz not null,
  received_by text not null,
  -- Emptied as soon as what it says is in the tables below, because it is full of names.
  content bytea
);

create table bank_statement (
  id uuid primary key,
  file_id uuid not null references bank_file,
  position integer not null,
  seller_id uuid not null references seller,
  account text not null,
  currency char(3) not null,
  number text not null,
  from_on date,
  to_on date,
  opening_minor bigint,
  closing_minor bigint,
  credits integer not null,
  credits_minor bigint not null check (credits_minor >= 0),
  returns integer not null,
  returns_minor bigint not null check (returns_minor >= 0),
  -- What the seller spent is counted and not kept: it is nobody's business here.
  outgoing integer not null,
  outgoing_minor bigint not null check (outgoing_minor >= 0),
  not_booked integer not null,
  imported_at timestamptz not null,
  imported_by text not null,
  unique (file_id, position)
);
create index bank_statement_seller on bank_statement (seller_id, imported_at desc);
`;

const entries = `
create table bank_entry (
  id uuid primary key,
  -- The statement that brought it first, and the run of the import that read it there.
  statement_id uuid not null references bank_statement,
  import_id text not null,
  seller_id uuid not null references seller,
  account text not null,
  currency char(3) not null,
  -- Follows from the bank's entry alone: what makes a second import harmless.
  payment_id text not null unique,
  kind text not null check (kind in ('credit', 'return')),
  amount_minor bigint not null check (amount_minor > 0),
  booked_on date not null,
  value_on date not null,
  servicer_reference text,
  end_to_end_id text,
  -- The entry as the bank wrote it, with names and texts: personal data, emptied with the person's.
  said jsonb not null,
  state text not null check
    (state in ('new', 'matched', 'unmatched', 'assigned', 'reported', 'dismissed')),
  -- How it was matched, or why it was not, in a code and in a sentence.
  matched_by text,
  doubt text,
  reason text,
  -- Invoices that it names, or that a person may want to look at.
  invoices jsonb not null default '[]',
  customer_id uuid references customer,
  cycle_id uuid references billing_cycle,
  allocate jsonb,
  -- Of a return: the payment that it takes back.
  reversed_payment_id text,
  from_suspense boolean not null default false,
  -- What a person made of it, and who.
  decision jsonb,
  decided_by text,
  decided_at timestamptz,
  recorded_at timestamptz not null,
  check ((state in ('matched', 'assigned', 'reported')) = (cycle_id is not null)),
  check (state not in ('unmatched', 'dismissed') or doubt is not null),
  check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)),
  check (state not in ('assigned', 'dismissed') or decision is not null),
  check ((kind = 'return' and cycle_id is not null) = (reversed_payment_id is not null)),
  check (not from_suspense or kind = 'credit'),
  check (kind = 'return' or state not in ('unmatched', 'assigned', 'dismissed') or from_suspense)
);
create index bank_entry_to_do on bank_entry (seller_id, kind, id)
  where state in ('new', 'matched', 'assigned');
create index bank_entry_unmatched on bank_entry (seller_id, id) where state = 'unmatched';
create index bank_entry_on_its_way on bank_entry (cycle_id)
  where state in ('matched', 'assigned', 'reported');
create index bank_entry_end_to_end on bank_entry (account, end_to_end_id);
create index bank_entry_servicer on bank_entry (account, servicer_reference);
create index bank_entry_statement on bank_entry (statement_id);

-- Claims by what is open on them, for payments that name nothing.
create index billing_cycle_open_minor on billing_cycle (seller_id, open_minor)
  where open_minor > 0;
`;

const guards = `
create function refuse_other_money() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.seller_id, new.account, new.currency, new.payment_id, new.kind,
      new.amount_minor, new.booked_on, new.value_on)
    is distinct from (old.seller_id, old.account, old.currency, old.payment_id, old.kind,
      old.amount_minor, old.booked_on, old.value_on) then
    raise exception 'what the bank said moved is never changed or deleted'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger bank_entry_fixed before update or delete on bank_entry
  for each row execute function refuse_other_money();
create trigger bank_entry_kept before truncate on bank_entry
  for each statement execute function refuse_change();
create trigger bank_statement_fixed before update or delete on bank_statement
  for each row execute function refuse_change();
create trigger bank_statement_kept before truncate on bank_statement
  for each statement execute function refuse_change();
`;
