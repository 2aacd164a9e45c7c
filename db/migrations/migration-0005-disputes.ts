import { Migration } from '@mikro-orm/migrations';

/**
 * The human half of billing: what customers ask, who answers and by when, what is granted and by
 * which rules, and the letters that say so.
 *
 * Requests are an inbox: they hold what people wrote, which never goes through Temporal, and they
 * are the proof that the API let somebody say so. They refer to a cycle without a foreign key, which
 * would make whoever asks wait for an activity that has the cycle's row.
 */
export class Disputes extends Migration {
  override up(): void {
    this.addSql(policies);
    this.addSql(requests);
    this.addSql(disputes);
    this.addSql(grants);
    this.addSql(letters);
    this.addSql(guards);
  }
}

const policies = `
create table dispute_policy (
  id uuid primary key,
  seller_id uuid not null references seller,
  code text not null,
  version integer not null check (version > 0),
  policy jsonb not null,
  created_at timestamptz not null default now(),
  unique (seller_id, code, version)
);

create table discount_policy (
  id uuid primary key,
  seller_id uuid not null references seller,
  code text not null,
  version integer not null check (version > 0),
  policy jsonb not null,
  created_at timestamptz not null default now(),
  unique (seller_id, code, version)
);
`;

const requests = `
create table desk_request (
  id uuid primary key,
  cycle_id uuid not null,
  dispute_id uuid not null,
  act text not null check (act in ('openDispute', 'takeDispute', 'returnDispute', 'answerDispute',
    'decideDispute', 'approveGrant', 'withdrawDispute', 'reopenDispute')),
  -- The id the requester gave it: what makes a second request harmless.
  external_id text not null,
  actor_kind text not null check (actor_kind in ('customer', 'staff', 'service')),
  -- A login, a key's name, or "customer": what the story calls them.
  actor text not null,
  staff_id uuid,
  channel text not null check (channel in ('page', 'desk', 'api')),
  payload jsonb not null default '{}',
  -- What a person wrote; personal.
  words text,
  -- By the clock of the API: limits and checks are judged at this instant.
  requested_at timestamptz not null,
  check ((actor_kind = 'staff') = (staff_id is not null)),
  unique (cycle_id, act, external_id)
);
`;

const disputes = `
create table dispute (
  id uuid primary key,
  seller_id uuid not null references seller,
  customer_id uuid not null references customer,
  cycle_id uuid not null references billing_cycle,
  external_id text not null,
  reason text not null check (reason in ('not_understood', 'wrong_price', 'not_delivered', 'quality',
    'duplicate', 'not_mine', 'wants_smaller_contract', 'cannot_pay_now', 'leaving_for_competitor',
    'other')),
  -- The customer's own; personal.
  words text not null default '',
  -- About the bill as a whole, or about the lines in dispute_line.
  is_whole boolean not null,
  language text not null,
  opened_at timestamptz not null,
  opened_by text not null,
  opened_by_kind text not null check (opened_by_kind in ('customer', 'staff', 'service')),
  channel text not null,
  -- What it is about, gross, when it was opened.
  disputed_minor bigint not null check (disputed_minor >= 0),
  currency char(3) not null,
  policy_id uuid not null references dispute_policy,
  state text not null
    check (state in ('open', 'claimed', 'waiting', 'resolved', 'withdrawn', 'moot')),
  case_group text not null,
  staff_id uuid,
  -- The login of whoever has it.
  owner text,
  worked_at timestamptz,
  first_answer_by timestamptz not null,
  resolve_by timestamptz not null,
  first_answered_at timestamptz,
  first_answer_missed boolean not null default false,
  resolution_missed boolean not null default false,
  escalated_at timestamptz,
  approval_until timestamptz,
  -- Since when it holds what it is about: when it was opened, or opened again.
  held_from timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('explained', 'corrected', 'granted', 'changed', 'promised',
    'rejected', 'defaulted', 'withdrawn', 'moot')),
  decided_by text,
  -- Days to the ladder's next step when it was opened: they are left when it ends.
  days_left integer not null default 0,
  reopened integer not null default 0,
  unique (cycle_id, external_id),
  check ((state in ('claimed')) <= (staff_id is not null)),
  check ((state in ('resolved', 'withdrawn', 'moot')) = (ended_at is not null)),
  check ((ended_at is null) = (outcome is null)),
  check ((state = 'waiting') = (approval_until is not null))
);
create index dispute_cycle on dispute (cycle_id);
create index dispute_customer on dispute (customer_id, opened_at);
create index dispute_queue on dispute (seller_id, resolve_by)
  where state in ('open', 'claimed', 'waiting');

create table dispute_line (
  dispute_id uuid not null references dispute,
  invoice_id uuid not null references invoice,
  position integer not null,
  -- What was left of the line, gross, when the dispute was opened.
  gross_minor bigint not null,
  primary key (dispute_id, invoice_id, position)
);
create index dispute_line_invoice on dispute_line (invoice_id);

-- How long which amount was disputed: no interest accrues on it for these days.
create table dispute_span (
  dispute_id uuid not null references dispute,
  cycle_id uuid not null references billing_cycle,
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at >= from_at),
  minor bigint not null check (minor >= 0),
  primary key (dispute_id, from_at)
);
create index dispute_span_cycle on dispute_span (cycle_id);

create table dispute_event (
  id bigint generated always as identity primary key,
  dispute_id uuid not null references dispute,
  -- What makes a repeat of the same step write nothing.
  fact text not null,
  kind text not null,
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  actor text not null,
  staff_id uuid,
  -- What a person wrote; personal.
  words text,
  details jsonb not null default '{}',
  unique (dispute_id, fact)
);

create table satisfaction (
  dispute_id uuid primary key references dispute,
  score integer not null check (score between 1 and 5),
  comment text not null default '',
  answered_at timestamptz not null
);

-- Since when everything that is open is disputed: the ladder stands still.
alter table billing_cycle add column held_since timestamptz;
`;

const grants = `
create table discount_grant (
  id uuid primary key,
  seller_id uuid not null references seller,
  customer_id uuid not null references customer,
  cycle_id uuid not null references billing_cycle,
  dispute_id uuid not null references dispute,
  request_id uuid not null unique,
  reason text not null,
  kind text not null,
  asked jsonb not null,
  worth_minor bigint not null check (worth_minor >= 0),
  currency char(3) not null,
  state text not null
    check (state in ('granted', 'waiting', 'refused', 'declined', 'expired', 'undone')),
  -- Null where a policy decided because nobody did.
  staff_id uuid,
  asked_by text not null,
  role text,
  team text,
  approver_id uuid,
  approved_by text,
  policy text not null,
  -- Every rule that spoke, and what the fairness view said at that moment.
  rules jsonb not null,
  fairness jsonb,
  -- How far it is from what similar customers with the same reason received.
  flag text,
  check_id uuid,
  asked_at timestamptz not null,
  expires_at timestamptz,
  decided_at timestamptz,
  credit_note text,
  check ((state = 'waiting') = (decided_at is null)),
  check (state <> 'granted' or approver_id is null or approver_id <> staff_id)
);
create index discount_grant_staff on discount_grant (staff_id, asked_at);
create index discount_grant_team on discount_grant (seller_id, team, asked_at);
create index discount_grant_customer on discount_grant (customer_id, asked_at);
create index discount_grant_reason on discount_grant (seller_id, reason, asked_at)
  where state = 'granted';
create unique index discount_grant_waiting on discount_grant (dispute_id) where state = 'waiting';

create table waiver (
  id uuid primary key,
  cycle_id uuid not null references billing_cycle,
  charge_id uuid not null unique references charge,
  grant_id uuid not null references discount_grant,
  amount_minor bigint not null check (amount_minor > 0),
  waived_at timestamptz not null
);
create index waiver_cycle on waiver (cycle_id);

create table discount (
  id uuid primary key,
  seller_id uuid not null references seller,
  customer_id uuid not null references customer,
  grant_id uuid not null references discount_grant,
  kind text not null check (kind in ('percent', 'amount', 'price')),
  service_code text,
  basis_points integer check (basis_points between 1 and 10000),
  net_minor bigint check (net_minor > 0),
  unit_price_minor bigint check (unit_price_minor >= 0),
  price_version text,
  description text not null,
  bills integer not null check (bills > 0),
  bills_left integer not null check (bills_left between 0 and bills),
  granted_at timestamptz not null,
  check (case kind when 'percent' then basis_points is not null when 'amount' then net_minor is not null
    else unit_price_minor is not null and service_code is not null end)
);
create index discount_left on discount (customer_id) where bills_left > 0;

create table discount_use (
  discount_id uuid not null references discount,
  cycle_id uuid not null references billing_cycle,
  net_minor bigint not null check (net_minor >= 0),
  used_at timestamptz not null,
  primary key (discount_id, cycle_id)
);
`;

const letters = `
create table letter (
  id uuid primary key,
  cycle_id uuid not null references billing_cycle,
  dispute_id uuid not null references dispute,
  -- What makes a repeat of the same step write no second letter.
  fact text not null,
  template text not null,
  -- What only this moment knows; the rest is read when the letter is written.
  facts jsonb not null,
  made_at timestamptz not null,
  try_at timestamptz not null,
  tries integer not null default 0,
  sent_at timestamptz,
  -- The mail server refused it for good, with this code.
  undeliverable text,
  unique (dispute_id, fact)
);
create index letter_to_send on letter (cycle_id, try_at)
  where sent_at is null and undeliverable is null;
`;

const guards = ['dispute_line', 'dispute_span', 'dispute_event', 'waiver', 'discount_use']
  .map(
    (table) => `
create trigger ${table}_fixed before update or delete on ${table}
  for each row execute function refuse_change();
create trigger ${table}_kept before truncate on ${table}
  for each statement execute function refuse_change();`,
  )
  .join('');
