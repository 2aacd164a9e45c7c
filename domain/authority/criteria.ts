/** Whether a customer meets what a policy demands of them, in words that can be read to them. Pure. */
import type { Currency } from '../currency.ts';
import type { DisputeReason } from '../dispute/reasons.ts';
import { formatMoney } from '../money.ts';
import type { GrantKind } from './grant.ts';
import type { Criterion, MinorByCurrency } from './policy.ts';
import type { SpokenRule } from './verdict.ts';

/** What is known of the customer; amounts in the currency of the bill. */
export type CustomerFacts = {
  readonly tenureMonths: number;
  readonly monthlyMinor: number;
  /** Of the last 24 bills that are due: how many there were, and how many were paid on time. */
  readonly bills: number;
  readonly paidOnTime: number;
  readonly grantsInYear: number;
  readonly grantedInYearMinor: number;
  readonly contractKinds: readonly string[];
  /** The arm of an experiment that the customer is in; null for none. */
  readonly arm: string | null;
  readonly isBusiness: boolean;
};

export type CriterionFacts = {
  readonly customer: CustomerFacts;
  readonly reason: DisputeReason;
  readonly currency: Currency;
};

/** What was found: for the customer's ear, and in short for the desk. */
export type Finding = {
  readonly isMet: boolean;
  readonly words: string;
  readonly short: string;
};

export function isConcerned(
  { kinds, reasons }: Pick<Criterion, 'kinds' | 'reasons'>,
  kind: GrantKind,
  reason: DisputeReason,
): boolean {
  return (kinds?.includes(kind) ?? true) && (reasons?.includes(reason) ?? true);
}

export function spokenCriterion(criterion: Criterion, facts: CriterionFacts): SpokenRule {
  const { isMet, words } = findingOf(criterion, facts);
  return isMet
    ? { rule: criterion.code, says: 'allowed', words }
    : { rule: criterion.code, says: criterion.unmet, words: `${words} ${criterion.words}` };
}

export function findingOf(
  { demand }: Pick<Criterion, 'demand'>,
  { customer, reason, currency }: CriterionFacts,
): Finding {
  const money = (minor: number) => formatMoney(minor, currency, 'en');
  switch (demand.kind) {
    case 'tenure': {
      const short = duration(customer.tenureMonths);
      const isMet = customer.tenureMonths >= demand.monthsAtLeast;
      return { isMet, short, words: `You have been with us for ${short}.` };
    }
    case 'pays_monthly': {
      const short = `${money(customer.monthlyMinor)} a month`;
      const leastMinor = figureIn(demand.minorAtLeast, currency);
      const isMet = leastMinor !== null && customer.monthlyMinor >= leastMinor;
      return { isMet, short, words: `You pay ${short}.` };
    }
    case 'reason_in':
      return reasonFinding(demand.reasons.includes(reason));
    case 'prompt_payer': {
      const isMet = paidShareAgainst(customer, demand.basisPointsAtLeast) >= 0;
      return { isMet, ...paymentWords(customer, isMet) };
    }
    case 'late_payer': {
      const isMet = paidShareAgainst(customer, demand.basisPointsAtMost) <= 0;
      return { isMet, ...paymentWords(customer, !isMet) };
    }
    case 'grants_in_year': {
      const mostMinor = demand.minorAtMost && figureIn(demand.minorAtMost, currency);
      const isWithin =
        demand.minorAtMost === null ||
        (mostMinor !== null && customer.grantedInYearMinor <= mostMinor);
      const isMet = customer.grantsInYear <= demand.countAtMost && isWithin;
      return { isMet, ...grantWords(customer, money(customer.grantedInYearMinor)) };
    }
    case 'contract_kind_in':
      return contractFinding(
        customer.contractKinds.some((kind) => demand.contractKinds.includes(kind)),
      );
    case 'arm_in':
      return offerFinding(customer.arm !== null && demand.arms.includes(customer.arm));
    case 'is_business': {
      const short = customer.isBusiness ? 'a business' : 'a private customer';
      const isMet = customer.isBusiness === demand.isBusiness;
      return { isMet, short, words: `You are ${short}.` };
    }
  }
}

/** Above nothing, nothing or below it: the share paid on time against a mark, in whole numbers. */
function paidShareAgainst({ paidOnTime, bills }: CustomerFacts, basisPoints: number): number {
  return bills === 0 ? Number.NaN : paidOnTime * 10_000 - basisPoints * bills;
}

function paymentWords({ paidOnTime, bills }: CustomerFacts, isPrompt: boolean) {
  if (bills === 0)
    return { short: 'no bill has come due yet', words: 'None of your bills has come due yet.' };
  const count = bills === 1 ? 'your only bill so far' : `your last ${bills} bills`;
  return {
    short: isPrompt ? 'on time' : `${paidOnTime} of ${bills} on time`,
    words: `You paid ${paidOnTime} of ${count} on time.`,
  };
}

function grantWords({ grantsInYear }: CustomerFacts, granted: string) {
  if (grantsInYear === 0) {
    return {
      short: 'no grant in 12 months',
      words: 'You have not been granted a discount in the last 12 months.',
    };
  }
  const count = grantsInYear === 1 ? 'one discount' : `${grantsInYear} discounts`;
  return {
    short: `${grantsInYear === 1 ? '1 grant' : `${grantsInYear} grants`} in 12 months`,
    words: `You have been granted ${count} in the last 12 months, ${granted} in all.`,
  };
}

function reasonFinding(isMet: boolean): Finding {
  return {
    isMet,
    short: isMet ? 'the reason fits' : 'another reason',
    words: isMet
      ? 'What you tell me is a reason for such a discount.'
      : 'What you tell me is no reason for such a discount by itself.',
  };
}

function contractFinding(isMet: boolean): Finding {
  return {
    isMet,
    short: isMet ? 'the contract fits' : 'another kind of contract',
    words: isMet
      ? 'Your contract is of a kind that this discount is for.'
      : 'Your contract is of another kind than this discount is for.',
  };
}

/** A customer is never told of an experiment, which would spoil it. */
function offerFinding(isMet: boolean): Finding {
  return {
    isMet,
    short: isMet ? 'the offer is open to them' : 'the offer is not open to them',
    words: isMet ? 'This offer is open to you.' : 'This offer is not open to you.',
  };
}

function figureIn(figures: MinorByCurrency, currency: Currency): number | null {
  return Object.hasOwn(figures, currency) ? (figures[currency] ?? null) : null;
}

function duration(months: number): string {
  if (months < 1) return 'less than a month';
  const count = months < 12 ? months : Math.floor(months / 12);
  const unit = months < 12 ? 'month' : 'year';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
