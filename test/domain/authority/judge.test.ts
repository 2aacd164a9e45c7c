import { describe, expect, test } from 'vitest';
import type { GrantRequest } from '../../../domain/authority/grant.ts';
import { judge, type JudgeFacts } from '../../../domain/authority/judge.ts';
import {
  type Criterion,
  type Demand,
  type DiscountPolicy,
  standardDiscountPolicy,
} from '../../../domain/authority/policy.ts';
import { facts, goodwill } from './examples.ts';

const judged = (request: GrantRequest, given: JudgeFacts = facts) =>
  judge(standardDiscountPolicy, request, given);
const ruleOf = (rule: string, request: GrantRequest, given: JudgeFacts = facts) =>
  judged(request, given).rules.find((spoken) => spoken.rule === rule);
const freeMonth: GrantRequest = { kind: 'free_months', months: 1 };

describe('an agent', () => {
  test.each([
    [15_00, 'allowed', 'This is within the €15.00 that I may grant alone.'],
    [
      15_01,
      'needs_second_person',
      'This is above the €15.00 that I may grant alone; a colleague may approve up to €40.00.',
    ],
    [
      40_01,
      'refused',
      'This is above the €40.00 that I may grant even with a colleague’s approval.',
    ],
  ] as const)('who asks for %i minor units hears: %s', (grossMinor, verdict, words) => {
    expect(judged(goodwill(grossMinor))).toMatchObject({
      verdict,
      worthMinor: grossMinor,
      currency: 'EUR',
      aloneUpToMinor: 15_00,
      withSecondUpToMinor: 40_00,
    });
    const rule = ruleOf('per_grant', goodwill(grossMinor));
    expect(rule).toEqual({ rule: 'per_grant', says: verdict, words });
  });

  test('hears every rule that spoke, also those that allow', () => {
    expect(judged(goodwill(5_00)).rules).toEqual([
      {
        rule: 'few_grants',
        says: 'allowed',
        words: 'You have not been granted a discount in the last 12 months.',
      },
      {
        rule: 'not_too_many_grants',
        says: 'allowed',
        words: 'You have not been granted a discount in the last 12 months.',
      },
      {
        rule: 'per_grant',
        says: 'allowed',
        words: 'This is within the €15.00 that I may grant alone.',
      },
      {
        rule: 'per_staff_day',
        says: 'allowed',
        words: 'Of what I may grant alone today €150.00 is left.',
      },
      {
        rule: 'per_customer_year',
        says: 'allowed',
        words: 'Of what I may grant you alone within 12 months €45.00 is left.',
      },
      {
        rule: 'team_budget',
        says: 'allowed',
        words: 'Our team has €5,000.00 left to grant this month.',
      },
    ]);
  });

  test('explains whatever limits, budgets and currency there are', () => {
    const nothing: DiscountPolicy = { ...standardDiscountPolicy, limits: [], budgets: [] };
    const judgement = judge(nothing, { kind: 'explanation_only' }, facts);
    expect(judgement).toMatchObject({ verdict: 'allowed', worthMinor: 0 });
    expect(judgement.rules).toHaveLength(1);
  });
});

describe('a grant', () => {
  test('that fits by itself waits for a colleague when the day’s limit is used', () => {
    const given = { ...facts, staff: { ...facts.staff, grantedTodayMinor: 145_00 } };
    expect(judged(goodwill(5_00), given).verdict).toBe('allowed');
    expect(judged(goodwill(5_01), given)).toMatchObject({
      verdict: 'needs_second_person',
      aloneUpToMinor: 5_00,
      withSecondUpToMinor: 40_00,
    });
  });

  test('to a customer who was given much within the year waits for a colleague, then is refused', () => {
    const after = (grantedInYearMinor: number) => ({
      ...facts,
      customer: { ...facts.customer, grantsInYear: 1, grantedInYearMinor },
    });
    expect(judged(goodwill(10_00), after(40_00)).verdict).toBe('needs_second_person');
    expect(ruleOf('per_customer_year', goodwill(10_00), after(115_00))).toEqual({
      rule: 'per_customer_year',
      says: 'refused',
      words:
        'Of what you may be granted within 12 months, also with a colleague’s approval, only €5.00 is left.',
    });
  });

  test('above what the team has left this month is refused to whoever asks', () => {
    const given = { ...facts, team: { grantedThisMonthMinor: 4_999_00 } };
    expect(judged(goodwill(1_00), given).verdict).toBe('allowed');
    expect(judged(goodwill(1_01), given).verdict).toBe('refused');
    expect(ruleOf('team_budget', goodwill(1_01), given)?.words).toBe(
      'Our team has only €1.00 left to grant this month.',
    );
  });

  test('in a currency without a limit or budget is refused by rules that say so', () => {
    const given = { ...facts, bill: { ...facts.bill, currency: 'THB' } };
    const judgement = judged(goodwill(1), given);
    expect(judgement).toMatchObject({ verdict: 'refused', withSecondUpToMinor: 0 });
    expect(judgement.rules.filter(({ says }) => says === 'refused')).toEqual([
      {
        rule: 'no_limit',
        says: 'refused',
        words: 'For what I may grant in THB no limit is set, so I may grant nothing in it.',
      },
      {
        rule: 'no_budget',
        says: 'refused',
        words: 'Our team has no budget in THB, so I may grant nothing in it.',
      },
    ]);
  });

  test('in yen is judged and told in yen', () => {
    const given = { ...facts, bill: { ...facts.bill, currency: 'JPY' } };
    expect(judged(goodwill(1_500), given).verdict).toBe('allowed');
    expect(ruleOf('per_grant', goodwill(1_501), given)?.words).toContain('¥1,500');
  });

  test.each(['operator', 'leader'] as const)(
    'by the %s, who grants nothing, is refused',
    (role) => {
      const given = { ...facts, staff: { ...facts.staff, role } };
      expect(judged(goodwill(1), given).verdict).toBe('refused');
    },
  );

  test('of a percentage or for more bills than one may is not allowed for being cheap', () => {
    const percent = (basisPoints: number): GrantRequest => ({
      kind: 'percent_off_lines',
      positions: [2],
      basisPoints,
    });
    expect(judged(percent(20_00)).verdict).toBe('allowed');
    expect(judged(percent(20_01)).verdict).toBe('needs_second_person');
    expect(ruleOf('percent', percent(50_01))?.words).toBe(
      'More than 50 % I may not grant, even with a colleague’s approval.',
    );
    const bills = (count: number): GrantRequest => ({
      kind: 'amount_off_next_bills',
      netMinor: 1,
      bills: count,
    });
    expect(judged(bills(3)).verdict).toBe('allowed');
    expect(ruleOf('bills', bills(4))?.words).toBe('Above 3 bills a colleague must approve it.');
    expect(judged(bills(7)).verdict).toBe('refused');
    expect(judged({ kind: 'free_months', months: 7 }).verdict).toBe('refused');
  });
});

test('the most precise limit counts, and of equally precise ones the strictest', () => {
  const [general] = standardDiscountPolicy.limits;
  if (!general) throw new Error('the standard policy has limits');
  const limited = (alone: number, kind: 'goodwill_credit' | null, reason: 'quality' | null) => ({
    ...general,
    kind,
    reason,
    perGrantMinor: { alone, withSecond: alone },
  });
  const upTo = (...limits: (typeof general)[]) =>
    judge({ ...standardDiscountPolicy, limits }, goodwill(1), facts).aloneUpToMinor;
  const [any, byReason] = [limited(1_00, null, null), limited(2_00, null, 'quality')];
  const byKind = limited(3_00, 'goodwill_credit', null);
  const byBoth = limited(4_00, 'goodwill_credit', 'quality');
  expect(upTo(any)).toBe(1_00);
  expect(upTo(any, { ...byReason, reason: 'not_mine' })).toBe(1_00);
  expect(upTo(any, { ...byKind, kind: 'free_months' })).toBe(1_00);
  expect(upTo(any, { ...byKind, role: 'leader' }, { ...byKind, currency: 'SEK' })).toBe(1_00);
  expect(upTo(any, byReason)).toBe(2_00);
  expect(upTo(any, byReason, byKind)).toBe(3_00);
  expect(upTo(byBoth, byKind, byReason, any)).toBe(4_00);
  expect(upTo(byBoth, { ...byBoth, perGrantMinor: { alone: 50, withSecond: 50 } })).toBe(50);
});

test('a team’s own budget counts instead of that for teams without one', () => {
  const own = { team: 'north', currency: 'EUR', perMonthMinor: 3_00 };
  const budgets = [...standardDiscountPolicy.budgets, own];
  const upTo = (team: string | null) =>
    judge({ ...standardDiscountPolicy, budgets }, goodwill(1), {
      ...facts,
      staff: { ...facts.staff, team },
    }).withSecondUpToMinor;
  expect([upTo('north'), upTo('south'), upTo(null)]).toEqual([3_00, 40_00, 40_00]);
});

describe('a demand on the customer is met or not, in words for their ear:', () => {
  const customer = facts.customer;
  test.each<readonly [string, Demand, Partial<typeof customer>, boolean, string]>([
    [
      'tenure',
      { kind: 'tenure', monthsAtLeast: 12 },
      {},
      true,
      'You have been with us for 7 years.',
    ],
    [
      'a year to the day',
      { kind: 'tenure', monthsAtLeast: 12 },
      { tenureMonths: 12 },
      true,
      'You have been with us for 1 year.',
    ],
    [
      'too short a time',
      { kind: 'tenure', monthsAtLeast: 12 },
      { tenureMonths: 11 },
      false,
      'You have been with us for 11 months. So is our rule.',
    ],
    [
      'the first days',
      { kind: 'tenure', monthsAtLeast: 1 },
      { tenureMonths: 0 },
      false,
      'You have been with us for less than a month. So is our rule.',
    ],
    [
      'what they pay',
      { kind: 'pays_monthly', minorAtLeast: { EUR: 86_80 } },
      {},
      true,
      'You pay €86.80 a month.',
    ],
    [
      'what they pay, without a figure for the currency',
      { kind: 'pays_monthly', minorAtLeast: { SEK: 1 } },
      {},
      false,
      'You pay €86.80 a month. So is our rule.',
    ],
    [
      'the reason',
      { kind: 'reason_in', reasons: ['quality'] },
      {},
      true,
      'What you tell me is a reason for such a discount.',
    ],
    [
      'another reason',
      { kind: 'reason_in', reasons: ['not_mine'] },
      {},
      false,
      'What you tell me is no reason for such a discount by itself. So is our rule.',
    ],
    [
      'bills paid on time, to the last',
      { kind: 'prompt_payer', basisPointsAtLeast: 95_83 },
      {},
      true,
      'You paid 23 of your last 24 bills on time.',
    ],
    [
      'bills paid on time, one too few',
      { kind: 'prompt_payer', basisPointsAtLeast: 95_84 },
      {},
      false,
      'You paid 23 of your last 24 bills on time. So is our rule.',
    ],
    [
      'no bill yet to be prompt with',
      { kind: 'prompt_payer', basisPointsAtLeast: 0 },
      { bills: 0, paidOnTime: 0 },
      false,
      'None of your bills has come due yet. So is our rule.',
    ],
    [
      'bills paid late',
      { kind: 'late_payer', basisPointsAtMost: 50_00 },
      { bills: 1, paidOnTime: 0 },
      true,
      'You paid 0 of your only bill so far on time.',
    ],
    [
      'no bill yet to be late with',
      { kind: 'late_payer', basisPointsAtMost: 100_00 },
      { bills: 0, paidOnTime: 0 },
      false,
      'None of your bills has come due yet. So is our rule.',
    ],
    [
      'grants before, by number',
      { kind: 'grants_in_year', countAtMost: 1, minorAtMost: null },
      { grantsInYear: 2, grantedInYearMinor: 9_00 },
      false,
      'You have been granted 2 discounts in the last 12 months, €9.00 in all. So is our rule.',
    ],
    [
      'grants before, by worth',
      { kind: 'grants_in_year', countAtMost: 1, minorAtMost: { EUR: 9_00 } },
      { grantsInYear: 1, grantedInYearMinor: 9_00 },
      true,
      'You have been granted one discount in the last 12 months, €9.00 in all.',
    ],
    [
      'grants before, worth too much',
      { kind: 'grants_in_year', countAtMost: 1, minorAtMost: { EUR: 8_99 } },
      { grantsInYear: 1, grantedInYearMinor: 9_00 },
      false,
      'You have been granted one discount in the last 12 months, €9.00 in all. So is our rule.',
    ],
    [
      'the kind of contract',
      { kind: 'contract_kind_in', contractKinds: ['open_ended'] },
      {},
      true,
      'Your contract is of a kind that this discount is for.',
    ],
    [
      'another kind of contract',
      { kind: 'contract_kind_in', contractKinds: ['fixed_term'] },
      {},
      false,
      'Your contract is of another kind than this discount is for. So is our rule.',
    ],
    [
      'the arm of an experiment',
      { kind: 'arm_in', arms: ['b'] },
      { arm: 'b' },
      true,
      'This offer is open to you.',
    ],
    [
      'no arm',
      { kind: 'arm_in', arms: ['b'] },
      {},
      false,
      'This offer is not open to you. So is our rule.',
    ],
    [
      'being a business',
      { kind: 'is_business', isBusiness: true },
      { isBusiness: true },
      true,
      'You are a business.',
    ],
  ])('%s', (_, demand, known, isMet, words) => {
    const criterion: Criterion = {
      code: 'demanded',
      kinds: null,
      reasons: null,
      demand,
      unmet: 'refused',
      words: 'So is our rule.',
    };
    const policy = { ...standardDiscountPolicy, criteria: [criterion] };
    const judgement = judge(policy, goodwill(1), { ...facts, customer: { ...customer, ...known } });
    expect(judgement.verdict).toBe(isMet ? 'allowed' : 'refused');
    expect(judgement.rules[0]).toEqual({
      rule: 'demanded',
      says: isMet ? 'allowed' : 'refused',
      words,
    });
  });
});

test('a criterion is silent on kinds and reasons that it is not for', () => {
  const young = { ...facts, customer: { ...facts.customer, tenureMonths: 3 } };
  expect(judged(goodwill(1), young).verdict).toBe('allowed');
  const bills = judged({ kind: 'amount_off_next_bills', netMinor: 1, bills: 1 }, young);
  expect(bills).toMatchObject({ verdict: 'needs_second_person', aloneUpToMinor: 0 });
  expect(ruleOf('reason_for_better_price', freeMonth)).toBeUndefined();
});
