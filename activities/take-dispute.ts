/** Who works on a case: taking it, taking it over, and giving it back. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DeskRequest } from '../db/desk-inbox.ts';
import { type Dispute, isTold, readDispute, saveClock, tellCase } from '../db/disputes.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { refuse } from '../domain/errors.ts';
import { type ActingStaff, staffOf } from './desk-staff.ts';

/** A case has one owner: of two who want it at once, the second is refused. */
export async function takeDispute(
  em: EntityManager,
  cycleId: string,
  request: DeskRequest,
  at: Date,
): Promise<void> {
  const { disputeId, requestId } = request;
  await lockCycle(em, cycleId);
  const staff = await staffOf(em, request, 'take_cases');
  const fact = `taken/${requestId}`;
  if (await isTold(em, disputeId, fact)) return;
  const dispute = await readDispute(em, cycleId, disputeId);
  assertUndecided(dispute);
  if (dispute.staffId === staff.id && dispute.clock.state === 'claimed') return;
  assertInGroup(dispute, staff);
  const isTakenOver = dispute.clock.state !== 'open';
  if (isTakenOver && (staff.role !== 'supervisor' || dispute.clock.state === 'waiting')) {
    refuse('dispute_taken', `${dispute.owner ?? 'Somebody'} has this case.`);
  }
  const clock = { ...dispute.clock, state: 'claimed' as const, workedAtMs: at.getTime() };
  await saveClock(em, disputeId, clock, { staffId: staff.id, owner: staff.login });
  const waitedMinutes = Math.floor((at.getTime() - dispute.clock.openedAtMs) / 60_000);
  await tellCase(em, {
    disputeId,
    fact,
    kind: isTakenOver ? 'taken_over' : 'taken',
    at,
    actor: staff.login,
    staffId: staff.id,
    details: { waitedMinutes, ...(dispute.owner && { from: dispute.owner }) },
  });
}

/** A case that went to another group after a missed promise is theirs; supervisors take any. */
function assertInGroup({ clock: { group } }: Dispute, { role, groups }: ActingStaff): void {
  if (role === 'supervisor' || groups.includes(group)) return;
  refuse('role_missing', `This case is with the group ${group}, and you are not in it.`);
}

/** Gives a case back to the queue. */
export async function returnDispute(
  em: EntityManager,
  cycleId: string,
  request: DeskRequest,
  at: Date,
): Promise<void> {
  const { disputeId, requestId, words } = request;
  await lockCycle(em, cycleId);
  const staff = await staffOf(em, request, 'take_cases');
  const fact = `returned/${requestId}`;
  if (await isTold(em, disputeId, fact)) return;
  const dispute = await readDispute(em, cycleId, disputeId);
  assertOwn(dispute, staff.id);
  await saveClock(em, disputeId, { ...dispute.clock, state: 'open', workedAtMs: null }, null);
  const { login: actor, id: staffId } = staff;
  await tellCase(em, { disputeId, fact, kind: 'returned', at, actor, staffId, words });
}

export function assertUndecided({ endedAtMs, outcome }: Dispute): void {
  if (endedAtMs === null) return;
  refuse('dispute_ended', `This was decided before: ${outcome ?? 'it has ended'}.`);
}

/** Whoever decides or answers has the case, and nobody else does. */
export function assertOwn(dispute: Dispute, staffId: string): void {
  assertUndecided(dispute);
  if (dispute.clock.state === 'waiting') {
    refuse('dispute_waiting', 'A decision waits for a second person.');
  }
  if (dispute.clock.state === 'claimed' && dispute.staffId === staffId) return;
  const whose = dispute.owner === null ? 'nobody has it' : `${dispute.owner} has it`;
  refuse('dispute_not_yours', `Take the case first: ${whose}.`);
}
