import type { EntityManager } from '@mikro-orm/postgresql';
import type { DeskRequest } from '../db/desk-inbox.ts';
import type { Dispute } from '../db/disputes.ts';
import { readFairness } from '../db/fairness.ts';
import { readGrantFlag } from '../db/fairness-grants.ts';
import { discountPolicyOf, readCorrectionFacts, readJudgeFacts } from '../db/grant-facts.ts';
import { lockGrants } from '../db/grants.ts';
import { Seller } from '../db/entities/parties.ts';
import { type Judgement, judge } from '../domain/authority/judge.ts';
import { judgeCorrection } from '../domain/authority/correction.ts';
import type { DiscountPolicy } from '../domain/authority/policy.ts';
import { localDateAt } from '../domain/calendar.ts';
import type { Decision } from '../domain/dispute/decision.ts';
import type { GrantFlag } from '../domain/fairness/grant-flag.ts';
import { billOf } from './apply-grant.ts';
import type { ActingStaff } from './desk-staff.ts';

export type Judged = Judgement & {
  readonly policy: DiscountPolicy;
  readonly kind: string;
  /** What the desk shows of the customer's treatment at this moment: kept with the decision. */
  readonly fairness: unknown;
  /** How far it is from what similar customers with the same reason were granted. */
  readonly flag: GrantFlag;
};

type Judgeable = Extract<Decision, { kind: 'grant' | 'correct' }>;

/**
 * What the rules say to a decision that costs money, judged at the instant of its asking and one
 * after the other for a seller.
 */
export async function judgeDecision(
  em: EntityManager,
  dispute: Dispute,
  staff: ActingStaff,
  decision: Judgeable,
  { requestedAt: at }: DeskRequest,
): Promise<Judged> {
  const { sellerId, customerId, cycleId, currency, reason } = dispute;
  const { timeZone } = await em.findOneOrFail(Seller, { id: sellerId });
  const on = localDateAt(at.getTime(), timeZone);
  // Read before the lock, because it compares with thousands of others and decides nothing.
  const fairness = await readFairness(em, { customerId, cycleId, on });
  await lockGrants(em, sellerId);
  const policy = await discountPolicyOf(em, sellerId);
  const named = decision.kind === 'grant' ? decision.invoice : invoiceOf(decision);
  const bill = await billOf(em, cycleId, named);
  const question = { sellerId, customerId, cycleId, currency, reason, staff, bill, at, on };
  const facts = await readJudgeFacts(em, question);
  const judgement =
    decision.kind === 'grant'
      ? judge(policy, decision.grant, facts)
      : judgeCorrection(policy, decision.correction, {
          role: staff.role,
          currency,
          lines: facts.bill.lines,
          ...(await readCorrectionFacts(em, cycleId)),
        });
  const kind = decision.kind === 'grant' ? decision.grant.kind : 'correction';
  const { worthMinor } = judgement;
  const flag = await readGrantFlag(em, { customerId, cycleId, on, reason, worthMinor });
  return { ...judgement, policy, kind, fairness, flag };
}

function invoiceOf({ correction }: Extract<Decision, { kind: 'correct' }>): string | undefined {
  return correction.kind === 'credit' ? correction.invoice : undefined;
}
