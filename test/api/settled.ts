/** Puts cycles and payments into the books by the activities themselves, without a workflow. */
import { createActivities } from '../../activities/create-activities.ts';
import { Customer } from '../../db/entities/parties.ts';
import { addDays, localDateAt } from '../../domain/calendar.ts';
import { type Fact, paymentFact, promiseFact } from '../../domain/facts.ts';
import type { Kit } from './kit.ts';
import { nowMs } from './sample-book.ts';

const seller = 'nordlys';

/** A day counted from the workflow's today, which here is the machine's. */
export const inDays = (days: number) => addDays(localDateAt(Date.now(), 'Europe/Tallinn'), days);

function activitiesOf({ database, temporal }: Kit) {
  const mailer = { send: async () => undefined, close: () => undefined };
  return createActivities({ database, client: temporal, mailer });
}

/** Issues the bill of a customer; that of March at the time of the kit's clock, unless told. */
export async function issuedCycle(kit: Kit, customer: string, period = '2026-03-01', on?: string) {
  const atMs = on === undefined ? nowMs : Date.parse(`${on}T10:00:00Z`);
  const input = { seller, customer, period, nowMs: atMs };
  return (await activitiesOf(kit).issueOrLoad(input)).books;
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

/** Lets a customer break two promises, each for all that is open. */
export async function brokenTwice(
  kit: Kit,
  cycle: { cycleId: string; openMinor: number },
): Promise<void> {
  for (const day of [0, 4]) {
    const atMs = nowMs + day * 86_400_000;
    const on = addDays(localDateAt(atMs, 'Europe/Tallinn'), 1);
    const promise = {
      promiseId: `broken-${day}`,
      instalments: [{ on, amountMinor: cycle.openMinor }],
      madeBy: 'customer',
      acceptedBy: 'agent' as const,
    };
    await bookedFact(kit, cycle, promiseFact(promise), atMs);
    const nowMsThen = atMs + 3 * 86_400_000;
    await activitiesOf(kit).checkPromise({ cycleId: cycle.cycleId, nowMs: nowMsThen });
  }
}

/** What the seller owes a customer, in minor units. */
export async function creditOf({ database }: Kit, number: string): Promise<number> {
  return (await database.em.fork().findOneOrFail(Customer, { number })).creditMinor;
}
