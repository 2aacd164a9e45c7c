import type { EntityManager } from '@mikro-orm/postgresql';
import { type DeskRequest, deskRequest } from '../db/desk-inbox.ts';
import { type Dispute, readDispute, saveClock, tellCase, toldBefore } from '../db/disputes.ts';
import { discountPolicyOf } from '../db/grant-facts.ts';
import {
  lockGrants,
  readSpent,
  settleGrant,
  type WaitingGrant,
  waitingGrant,
} from '../db/grants.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { hasPasswordFrom } from '../db/staff.ts';
import { judgeCorrectionApproval } from '../domain/authority/correction.ts';
import { type ApprovalJudgement, judgeApproval } from '../domain/authority/judge.ts';
import { type Decision, decisionOf } from '../domain/dispute/decision.ts';
import { type Refusal, refuse } from '../domain/errors.ts';
import { carryOut } from './carry-out.ts';
import { type ActingStaff, staffOf } from './desk-staff.ts';

/**
 * The second person's word: approves what waits, if their own authority covers it, or sends it back
 * to whoever asked. Nobody is their own second person.
 */
export async function approveGrant(
  em: EntityManager,
  cycleId: string,
  request: DeskRequest,
  at: Date,
): Promise<Refusal | void> {
  const { disputeId, requestId, payload } = request;
  await lockCycle(em, cycleId);
  const staff = await staffOf(em, request, 'approve');
  const before = await toldBefore(em, disputeId, `approved/${requestId}`);
  if (before) return before.refusal ?? undefined;
  const dispute = await readDispute(em, cycleId, disputeId);
  await lockGrants(em, dispute.sellerId);
  const grant = await waitingGrant(em, disputeId);
  if (!grant || grant.grantId !== payload['grantId']) {
    return refuse('grant_settled', 'This no longer waits for anybody: it was decided or expired.');
  }
  const decision = decisionOf({ decision: grant.asked });
  if (payload['verdict'] === 'decline') return decline(em, dispute, grant, staff, request, at);
  const judged = await judgeSecond(em, dispute, grant, decision, staff, request);
  if (judged.refusal) return noteRefused(em, dispute, judged, staff, request, at);
  const approver = { id: staff.id, login: staff.login, at: request.requestedAt };
  const settled = { state: 'granted', approver, rules: judged.rules } as const;
  await settleGrant(em, grant.grantId, settled, at);
  const asked = await deskRequest(em, grant.requestId);
  const by = { name: grant.askedBy, staffId: grant.staffId, role: staff.role };
  const fact = `approved/${requestId}`;
  const words = asked?.words ?? null;
  const { grantId } = grant;
  const approvedBy = staff.login;
  await carryOut(em, dispute, { decision, fact, by, words, grantId, approvedBy }, at);
}

async function judgeSecond(
  em: EntityManager,
  { sellerId, customerId, reason }: Dispute,
  grant: WaitingGrant,
  decision: Decision,
  staff: ActingStaff,
  { requestedAt: at }: DeskRequest,
): Promise<ApprovalJudgement> {
  const { currency, worthMinor, staffId, team, grantId } = grant;
  const policy = await discountPolicyOf(em, sellerId);
  const grantedBy = staffId ?? '';
  if (staffId && (await hasPasswordFrom(em, staffId, staff.id))) return knowsPassword;
  if (decision.kind !== 'grant') {
    const { id, role } = staff;
    return judgeCorrectionApproval(policy, { grantedBy, worthMinor, currency }, { id, role });
  }
  const spent = await readSpent(em, {
    ...{ sellerId, customerId, currency, team, at },
    staffId: staff.id,
    exceptGrantId: grantId,
  });
  return judgeApproval(
    policy,
    {
      request: decision.grant,
      ...{ worthMinor, currency, reason, grantedBy },
      team: { code: team, grantedThisMonthMinor: spent.teamMonthMinor },
      customer: { grantedInYearMinor: spent.grantedInYearMinor },
    },
    { staffId: staff.id, role: staff.role, grantedTodayMinor: spent.grantedTodayMinor },
  );
}

const knowsWords =
  'You gave whoever asked their password, and they have not changed it: it takes somebody else.';

/** Whoever can sign in as the first person would be both. */
const knowsPassword: ApprovalJudgement = {
  refusal: { code: 'approval_same_person', detail: knowsWords },
  rules: [{ rule: 'same_person', says: 'refused', words: knowsWords }],
};

/** Back to whoever asked, who decides anew. */
async function decline(
  em: EntityManager,
  dispute: Dispute,
  grant: WaitingGrant,
  staff: ActingStaff,
  { requestId, words, requestedAt }: DeskRequest,
  at: Date,
): Promise<void> {
  if (grant.staffId === staff.id) {
    refuse('approval_same_person', 'Nobody is the second person for what they asked for.');
  }
  const approver = { id: staff.id, login: staff.login, at: requestedAt };
  await settleGrant(em, grant.grantId, { state: 'declined', approver }, at);
  const { clock, disputeId, owner, staffId } = dispute;
  const workedAtMs = at.getTime();
  const back = { ...clock, state: 'claimed' as const, approvalUntilMs: null, workedAtMs };
  await saveClock(em, disputeId, back, staffId && owner ? { staffId, owner } : null);
  await tellCase(em, {
    ...{ disputeId, fact: `approved/${requestId}`, kind: 'declined', at, words },
    actor: staff.login,
    staffId: staff.id,
    details: { grantId: grant.grantId },
  });
}

async function noteRefused(
  em: EntityManager,
  { disputeId }: Dispute,
  { refusal, rules }: ApprovalJudgement,
  staff: ActingStaff,
  { requestId }: DeskRequest,
  at: Date,
): Promise<Refusal | void> {
  await tellCase(em, {
    ...{ disputeId, fact: `approved/${requestId}`, kind: 'approval_refused', at },
    actor: staff.login,
    staffId: staff.id,
    details: { rules, refusal },
  });
  return refusal ?? undefined;
}
