import { describe, expect, test } from 'vitest';
import { type AgreedPrice, listPrice } from '../../../domain/fairness/list-price.ts';

const agreed = (
  minor: number,
  customers: number,
  priceVersion: string | null = '2025',
  newestOn = '2025-06-01',
): AgreedPrice => ({ minor, customers, priceVersion, newestOn });

describe('the list price', () => {
  test('is what more than half of the customers pay', () => {
    expect(listPrice(3490, [agreed(1990, 10), agreed(2990, 30), agreed(2490, 19)])).toEqual({
      ...{ minor: 2990, priceVersion: '2025', payers: 30, customers: 59, differenceMinor: 500 },
    });
  });

  test('is none where no more than half pay the same, or fewer than twenty have the service', () => {
    expect(listPrice(2990, [agreed(1990, 30), agreed(2990, 30)])).toBeNull();
    expect(listPrice(2990, [agreed(2990, 19)])).toBeNull();
    expect(listPrice(2990, [agreed(2990, 20)])?.minor).toBe(2990);
    expect(listPrice(2990, [])).toBeNull();
    expect(listPrice(2990, [], 0)).toBeNull();
  });

  test('is that of the version which a customer took last, though more have the one before', () => {
    const old = agreed(2990, 400, '2025', '2025-12-31');
    expect(listPrice(2990, [old, agreed(3490, 20, '2026', '2026-01-01')])).toMatchObject({
      ...{ minor: 3490, priceVersion: '2026', differenceMinor: -500 },
    });
  });

  test('is not that of a version which a few have', () => {
    const old = agreed(2990, 400, '2025', '2025-12-31');
    const tried = agreed(9, 19, 'trial', '2026-02-01');
    expect(listPrice(2990, [tried, old])).toMatchObject({ priceVersion: '2025', minor: 2990 });
  });

  test('is that of the larger of two versions that were taken last on the same day', () => {
    const both = [agreed(2990, 21, 'a'), agreed(3490, 22, 'b')];
    expect(listPrice(0, both)?.priceVersion).toBe('b');
    expect(listPrice(0, both.toReversed())?.priceVersion).toBe('b');
  });

  test('can be one without a version', () => {
    expect(listPrice(0, [agreed(2990, 20, null)])).toMatchObject({
      priceVersion: null,
      minor: 2990,
    });
  });
});
