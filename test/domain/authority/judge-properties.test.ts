import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GrantRequest } from '../../../domain/authority/grant.ts';
import { judge, type JudgeFacts, type Judgement } from '../../../domain/authority/judge.ts';
import {
  type Bound,
  type DiscountLimit,
  type DiscountPolicy,
  standardDiscountPolicy,
} from '../../../domain/authority/policy.ts';
import { verdicts } from '../../../domain/authority/verdict.ts';
import { RefusalError } from '../../../domain/errors.ts';
import type { Role } from '../../../domain/staff.ts';
import { facts, goodwill, pairs, policies, situations } from './examples.ts';

const runs = { numRuns: 3_000 };
const rank = ({ verdict }: Judgement) => verdicts.indexOf(verdict);

/** Null where nobody could grant it: more than there is. */
function judged(policy: DiscountPolicy, request: GrantRequest, given: JudgeFacts) {
  try {
    return judge(policy, request, given);
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

test('the verdict is the worst that any rule says, and the figures agree with it', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(policies, pairs, situations, (policy, [request], given) => {
      const judgement = judged(policy, request, given);
      if (!judgement) return;
      const { verdict, rules, worthMinor, aloneUpToMinor, withSecondUpToMinor } = judgement;
      expect(rank(judgement)).toBe(Math.max(...rules.map(({ says }) => verdicts.indexOf(says))));
      expect(aloneUpToMinor).toBeGreaterThanOrEqual(0);
      expect(aloneUpToMinor).toBeLessThanOrEqual(withSecondUpToMinor);
      if (verdict === 'allowed') expect(worthMinor).toBeLessThanOrEqual(aloneUpToMinor);
      if (verdict !== 'refused') expect(worthMinor).toBeLessThanOrEqual(withSecondUpToMinor);
      for (const { words } of rules) expect(words).toMatch(/^[A-Z].{10,}\.$/);
      seen.add(verdict);
    }),
    runs,
  );
  expect(seen.size).toBe(3);
});

test('up to what it says is allowed is allowed, and a cent more is not', () => {
  fc.assert(
    fc.property(policies, situations, (policy, given) => {
      const rich = { ...given, bill: { ...given.bill, lines: [rest] } };
      const { aloneUpToMinor, withSecondUpToMinor, rules } = judge(policy, goodwill(0), rich);
      const isRefused = rules.some(({ rule, says }) => rule !== 'per_grant' && says === 'refused');
      if (isRefused) return;
      if (aloneUpToMinor > 0) {
        expect(judge(policy, goodwill(aloneUpToMinor), rich).verdict).toBe('allowed');
      }
      expect(judge(policy, goodwill(withSecondUpToMinor), rich).verdict).not.toBe('refused');
      expect(judge(policy, goodwill(aloneUpToMinor + 1), rich).verdict).not.toBe('allowed');
      expect(judge(policy, goodwill(withSecondUpToMinor + 1), rich).verdict).toBe('refused');
    }),
    runs,
  );
});

test('the order of limits, budgets and criteria changes nothing', () => {
  const shuffled = policies.chain((policy) =>
    fc.tuple(
      fc.constant(policy),
      fc.record({
        limits: shuffle(policy.limits),
        budgets: shuffle(policy.budgets),
        criteria: shuffle(policy.criteria),
      }),
    ),
  );
  fc.assert(
    fc.property(shuffled, pairs, situations, ([policy, other], [request], given) => {
      const one = judged(policy, request, given);
      const two = judged({ ...policy, ...other }, request, given);
      expect(two && { ...two, rules: sorted(two) }).toEqual(one && { ...one, rules: sorted(one) });
    }),
    runs,
  );
});

test('a smaller grant never gets a worse verdict than a larger one', () => {
  fc.assert(
    fc.property(policies, pairs, situations, (policy, [smaller, larger], given) => {
      const worse = judged(policy, larger, given);
      const better = judged(policy, smaller, given);
      if (worse) expect(better && rank(better)).toBeLessThanOrEqual(rank(worse));
    }),
    runs,
  );
});

test('a higher limit or budget never gives a worse verdict, nor smaller figures', () => {
  const raise = fc.record({
    at: fc.nat({ max: 4 }),
    field: fc.constantFrom<keyof Bounds | 'budget'>(...boundFields, 'budget'),
    side: fc.constantFrom<keyof Bound | 'both'>('alone', 'withSecond', 'both'),
    by: fc.integer({ min: 1, max: 20_000 }),
  });
  fc.assert(
    fc.property(policies, pairs, situations, raise, (policy, [request], given, change) => {
      const before = judged(policy, request, given);
      const after = judged(raised(policy, change), request, given);
      if (!before || !after) return;
      expect(rank(after)).toBeLessThanOrEqual(rank(before));
      expect(after.aloneUpToMinor).toBeGreaterThanOrEqual(before.aloneUpToMinor);
      expect(after.withSecondUpToMinor).toBeGreaterThanOrEqual(before.withSecondUpToMinor);
    }),
    runs,
  );
});

test('who granted less, a longer tenure and more bills on time never give a worse verdict', () => {
  const more = fc.record({ spent: fc.nat({ max: 9_000 }), months: fc.nat(99), paid: fc.nat(24) });
  fc.assert(
    fc.property(policies, pairs, situations, more, (policy, [request], given, add) => {
      const before = judged(policy, request, given);
      const { staff, team, customer } = given;
      const after = judged(policy, request, {
        ...given,
        staff: { ...staff, grantedTodayMinor: Math.max(0, staff.grantedTodayMinor - add.spent) },
        team: { grantedThisMonthMinor: Math.max(0, team.grantedThisMonthMinor - add.spent) },
        customer: {
          ...customer,
          tenureMonths: customer.tenureMonths + add.months,
          paidOnTime: Math.min(24, customer.paidOnTime + add.paid),
          grantsInYear: Math.max(0, customer.grantsInYear - add.months),
          grantedInYearMinor: Math.max(0, customer.grantedInYearMinor - add.spent),
        },
      });
      if (before && after) expect(rank(after)).toBeLessThanOrEqual(rank(before));
    }),
    runs,
  );
});

test('by the standard policy a supervisor may whatever an agent may', () => {
  fc.assert(
    fc.property(pairs, situations, ([request], given) => {
      const asRole = (role: Role) =>
        judged(standardDiscountPolicy, request, { ...given, staff: { ...given.staff, role } });
      const [agent, supervisor] = [asRole('agent'), asRole('supervisor')];
      if (!agent || !supervisor) return;
      expect(rank(supervisor)).toBeLessThanOrEqual(rank(agent));
      expect(supervisor.aloneUpToMinor).toBeGreaterThanOrEqual(agent.aloneUpToMinor);
      expect(supervisor.withSecondUpToMinor).toBeGreaterThanOrEqual(agent.withSecondUpToMinor);
    }),
    runs,
  );
});

test('a policy survives JSON and judges the same after it', () => {
  const copy: DiscountPolicy = JSON.parse(JSON.stringify(standardDiscountPolicy));
  expect(copy).toEqual(standardDiscountPolicy);
  expect(judge(copy, goodwill(16_00), facts)).toEqual(
    judge(standardDiscountPolicy, goodwill(16_00), facts),
  );
});

const rest = { position: 1, leftNetMinor: 900_000, leftTaxMinor: 100_000 };
const boundFields = [
  'perGrantMinor',
  'perStaffDayMinor',
  'perCustomerYearMinor',
  'basisPoints',
  'bills',
] as const;
type Bounds = Pick<DiscountLimit, (typeof boundFields)[number]>;
type Raise = {
  readonly at: number;
  readonly field: keyof Bounds | 'budget';
  readonly side: keyof Bound | 'both';
  readonly by: number;
};

function raised(policy: DiscountPolicy, { at, field, side, by }: Raise): DiscountPolicy {
  if (field === 'budget') {
    const budgets = policy.budgets.map((budget, index) =>
      index === at ? { ...budget, perMonthMinor: budget.perMonthMinor + by } : budget,
    );
    return { ...policy, budgets };
  }
  const limits = policy.limits.map((limit, index) => {
    const bound = limit[field];
    if (index !== at || bound === null) return limit;
    const alone = bound.alone + (side === 'withSecond' ? 0 : by);
    const withSecond = bound.withSecond + (side === 'alone' ? 0 : by);
    return { ...limit, [field]: { alone, withSecond } };
  });
  return { ...policy, limits };
}

function shuffle<Item>(items: readonly Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}

function sorted({ rules }: Judgement): string[] {
  return rules.map((rule) => JSON.stringify(rule)).toSorted((a, b) => (a < b ? -1 : 1));
}
