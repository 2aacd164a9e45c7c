import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LateFacts, lateCharges } from '../../domain/late-charges.ts';
import { businessLadder, standardLadder } from '../../domain/standard-ladder.ts';

const [, reminder, firm, final] = businessLadder.steps;
if (!reminder || !firm || !final) throw new Error('the ladder for businesses has four steps');

const facts: LateFacts = {
  currency: 'EUR',
  isBusiness: true,
  principalMinor: 10_000_00,
  dueOn: '2026-03-15',
  chargedUpTo: null,
  today: '2026-03-22',
};

describe('what being late costs a business in the EU', () => {
  test('is interest for each day after the due date: 10.15 % of 10,000 for 7 of 365 days', () => {
    expect(lateCharges(reminder, businessLadder, facts)).toEqual([
      {
        kind: 'interest',
        amountMinor: 19_47,
        basis: {
          principalMinor: 10_000_00,
          annualBasisPoints: 10_15,
          daysInYear: 365,
          from: '2026-03-15',
          to: '2026-03-22',
          days: 7,
        },
      },
    ]);
  });

  test('is forty euros besides, once, and interest only for days that were not charged before', () => {
    const later = { ...facts, chargedUpTo: '2026-03-22', today: '2026-03-29' };
    const charges = lateCharges(firm, businessLadder, later);
    expect(charges.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['fee', 40_00],
      ['interest', 19_47],
    ]);
    const last = lateCharges(final, businessLadder, { ...later, chargedUpTo: '2026-03-29' });
    expect(last).toEqual([]);
  });

  test('is nothing for a consumer, in a currency without a fee, or before the due date', () => {
    expect(lateCharges(reminder, businessLadder, { ...facts, isBusiness: false })).toEqual([]);
    const inYen = { ...facts, currency: 'JPY', principalMinor: 0 };
    expect(lateCharges(firm, businessLadder, inYen)).toEqual([]);
    expect(lateCharges(reminder, businessLadder, { ...facts, today: '2026-03-10' })).toEqual([]);
    for (const step of standardLadder.steps) {
      expect(lateCharges(step, standardLadder, facts)).toEqual([]);
    }
  });

  test('is the same to a cent a charge, however often it is charged in between', () => {
    const days = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_00 }), days, days, (principal, one, two) => {
        const on = (day: number) =>
          new Date(Date.UTC(2026, 2, 15 + day)).toISOString().slice(0, 10);
        const charge = (from: string | null, to: string) =>
          lateCharges(reminder, businessLadder, {
            ...facts,
            principalMinor: principal,
            chargedUpTo: from,
            today: to,
          }).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
        const apart = charge(null, on(one)) + charge(on(one), on(one + two));
        expect(Math.abs(apart - charge(null, on(one + two)))).toBeLessThanOrEqual(1);
      }),
    );
  });
});
