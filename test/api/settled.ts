/** Puts cycles and payments into the books by the activities themselves, without a workflow. */
import { createActivities } from '../../activities/create-activities.ts';
import { type Fact, paymentFact } from '../../domain/facts.ts';
import type { Kit } from './kit.ts';
import { nowMs } from './sample-book.ts';

const seller = 'nordlys';

function activitiesOf({ database, temporal }: Kit) {
  const mailer = { send: async () => undefined, close: () => undefined };
  return createActivities({ database, client: temporal, mailer });
}

/** Issues the bill of a customer for March. */
export async function issuedCycle(kit: Kit, customer: string, period = '2026-03-01') {
  return (await activitiesOf(kit).issueOrLoad({ seller, customer, period, nowMs })).books;
}

/** Books a fact of a cycle, and fails when the books refuse it. */
export async function bookedFact(
  kit: Kit,
  { cycleId }: { cycleId: string },
  fact: Fact,
  atMs = nowMs,
): Promise<void> {
  const { refused } = await activitiesOf(kit).bookFact({ cycleId, fact, nowMs: atMs });
  if (refused) throw new Error(`${refused.code}: ${refused.detail}`);
}

/** Books a payment of a cycle. */
export async function bookedPayment(
  kit: Kit,
  cycle: { cycleId: string },
  payment: { paymentId: string; amountMinor: number },
  atMs = nowMs,
): Promise<void> {
  const facts = {
    currency: 'EUR',
    receivedOn: '2026-03-14',
    method: 'bank_transfer',
    reportedBy: 'test',
    allocate: 'this' as const,
  };
  await bookedFact(kit, cycle, paymentFact({ ...facts, ...payment }), atMs);
}

/** Takes a step of a cycle's ladder; its letter goes nowhere. */
export async function climbed(kit: Kit, cycle: { cycleId: string }, step: number, atMs = nowMs) {
  await activitiesOf(kit).climbLadder({ cycleId: cycle.cycleId, step, nowMs: atMs });
}

/** Looks at a cycle's promise as the workflow does when its day is over. */
export async function promiseChecked(kit: Kit, { cycleId }: { cycleId: string }, atMs: number) {
  await activitiesOf(kit).checkPromise({ cycleId, nowMs: atMs });
}
