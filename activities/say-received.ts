import type { EntityManager } from '@mikro-orm/postgresql';
import { orderLetter, readOpenDisputes } from '../db/disputes.ts';
import { heldOf } from '../db/open-disputes.ts';
import type { DisputeReason } from '../domain/dispute/reasons.ts';

/** A question that came in, or came again, and by when its customer has an answer. */
export type Received = {
  readonly cycleId: string;
  readonly disputeId: string;
  readonly fact: string;
  readonly reason: DisputeReason;
  readonly firstAnswerByMs: number;
  readonly isReopened: boolean;
};

/**
 * Tells the customer what waits for the answer and what stays due: that is what none of their
 * questions about the bill is about.
 */
export async function sayReceived(
  em: EntityManager,
  { cycleId, disputeId, fact, ...received }: Received,
  openMinor: number,
  at: Date,
): Promise<void> {
  const disputes = await readOpenDisputes(em, cycleId);
  const own = disputes.filter((dispute) => dispute.disputeId === disputeId);
  const says = {
    template: 'received',
    ...received,
    heldMinor: heldOf(own, openMinor),
    restMinor: openMinor - heldOf(disputes, openMinor),
  } as const;
  await orderLetter(em, { cycleId, disputeId, fact, says }, at);
}
