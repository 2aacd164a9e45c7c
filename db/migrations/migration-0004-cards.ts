import { Migration } from '@mikro-orm/migrations';

/**
 * Card payments: which card a customer has with the provider, what was tried with it for which
 * cycle, and what the provider told us. Ids of the provider only; a card's number is never here.
 */
export class Cards extends Migration {
  override up(): void {
    this.addSql(cards);
    this.addSql(attempts);
    this.addSql(news);
  }
}

const cards = `
create table customer_card (
  customer_id uuid primary key references customer,
  provider text not null check (provider = 'stripe'),
  -- Both forms are checked, so that nobody stores the number of a card here by mistake.
  provider_customer text not null check (provider_customer ~ '^cus_[A-Za-z0-9_]{1,200}$'),
  provider_method text not null check (provider_method ~ '^(pm|card|src)_[A-Za-z0-9_]{1,200}$'),
  set_at timestamptz not null,
  set_by text not null
);

create table card_rule (
  id uuid primary key,
  seller_id uuid not null references seller,
  code text not null,
  version integer not null check (version > 0),
  first jsonb not null,
  retry_after_days jsonb not null,
  created_at timestamptz not null default now(),
  unique (seller_id, code, version)
);
`;

const attempts = `
create table card_attempt (
  cycle_id uuid not null references billing_cycle,
  attempt integer not null check (attempt > 0),
  -- The rule with its version, as it was when the first attempt of the cycle was made.
  rule jsonb not null,
  -- Everything that is said to the provider: a repeat must say it in the same words.
  invoice_number text not null,
  provider_customer text not null,
  provider_method text not null,
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor >= 0),
  state text not null check (state in
    ('begun', 'pending', 'succeeded', 'declined', 'dropped', 'skipped')),
  intent_id text unique,
  decline_code text,
  decline_kind text check (decline_kind in
    ('soft', 'hard', 'authentication_required', 'unknown', 'impossible')),
  at timestamptz not null,
  -- The provider's lists go by the clock of the world, not by that of the cycle.
  recorded_at timestamptz not null default now(),
  -- Set while something is left to do: to ask what became of it, or to send its letter.
  look_at timestamptz,
  looks integer not null default 0,
  letter text check (letter in ('due', 'sent', 'moot')),
  primary key (cycle_id, attempt),
  check ((state = 'declined') = (decline_kind is not null)),
  check (state not in ('begun', 'pending') or look_at is not null)
);
`;

// No references to the cycle: they would hold its row while news are taken in, and keep the
// activities that book them waiting. Cycles are never deleted.
const news = `
create table card_event (
  -- The provider's id of the event: what makes a second delivery harmless.
  id text primary key,
  type text not null,
  intent_id text not null,
  cycle_id uuid not null,
  code text,
  received_at timestamptz not null
);
create index card_event_intent on card_event (intent_id);

create table card_money (
  intent_id text primary key,
  cycle_id uuid not null,
  charged_minor bigint not null check (charged_minor > 0),
  refunded_minor bigint not null default 0,
  -- By the provider's id: amount and state of each dispute.
  disputes jsonb not null default '{}',
  -- Under which id, and with what amount, the payment stands as we told it last.
  standing_payment text,
  standing_minor bigint not null default 0,
  generation integer not null default 0,
  -- What is known here and was not told to the cycle yet, in order.
  untold jsonb not null default '[]'
);
`;
