import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../db/books.ts';
import type { DeskRequest } from '../db/desk-inbox.ts';
import { disputableLines, disputedLeft } from '../db/disputed-lines.ts';
import { type Dispute, isTold, readDispute, reopen, tellCase } from '../db/disputes.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { openOf } from '../domain/claim.ts';
import { promiseOf } from '../domain/dispute/policy.ts';
import { refuse } from '../domain/errors.ts';
import { dayMs } from '../domain/ladder.ts';
import { staffOf } from './desk-staff.ts';
import { daysLeft, readCustomer } from './open-dispute.ts';
import { sayReceived } from './say-received.ts';

/**
 * Opens a decided dispute again within the time that its policy allows, with new promises, and one
 * group higher than where it began: whoever was not content is not sent to the same desk.
 */
export async function reopenDispute(
  em: EntityManager,
  cycleId: string,
  request: DeskRequest,
  at: Date,
): Promise<void> {
  const { disputeId, requestId, actor, words } = request;
  const { claim } = await lockCycle(em, cycleId);
  if (actor.kind === 'staff') await staffOf(em, request, 'take_cases');
  const fact = `reopened/${requestId}`;
  if (await isTold(em, disputeId, fact)) return;
  const dispute = await readDispute(em, cycleId, disputeId);
  assertReopenable(dispute, at);
  await assertFree(em, dispute);
  const disputedMinor = await disputedLeft(em, disputeId);
  const { isBusiness, timeZone } = await readCustomer(em, dispute.customerId);
  const clock = newClock({ ...dispute, disputedMinor }, isBusiness, at);
  const left = await daysLeft(em, cycleId, timeZone, at);
  await reopen(em, { disputeId, clock, disputedMinor, daysLeft: left }, at);
  const { name, staffId } = actor;
  const { firstAnswerByMs, resolveByMs } = clock;
  const event = { disputeId, fact, kind: 'reopened', at, actor: name, staffId, words };
  await tellCase(em, { ...event, details: { firstAnswerByMs, resolveByMs } });
  const { reason } = dispute;
  const received = { cycleId, disputeId, fact, reason, firstAnswerByMs, isReopened: true };
  await sayReceived(em, received, openOf(claim), at);
  await record(em, [
    {
      cycleId,
      fact: `dispute/${disputeId}/${fact}`,
      kind: 'dispute_reopened',
      at,
      actor: name,
      reason,
      details: { dispute: disputeId },
    },
  ]);
}

function assertReopenable({ endedAtMs, policy }: Dispute, at: Date): void {
  if (endedAtMs === null) refuse('dispute_open', 'This dispute is not decided yet.');
  else if (at.getTime() > endedAtMs + policy.reopenDays * dayMs) {
    const detail = `A dispute can be opened again for ${policy.reopenDays} days after its end.`;
    refuse('dispute_ended', detail);
  }
}

/** A line has one undecided dispute at most. */
async function assertFree(em: EntityManager, { cycleId, disputeId }: Dispute): Promise<void> {
  const own = await em.execute<{ invoiceId: string; position: number }[]>(
    'select invoice_id as "invoiceId", position from dispute_line where dispute_id = ?',
    [disputeId],
  );
  const lines = await disputableLines(em, cycleId);
  const mine = lines.filter((line) =>
    own.some(({ invoiceId, position }) => {
      return line.invoiceId === invoiceId && line.position === position;
    }),
  );
  if (mine.some((line) => line.disputeId !== null)) {
    refuse('dispute_open', 'Another dispute about these lines is not decided yet.');
  }
  if (mine.every(({ leftMinor }) => leftMinor <= 0)) {
    refuse('nothing_to_dispute', 'Nothing is left of it: it was credited.');
  }
}

function newClock(dispute: Dispute, isBusiness: boolean, at: Date): Dispute['clock'] {
  const { policy, reason, disputedMinor: amountMinor, currency } = dispute;
  const promise = promiseOf(policy, { reason, amountMinor, currency, isBusiness }, at.getTime());
  return {
    ...promise,
    state: 'open',
    group: policy.groups[1] ?? policy.groups[0] ?? dispute.clock.group,
    openedAtMs: dispute.clock.openedAtMs,
    firstAnsweredAtMs: null,
    workedAtMs: null,
    escalatedAtMs: null,
    firstAnswerMissed: false,
    resolutionMissed: false,
    approvalUntilMs: null,
  };
}
