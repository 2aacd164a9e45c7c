/** What the desk says before anybody asks: how far this person may go for this customer. Pure. */
import type { Currency } from '../currency.ts';
import { sumMinor } from '../money.ts';
import { findingOf, isConcerned } from './criteria.ts';
import { type GrantKind, grantKinds, isMoney } from './grant.ts';
import { type JudgeFacts, standingRules, upTo } from './judge.ts';
import type { DiscountPolicy } from './policy.ts';
import type { SpokenRule } from './verdict.ts';
import { leftOfBill, type WorthFacts } from './worth.ts';

export type MayGrantOfKind = {
  readonly kind: GrantKind;
  readonly aloneUpToMinor: number;
  readonly withSecondUpToMinor: number;
  /** The rules that spoke without knowing how much is asked for. */
  readonly rules: readonly SpokenRule[];
};

export type MayGrant = {
  readonly currency: Currency;
  /** The most that any kind of grant allows. */
  readonly aloneUpToMinor: number;
  readonly withSecondUpToMinor: number;
  /** In short what speaks for it, such as `7 years`, and what against it. */
  readonly because: readonly string[];
  readonly against: readonly string[];
  readonly kinds: readonly MayGrantOfKind[];
};

export function mayGrant(policy: DiscountPolicy, facts: JudgeFacts): MayGrant {
  const kinds = grantKinds.filter(isMoney).map((kind) => mayGrantOfKind(policy, kind, facts));
  const { because, against } = reasonsOf(policy, facts);
  return {
    currency: facts.bill.currency,
    aloneUpToMinor: Math.max(0, ...kinds.map(({ aloneUpToMinor }) => aloneUpToMinor)),
    withSecondUpToMinor: Math.max(
      0,
      ...kinds.map(({ withSecondUpToMinor }) => withSecondUpToMinor),
    ),
    because,
    against,
    kinds,
  };
}

/** The figures end where there is nothing more to give. */
function mayGrantOfKind(
  policy: DiscountPolicy,
  kind: GrantKind,
  facts: JudgeFacts,
): MayGrantOfKind {
  const { ceilings, rules } = standingRules(policy, kind, facts);
  const { alone, withSecond } = upTo(rules, ceilings);
  const thereIsMinor = thereIs(kind, facts.bill);
  return {
    kind,
    aloneUpToMinor: Math.min(alone, thereIsMinor),
    withSecondUpToMinor: Math.min(withSecond, thereIsMinor),
    rules,
  };
}

/** How much there is of what such a grant takes from; coming bills have no end. */
function thereIs(kind: GrantKind, { lines, charges, nextBill }: WorthFacts): number {
  switch (kind) {
    case 'percent_off_lines':
    case 'amount_off_lines':
    case 'goodwill_credit':
      return leftOfBill(lines);
    case 'waive_charges':
      return Math.max(0, sumMinor(charges.map(({ leftMinor }) => leftMinor)));
    case 'explanation_only':
      return 0;
    default:
      return nextBill.some(({ netMinor }) => netMinor > 0) ? Number.MAX_SAFE_INTEGER : 0;
  }
}

/** Each finding once, however many criteria rest on it; the reason stands on the case already. */
function reasonsOf(policy: DiscountPolicy, { customer, dispute, bill }: JudgeFacts) {
  const { reason } = dispute;
  const findings = policy.criteria
    .filter(({ demand }) => demand.kind !== 'reason_in')
    .filter((criterion) => grantKinds.some((kind) => isConcerned(criterion, kind, reason)))
    .map((criterion) => findingOf(criterion, { customer, reason, currency: bill.currency }));
  const against = new Set(findings.filter(({ isMet }) => !isMet).map(({ short }) => short));
  const because = new Set(findings.filter(({ isMet }) => isMet).map(({ short }) => short));
  return { because: [...because].filter((short) => !against.has(short)), against: [...against] };
}
