/** Puts cycles and payments into the books by the activities themselves, without a workflow. */
import { createActivities } from '../../activities/create-activities.ts';
import { paymentFact } from '../../domain/facts.ts';
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

/** Books a payment of a cycle. */
export async function bookedPayment(
  kit: Kit,
  { cycleId }: { cycleId: string },
  payment: { paymentId: string; amountMinor: number },
): Promise<void> {
  const facts = {
    currency: 'EUR',
    receivedOn: '2026-03-14',
    method: 'bank_transfer',
    reportedBy: 'test',
    allocate: 'this' as const,
  };
  const fact = paymentFact({ ...facts, ...payment });
  await activitiesOf(kit).bookFact({ cycleId, fact, nowMs });
}
