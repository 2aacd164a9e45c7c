import fc from 'fast-check';
import type { GrantRequest } from '../../../domain/authority/grant.ts';
import type { JudgeFacts } from '../../../domain/authority/judge.ts';
import type {
  Bound,
  Criterion,
  DiscountLimit,
  DiscountPolicy,
} from '../../../domain/authority/policy.ts';
import type { ExpectedLine, LineLeft, WorthFacts } from '../../../domain/authority/worth.ts';
import { disputeReasons } from '../../../domain/dispute/reasons.ts';

export const line = (position: number, leftNetMinor: number, leftTaxMinor: number): LineLeft => ({
  position,
  leftNetMinor,
  leftTaxMinor,
});

export const expected = (
  serviceCode: string,
  netMinor: number,
  taxMinor: number,
): ExpectedLine => ({
  serviceCode,
  quantity: '1',
  unitPriceMinor: netMinor,
  rateBasisPoints: 24_00,
  netMinor,
  taxMinor,
});

/** A bill of 86.80: fibre at 50.00 and television at 20.00, each with 24 %; a fee of 5.00 stands. */
export const bill: WorthFacts = {
  currency: 'EUR',
  lines: [line(1, 50_00, 12_00), line(2, 20_00, 4_80)],
  charges: [
    { chargeId: 'fee', leftMinor: 5_00 },
    { chargeId: 'interest', leftMinor: 1_25 },
  ],
  nextBill: [expected('fibre', 50_00, 12_00), expected('tv', 20_00, 4_80)],
};

/** Seven years with us, on time, never granted anything. */
export const facts: JudgeFacts = {
  staff: { role: 'agent', team: 'north', grantedTodayMinor: 0 },
  team: { grantedThisMonthMinor: 0 },
  customer: {
    tenureMonths: 86,
    monthlyMinor: 86_80,
    bills: 24,
    paidOnTime: 23,
    grantsInYear: 0,
    grantedInYearMinor: 0,
    contractKinds: ['open_ended'],
    arm: null,
    isBusiness: false,
  },
  dispute: { reason: 'quality' },
  bill,
};

export const goodwill = (grossMinor: number): GrantRequest => ({
  kind: 'goodwill_credit',
  grossMinor,
});

const small = fc.nat({ max: 12_000 });
/** Also bounds the wrong way round: a policy is written by people. */
const bound: fc.Arbitrary<Bound> = fc.record({ alone: small, withSecond: small });
const maybeBound = fc.option(bound);
const measure = fc.option(
  fc.record({ alone: fc.nat({ max: 10_000 }), withSecond: fc.nat({ max: 10_000 }) }),
);
const kind = fc.constantFrom<GrantRequest['kind'] | null>(
  null,
  'goodwill_credit',
  'percent_off_lines',
  'percent_off_next_bills',
);
const reason = fc.constantFrom(null, 'quality' as const, 'wrong_price' as const);

const limits: fc.Arbitrary<DiscountLimit> = fc.record({
  role: fc.constantFrom('agent', 'supervisor'),
  kind,
  reason,
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'JPY'),
  perGrantMinor: bound,
  perStaffDayMinor: maybeBound,
  perCustomerYearMinor: maybeBound,
  basisPoints: measure,
  bills: fc.option(fc.record({ alone: fc.nat({ max: 9 }), withSecond: fc.nat({ max: 9 }) })),
});

const criteria: fc.Arbitrary<Criterion> = fc.record({
  code: fc.constantFrom('one', 'two', 'three'),
  kinds: fc.constantFrom(null, null, ['goodwill_credit' as const]),
  reasons: fc.constantFrom(null, ['quality' as const]),
  demand: fc.oneof(
    fc.record({ kind: fc.constant('tenure' as const), monthsAtLeast: fc.nat({ max: 100 }) }),
    fc.record({
      kind: fc.constant('prompt_payer' as const),
      basisPointsAtLeast: fc.nat({ max: 10_000 }),
    }),
    fc.record({
      kind: fc.constant('grants_in_year' as const),
      countAtMost: fc.nat({ max: 4 }),
      minorAtMost: fc.constantFrom(null, { EUR: 10_00 }),
    }),
  ),
  unmet: fc.constantFrom('needs_second_person' as const, 'refused' as const),
  words: fc.constant('It is a rule of ours.'),
});

export const policies: fc.Arbitrary<DiscountPolicy> = fc.record({
  code: fc.constant('drawn'),
  version: fc.constant(1),
  limits: fc.array(limits, { minLength: 1, maxLength: 5 }),
  budgets: fc.array(
    fc.record({
      team: fc.constantFrom('north', 'south', null),
      currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'JPY'),
      perMonthMinor: fc.nat({ max: 30_000 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  criteria: fc.array(criteria, { maxLength: 3 }),
  approvers: fc.subarray(['agent', 'supervisor', 'leader']),
  corrections: fc.constant([]),
});

/** The same circumstances, other people and other histories. */
export const situations: fc.Arbitrary<JudgeFacts> = fc
  .record({
    role: fc.constantFrom('agent' as const, 'agent' as const, 'supervisor' as const),
    today: fc.nat({ max: 8_000 }),
    month: fc.nat({ max: 20_000 }),
    tenureMonths: fc.nat({ max: 120 }),
    paidOnTime: fc.nat({ max: 24 }),
    grantsInYear: fc.nat({ max: 5 }),
    grantedInYearMinor: fc.nat({ max: 6_000 }),
    reason: fc.constantFrom(...disputeReasons.slice(1, 4), 'wrong_price' as const),
  })
  .map(({ role, today, month, reason, ...customer }) => ({
    staff: { role, team: 'north', grantedTodayMinor: today },
    team: { grantedThisMonthMinor: month },
    customer: { ...facts.customer, ...customer },
    dispute: { reason },
    bill,
  }));

const part = fc.integer({ min: 1, max: 10_000 });
const count = fc.integer({ min: 1, max: 9 });
const positions = fc.constantFrom([1], [2], [1, 2]);

/** Two requests of one kind; the first is in no part above the second. */
export const pairs: fc.Arbitrary<readonly [GrantRequest, GrantRequest]> = fc
  .record({ a: part, b: part, m: count, n: count, positions })
  .chain(({ a, b, m, n, positions }) => {
    const [less, more] = [Math.min(a, b), Math.max(a, b)];
    const [few, many] = [Math.min(m, n), Math.max(m, n)];
    const pair = (of: (size: number, bills: number) => GrantRequest) =>
      fc.constant([of(less, few), of(more, many)] as const);
    return fc.oneof(
      pair((basisPoints) => ({ kind: 'percent_off_lines', positions, basisPoints })),
      pair((size) => ({
        kind: 'amount_off_lines',
        lines: positions.map((position) => ({ position, netMinor: Math.ceil(size / 4) })),
      })),
      pair((basisPoints, bills) => ({ kind: 'percent_off_next_bills', basisPoints, bills })),
      pair((netMinor, bills) => ({ kind: 'amount_off_next_bills', netMinor, bills })),
      pair((_, months) => ({ kind: 'free_months', months })),
      pair((_, many) => ({
        kind: 'waive_charges',
        chargeIds: many > 4 ? ['fee', 'interest'] : ['fee'],
      })),
      pair((grossMinor) => goodwill(grossMinor)),
      pair((size, bills) => ({
        kind: 'better_price',
        serviceCode: 'fibre',
        unitPriceMinor: 10_000 - size,
        priceVersion: 'v2',
        bills,
      })),
    );
  });
