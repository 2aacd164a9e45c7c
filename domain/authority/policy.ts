/**
 * Who may grant what to whom: a policy is data with a version, written by the seller. A dispute
 * keeps the version that it was judged by. Everything here survives JSON.
 */
import type { Currency } from '../currency.ts';
import type { DisputeReason } from '../dispute/reasons.ts';
import type { Role } from '../staff.ts';
import type { GrantKind } from './grant.ts';

/** Up to where a person decides alone, and up to where with a second person; above is refused. */
export type Bound = { readonly alone: number; readonly withSecond: number };

/**
 * What a role may grant in a currency, for a kind and a reason; null stands for every one. Of the
 * limits that fit, those count that are the most precise: kind and reason before kind, kind before
 * reason, reason before neither. Null for a bound is no bound of that sort.
 */
export type DiscountLimit = {
  readonly role: Role;
  readonly kind: GrantKind | null;
  readonly reason: DisputeReason | null;
  readonly currency: Currency;
  readonly perGrantMinor: Bound;
  /** What one person may grant in a day. */
  readonly perStaffDayMinor: Bound | null;
  /** What one customer may be granted within twelve months. */
  readonly perCustomerYearMinor: Bound | null;
  /** How much a percentage may be. */
  readonly basisPoints: Bound | null;
  /** For how many coming bills, or free months. */
  readonly bills: Bound | null;
};

/** What a team may grant in a calendar month; team null is for teams that have none of their own. */
export type TeamBudget = {
  readonly team: string | null;
  readonly currency: Currency;
  readonly perMonthMinor: number;
};

/** An amount in each currency that it is set for; in any other the demand is not met. */
export type MinorByCurrency = Readonly<Record<Currency, number>>;

export type Demand =
  | { readonly kind: 'tenure'; readonly monthsAtLeast: number }
  | { readonly kind: 'pays_monthly'; readonly minorAtLeast: MinorByCurrency }
  | { readonly kind: 'reason_in'; readonly reasons: readonly DisputeReason[] }
  /** Of the last 24 bills so much was paid on time; somebody without a bill is neither. */
  | { readonly kind: 'prompt_payer'; readonly basisPointsAtLeast: number }
  | { readonly kind: 'late_payer'; readonly basisPointsAtMost: number }
  /** Grants that were given within twelve months, by number and by worth. */
  | {
      readonly kind: 'grants_in_year';
      readonly countAtMost: number;
      readonly minorAtMost: MinorByCurrency | null;
    }
  | { readonly kind: 'contract_kind_in'; readonly contractKinds: readonly string[] }
  | { readonly kind: 'arm_in'; readonly arms: readonly string[] }
  | { readonly kind: 'is_business'; readonly isBusiness: boolean };

/** Something that must be so before a grant of these kinds for these reasons; null is all. */
export type Criterion = {
  readonly code: string;
  readonly kinds: readonly GrantKind[] | null;
  readonly reasons: readonly DisputeReason[] | null;
  readonly demand: Demand;
  readonly unmet: 'needs_second_person' | 'refused';
  /** The rule in a sentence that can be read to the customer when it is not met. */
  readonly words: string;
};

/** How much a role may take off a bill that was wrong, gross. */
export type CorrectionLimit = {
  readonly role: Role;
  readonly currency: Currency;
  readonly perCorrectionMinor: Bound;
};

export type DiscountPolicy = {
  readonly code: string;
  readonly version: number;
  readonly limits: readonly DiscountLimit[];
  readonly budgets: readonly TeamBudget[];
  readonly criteria: readonly Criterion[];
  /** How large a correction of a wrong bill may be; it is no discount and has no other limit. */
  readonly corrections: readonly CorrectionLimit[];
  /** Who may be the second person, as far as their own limits go. */
  readonly approvers: readonly Role[];
};

/** Minor units that do here what a euro does there, rounded to what people reckon with. */
const unitMinor: MinorByCurrency = {
  EUR: 1_00,
  USD: 1_00,
  GBP: 1_00,
  CHF: 1_00,
  PLN: 4_00,
  SEK: 10_00,
  NOK: 10_00,
  JPY: 100,
};

type Figures = {
  readonly role: Role;
  readonly perGrant: Bound;
  readonly perDay: Bound;
  readonly perYear: Bound;
  readonly basisPoints: Bound;
  readonly bills: Bound;
};

/** In euros. What an agent may do with a second person, a supervisor may do alone. */
const figures: readonly Figures[] = [
  {
    role: 'agent',
    perGrant: { alone: 15, withSecond: 40 },
    perDay: { alone: 150, withSecond: 400 },
    perYear: { alone: 45, withSecond: 120 },
    basisPoints: { alone: 20_00, withSecond: 50_00 },
    bills: { alone: 3, withSecond: 6 },
  },
  {
    role: 'supervisor',
    perGrant: { alone: 200, withSecond: 200 },
    perDay: { alone: 2_000, withSecond: 2_000 },
    perYear: { alone: 400, withSecond: 400 },
    basisPoints: { alone: 100_00, withSecond: 100_00 },
    bills: { alone: 12, withSecond: 12 },
  },
];

function limitIn(currency: Currency, unit: number, { role, ...figure }: Figures): DiscountLimit {
  const inMinor = ({ alone, withSecond }: Bound) => ({
    alone: alone * unit,
    withSecond: withSecond * unit,
  });
  return {
    role,
    kind: null,
    reason: null,
    currency,
    perGrantMinor: inMinor(figure.perGrant),
    perStaffDayMinor: inMinor(figure.perDay),
    perCustomerYearMinor: inMinor(figure.perYear),
    basisPoints: figure.basisPoints,
    bills: figure.bills,
  };
}

const comingKinds: readonly GrantKind[] = [
  'percent_off_next_bills',
  'amount_off_next_bills',
  'free_months',
  'better_price',
];

const standardCriteria: readonly Criterion[] = [
  {
    code: 'tenure',
    kinds: comingKinds,
    reasons: null,
    demand: { kind: 'tenure', monthsAtLeast: 12 },
    unmet: 'needs_second_person',
    words: 'Discounts on coming bills are for customers of at least one year.',
  },
  {
    code: 'pays_on_time',
    kinds: ['waive_charges'],
    reasons: null,
    demand: { kind: 'prompt_payer', basisPointsAtLeast: 75_00 },
    unmet: 'needs_second_person',
    words: 'Charges are waived at once for customers who pay at least three of four bills on time.',
  },
  {
    code: 'few_grants',
    kinds: null,
    reasons: null,
    demand: { kind: 'grants_in_year', countAtMost: 1, minorAtMost: null },
    unmet: 'needs_second_person',
    words: 'After two of them within twelve months a colleague must look at the next.',
  },
  {
    code: 'not_too_many_grants',
    kinds: null,
    reasons: null,
    demand: { kind: 'grants_in_year', countAtMost: 6, minorAtMost: null },
    unmet: 'refused',
    words: 'Nobody is granted more than seven discounts within twelve months.',
  },
  {
    code: 'reason_for_better_price',
    kinds: ['better_price'],
    reasons: null,
    demand: {
      kind: 'reason_in',
      reasons: [
        'wrong_price',
        'wants_smaller_contract',
        'cannot_pay_now',
        'leaving_for_competitor',
      ],
    },
    unmet: 'needs_second_person',
    words: 'A better price is for questions about the price or the contract.',
  },
];

/** In euros. A wrong bill is put right, whatever it takes; a large correction is looked at twice. */
const correctionFigures = [
  { role: 'agent', alone: 100, withSecond: 2_000 },
  { role: 'supervisor', alone: 2_000, withSecond: 20_000 },
] as const;

/**
 * The policy that a seller has until they write their own. Operators see to the system and leaders
 * to the figures: neither grants anything.
 */
export const standardDiscountPolicy: DiscountPolicy = {
  code: 'standard',
  version: 1,
  limits: Object.entries(unitMinor).flatMap(([currency, unit]) =>
    figures.map((figure) => limitIn(currency, unit, figure)),
  ),
  budgets: Object.entries(unitMinor).map(([currency, unit]) => ({
    team: null,
    currency,
    perMonthMinor: 5_000 * unit,
  })),
  criteria: standardCriteria,
  corrections: Object.entries(unitMinor).flatMap(([currency, unit]) =>
    correctionFigures.map(({ role, alone, withSecond }) => ({
      ...{ role, currency },
      perCorrectionMinor: { alone: alone * unit, withSecond: withSecond * unit },
    })),
  ),
  approvers: ['supervisor'],
};
