import type { EntityManager } from '@mikro-orm/postgresql';
import type { DeskRequest } from '../db/desk-inbox.ts';
import { isTold, orderLetter, readDispute, saveClock, tellCase } from '../db/disputes.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { refuse } from '../domain/errors.ts';
import { staffOf } from './desk-staff.ts';
import { assertOwn } from './take-dispute.ts';

/**
 * Writes to the customer without deciding yet, which keeps the promise of a first answer; or notes
 * something for colleagues only. Either way somebody works on the case.
 */
export async function answerDispute(
  em: EntityManager,
  cycleId: string,
  request: DeskRequest,
  at: Date,
): Promise<void> {
  const { disputeId, requestId, words, payload } = request;
  await lockCycle(em, cycleId);
  const staff = await staffOf(em, request, 'take_cases');
  const fact = `answered/${requestId}`;
  if (await isTold(em, disputeId, fact)) return;
  const dispute = await readDispute(em, cycleId, disputeId);
  assertOwn(dispute, staff.id);
  if (!words) return refuse('words_missing', 'There is nothing in the answer.');
  const isNote = payload['internal'] === true;
  const { clock, owner } = dispute;
  const firstAnsweredAtMs = clock.firstAnsweredAtMs ?? (isNote ? null : at.getTime());
  const worked = { ...clock, firstAnsweredAtMs, workedAtMs: at.getTime() };
  await saveClock(em, disputeId, worked, { staffId: staff.id, owner: owner ?? staff.login });
  const waitedMinutes = Math.floor((at.getTime() - clock.openedAtMs) / 60_000);
  await tellCase(em, {
    disputeId,
    fact,
    kind: isNote ? 'noted' : 'answered',
    at,
    actor: staff.login,
    staffId: staff.id,
    words,
    details: { waitedMinutes },
  });
  if (isNote) return;
  const { resolveByMs: decideByMs } = clock;
  const says = { template: 'answered', explanation: words, decideByMs } as const;
  await orderLetter(em, { cycleId, disputeId, fact, says }, at);
}
