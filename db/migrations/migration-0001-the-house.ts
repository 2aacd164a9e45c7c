import { Migration } from '@mikro-orm/migrations';

/**
 * The first tables: who bills whom for what, the cycle and its papers, the books.
 *
 * Invariants live here as well as in the domain, so that no path of code can break them:
 * one cycle a customer and period, numbers without a double, papers and ledger entries that
 * cannot change, postings that balance, open amounts that never fall below nothing.
 */
export class TheHouse extends Migration {
  override up(): void {
    this.addSql(parties);
    this.addSql(contracts);
    this.addSql(cycles);
    this.addSql(papers);
    this.addSql(payments);
    this.addSql(books);
    this.addSql(guards);
    this.addSql(access);
  }
}

const parties = `
create table seller (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z0-9][a-z0-9-]{0,30}$'),
  name text not null,
  address_line text not null default '',
  postal_code text not null default '',
  city text not null default '',
  country char(2) not null,
  vat_number text,
  email text not null,
  iban text,
  bic text,
  language text not null,
  currency char(3) not null,
  time_zone text not null,
  weekend_rule text not null default 'keep'
    check (weekend_rule in ('keep', 'next_working_day', 'previous_working_day')),
  one_stop_shop boolean not null default false,
  invoice_prefix text not null check (invoice_prefix ~ '^[A-Z0-9]{1,8}$'),
  created_at timestamptz not null default now()
);

create table customer (
  id uuid primary key,
  seller_id uuid not null references seller,
  number text not null check (number ~ '^[A-Za-z0-9._-]{1,40}$'),
  name text not null,
  email text not null,
  language text not null,
  country char(2) not null,
  time_zone text not null,
  currency char(3) not null,
  is_business boolean not null default false,
  vat_number text,
  address_line text not null default '',
  postal_code text not null default '',
  city text not null default '',
  customer_since date,
  payment_method text,
  attributes jsonb not null default '{}',
  -- What the seller owes the customer: overpaid or credited, until it is used or paid back.
  credit_minor bigint not null default 0 check (credit_minor >= 0),
  created_at timestamptz not null default now(),
  unique (seller_id, number)
);

create table service (
  id uuid primary key,
  seller_id uuid not null references seller,
  code text not null,
  names jsonb not null,
  tax_category text not null
    check (tax_category in ('standard', 'reduced', 'zero', 'exempt', 'outside_scope')),
  unique (seller_id, code)
);

create table ladder (
  id uuid primary key,
  seller_id uuid not null references seller,
  code text not null,
  version integer not null check (version > 0),
  time_of_day text not null check (time_of_day ~ '^[0-2][0-9]:[0-5][0-9]$'),
  steps jsonb not null,
  last_resort jsonb not null,
  late_interest jsonb,
  created_at timestamptz not null default now(),
  unique (seller_id, code, version)
);
`;

const contracts = `
create table contract (
  id uuid primary key,
  seller_id uuid not null references seller,
  customer_id uuid not null references customer,
  number text not null,
  kind text not null,
  anchor_on date not null,
  interval_unit text not null check (interval_unit in ('week', 'month', 'year')),
  interval_count integer not null check (interval_count between 1 and 120),
  starts_on date not null,
  ends_on date check (ends_on > starts_on),
  terms jsonb not null,
  ladder_id uuid not null references ladder,
  -- The start of the first period that has no cycle yet; null when the contract has run out.
  next_bill_on date,
  attributes jsonb not null default '{}',
  unique (customer_id, number)
);
-- In the order in which a run reads: its pages together pass over this index once.
create index contract_due on contract (seller_id, customer_id, next_bill_on)
  where next_bill_on is not null;

create table contract_line (
  contract_id uuid not null references contract,
  position integer not null,
  service_id uuid not null references service,
  description text,
  quantity numeric(18, 6) not null check (quantity >= 0),
  unit_price_minor bigint not null,
  price_version text,
  from_on date,
  to_on date check (to_on > from_on),
  primary key (contract_id, position)
);
`;

const cycles = `
create table billing_run (
  id text primary key,
  seller_id uuid not null references seller,
  as_of date not null,
  started_at timestamptz not null,
  finished_at timestamptz
);
create index billing_run_seller on billing_run (seller_id, started_at desc);

create table billing_run_page (
  run_id text not null references billing_run,
  page integer not null,
  last_customer_id uuid,
  is_last boolean not null,
  invoices integer not null,
  problems integer not null,
  primary key (run_id, page)
);

create table billing_cycle (
  id uuid primary key,
  seller_id uuid not null references seller,
  customer_id uuid not null references customer,
  period_from date not null,
  period_to date not null check (period_to > period_from),
  currency char(3) not null,
  ladder_id uuid not null references ladder,
  run_id text references billing_run,
  run_page integer,
  standing text not null check (standing in
    ('open', 'paid', 'void', 'written_off', 'in_collection', 'suspended')),
  claimed_minor bigint not null check (claimed_minor >= 0),
  charged_minor bigint not null default 0 check (charged_minor >= 0),
  credited_minor bigint not null default 0 check (credited_minor >= 0),
  paid_minor bigint not null default 0 check (paid_minor >= 0),
  credit_used_minor bigint not null default 0 check (credit_used_minor >= 0),
  written_off_minor bigint not null default 0 check (written_off_minor >= 0),
  open_minor bigint not null check (open_minor >= 0),
  last_end text check (last_end in ('written_off', 'in_collection', 'suspended')),
  due_on date not null,
  opened_at timestamptz not null,
  ended_at timestamptz,
  workflow_started boolean not null default false,
  unique (customer_id, period_from),
  check ((standing = 'open') = (ended_at is null)),
  check (open_minor = claimed_minor + charged_minor - credited_minor - paid_minor
    - credit_used_minor - written_off_minor)
);
create index billing_cycle_to_start on billing_cycle (run_id, run_page) where not workflow_started;
create index billing_cycle_left on billing_cycle (seller_id) where not workflow_started;
create index billing_cycle_seller on billing_cycle (seller_id, period_from desc, id);
create index billing_cycle_standing on billing_cycle (seller_id, standing, due_on);

create table billing_problem (
  id uuid primary key,
  seller_id uuid not null references seller,
  customer_id uuid not null references customer,
  period_from date not null,
  code text not null,
  detail text not null,
  run_id text references billing_run,
  seen_at timestamptz not null,
  resolved_at timestamptz
);
create unique index billing_problem_open on billing_problem (customer_id, period_from)
  where resolved_at is null;

create table reminder (
  cycle_id uuid not null references billing_cycle,
  step integer not null,
  name text not null,
  channel text not null,
  sent_at timestamptz not null,
  message_id text not null,
  primary key (cycle_id, step)
);

create table promise (
  id uuid primary key,
  cycle_id uuid not null references billing_cycle,
  customer_id uuid not null references customer,
  -- The id the requester gave it: what makes a second request harmless.
  external_id text not null,
  instalments jsonb not null,
  paid_before_minor bigint not null,
  made_at timestamptz not null,
  made_by text not null,
  accepted_by text not null check (accepted_by in ('customer', 'agent', 'supervisor')),
  state text not null check (state in ('active', 'kept', 'broken', 'moot')),
  ended_at timestamptz,
  unique (cycle_id, external_id)
);
create unique index promise_active on promise (cycle_id) where state = 'active';
create index promise_broken on promise (customer_id) where state = 'broken';

create table ladder_hold (
  id uuid primary key,
  cycle_id uuid not null references billing_cycle,
  reason text not null,
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at >= from_at),
  -- The next step comes at once instead of after the days that were left.
  at_once boolean not null default false
);
create index ladder_hold_cycle on ladder_hold (cycle_id);

create table charge (
  id uuid primary key,
  cycle_id uuid not null references billing_cycle,
  step integer,
  kind text not null check (kind in ('interest', 'fee', 'credit_taken_back')),
  amount_minor bigint not null check (amount_minor > 0),
  -- The rule and the figures that made it: what the letter explains.
  basis jsonb not null,
  charged_at timestamptz not null
);
create index charge_cycle on charge (cycle_id);
create unique index charge_step on charge (cycle_id, step, kind) where step is not null;

create table journal (
  id bigint generated always as identity primary key,
  cycle_id uuid not null references billing_cycle,
  -- What makes a repeat of the same step write nothing.
  fact text not null,
  kind text not null,
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  actor text not null,
  amount_minor bigint,
  reason text,
  details jsonb not null default '{}',
  unique (cycle_id, fact)
);
`;

const papers = `
create table invoice_sequence (
  seller_id uuid not null references seller,
  kind text not null,
  year integer not null,
  last_number integer not null,
  primary key (seller_id, kind, year)
);

create table invoice (
  id uuid primary key,
  kind text not null check (kind in ('invoice', 'credit_note')),
  seller_id uuid not null references seller,
  customer_id uuid not null references customer,
  cycle_id uuid not null references billing_cycle,
  revision integer not null default 1,
  corrects_id uuid references invoice,
  -- An invoice that claims again what a wrong credit note took back; not the bill of the period.
  undoes_credit boolean not null default false,
  number text not null,
  sequence_year integer not null,
  sequence_number integer not null,
  issued_on date not null,
  issued_at timestamptz not null,
  due_on date not null,
  period_from date not null,
  period_to date not null,
  currency char(3) not null,
  language text not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  gross_minor bigint not null check (gross_minor = net_minor + tax_minor),
  tax_summary jsonb not null,
  terms jsonb not null,
  reference text not null,
  seller jsonb not null,
  buyer jsonb not null,
  unique (seller_id, kind, sequence_year, sequence_number),
  unique (seller_id, number),
  reason text,
  decided_by text,
  unique (cycle_id, kind, revision)
);
create index invoice_customer on invoice (customer_id, issued_on desc);
create index invoice_reference on invoice (reference);

create table invoice_line (
  invoice_id uuid not null references invoice,
  position integer not null,
  contract_id uuid references contract,
  service_code text not null,
  description text not null,
  period_from date not null,
  period_to date not null,
  quantity numeric(18, 6) not null,
  unit_price_minor bigint not null,
  price_version text,
  tax_treatment text not null,
  rate_basis_points integer not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  -- On a credit note: the line of the corrected invoice that it takes back.
  corrects_position integer,
  primary key (invoice_id, position)
);
`;

const payments = `
create table payment (
  id uuid primary key,
  seller_id uuid not null references seller,
  customer_id uuid not null references customer,
  -- The id the reporter gave it: what makes a second report harmless.
  external_id text not null,
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  received_on date not null,
  method text not null,
  recorded_at timestamptz not null,
  actor text not null,
  unique (seller_id, external_id)
);
create index payment_customer on payment (customer_id, received_on desc);

create table allocation (
  payment_id uuid not null references payment,
  cycle_id uuid not null references billing_cycle,
  kind text not null check (kind in ('receivable', 'recovery')),
  amount_minor bigint not null check (amount_minor > 0),
  primary key (payment_id, cycle_id, kind)
);
create index allocation_cycle on allocation (cycle_id);

create table payment_reversal (
  payment_id uuid primary key references payment,
  external_id text not null,
  reason text not null,
  reversed_at timestamptz not null,
  actor text not null
);
`;

const books = `
create table ledger_transaction (
  id uuid primary key,
  seller_id uuid not null references seller,
  customer_id uuid not null references customer,
  cycle_id uuid references billing_cycle,
  currency char(3) not null,
  kind text not null,
  -- The fact that caused it: an invoice, a payment, a write-off …; posted once, for ever.
  fact text not null,
  booked_on date not null,
  at timestamptz not null,
  unique (seller_id, fact)
);
create index ledger_transaction_cycle on ledger_transaction (cycle_id);
create index ledger_transaction_customer on ledger_transaction (customer_id, booked_on);

create table ledger_entry (
  transaction_id uuid not null references ledger_transaction,
  position smallint not null,
  account text not null check (account in ('receivable', 'revenue', 'tax', 'cash',
    'customer_credit', 'discount', 'interest', 'fee', 'write_off', 'suspense')),
  -- Debit above nothing, credit below.
  amount_minor bigint not null check (amount_minor <> 0),
  primary key (transaction_id, position)
);
`;

const guards = `
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never changed or deleted: correct them by a new fact', tg_table_name
    using errcode = 'restrict_violation';
end $$;

create function refuse_unbalanced() returns trigger language plpgsql as $$
declare unbalanced uuid;
begin
  select e.transaction_id into unbalanced
    from ledger_entry e
    where e.transaction_id in (select distinct transaction_id from added)
    group by e.transaction_id
    having sum(e.amount_minor) <> 0
    limit 1;
  if found then
    raise exception 'ledger transaction % does not balance', unbalanced
      using errcode = 'check_violation';
  end if;
  return null;
end $$;

create trigger ledger_entry_balanced after insert on ledger_entry
  referencing new table as added for each statement execute function refuse_unbalanced();
${[
  'ledger_entry',
  'ledger_transaction',
  'invoice',
  'invoice_line',
  'journal',
  'allocation',
  'payment',
  'payment_reversal',
  'charge',
  'ladder_hold',
]
  .map(
    (table) => `
create trigger ${table}_fixed before update or delete on ${table}
  for each row execute function refuse_change();
create trigger ${table}_kept before truncate on ${table}
  for each statement execute function refuse_change();`,
  )
  .join('')}
`;

const access = `
create table api_key (
  id uuid primary key,
  name text not null,
  -- SHA-256 of 256 random bits: with that much entropy a slow hash would add nothing.
  hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
`;
