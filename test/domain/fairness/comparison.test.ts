import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePrice, type PriceCount } from '../../../domain/fairness/comparison.ts';

const minor = fc.integer({ min: -50, max: 50 });
const prices = fc.array(minor, { minLength: 20, maxLength: 120 });

/** One row for each customer: the counting must not care how they are grouped. */
const singly = (all: readonly number[]): PriceCount[] =>
  all.map((one) => ({ minor: one, count: 1 }));
const grouped = (all: readonly number[]): PriceCount[] =>
  [...Map.groupBy(all, (one) => one)].map(([one, same]) => ({ minor: one, count: same.length }));

describe('a price beside those of others', () => {
  test('is said of twenty others, and nothing of nineteen', () => {
    expect(comparePrice(5, [{ minor: 4, count: 19 }])).toBeNull();
    expect(comparePrice(5, [{ minor: 4, count: 20 }])?.peers).toBe(20);
    expect(comparePrice(5, [], 0)).toBeNull();
    expect(comparePrice(5, [{ minor: 4, count: 3 }], 3)?.peers).toBe(3);
  });

  test('has its rank, median and quartiles by counting', () => {
    // 1 … 20 once each. 12 is above eleven and beside one: 11.5 of 20 are 57.5 %, rounded up.
    // Half of twenty pay 10 or less, a quarter 5 or less, three quarters 15 or less.
    const others = singly(Array.from({ length: 20 }, (_, index) => index + 1)).toReversed();
    expect(comparePrice(12, others)).toEqual({
      ...{ peers: 20, less: 11, same: 1, more: 8, percentile: 58 },
      ...{ medianMinor: 10, lowerQuartileMinor: 5, upperQuartileMinor: 15, differenceMinor: 2 },
    });
  });

  test('is in the middle where all pay the same, and at the ends where none do', () => {
    const others = [{ minor: 7, count: 40 }];
    expect([6, 7, 8].map((own) => comparePrice(own, others)?.percentile)).toEqual([0, 50, 100]);
  });

  test('has for median and quartiles what at least so large a share pays or less, and no less would do', () => {
    fc.assert(
      fc.property(prices, minor, (all, own) => {
        const found = comparePrice(own, singly(all));
        const shares = [
          [found?.lowerQuartileMinor, 1],
          [found?.medianMinor, 2],
          [found?.upperQuartileMinor, 3],
        ] as const;
        for (const [price = Number.NaN, quarters] of shares) {
          expect(all).toContain(price);
          const upTo = all.filter((one) => one <= price).length;
          const below = all.filter((one) => one < price).length;
          expect(4 * upTo).toBeGreaterThanOrEqual(quarters * all.length);
          expect(4 * below).toBeLessThan(quarters * all.length);
        }
      }),
    );
  });

  test('counts everybody once, however they are grouped and in whatever order', () => {
    fc.assert(
      fc.property(prices, minor, (all, own) => {
        const found = comparePrice(own, grouped(all));
        expect(found).toEqual(comparePrice(own, singly(all.toReversed())));
        expect((found?.less ?? 0) + (found?.same ?? 0) + (found?.more ?? 0)).toBe(all.length);
      }),
    );
  });

  test('ranks no lower when it is higher, and agrees with its distance from the median', () => {
    fc.assert(
      fc.property(prices, minor, minor, (all, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)].map((own) =>
          comparePrice(own, singly(all)),
        );
        expect(low?.percentile).toBeLessThanOrEqual(high?.percentile ?? Number.NaN);
        if ((high?.differenceMinor ?? 0) > 0) expect(high?.percentile).toBeGreaterThanOrEqual(50);
        if ((low?.differenceMinor ?? 0) < 0) expect(low?.percentile).toBeLessThanOrEqual(50);
      }),
    );
  });

  test('mirrors the rank of its opposite', () => {
    fc.assert(
      fc.property(prices, minor, (all, own) => {
        const found = comparePrice(own, singly(all));
        const mirrored = comparePrice(-own, singly(all.map((one) => -one)));
        expect([mirrored?.less, mirrored?.same]).toEqual([found?.more, found?.same]);
        // Both are rounded half up, so together they are 100 or one more.
        const sum = (found?.percentile ?? 0) + (mirrored?.percentile ?? 0);
        expect([100, 101]).toContain(sum);
      }),
    );
  });
});
