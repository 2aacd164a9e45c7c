import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tenureBandOf, tenureBands, tenureMonths } from '../../../domain/fairness/tenure.ts';

describe('tenure', () => {
  test.each([
    ['2026-01-31', '2026-02-27', 0],
    ['2026-01-31', '2026-02-28', 1],
    ['2026-01-15', '2026-02-14', 0],
    ['2024-03-01', '2026-03-01', 24],
    ['2026-03-02', '2026-03-01', 0],
    ['2030-01-01', '2026-03-01', 0],
  ])('of a customer since %s is on %s %i whole months', (since, on, months) => {
    expect(tenureMonths(since, on)).toBe(months);
  });

  test.each([
    [0, '0-5'],
    [5, '0-5'],
    [6, '6-11'],
    [11, '6-11'],
    [12, '12-23'],
    [23, '12-23'],
    [24, '24-47'],
    [47, '24-47'],
    [48, '48+'],
    [700, '48+'],
  ])('of %i months is in the band %s', (months, name) => {
    expect(tenureBandOf(months).name).toBe(name);
  });

  test('is in exactly one band', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_200 }), (months) => {
        const within = tenureBands.filter(
          ({ fromMonths, toMonths }) =>
            months >= fromMonths && (toMonths === null || months < toMonths),
        );
        expect(within).toEqual([tenureBandOf(months)]);
      }),
    );
  });
});
