/** Rules of sellers who are stricter, and of others who are hastier, than the standard ones. */
import {
  type Bound,
  type DiscountPolicy,
  standardDiscountPolicy,
} from '../../domain/authority/policy.ts';
import type { DefaultDecision, DisputePolicy } from '../../domain/dispute/policy.ts';
import { standardDisputePolicy } from '../../domain/dispute/standard-policy.ts';

/** Limits of a day and of a year that a few grants reach, and no rule but these. */
export const tightDiscounts: DiscountPolicy = {
  ...standardDiscountPolicy,
  code: 'tight',
  limits: standardDiscountPolicy.limits.map((limit) => ({
    ...limit,
    perStaffDayMinor: timesOf(limit.perGrantMinor, 3, 2),
    perCustomerYearMinor: timesOf(limit.perGrantMinor, 5, 2),
  })),
  budgets: standardDiscountPolicy.budgets.map((budget) => ({
    ...budget,
    perMonthMinor: Math.floor(budget.perMonthMinor / 25),
  })),
  criteria: standardDiscountPolicy.criteria.filter(
    ({ code }) => code === 'pays_on_time' || code === 'not_too_many_grants',
  ),
};

function timesOf({ alone, withSecond }: Bound, numerator: number, denominator: number): Bound {
  const times = (minor: number) => Math.floor((minor * numerator) / denominator);
  return { alone: times(alone), withSecond: times(withSecond) };
}

const credit: DefaultDecision = {
  kind: 'credit_disputed',
  upToMinor: { EUR: 37_33, JPY: 1_234 },
};

/** One desk for everything, which credits an odd amount where it did not answer. */
export const hastyDisputes: DisputePolicy = {
  ...standardDisputePolicy('Europe/Tallinn'),
  code: 'hasty',
  groups: ['desk'],
  reopenDays: 40,
  mootWhenPaid: ['cannot_pay_now', 'other', 'quality'],
  defaultDecisions: {
    not_understood: credit,
    wrong_price: credit,
    not_delivered: credit,
    quality: credit,
    duplicate: credit,
    not_mine: credit,
    wants_smaller_contract: credit,
    cannot_pay_now: { kind: 'explain' },
    leaving_for_competitor: credit,
    other: credit,
  },
};
