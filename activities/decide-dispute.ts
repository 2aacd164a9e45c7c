import type { EntityManager } from '@mikro-orm/postgresql';
import { freshCheck } from '../db/caller-checks.ts';
import type { DeskRequest } from '../db/desk-inbox.ts';
import {
  type Dispute,
  orderLetter,
  readDispute,
  saveClock,
  tellCase,
  toldBefore,
} from '../db/disputes.ts';
import { insertGrant } from '../db/grants.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { type Decision, decisionOf, needsCheck, needsWords } from '../domain/dispute/decision.ts';
import { afterServiceMinutes } from '../domain/dispute/service-hours.ts';
import { type Refusal, refuse } from '../domain/errors.ts';
import { carryOut } from './carry-out.ts';
import { type ActingStaff, staffOf } from './desk-staff.ts';
import { type Judged, judgeDecision } from './judge-grant.ts';
import { assertOwn } from './take-dispute.ts';

/** A decision under way: who decides what about which dispute, and when. */
type Deciding = {
  readonly em: EntityManager;
  readonly dispute: Dispute;
  readonly staff: ActingStaff;
  readonly request: DeskRequest;
  readonly checkId: string | null;
  readonly at: Date;
};

/**
 * Decides a dispute: explains, corrects, grants, changes, takes a promise, or rejects. What costs
 * money is judged by the rules; a refusal stays on record, and what needs a second person waits for
 * one. Money moves in the same transaction as its record.
 */
export async function decideDispute(
  em: EntityManager,
  cycleId: string,
  request: DeskRequest,
  at: Date,
): Promise<Refusal | void> {
  const { disputeId, requestId, words } = request;
  await lockCycle(em, cycleId);
  const staff = await staffOf(em, request, 'decide');
  const before = await toldBefore(em, disputeId, `decided/${requestId}`);
  if (before) return before.refusal ?? undefined;
  const dispute = await readDispute(em, cycleId, disputeId);
  assertOwn(dispute, staff.id);
  const decision = decisionOf(request.payload);
  if (needsWords(decision) && !words) {
    refuse('words_missing', 'Say to the customer in your own words what was decided and why.');
  }
  const checkId = needsCheck(decision) ? await assertChecked(em, dispute, staff, request) : null;
  const deciding = { em, dispute, staff, request, checkId, at };
  return decision.kind === 'grant' || decision.kind === 'correct'
    ? decideMoney(deciding, decision)
    : decidePlainly(deciding, decision);
}

/** Whoever decides about a customer's money has checked whom they speak to, and not too long ago. */
async function assertChecked(
  em: EntityManager,
  { customerId, disputeId }: Dispute,
  { id: staffId }: ActingStaff,
  { requestedAt: at }: DeskRequest,
): Promise<string> {
  const check = await freshCheck(em, { staffId, customerId, disputeId, at });
  return (
    check?.id ??
    refuse('check_needed', 'Check first whom you speak to: no check of this caller is in force.')
  );
}

async function decidePlainly(
  { em, dispute, staff, request, at }: Deciding,
  decision: Exclude<Decision, { kind: 'grant' | 'correct' }>,
): Promise<void> {
  const by = { name: staff.login, staffId: staff.id, role: staff.role };
  const fact = `decided/${request.requestId}`;
  await carryOut(em, dispute, { decision, fact, by, words: request.words, grantId: null }, at);
}

async function decideMoney(
  deciding: Deciding,
  decision: Extract<Decision, { kind: 'grant' | 'correct' }>,
): Promise<Refusal | void> {
  const { em, dispute, staff, request, at } = deciding;
  const judged = await judgeDecision(em, dispute, staff, decision, request);
  const fact = `decided/${request.requestId}`;
  switch (judged.verdict) {
    case 'refused':
      return refusedByRules(deciding, decision, judged);
    case 'needs_second_person':
      return waitForSecond(deciding, decision, judged);
    case 'allowed': {
      const grantId = await keepGrant(deciding, decision, judged, 'granted');
      const by = { name: staff.login, staffId: staff.id, role: staff.role };
      await carryOut(em, dispute, { decision, fact, by, words: request.words, grantId }, at);
    }
  }
}

/** What was tried beyond somebody's authority stays on record with each rule that said no. */
async function refusedByRules(
  deciding: Deciding,
  decision: Decision,
  judged: Judged,
): Promise<Refusal> {
  const { em, dispute, staff, request, at } = deciding;
  await keepGrant(deciding, decision, judged, 'refused');
  const no = judged.rules.filter(({ says }) => says === 'refused').map(({ words }) => words);
  const refusal = { code: 'grant_refused', detail: no.join(' ') } as const;
  await tellCase(em, {
    disputeId: dispute.disputeId,
    fact: `decided/${request.requestId}`,
    kind: 'grant_refused',
    at,
    actor: staff.login,
    staffId: staff.id,
    details: { worthMinor: judged.worthMinor, rules: judged.rules, refusal },
  });
  return refusal;
}

async function waitForSecond(
  deciding: Deciding,
  decision: Decision,
  judged: Judged,
): Promise<void> {
  const { em, dispute, staff, request, at } = deciding;
  const { disputeId, cycleId, clock, policy } = dispute;
  const untilMs = afterServiceMinutes(at.getTime(), policy.approvalMinutes, policy.hours);
  await keepGrant(deciding, decision, judged, 'waiting', new Date(untilMs));
  const waiting = { ...clock, state: 'waiting' as const, approvalUntilMs: untilMs };
  const firstAnsweredAtMs = clock.firstAnsweredAtMs ?? at.getTime();
  await saveClock(
    em,
    disputeId,
    { ...waiting, firstAnsweredAtMs, workedAtMs: at.getTime() },
    { staffId: staff.id, owner: staff.login },
  );
  const fact = `decided/${request.requestId}`;
  await tellCase(em, {
    ...{ disputeId, fact, kind: 'waits_for_second', at },
    actor: staff.login,
    staffId: staff.id,
    words: request.words,
    details: { worthMinor: judged.worthMinor, rules: judged.rules, untilMs },
  });
  await orderLetter(em, { cycleId, disputeId, fact, says: { template: 'waiting', untilMs } }, at);
}

function keepGrant(
  { em, dispute, staff, request, checkId, at }: Deciding,
  decision: Decision,
  judged: Judged,
  state: 'granted' | 'waiting' | 'refused',
  expiresAt: Date | null = null,
): Promise<string> {
  const { code, version } = judged.policy;
  return insertGrant(em, {
    disputeId: dispute.disputeId,
    requestId: request.requestId,
    kind: judged.kind,
    asked: decision,
    worthMinor: judged.worthMinor,
    state,
    staffId: staff.id,
    askedBy: staff.login,
    role: staff.role,
    team: staff.team,
    policy: `${code}/${version}`,
    rules: judged.rules,
    fairness: judged.fairness,
    flag: judged.flag,
    checkId,
    askedAt: request.requestedAt,
    expiresAt,
    decidedAt: state === 'waiting' ? null : at,
  });
}
