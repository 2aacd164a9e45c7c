/** Which limits and budgets of a policy count for a grant, and what is left below each. Pure. */
import type { Currency } from '../currency.ts';
import type { DisputeReason } from '../dispute/reasons.ts';
import { formatMoney } from '../money.ts';
import type { Role } from '../staff.ts';
import type { GrantKind, GrantRequest } from './grant.ts';
import type { Bound, DiscountLimit, DiscountPolicy, TeamBudget } from './policy.ts';
import { type SpokenRule, type Verdict, verdictOn } from './verdict.ts';

/** An amount of money up to which a rule lets a person go, and its words about it. */
export type Ceiling = {
  readonly rule: string;
  readonly left: Bound;
  readonly words: Readonly<Record<Verdict, string>>;
};

export type Spent = {
  readonly todayMinor: number;
  readonly customerYearMinor: number;
  readonly teamMonthMinor: number;
};

export type LimitQuestion = {
  readonly role: Role;
  readonly kind: GrantKind;
  readonly reason: DisputeReason;
  readonly currency: Currency;
};

/** The most precise of the limits that fit; several of one precision all count. */
export function limitsFor(policy: DiscountPolicy, question: LimitQuestion): DiscountLimit[] {
  const fitting = policy.limits.filter(
    ({ role, currency, kind, reason }) =>
      role === question.role &&
      currency === question.currency &&
      (kind ?? question.kind) === question.kind &&
      (reason ?? question.reason) === question.reason,
  );
  const most = Math.max(...fitting.map(precisionOf));
  return fitting.filter((limit) => precisionOf(limit) === most);
}

/** A team's own budgets, or else those for teams that have none. */
export function budgetsFor(
  { budgets }: DiscountPolicy,
  team: string | null,
  currency: Currency,
): TeamBudget[] {
  const inCurrency = budgets.filter((budget) => budget.currency === currency);
  const own = inCurrency.filter((budget) => budget.team === team);
  return own.length > 0 ? own : inCurrency.filter((budget) => budget.team === null);
}

export function ceilingsOf(
  limits: readonly DiscountLimit[],
  budgets: readonly TeamBudget[],
  spent: Spent,
  currency: Currency,
): Ceiling[] {
  const money = (minor: number) => formatMoney(minor, currency, 'en');
  return [
    ...limits.flatMap((limit) => [
      perGrant(limit.perGrantMinor, money),
      ...perStaffDay(limit.perStaffDayMinor, spent, money),
      ...perCustomerYear(limit.perCustomerYearMinor, spent, money),
    ]),
    ...budgets.map((budget) => teamBudget(budget, spent, money)),
  ];
}

/** What a rule in money says to this amount; nothing is always within. */
export function spokenCeiling({ rule, left, words }: Ceiling, worthMinor: number): SpokenRule {
  const says = verdictOn(worthMinor, left);
  return { rule, says, words: words[says] };
}

/** The rules on how much a percentage may be and on how many bills. */
export function spokenMeasures(
  limits: readonly DiscountLimit[],
  request: GrantRequest,
): SpokenRule[] {
  const basisPoints = 'basisPoints' in request ? request.basisPoints : null;
  const bills = billsOf(request);
  return limits.flatMap((limit) => [
    ...measured('percent', basisPoints, limit.basisPoints, percent),
    ...measured('bills', bills, limit.bills, billCount),
  ]);
}

/** Where there is no limit or no budget there is no authority. */
export function spokenAbsences(
  limits: readonly DiscountLimit[],
  budgets: readonly TeamBudget[],
  currency: Currency,
): SpokenRule[] {
  const noLimit: SpokenRule = {
    rule: 'no_limit',
    says: 'refused',
    words: `For what I may grant in ${currency} no limit is set, so I may grant nothing in it.`,
  };
  const noBudget: SpokenRule = {
    rule: 'no_budget',
    says: 'refused',
    words: `Our team has no budget in ${currency}, so I may grant nothing in it.`,
  };
  return [...(limits.length === 0 ? [noLimit] : []), ...(budgets.length === 0 ? [noBudget] : [])];
}

function precisionOf({ kind, reason }: DiscountLimit): number {
  return (kind === null ? 0 : 2) + (reason === null ? 0 : 1);
}

type Money = (minor: number) => string;

function perGrant(bound: Bound, money: Money): Ceiling {
  const left = leftBelow(bound, 0);
  const alone = money(left.alone);
  const withSecond = money(left.withSecond);
  return {
    rule: 'per_grant',
    left,
    words: {
      allowed: `This is within the ${alone} that I may grant alone.`,
      needs_second_person: `This is above the ${alone} that I may grant alone; a colleague may approve up to ${withSecond}.`,
      refused: `This is above the ${withSecond} that I may grant even with a colleague’s approval.`,
    },
  };
}

function perStaffDay(bound: Bound | null, { todayMinor }: Spent, money: Money): Ceiling[] {
  if (bound === null) return [];
  const left = leftBelow(bound, todayMinor);
  const alone = money(left.alone);
  return [
    {
      rule: 'per_staff_day',
      left,
      words: {
        allowed: `Of what I may grant alone today ${alone} is left.`,
        needs_second_person: `Of what I may grant alone today only ${alone} is left, so a colleague must approve this.`,
        refused: `Of what I may grant today, also with a colleague’s approval, only ${money(left.withSecond)} is left.`,
      },
    },
  ];
}

function perCustomerYear(
  bound: Bound | null,
  { customerYearMinor }: Spent,
  money: Money,
): Ceiling[] {
  if (bound === null) return [];
  const left = leftBelow(bound, customerYearMinor);
  const alone = money(left.alone);
  return [
    {
      rule: 'per_customer_year',
      left,
      words: {
        allowed: `Of what I may grant you alone within 12 months ${alone} is left.`,
        needs_second_person: `Of what I may grant you alone within 12 months only ${alone} is left, so a colleague must approve this.`,
        refused: `Of what you may be granted within 12 months, also with a colleague’s approval, only ${money(left.withSecond)} is left.`,
      },
    },
  ];
}

/** A budget is money, not authority: a second person does not make it longer. */
function teamBudget({ perMonthMinor }: TeamBudget, spent: Spent, money: Money): Ceiling {
  const left = leftBelow({ alone: perMonthMinor, withSecond: perMonthMinor }, spent.teamMonthMinor);
  const refused = `Our team has only ${money(left.alone)} left to grant this month.`;
  return {
    rule: 'team_budget',
    left,
    words: {
      allowed: `Our team has ${money(left.alone)} left to grant this month.`,
      needs_second_person: refused,
      refused,
    },
  };
}

/** What is left below a bound, never less than nothing, and with a second person never less than alone. */
function leftBelow({ alone, withSecond }: Bound, spentMinor: number): Bound {
  const left = (minor: number) => Math.max(0, minor - spentMinor);
  return { alone: left(alone), withSecond: left(Math.max(alone, withSecond)) };
}

function measured(
  rule: string,
  asked: number | null,
  bound: Bound | null,
  written: (value: number) => string,
): SpokenRule[] {
  if (asked === null || bound === null) return [];
  const { alone, withSecond } = leftBelow(bound, 0);
  const says = verdictOn(asked, { alone, withSecond });
  const words: Readonly<Record<Verdict, string>> = {
    allowed: `Up to ${written(alone)} I may grant alone.`,
    needs_second_person: `Above ${written(alone)} a colleague must approve it.`,
    refused: `More than ${written(withSecond)} I may not grant, even with a colleague’s approval.`,
  };
  return [{ rule, says, words: words[says] }];
}

function billsOf(request: GrantRequest): number | null {
  if (request.kind === 'free_months') return request.months;
  return 'bills' in request ? request.bills : null;
}

function percent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}

function billCount(count: number): string {
  return count === 1 ? '1 bill' : `${count} bills`;
}
