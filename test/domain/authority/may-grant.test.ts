import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge } from '../../../domain/authority/judge.ts';
import { mayGrant } from '../../../domain/authority/may-grant.ts';
import { standardDiscountPolicy } from '../../../domain/authority/policy.ts';
import { RefusalError } from '../../../domain/errors.ts';
import { facts, pairs, policies, situations } from './examples.ts';

const policy = standardDiscountPolicy;
const kindOf = (kind: string, given = facts) =>
  mayGrant(policy, given).kinds.find((one) => one.kind === kind);

test('the desk says how far one may go alone and with approval, and because of what', () => {
  expect(mayGrant(policy, facts)).toMatchObject({
    currency: 'EUR',
    aloneUpToMinor: 15_00,
    withSecondUpToMinor: 40_00,
    because: ['7 years', 'on time', 'no grant in 12 months'],
    against: [],
  });
});

test('what speaks against a customer is said as plainly', () => {
  const customer = {
    ...facts.customer,
    tenureMonths: 5,
    paidOnTime: 10,
    grantsInYear: 3,
    grantedInYearMinor: 20_00,
  };
  const { because, against, aloneUpToMinor } = mayGrant(policy, { ...facts, customer });
  expect(against).toEqual(['5 months', '10 of 24 on time', '3 grants in 12 months']);
  expect(because).toEqual([]);
  expect(aloneUpToMinor).toBe(0);
});

test('no more is offered than there is to give', () => {
  expect(kindOf('waive_charges')).toMatchObject({
    aloneUpToMinor: 6_25,
    withSecondUpToMinor: 6_25,
  });
  const empty = { ...facts, bill: { ...facts.bill, lines: [], nextBill: [] } };
  expect(kindOf('goodwill_credit', empty)?.withSecondUpToMinor).toBe(0);
  expect(kindOf('free_months', empty)?.withSecondUpToMinor).toBe(0);
  expect(kindOf('explanation_only')).toBeUndefined();
});

test('what is allowed or may be approved is within what the desk said, whatever the policy', () => {
  fc.assert(
    fc.property(policies, pairs, situations, (drawn, [request], given) => {
      const offered = mayGrant(drawn, given);
      const ofKind = offered.kinds.find(({ kind }) => kind === request.kind);
      const judgement = judgedOrNull(() => judge(drawn, request, given));
      if (judgement === null || ofKind === undefined) return;
      const { verdict, worthMinor } = judgement;
      if (verdict === 'allowed') expect(worthMinor).toBeLessThanOrEqual(ofKind.aloneUpToMinor);
      if (verdict === 'refused') return;
      expect(worthMinor).toBeLessThanOrEqual(ofKind.withSecondUpToMinor);
      expect(ofKind.withSecondUpToMinor).toBeLessThanOrEqual(offered.withSecondUpToMinor);
    }),
    { numRuns: 3_000 },
  );
});

function judgedOrNull<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}
