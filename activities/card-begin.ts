import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../db/books.ts';
import { type AttemptRow, insertAttempt, readAttempt, readCardOf } from '../db/card-attempts.ts';
import { loadCycleById } from '../db/load-cycles.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { openOf } from '../domain/claim.ts';

/** An attempt that is to be asked of the provider, or whose answer is to be found out. */
export type Begun = AttemptRow & {
  /** It was begun before: the provider may have it. */
  readonly isRepeat: boolean;
  /** As much as it says is still open. */
  readonly isStillOwed: boolean;
};

/**
 * Writes down that the card is going to be charged, in a transaction of its own: whatever happens
 * afterwards, the books know what was asked for and under which key. Null when there is nothing to
 * ask, because nothing is open any more, another attempt is due, or this one was decided before.
 */
export async function beginCharge(
  em: EntityManager,
  cycleId: string,
  attempt: number,
  at: Date,
  hasProvider: boolean,
): Promise<Begun | null> {
  const { claim, standing } = await lockCycle(em, cycleId);
  const openMinor = standing === 'open' ? openOf(claim) : 0;
  const known = await readAttempt(em, cycleId, attempt);
  if (known) {
    const isAsked = known.state === 'begun' || known.state === 'pending';
    return isAsked
      ? { ...known, isRepeat: true, isStillOwed: openMinor >= known.amountMinor }
      : null;
  }
  const books = await loadCycleById(em, cycleId);
  const isDue = books.card?.attempt === attempt && books.card.atMs <= at.getTime();
  if (!isDue || books.promise) return null;
  const card = await readCardOf(em, cycleId);
  if (!card) throw new Error(`cycle ${cycleId} has a charge due, yet its customer has no card`);

  const { invoiceNumber, currency, heldMinor = 0 } = books;
  const { customer, method, rule } = card;
  // Nobody is charged for what they dispute.
  const askedMinor = openMinor - heldMinor;
  const order = { cycleId, attempt, invoiceNumber, customer, method, currency };
  const state = hasProvider ? ('begun' as const) : ('skipped' as const);
  await insertAttempt(em, { ...order, amountMinor: askedMinor, state, rule, at });
  if (!hasProvider) {
    await recordSkipped(em, cycleId, askedMinor, at);
    return null;
  }
  const begun = await readAttempt(em, cycleId, attempt);
  return begun && { ...begun, isRepeat: false, isStillOwed: true };
}

/** Said once for a cycle, however often its card comes up. */
async function recordSkipped(
  em: EntityManager,
  cycleId: string,
  amountMinor: number,
  at: Date,
): Promise<void> {
  await record(em, [
    {
      cycleId,
      fact: 'card/no-provider',
      kind: 'card_not_charged',
      at,
      actor: 'card',
      amountMinor,
      reason: 'no card provider is set up',
    },
  ]);
}
