/** The end of a dispute, however it came: on record, told to the customer, and the ladder goes on. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../db/books.ts';
import {
  type Dispute,
  type DisputeEnd,
  endDispute,
  orderLetter,
  tellCase,
} from '../db/disputes.ts';
import { loadCycleById } from '../db/load-cycles.ts';
import { newId } from '../db/new-id.ts';
import { addDays, daysBetween, localDateAt } from '../domain/calendar.ts';
import { dayMs } from '../domain/ladder.ts';
import type { DisputeLetterSaying } from '../domain/letters/dispute/facts.ts';
import { settleDisputes } from './settle-disputes.ts';

export type Ending = {
  readonly end: DisputeEnd;
  /** What makes a repeat of the same step write nothing. */
  readonly fact: string;
  readonly staffId: string | null;
  /** What was written to the customer. */
  readonly words: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly says: DisputeLetterSaying;
};

export async function finishDispute(
  em: EntityManager,
  dispute: Dispute,
  { end, fact, staffId, words, details, says }: Ending,
  at: Date,
): Promise<void> {
  const { disputeId, cycleId } = dispute;
  const { outcome, decidedBy } = end;
  await endDispute(em, disputeId, end, at);
  const waitedMinutes = Math.floor((at.getTime() - dispute.clock.openedAtMs) / 60_000);
  const told = { ...details, outcome, waitedMinutes };
  const event = { disputeId, fact, kind: end.state, at, actor: decidedBy, staffId, words };
  await tellCase(em, { ...event, details: told });
  await orderLetter(em, { cycleId, disputeId, fact, says }, at);
  if (end.state === 'resolved') await askForSatisfaction(em, dispute, fact, at);
  await record(em, [
    {
      cycleId,
      fact: `dispute/${disputeId}/${fact}`,
      kind: `dispute_${outcome}`,
      at,
      actor: decidedBy,
      reason: dispute.reason,
      details: { dispute: disputeId },
    },
  ]);
  await settleDisputes(em, cycleId, at);
  await giveDaysBack(em, dispute, at);
}

/** A day later, when the decision has been read. */
async function askForSatisfaction(
  em: EntityManager,
  { cycleId, disputeId }: Dispute,
  fact: string,
  at: Date,
): Promise<void> {
  const says = { template: 'satisfaction' } as const;
  const sendAt = new Date(at.getTime() + dayMs);
  await orderLetter(em, { cycleId, disputeId, fact: `${fact}/satisfaction`, says, sendAt }, at);
}

/**
 * Where only a part was disputed the ladder went on for the rest. What was disputed is owed again
 * now, and its owner has at least the days that were left when the dispute was opened.
 */
async function giveDaysBack(
  em: EntityManager,
  { cycleId, customerId, daysLeft }: Dispute,
  at: Date,
): Promise<void> {
  const { schedule, openMinor } = await loadCycleById(em, cycleId);
  const [next] = schedule;
  if (!next || openMinor === 0) return;
  const [customer] = await em.execute<{ timeZone: string }[]>(
    'select time_zone as "timeZone" from customer where id = ?',
    [customerId],
  );
  const today = localDateAt(at.getTime(), customer?.timeZone ?? 'UTC');
  const missing = daysBetween(next.on, addDays(today, daysLeft));
  if (missing <= 0) return;
  await em.execute(
    `insert into ladder_hold (id, cycle_id, reason, from_at, until_at) values (?, ?, ?, ?, ?)`,
    [newId(), cycleId, 'days left of a dispute', at, new Date(at.getTime() + missing * dayMs)],
  );
}
