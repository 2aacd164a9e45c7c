/** Writes down what became of entries of bank statements. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BankDecision } from '../domain/bank/decision.ts';
import type { Match, Unmatched } from '../domain/bank/matches.ts';
import type { ReturnMatch } from '../domain/bank/match-return.ts';

export type MatchedEntry = {
  readonly id: string;
  readonly kind: 'credit' | 'return';
  readonly match: Match | ReturnMatch | Unmatched;
};

/** Keeps each match with its reason; money without one is in suspense from now on. */
export async function writeMatches(
  em: EntityManager,
  entries: readonly MatchedEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await em.execute(
    `update bank_entry set state = row.state, matched_by = row.by, doubt = row.doubt,
       reason = row.reason, invoices = coalesce(row.invoices, '[]'),
       customer_id = row."customerId", cycle_id = row."cycleId", allocate = row.allocate,
       reversed_payment_id = row."paymentId", from_suspense = row."fromSuspense"
     from jsonb_to_recordset(?::jsonb) as row(id uuid, state text, by text, doubt text,
       reason text, invoices jsonb, "customerId" uuid, "cycleId" uuid, allocate jsonb,
       "paymentId" text, "fromSuspense" boolean)
     where bank_entry.id = row.id and bank_entry.state = 'new'`,
    [
      JSON.stringify(
        entries.map(({ id, kind, match }) => ({
          id,
          ...match,
          state: match.by === null ? 'unmatched' : 'matched',
          fromSuspense: match.by === null && kind === 'credit',
        })),
      ),
    ],
  );
}

/** The cycles of these entries have been told. */
export async function writeReported(em: EntityManager, ids: readonly string[]): Promise<void> {
  await em.execute(
    `update bank_entry set state = 'reported'
      where id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
        and state in ('matched', 'assigned')`,
    [JSON.stringify(ids)],
  );
}

/** Where a person sends the money, or which payment a return takes back. */
export type AssignedTo = {
  readonly customerId: string;
  readonly cycleId: string;
  readonly allocate: 'this' | 'oldest_first' | null;
  readonly paymentId: string | null;
  readonly invoices: readonly string[];
};

export type DecidedEntry = {
  readonly id: string;
  readonly decision: BankDecision;
  readonly decidedBy: string;
  readonly at: Date;
  /** Null when it is dismissed. */
  readonly to: AssignedTo | null;
};

/** Keeps a person's decision; the entry is no longer on the list. */
export async function writeDecision(em: EntityManager, decided: DecidedEntry): Promise<void> {
  const { id, decision, decidedBy, at, to } = decided;
  await em.execute(
    `update bank_entry set state = ?, decision = ?, decided_by = ?, decided_at = ?,
       customer_id = ?, cycle_id = ?, allocate = ?, reversed_payment_id = ?,
       invoices = coalesce(?::jsonb, invoices)
     where id = ? and state = 'unmatched'`,
    [
      to ? 'assigned' : 'dismissed',
      JSON.stringify(decision),
      decidedBy,
      at,
      to?.customerId ?? null,
      to?.cycleId ?? null,
      to?.allocate ? JSON.stringify(to.allocate) : null,
      to?.paymentId ?? null,
      to ? JSON.stringify(to.invoices) : null,
      id,
    ],
  );
}
