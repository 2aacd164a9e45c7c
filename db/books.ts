/** The writing end of the double-entry books and the journal: set-based, within a transaction. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import { assertBalanced, type Posting } from '../domain/ledger.ts';
import { newId } from './new-id.ts';

export type Booking = {
  readonly sellerId: string;
  /** Null only for money that nobody can place yet. */
  readonly customerId: string | null;
  readonly cycleId: string | null;
  readonly currency: string;
  readonly kind: string;
  /** Names the fact for ever, such as invoice/FB2026-000001: it is posted at most once. */
  readonly fact: string;
  readonly bookedOn: LocalDate;
  readonly at: Date;
  readonly posting: Posting;
};

/** Posts facts with their entries in one statement, however many there are. */
export async function post(em: EntityManager, bookings: readonly Booking[]): Promise<void> {
  const rows = bookings
    .filter(({ posting }) => posting.length > 0)
    .map((booking) => ({ ...booking, id: newId() }));
  if (rows.length === 0) return;
  for (const { posting } of rows) assertBalanced(posting);
  const entries = rows.flatMap(({ id, posting }) =>
    posting.map((entry, index) => ({ id, position: index + 1, ...entry })),
  );
  await em.execute(
    `with posted as (
       insert into ledger_transaction
         (id, seller_id, customer_id, cycle_id, currency, kind, fact, booked_on, at)
       select id, "sellerId", "customerId", "cycleId", currency, kind, fact, "bookedOn", at
         from jsonb_to_recordset(?::jsonb) as row(id uuid, "sellerId" uuid, "customerId" uuid,
           "cycleId" uuid, currency text, kind text, fact text, "bookedOn" date, at timestamptz))
     insert into ledger_entry (transaction_id, position, account, amount_minor)
     select id, position, account, minor from jsonb_to_recordset(?::jsonb)
       as row(id uuid, position smallint, account text, minor bigint)`,
    [JSON.stringify(rows), JSON.stringify(entries)],
  );
}

export type JournalLine = {
  readonly cycleId: string;
  /** What makes a repeat of the same step write nothing. */
  readonly fact: string;
  readonly kind: string;
  readonly at: Date;
  readonly actor: string;
  readonly amountMinor?: number;
  readonly reason?: string;
  readonly details?: Record<string, unknown>;
};

/** Writes down what happened; a fact that is already on record is left as it is. */
export async function record(em: EntityManager, lines: readonly JournalLine[]): Promise<void> {
  if (lines.length === 0) return;
  await em.execute(
    `insert into journal (cycle_id, fact, kind, at, actor, amount_minor, reason, details)
     select "cycleId", fact, kind, at, actor, "amountMinor", reason, coalesce(details, '{}')
       from jsonb_to_recordset(?::jsonb) as row("cycleId" uuid, fact text, kind text,
         at timestamptz, actor text, "amountMinor" bigint, reason text, details jsonb)
     on conflict (cycle_id, fact) do nothing`,
    [JSON.stringify(lines)],
  );
}
