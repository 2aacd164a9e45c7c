/**
 * The judgement over a requested grant: every rule of the policy that concerns it speaks, and the
 * worst that any of them says is the verdict, in whatever order they stand. Pure.
 */
import type { Currency } from '../currency.ts';
import type { DisputeReason } from '../dispute/reasons.ts';
import type { Refusal } from '../errors.ts';
import type { Role } from '../staff.ts';
import { type CustomerFacts, isConcerned, spokenCriterion } from './criteria.ts';
import type { GrantKind, GrantRequest } from './grant.ts';
import {
  budgetsFor,
  type Ceiling,
  ceilingsOf,
  limitsFor,
  spokenAbsences,
  spokenCeiling,
  spokenMeasures,
} from './limits.ts';
import type { Bound, DiscountPolicy } from './policy.ts';
import { type SpokenRule, type Verdict, worstOf } from './verdict.ts';
import { type WorthFacts, worthOf } from './worth.ts';

/** Amounts of before are those of the bill's currency. */
export type JudgeFacts = {
  readonly staff: {
    readonly role: Role;
    readonly team: string | null;
    readonly grantedTodayMinor: number;
  };
  readonly team: { readonly grantedThisMonthMinor: number };
  readonly customer: CustomerFacts;
  readonly dispute: { readonly reason: DisputeReason };
  readonly bill: WorthFacts;
};

export type Judgement = {
  readonly verdict: Verdict;
  readonly worthMinor: number;
  readonly currency: Currency;
  readonly rules: readonly SpokenRule[];
  /** What the rules would let pass in money: of such a grant, for this customer, at this instant. */
  readonly aloneUpToMinor: number;
  readonly withSecondUpToMinor: number;
};

/** What was judged before and now waits for the second person. */
export type GrantFacts = {
  readonly request: GrantRequest;
  readonly worthMinor: number;
  readonly currency: Currency;
  readonly reason: DisputeReason;
  readonly grantedBy: string;
  readonly team: { readonly code: string | null; readonly grantedThisMonthMinor: number };
  readonly customer: Pick<CustomerFacts, 'grantedInYearMinor'>;
};

export type Approver = {
  readonly staffId: string;
  readonly role: Role;
  /** What they granted and approved today. */
  readonly grantedTodayMinor: number;
};

export type ApprovalJudgement = {
  readonly refusal: Refusal | null;
  readonly rules: readonly SpokenRule[];
};

/** Throws the refusals of `worthOf`: what cannot be granted by anybody. */
export function judge(policy: DiscountPolicy, request: GrantRequest, facts: JudgeFacts): Judgement {
  const { currency } = facts.bill;
  const worthMinor = worthOf(request, facts.bill);
  if (request.kind === 'explanation_only') return explained(currency);
  const { limits, ceilings, rules } = standingRules(policy, request.kind, facts);
  const conditions = [...rules, ...spokenMeasures(limits, request)];
  const spoken = [...conditions, ...ceilings.map((ceiling) => spokenCeiling(ceiling, worthMinor))];
  const { alone, withSecond } = upTo(conditions, ceilings);
  return {
    verdict: worstOf(spoken),
    worthMinor,
    currency,
    rules: spoken,
    aloneUpToMinor: alone,
    withSecondUpToMinor: withSecond,
  };
}

/** The rules that speak before it is known how much is asked for. */
export function standingRules(policy: DiscountPolicy, kind: GrantKind, facts: JudgeFacts) {
  const { currency } = facts.bill;
  const { reason } = facts.dispute;
  const limits = limitsFor(policy, { role: facts.staff.role, kind, reason, currency });
  const budgets = budgetsFor(policy, facts.staff.team, currency);
  const spent = {
    todayMinor: facts.staff.grantedTodayMinor,
    customerYearMinor: facts.customer.grantedInYearMinor,
    teamMonthMinor: facts.team.grantedThisMonthMinor,
  };
  const criteria = policy.criteria.filter((criterion) => isConcerned(criterion, kind, reason));
  const { customer } = facts;
  return {
    limits,
    ceilings: ceilingsOf(limits, budgets, spent, currency),
    rules: [
      ...spokenAbsences(limits, budgets, currency),
      ...criteria.map((criterion) => spokenCriterion(criterion, { customer, reason, currency })),
    ],
  };
}

/** How far the ceilings let go, where the other rules let go at all. */
export function upTo(conditions: readonly SpokenRule[], ceilings: readonly Ceiling[]): Bound {
  const verdict = worstOf(conditions);
  if (verdict === 'refused' || ceilings.length === 0) return { alone: 0, withSecond: 0 };
  const least = (bound: keyof Bound) => Math.min(...ceilings.map(({ left }) => left[bound]));
  return { alone: verdict === 'allowed' ? least('alone') : 0, withSecond: least('withSecond') };
}

/**
 * Whether this person may be the second: never the one who grants, of a role that approves, and
 * as if they granted it alone, within the budget of the team that grants.
 */
export function judgeApproval(
  policy: DiscountPolicy,
  grant: GrantFacts,
  approver: Approver,
): ApprovalJudgement {
  if (approver.staffId === grant.grantedBy) return samePerson();
  const rules = approvalRules(policy, grant, approver);
  const against = rules.filter(({ says }) => says !== 'allowed');
  if (against.length === 0) return { refusal: null, rules };
  const detail = against.map(({ words }) => words).join(' ');
  return { refusal: { code: 'authority_exceeded', detail }, rules };
}

function samePerson(): ApprovalJudgement {
  const words = 'Nobody approves what they grant themselves: it takes a second person.';
  return {
    refusal: { code: 'approval_same_person', detail: words },
    rules: [{ rule: 'same_person', says: 'refused', words }],
  };
}

function approvalRules(
  policy: DiscountPolicy,
  { request, worthMinor, currency, reason, team, customer }: GrantFacts,
  { role, grantedTodayMinor }: Approver,
): SpokenRule[] {
  const limits = limitsFor(policy, { role, kind: request.kind, reason, currency });
  const budgets = budgetsFor(policy, team.code, currency);
  const spent = {
    todayMinor: grantedTodayMinor,
    customerYearMinor: customer.grantedInYearMinor,
    teamMonthMinor: team.grantedThisMonthMinor,
  };
  const ceilings = ceilingsOf(limits, budgets, spent, currency);
  return [
    approves(policy, role),
    ...spokenAbsences(limits, budgets, currency),
    ...spokenMeasures(limits, request),
    ...ceilings.map((ceiling) => spokenCeiling(ceiling, worthMinor)),
  ];
}

function approves({ approvers }: DiscountPolicy, role: Role): SpokenRule {
  return approvers.includes(role)
    ? { rule: 'approver_role', says: 'allowed', words: 'My role may approve what others grant.' }
    : { rule: 'approver_role', says: 'refused', words: 'My role approves no grants of others.' };
}

function explained(currency: Currency): Judgement {
  const words = 'To explain a bill nobody needs a permission.';
  return {
    verdict: 'allowed',
    worthMinor: 0,
    currency,
    rules: [{ rule: 'explanation', says: 'allowed', words }],
    aloneUpToMinor: 0,
    withSecondUpToMinor: 0,
  };
}
