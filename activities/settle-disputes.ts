/** What must follow from disputes after every change of a cycle's money. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../db/books.ts';
import { disputedLeft } from '../db/disputed-lines.ts';
import {
  type Dispute,
  endDispute,
  orderLetter,
  readOpenDisputes,
  tellCase,
} from '../db/disputes.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { newId } from '../db/new-id.ts';
import { heldOf } from '../db/open-disputes.ts';
import { openOf } from '../domain/claim.ts';
import { endActivePromise } from './promises.ts';

/**
 * Ends disputes that a payment or a credit left nothing of, and lets the ladder stand still exactly
 * while everything that is open is disputed: the days that were left are left when it goes on.
 */
export async function settleDisputes(em: EntityManager, cycleId: string, at: Date): Promise<void> {
  const { standing, claim } = await lockCycle(em, cycleId);
  const openMinor = openOf(claim);
  const left: Dispute[] = [];
  for (const dispute of await readOpenDisputes(em, cycleId)) {
    const leftMinor = await disputedLeft(em, dispute.disputeId);
    const why = whyMoot(dispute, leftMinor, standing === 'paid');
    if (why) await endAsMoot(em, dispute, why, at);
    else left.push(await inQuestion(em, dispute, leftMinor));
  }
  const isHeld = standing === 'open' && left.length > 0 && heldOf(left, openMinor) >= openMinor;
  await (isHeld ? beginHold(em, cycleId, at) : endHold(em, cycleId, at));
}

type WhyMoot = 'credited' | 'paid';

/**
 * Nothing is left to decide when all of it was credited, or when it was paid and the policy says
 * that a question of this kind is answered by paying.
 */
function whyMoot(
  { reason, policy, disputedMinor }: Dispute,
  leftMinor: number,
  isPaid: boolean,
): WhyMoot | null {
  if (leftMinor <= 0 && disputedMinor > 0) return 'credited';
  return isPaid && policy.mootWhenPaid.includes(reason) ? 'paid' : null;
}

async function endAsMoot(
  em: EntityManager,
  dispute: Dispute,
  why: WhyMoot,
  at: Date,
): Promise<void> {
  const { disputeId, cycleId, reopened } = dispute;
  const end = { state: 'moot', outcome: 'moot', decidedBy: 'cycle' } as const;
  await endDispute(em, disputeId, end, at);
  const fact = `moot/${reopened}`;
  await tellCase(em, { disputeId, fact, kind: 'moot', at, actor: 'cycle', details: { why } });
  await orderLetter(em, { cycleId, disputeId, fact, says: { template: 'moot' } }, at);
  await record(em, [
    {
      cycleId,
      fact: `dispute/${disputeId}/${fact}`,
      kind: 'dispute_moot',
      at,
      actor: 'cycle',
      reason: why,
      details: { dispute: disputeId },
    },
  ]);
}

/** Credit notes make the disputed part smaller; what it is about follows them. */
async function inQuestion(
  em: EntityManager,
  dispute: Dispute,
  leftMinor: number,
): Promise<Dispute> {
  if (leftMinor >= dispute.disputedMinor) return dispute;
  await em.execute('update dispute set disputed_minor = ? where id = ?', [
    leftMinor,
    dispute.disputeId,
  ]);
  return { ...dispute, disputedMinor: leftMinor };
}

/** A promise to pay what the customer now disputes is no promise any more. */
async function beginHold(em: EntityManager, cycleId: string, at: Date): Promise<void> {
  await endActivePromise(em, cycleId, 'moot', at);
  await em.execute('update billing_cycle set held_since = ? where id = ? and held_since is null', [
    at,
    cycleId,
  ]);
}

async function endHold(em: EntityManager, cycleId: string, at: Date): Promise<void> {
  await em.execute(
    `with held as (select id, held_since from billing_cycle
        where id = ? and held_since is not null),
      ended as (update billing_cycle set held_since = null from held
        where billing_cycle.id = held.id)
     insert into ladder_hold (id, cycle_id, reason, from_at, until_at)
     select ?, id, 'dispute', least(held_since, ?::timestamptz), ? from held`,
    [cycleId, newId(), at, at],
  );
}
