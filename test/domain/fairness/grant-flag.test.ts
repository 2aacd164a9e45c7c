import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grantFlag } from '../../../domain/fairness/grant-flag.ts';
import { refusalOf } from '../refusals.ts';

const worth = fc.integer({ min: 0, max: 100_000 });
const grants = fc.array(worth, { minLength: 20, maxLength: 90 });
const order = ['far_below', 'usual', 'far_above'];

/** The rule as the paper writes it, in fractions; every figure here is far below their precision. */
function byThePaper(worthMinor: number, peers: readonly number[]) {
  const median = medianOf(peers);
  const mad = medianOf(peers.map((one) => Math.abs(one - median)));
  const limit = Math.max(3 * 1.4826 * mad, 100, median / 10);
  const distance = worthMinor - median;
  // What is within a rounding error of the limit is left to the exact rule.
  if (Math.abs(Math.abs(distance) - limit) < 1e-6) return null;
  if (Math.abs(distance) < limit) return 'usual';
  return distance < 0 ? 'far_below' : 'far_above';
}

function medianOf(values: readonly number[]): number {
  const ordered = values.toSorted((one, other) => one - other);
  const middle = ordered.length / 2;
  const [low = 0, high = 0] = [ordered[Math.ceil(middle) - 1], ordered[Math.floor(middle)]];
  return (low + high) / 2;
}

describe('a grant beside those of others', () => {
  test('is flagged by the median and the distances from it', () => {
    // 1, 2 … 21 euros: the median is 11.00, the distances are 0, 1, 1 … 10, 10, and their median is
    // 5.00. Three times 1.4826 times that are 22.239, so 33.23 is usual and 33.24 is not.
    const peers = Array.from({ length: 21 }, (_, index) => 100 * (index + 1));
    expect(grantFlag({ worthMinor: 33_23, peers })).toBe('usual');
    expect(grantFlag({ worthMinor: 33_24, peers })).toBe('far_above');
    expect(grantFlag({ worthMinor: 0, peers })).toBe('usual');
    // Moved up by 100 euros: usual begins at 111.00 − 22.23.
    const moved = peers.map((minor) => minor + 100_00);
    expect(grantFlag({ worthMinor: 88_77, peers: moved })).toBe('usual');
    expect(grantFlag({ worthMinor: 88_76, peers: moved })).toBe('far_below');
  });

  test('is usual within a tenth, or a hundred units, where all others were given the same', () => {
    const flags = (given: number, worths: readonly number[]) =>
      worths.map((worthMinor) => grantFlag({ worthMinor, peers: Array(20).fill(given) }));
    expect(flags(50_00, [44_99, 45_00, 55_00, 55_01])).toEqual([
      ...['far_below', 'usual', 'usual', 'far_above'],
    ]);
    expect(flags(5_00, [3_99, 4_00, 6_00, 6_01])).toEqual([
      ...['far_below', 'usual', 'usual', 'far_above'],
    ]);
  });

  test('is compared with twenty others, and not with nineteen', () => {
    expect(grantFlag({ worthMinor: 0, peers: Array(19).fill(100_00) })).toBe('too_few');
    expect(grantFlag({ worthMinor: 0, peers: Array(20).fill(100_00) })).toBe('far_below');
    expect(grantFlag({ worthMinor: 0, peers: [], atLeast: 0 })).toBe('too_few');
  });

  test('is flagged as the paper says, whatever the order of the others', () => {
    fc.assert(
      fc.property(worth, grants, (worthMinor, peers) => {
        const flag = grantFlag({ worthMinor, peers });
        expect(grantFlag({ worthMinor, peers: peers.toReversed() })).toBe(flag);
        const expected = byThePaper(worthMinor, peers);
        if (expected !== null) expect(flag).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is never flagged lower for being larger, and at the median it is usual', () => {
    fc.assert(
      fc.property(worth, worth, grants, (one, other, peers) => {
        const flag = (worthMinor: number) => order.indexOf(grantFlag({ worthMinor, peers }));
        expect(flag(Math.min(one, other))).toBeLessThanOrEqual(flag(Math.max(one, other)));
        expect(grantFlag({ worthMinor: Math.floor(medianOf(peers)), peers })).toBe('usual');
      }),
    );
  });

  test('is flagged the same way on the other side of zero', () => {
    const mirror = { far_below: 'far_above', far_above: 'far_below' } as const;
    fc.assert(
      fc.property(worth, grants, (worthMinor, peers) => {
        const flag = grantFlag({ worthMinor, peers });
        const mirrored = { worthMinor: -worthMinor, peers: peers.map((minor) => -minor) };
        const expected = flag === 'far_below' || flag === 'far_above' ? mirror[flag] : flag;
        expect(grantFlag(mirrored)).toBe(expected);
      }),
    );
  });

  test('is not made usual by a few very odd ones among the others', () => {
    // Of 40 to 60 grants near 10 euros up to a third become anything at all.
    const near = fc.array(fc.integer({ min: 9_50, max: 10_50 }), { minLength: 40, maxLength: 60 });
    const odd = fc.array(fc.maxSafeNat(), { maxLength: 20 });
    fc.assert(
      fc.property(near, odd, (usual, strange) => {
        expect(grantFlag({ worthMinor: 1_000_00, peers: [...usual, ...strange] })).toBe(
          'far_above',
        );
      }),
    );
  });

  test('of what is no amount is refused', () => {
    const peers = Array<number>(20).fill(1);
    expect(refusalOf(() => grantFlag({ worthMinor: 0.5, peers }))).toBe('amount_invalid');
    expect(refusalOf(() => grantFlag({ worthMinor: 1, peers: [...peers, 0.5] }))).toBe(
      'amount_invalid',
    );
  });
});
