import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Approver,
  type GrantFacts,
  judge,
  judgeApproval,
} from '../../../domain/authority/judge.ts';
import { standardDiscountPolicy } from '../../../domain/authority/policy.ts';
import { RefusalError } from '../../../domain/errors.ts';
import { mayDo, roles } from '../../../domain/staff.ts';
import { facts, goodwill, pairs, situations } from './examples.ts';

const grant: GrantFacts = {
  request: goodwill(40_00),
  worthMinor: 40_00,
  currency: 'EUR',
  reason: 'quality',
  grantedBy: 'maja',
  team: { code: 'north', grantedThisMonthMinor: 0 },
  customer: { grantedInYearMinor: 0 },
};
const ana: Approver = { staffId: 'ana', role: 'supervisor', grantedTodayMinor: 0 };
const asked = (given: Partial<GrantFacts>, approver: Approver = ana) =>
  judgeApproval(standardDiscountPolicy, { ...grant, ...given }, approver);

describe('a second person', () => {
  test('whose own limits cover the grant may approve it, and every rule is told', () => {
    const { refusal, rules } = asked({});
    expect(refusal).toBeNull();
    expect(rules.map(({ rule }) => rule)).toEqual([
      'approver_role',
      'per_grant',
      'per_staff_day',
      'per_customer_year',
      'team_budget',
    ]);
  });

  test('is never the first one, whatever their role', () => {
    for (const role of ['agent', 'supervisor', 'operator', 'leader'] as const) {
      const { refusal } = asked({}, { ...ana, staffId: 'maja', role });
      expect(refusal?.code).toBe('approval_same_person');
    }
  });

  test('needs a role that approves, even where the limit of theirs would cover it', () => {
    const { refusal } = asked(
      { request: goodwill(5_00), worthMinor: 5_00 },
      { ...ana, role: 'agent' },
    );
    expect(refusal).toEqual({
      code: 'authority_exceeded',
      detail: 'My role approves no grants of others.',
    });
  });

  test.each<readonly [string, Partial<GrantFacts>, number]>([
    ['the grant is above what they may alone', { worthMinor: 200_01 }, 0],
    ['their own day is used up', {}, 1_960_01],
    ['the customer had too much this year', { customer: { grantedInYearMinor: 360_01 } }, 0],
    [
      'the budget was spent meanwhile',
      { team: { code: 'north', grantedThisMonthMinor: 4_960_01 } },
      0,
    ],
    ['the currency has no limit', { currency: 'THB' }, 0],
    ['the months are above theirs', { request: { kind: 'free_months', months: 13 } }, 0],
  ])('may not approve when %s', (_, given, grantedTodayMinor) => {
    const { refusal } = asked(given, { ...ana, grantedTodayMinor });
    expect(refusal?.code).toBe('authority_exceeded');
    expect(refusal?.detail).toMatch(/^[A-Z].+\.$/);
  });
});

test('by the standard policy there is somebody for everything that waits for a second person', () => {
  let waited = 0;
  fc.assert(
    fc.property(pairs, situations, ([request], given) => {
      try {
        const { verdict, worthMinor, currency } = judge(standardDiscountPolicy, request, given);
        if (verdict !== 'needs_second_person') return;
        const waiting: GrantFacts = {
          request,
          worthMinor,
          currency,
          reason: given.dispute.reason,
          grantedBy: 'maja',
          team: { code: given.staff.team, ...given.team },
          customer: given.customer,
        };
        waited += 1;
        expect(judgeApproval(standardDiscountPolicy, waiting, ana).refusal).toBeNull();
      } catch (error) {
        if (!(error instanceof RefusalError)) throw error;
      }
    }),
    { numRuns: 5_000 },
  );
  expect(waited).toBeGreaterThan(500);
});

test('the standard policy gives authority to the roles that decide, and lets approve those that approve', () => {
  const { limits, approvers } = standardDiscountPolicy;
  expect([...new Set(limits.map(({ role }) => role))]).toEqual(
    roles.filter((role) => mayDo(role, 'decide')),
  );
  expect(approvers).toEqual(roles.filter((role) => mayDo(role, 'approve')));
});

test('whoever may grant it alone may approve it for another, if their role approves', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 86_80 }), fc.nat(2_500_00), (worthMinor, today) => {
      const staff = { role: 'supervisor' as const, team: 'north', grantedTodayMinor: today };
      const request = goodwill(worthMinor);
      const { verdict } = judge(standardDiscountPolicy, request, { ...facts, staff });
      const { refusal } = asked({ request, worthMinor }, { ...ana, grantedTodayMinor: today });
      expect(refusal === null).toBe(verdict === 'allowed');
    }),
    { numRuns: 2_000 },
  );
});
