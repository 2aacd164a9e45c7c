import { Migration } from '@mikro-orm/migrations';

/**
 * People who sign in, what they may do, and what they looked at; and the proof that the person on
 * the line is the customer.
 */
export class Staff extends Migration {
  override up(): void {
    this.addSql(staff);
    this.addSql(signingIn);
    this.addSql(callerChecks);
    this.addSql(accesses);
  }
}

const staff = `
create table staff (
  id uuid primary key,
  seller_id uuid not null references seller,
  login text not null unique check (login ~ '^[a-z0-9][a-z0-9._@-]{1,59}$'),
  name text not null,
  email text not null,
  role text not null check (role in ('agent', 'supervisor', 'operator', 'leader')),
  team text,
  -- Who may take a case: names of the policy's list of groups.
  groups text[] not null default '{}',
  -- What cases they fit; no reason named is every reason.
  languages text[] not null default '{}',
  reasons text[] not null default '{}',
  -- scrypt with its parameters and salt, so that they can be raised later.
  password_hash text not null check (password_hash like '$scrypt$%'),
  active boolean not null default true,
  created_at timestamptz not null,
  role_changed_at timestamptz not null
);
create index staff_seller on staff (seller_id, login);

-- Who gave whom which authority: never a password, also not its hash.
create table staff_change (
  id uuid primary key,
  staff_id uuid not null references staff,
  -- Null when it was done at the terminal of the machine.
  changed_by uuid references staff,
  what jsonb not null,
  at timestamptz not null
);
create index staff_change_of on staff_change (staff_id, at);
`;

const signingIn = `
create table staff_session (
  id uuid primary key,
  -- SHA-256 of 256 random bits: with that much entropy a slow hash would add nothing.
  token_hash bytea not null unique,
  staff_id uuid not null references staff,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  ended_at timestamptz
);
create index staff_session_open on staff_session (staff_id) where ended_at is null;

-- By the hash of what was typed: also a login that nobody has, and sometimes it is a password.
create table sign_in_attempt (
  login_hash bytea primary key,
  failures integer not null check (failures > 0),
  last_tried_at timestamptz not null,
  locked_until timestamptz
);
create index sign_in_attempt_age on sign_in_attempt (last_tried_at);
`;

// No reference to the dispute: a check is made for a contact, also before there is a case.
const callerChecks = `
create table caller_check (
  id uuid primary key,
  customer_id uuid not null references customer,
  staff_id uuid references staff,
  dispute_id uuid,
  method text not null check (method in ('code', 'facts', 'link')),
  state text not null check (state in ('asked', 'passed', 'failed', 'expired')),
  attempts integer not null default 0 check (attempts >= 0),
  -- Only while the code can still be typed.
  code_hash bytea,
  codes_sent integer not null default 0,
  -- Which facts were asked for; never what was answered.
  facts_asked text[] not null default '{}',
  asked_at timestamptz not null,
  last_tried_at timestamptz,
  passed_at timestamptz,
  -- Asked: until when it can be answered. Passed: until when it is good.
  expires_at timestamptz not null,
  check (state = 'asked' or code_hash is null),
  check ((state = 'passed') = (passed_at is not null)),
  check ((method = 'link') = (staff_id is null)),
  check (method <> 'link' or dispute_id is not null)
);
create index caller_check_customer on caller_check (customer_id, asked_at desc);
`;

const accesses = `
create table access_log (
  id uuid primary key,
  staff_id uuid not null references staff,
  customer_id uuid not null references customer,
  dispute_id uuid,
  what text not null check (what ~ '^[a-z_]{1,40}$'),
  at timestamptz not null
);
create index access_log_customer on access_log (customer_id, at desc);
create index access_log_staff on access_log (staff_id, at desc);
${['access_log', 'staff_change']
  .map(
    (table) => `
create trigger ${table}_fixed before update or delete on ${table}
  for each row execute function refuse_change();
create trigger ${table}_kept before truncate on ${table}
  for each statement execute function refuse_change();`,
  )
  .join('')}
`;
