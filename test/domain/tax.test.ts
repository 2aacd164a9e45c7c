import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkedMinor, shareOf } from '../../domain/money.ts';
import { allocateTax, summariseTax, type TaxedLine } from '../../domain/tax.ts';
import { refusalOf } from './refusals.ts';

const runs = { numRuns: 5_000 };
const rate = fc.constantFrom<Omit<TaxedLine, 'netMinor'>>(
  { treatment: 'standard', rateBasisPoints: 2400 },
  { treatment: 'standard', rateBasisPoints: 2550 },
  { treatment: 'reduced', rateBasisPoints: 950 },
  { treatment: 'reduced', rateBasisPoints: 2400 },
  { treatment: 'zero', rateBasisPoints: 0 },
  { treatment: 'exempt', rateBasisPoints: 0 },
  { treatment: 'reverse_charge', rateBasisPoints: 0 },
);
const netMinor = fc.oneof(
  fc.integer({ min: -5_000, max: 50_000 }),
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
);
const line = fc.tuple(rate, netMinor).map(([taxed, net]) => ({ ...taxed, netMinor: net }));
const lines = fc.array(line, { maxLength: 15 });
const keyOf = ({ treatment, rateBasisPoints }: TaxedLine | Omit<TaxedLine, 'netMinor'>) =>
  `${treatment} ${rateBasisPoints}`;
const total = (amounts: readonly number[]) => amounts.reduce((sum, minor) => sum + minor, 0);

describe('the tax of an invoice', () => {
  test('is computed once for each treatment and rate, on the sum of its lines', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const summary = summariseTax(given);
        expect(new Set(summary.perRate.map(keyOf))).toEqual(new Set(given.map(keyOf)));
        for (const subtotal of summary.perRate) {
          const members = given.filter((one) => keyOf(one) === keyOf(subtotal));
          expect(subtotal.netMinor).toBe(total(members.map((one) => one.netMinor)));
          expect(subtotal.taxMinor).toBe(shareOf(subtotal.netMinor, subtotal.rateBasisPoints));
        }
        expect(summary.netMinor).toBe(total(given.map((one) => one.netMinor)));
        expect(summary.taxMinor).toBe(total(summary.perRate.map((one) => one.taxMinor)));
        expect(summary.grossMinor).toBe(summary.netMinor + summary.taxMinor);
      }),
      runs,
    );
  });

  test('is the same in any order of lines', () => {
    fc.assert(
      fc.property(lines, (given) => {
        expect(summariseTax(given.toReversed())).toEqual(summariseTax(given));
      }),
      { numRuns: 2_000 },
    );
  });

  test('of three lines of 0.33 is not three times the tax of one', () => {
    const cents = { treatment: 'standard', rateBasisPoints: 2400, netMinor: 33 } as const;
    expect(summariseTax([cents, cents, cents])).toEqual({
      perRate: [{ treatment: 'standard', rateBasisPoints: 2400, netMinor: 99, taxMinor: 24 }],
      netMinor: 99,
      taxMinor: 24,
      grossMinor: 123,
    });
    expect(shareOf(33, 2400)).toBe(8);
    expect(shareOf(3, 2400) * 33).not.toBe(24);
  });

  test('is listed with standard rates first, the highest first', () => {
    const given: TaxedLine[] = [
      { treatment: 'exempt', rateBasisPoints: 0, netMinor: 1 },
      { treatment: 'reduced', rateBasisPoints: 500, netMinor: 1 },
      { treatment: 'reverse_charge', rateBasisPoints: 0, netMinor: 1 },
      { treatment: 'reduced', rateBasisPoints: 950, netMinor: 1 },
      { treatment: 'standard', rateBasisPoints: 2200, netMinor: 1 },
      { treatment: 'zero', rateBasisPoints: 0, netMinor: 1 },
      { treatment: 'outside_scope', rateBasisPoints: 0, netMinor: 1 },
    ];
    expect(summariseTax(given).perRate.map(keyOf)).toEqual([
      'standard 2200',
      'reduced 950',
      'reduced 500',
      'zero 0',
      'reverse_charge 0',
      'exempt 0',
      'outside_scope 0',
    ]);
  });

  test('of no lines is nothing, and of too much is refused', () => {
    expect(summariseTax([])).toEqual({ perRate: [], netMinor: 0, taxMinor: 0, grossMinor: 0 });
    const huge = {
      treatment: 'standard',
      rateBasisPoints: 2400,
      netMinor: Number.MAX_SAFE_INTEGER,
    } as const;
    expect(refusalOf(() => summariseTax([huge]))).toBe('amount_too_large');
    expect(refusalOf(() => summariseTax([huge, huge]))).toBe('amount_too_large');
    expect(refusalOf(() => summariseTax([{ ...huge, netMinor: 0.5 }]))).toBe('amount_invalid');
  });

  test.each<Omit<TaxedLine, 'netMinor'>>([
    { treatment: 'reverse_charge', rateBasisPoints: 2400 },
    { treatment: 'zero', rateBasisPoints: 1 },
    { treatment: 'standard', rateBasisPoints: -1 },
    { treatment: 'standard', rateBasisPoints: 24.5 },
  ])('is never made of %j', (taxed) => {
    expect(() => summariseTax([{ ...taxed, netMinor: 100 }])).toThrow('cannot have a rate');
    expect(() => allocateTax([{ ...taxed, netMinor: 100 }])).toThrow('cannot have a rate');
  });
});

describe('the tax of a line', () => {
  test('adds up to the tax of its rate, and is its own to within a unit', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const taxes = allocateTax(given);
        expect(taxes).toHaveLength(given.length);
        for (const subtotal of summariseTax(given).perRate) {
          const ofRate = taxes.filter(
            (_, index) => given[index] && keyOf(given[index]) === keyOf(subtotal),
          );
          expect(total(ofRate)).toBe(subtotal.taxMinor);
        }
        for (const [index, { netMinor: net, rateBasisPoints }] of given.entries()) {
          const off = BigInt(taxes[index] ?? 0) * 10_000n - BigInt(net) * BigInt(rateBasisPoints);
          expect(off < 10_000n && off > -10_000n).toBe(true);
          if (rateBasisPoints === 0 || net === 0) expect(taxes[index]).toBe(0);
        }
      }),
      runs,
    );
  });

  test('has its opposite in the credit note for the whole invoice', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const mirrored = given.map((one) => ({ ...one, netMinor: checkedMinor(-one.netMinor) }));
        const opposite = allocateTax(mirrored).map((tax) => checkedMinor(-tax));
        expect(opposite).toEqual(allocateTax(given));
      }),
      runs,
    );
  });

  test('has its opposite also where lines cancel out and their taxes end in half a cent', () => {
    const at = (...nets: number[]) =>
      allocateTax(
        nets.map((net) => ({ treatment: 'reduced', rateBasisPoints: 950, netMinor: net })),
      );
    expect(at(0, 100, -100)).toEqual([0, 10, -10]);
    expect(at(0, -100, 100)).toEqual([0, -10, 10]);
  });

  test('is exact or refused, however large the lines and whatever their signs', () => {
    const largest = Number.MAX_SAFE_INTEGER;
    const huge = fc
      .tuple(
        fc.constantFrom(2400, 10_000, 15_000),
        fc.oneof(fc.maxSafeInteger(), fc.constantFrom(largest, -largest)),
      )
      .map(([rateBasisPoints, net]) => ({
        treatment: 'standard' as const,
        rateBasisPoints,
        netMinor: net,
      }));
    fc.assert(
      fc.property(fc.array(huge, { maxLength: 6 }), (given) => {
        const refused = refusalOf(() => {
          const summary = summariseTax(given);
          const taxes = allocateTax(given).map(BigInt);
          const exact = given.reduce((sum, one) => sum + BigInt(one.netMinor), 0n);
          expect(BigInt(summary.netMinor)).toBe(exact);
          expect(taxes.reduce((sum, tax) => sum + tax, 0n)).toBe(BigInt(summary.taxMinor));
        });
        expect([undefined, 'amount_too_large']).toContain(refused);
      }),
      runs,
    );
  });

  test('is mirrored also where the lines cancel and both have half a cent', () => {
    const at = (...nets: number[]) =>
      allocateTax(
        nets.map((net) => ({ treatment: 'standard', rateBasisPoints: 2500, netMinor: net })),
      );
    expect(at(2, -2)).toEqual([1, -1]);
    expect(at(-2, 2)).toEqual([-1, 1]);
    expect(at(0, -2, 2)).toEqual([0, -1, 1]);
  });

  test('gives the odd cent to the line with the largest remainder, and of equal ones to the first', () => {
    const at = (...nets: number[]) =>
      allocateTax(
        nets.map((net) => ({ treatment: 'standard', rateBasisPoints: 2400, netMinor: net })),
      );
    expect(at(33, 33, 33)).toEqual([8, 8, 8]);
    expect(at(35, 35, 35)).toEqual([9, 8, 8]);
    expect(at(10, 20, 30)).toEqual([2, 5, 7]);
    expect(at(100, -100)).toEqual([24, -24]);
    expect(at(-100, 100)).toEqual([-24, 24]);
    expect(at(1, -2, 1)).toEqual([0, 0, 0]);
  });
});
