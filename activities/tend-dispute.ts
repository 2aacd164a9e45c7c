import type { EntityManager } from '@mikro-orm/postgresql';
import { type Dispute, readDispute, saveClock, tellCase } from '../db/disputes.ts';
import { settleGrant, waitingGrant } from '../db/grants.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { afterDeadline, nextDeadline } from '../domain/dispute/deadlines.ts';
import { decideByDefault } from './default-decision.ts';
import { settleDisputes } from './settle-disputes.ts';

/**
 * Does what the dispute's next deadline brings, if it has come: a promise was missed, nobody worked
 * on the case, a second person did not come, or nobody decided at all. Run twice, the second time
 * finds a later deadline.
 */
export async function tendDispute(
  em: EntityManager,
  cycleId: string,
  disputeId: string,
  at: Date,
): Promise<void> {
  await lockCycle(em, cycleId);
  const dispute = await readDispute(em, cycleId, disputeId);
  const deadline = nextDeadline(dispute.policy, dispute.clock);
  if (!deadline || deadline.atMs > at.getTime()) return;
  if (deadline.kind === 'default') await decideByDefault(em, dispute, at);
  else await passOn(em, dispute, deadline, at);
  await settleDisputes(em, cycleId, at);
}

async function passOn(
  em: EntityManager,
  dispute: Dispute,
  deadline: NonNullable<ReturnType<typeof nextDeadline>>,
  at: Date,
): Promise<void> {
  const { disputeId, staffId, owner, policy, clock } = dispute;
  const { note, ...after } = afterDeadline(policy, clock, deadline.kind, deadline.atMs);
  if (deadline.kind === 'approval') await endWaiting(em, dispute, at);
  const isKept = after.state === 'claimed' || after.state === 'waiting';
  await saveClock(em, disputeId, after, isKept && staffId && owner ? { staffId, owner } : null);
  await tellCase(em, {
    disputeId,
    fact: `${note}/${deadline.atMs}`,
    kind: note,
    at,
    actor: 'cycle',
    details: { group: after.group, ...(owner && { from: owner }) },
  });
}

/** What waits for a second person is given up: nobody came in time. */
async function endWaiting(em: EntityManager, { disputeId }: Dispute, at: Date): Promise<void> {
  const grant = await waitingGrant(em, disputeId);
  if (grant) await settleGrant(em, grant.grantId, { state: 'expired', approver: null }, at);
}
