import type { EntityManager } from '@mikro-orm/postgresql';
import type { DeskRequest } from '../db/desk-inbox.ts';
import { isTold, readDispute } from '../db/disputes.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { staffOf } from './desk-staff.ts';
import { finishDispute } from './finish-dispute.ts';
import { assertUndecided } from './take-dispute.ts';

/** The customer takes the question back: what is owed is asked for again. */
export async function withdrawDispute(
  em: EntityManager,
  cycleId: string,
  request: DeskRequest,
  at: Date,
): Promise<void> {
  const { disputeId, requestId, actor, words } = request;
  await lockCycle(em, cycleId);
  if (actor.kind === 'staff') await staffOf(em, request, 'take_cases');
  const fact = `withdrawn/${requestId}`;
  if (await isTold(em, disputeId, fact)) return;
  const dispute = await readDispute(em, cycleId, disputeId);
  assertUndecided(dispute);
  const { name: decidedBy, staffId } = actor;
  const end = { state: 'withdrawn', outcome: 'withdrawn', decidedBy } as const;
  const says = { template: 'withdrawn' } as const;
  await finishDispute(em, dispute, { end, fact, staffId, words, details: {}, says }, at);
}
