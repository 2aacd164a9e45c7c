import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencies, exponentOf } from '../../domain/currency.ts';
import {
  allocate,
  checkedMinor,
  formatMoney,
  multiplyQuantity,
  multiplyRatio,
  parseDecimal,
  shareOf,
  sumMinor,
  toDecimal,
} from '../../domain/money.ts';
import { refusalOf } from './refusals.ts';

const runs = { numRuns: 5_000 };
const largest = Number.MAX_SAFE_INTEGER;
const amount = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -100_000, max: 100_000 }),
  fc.constantFrom(0, 1, -1, largest, -largest),
);
const weights = fc.array(fc.oneof(fc.nat({ max: 20 }), fc.maxSafeNat(), fc.constant(0)), {
  minLength: 1,
  maxLength: 12,
});
const exactSum = (amounts: readonly number[]) =>
  amounts.reduce((sum, minor) => sum + BigInt(minor), 0n);
const isSafe = (value: bigint) => Number.isSafeInteger(Number(value));

describe('an amount', () => {
  test('is a safe integer, and minus nothing is nothing', () => {
    expect(checkedMinor(2985)).toBe(2985);
    expect(checkedMinor(-largest)).toBe(-largest);
    expect(checkedMinor(12n)).toBe(12);
    expect(checkedMinor(-0)).toBe(0);
  });

  test.each([largest + 1, -largest - 1, 1e300, 9_007_199_254_740_993n, 10n ** 400n])(
    '%s is refused as too large to be exact',
    (value) => {
      expect(refusalOf(() => checkedMinor(value))).toBe('amount_too_large');
    },
  );

  test.each([0.1, 29.85, Number.NaN, Number.POSITIVE_INFINITY])('%s is refused', (value) => {
    expect(refusalOf(() => checkedMinor(value))).toBe('amount_invalid');
  });
});

describe('a sum', () => {
  test('is exact or refused, and its order does not matter', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 8 }), (amounts) => {
        const exact = exactSum(amounts);
        for (const order of [amounts, amounts.toReversed(), amounts.toSorted((a, b) => b - a)]) {
          if (isSafe(exact)) expect(sumMinor(order)).toBe(Number(exact));
          else expect(refusalOf(() => sumMinor(order))).toBe('amount_too_large');
        }
      }),
      runs,
    );
  });

  test('that fits is not refused for a partial sum that does not', () => {
    expect(sumMinor([largest, 1, -2])).toBe(largest - 1);
    expect(sumMinor([])).toBe(0);
  });

  test('of anything but amounts is refused', () => {
    expect(refusalOf(() => sumMinor([1, 0.5]))).toBe('amount_invalid');
    expect(refusalOf(() => sumMinor([largest, 1, Number.NaN]))).toBe('amount_invalid');
    expect(refusalOf(() => sumMinor([-10, largest + 3]))).toBe('amount_too_large');
  });
});

describe('a ratio of an amount', () => {
  test.each([
    [5, 1, 2, 3],
    [-5, 1, 2, -3],
    [5, -1, 2, -3],
    [5, 1, -2, -3],
    [15, 1, 10, 2],
    [14, 1, 10, 1],
    [25, 1, 10, 3],
    [1, 1, 3, 0],
    [2, 1, 3, 1],
    [-1, 1, 3, 0],
    [0, -5, 7, 0],
  ])('%i × %i ÷ %i is %i: halves go away from zero', (minor, numerator, denominator, result) => {
    expect(multiplyRatio(minor, numerator, denominator)).toBe(result);
  });

  test('is at most half a unit off, exact halves away from zero, and mirrored by its opposite', () => {
    const factor = fc.maxSafeInteger();
    const divisor = fc.maxSafeInteger().filter((value) => value !== 0);
    fc.assert(
      fc.property(amount, factor, divisor, (minor, numerator, denominator) => {
        const exact = BigInt(minor) * BigInt(numerator);
        if (!isSafe(exact / BigInt(denominator))) return;
        const result = BigInt(multiplyRatio(minor, numerator, denominator));
        const error = 2n * (result * BigInt(denominator) - exact);
        const bound = BigInt(Math.abs(denominator));
        expect(error <= bound && error >= -bound).toBe(true);
        const isFurtherOut = result * result * BigInt(denominator) ** 2n > exact * exact;
        if (error === bound || error === -bound) expect(isFurtherOut).toBe(true);
        expect(multiplyRatio(-minor, numerator, denominator)).toBe(checkedMinor(-result));
      }),
      runs,
    );
  });

  test('that is too large, or over nothing, or of fractions is refused', () => {
    expect(refusalOf(() => multiplyRatio(largest, 2, 1))).toBe('amount_too_large');
    expect(refusalOf(() => multiplyRatio(1, 1, 0))).toBe('amount_invalid');
    expect(refusalOf(() => multiplyRatio(1, 0.5, 1))).toBe('amount_invalid');
  });

  test('in basis points: 24 % of 29.85 is 7.16, and 10,000 are the whole', () => {
    expect(shareOf(2985, 2_400)).toBe(716);
    expect(shareOf(-2985, 2_400)).toBe(-716);
    expect(shareOf(largest, 10_000)).toBe(largest);
    expect(shareOf(1, 5_000)).toBe(1);
  });
});

describe('an allocation', () => {
  test('adds up, gives each part its exact share to within a unit, and nothing to a weight of nothing', () => {
    fc.assert(
      fc.property(amount, weights, (minor, parts) => {
        fc.pre(parts.some((weight) => weight > 0));
        const shares = allocate(minor, parts);
        const total = exactSum(parts);
        expect(exactSum(shares)).toBe(BigInt(minor));
        for (const [index, weight] of parts.entries()) {
          const share = BigInt(shares[index] ?? Number.NaN);
          const off = share * total - BigInt(minor) * BigInt(weight);
          expect(off < total && off > -total).toBe(true);
          if (weight === 0) expect(share).toBe(0n);
        }
      }),
      runs,
    );
  });

  test('of an opposite amount is the opposite, part by part', () => {
    fc.assert(
      fc.property(amount, weights, (minor, parts) => {
        fc.pre(parts.some((weight) => weight > 0));
        const mirrored = allocate(-minor, parts).map((share) => checkedMinor(-share));
        expect(mirrored).toEqual(allocate(minor, parts));
      }),
      runs,
    );
  });

  test('gives a larger weight no less than a smaller, and of equal ones the earlier no less', () => {
    fc.assert(
      fc.property(fc.nat(), weights, (minor, parts) => {
        fc.pre(parts.some((weight) => weight > 0));
        const shares = allocate(minor, parts);
        for (const [one, weight] of parts.entries()) {
          for (const [other, otherWeight] of parts.entries()) {
            const isOwedMore = weight > otherWeight || (weight === otherWeight && one < other);
            if (isOwedMore) expect(shares[one]).toBeGreaterThanOrEqual(shares[other] ?? 0);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('does not depend on the order, but for which of equal weights is the earlier', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uniqueArray(fc.nat(), { minLength: 2 }), (minor, parts) => {
        const reversed = allocate(minor, parts.toReversed()).toReversed();
        const shares = allocate(minor, parts);
        const total = exactSum(parts);
        const remainders = parts.map((weight) => (BigInt(minor) * BigInt(weight)) % total);
        fc.pre(new Set(remainders).size === parts.length);
        expect(reversed).toEqual(shares);
      }),
      { numRuns: 2_000 },
    );
  });

  test('of ten cents among three gives the odd cent to the first', () => {
    expect(allocate(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(allocate(-10, [1, 1, 1])).toEqual([-4, -3, -3]);
    expect(allocate(1, [0, 1, 1])).toEqual([0, 1, 0]);
    expect(allocate(100, [1, 2, 3])).toEqual([17, 33, 50]);
    expect(allocate(0, [5, 7])).toEqual([0, 0]);
    expect(allocate(largest, [largest, largest])).toEqual([
      4_503_599_627_370_496, 4_503_599_627_370_495,
    ]);
  });

  test.each([[[]], [[0]], [[0, 0]], [[1, -1]], [[3, -1]], [[0.5]], [[Number.NaN]]])(
    'by the weights %j is refused',
    (parts) => {
      expect(refusalOf(() => allocate(100, parts))).toBe('amount_invalid');
    },
  );
});

describe('the price of a quantity', () => {
  test.each([
    [2985, '1', 2985],
    [2985, '2.5', 7463],
    [2985, '-2.5', -7463],
    [-2985, '2.5', -7463],
    [2985, '0.333', 994],
    [1, '0.5', 1],
    [1, '0.499999', 0],
    [2985, '1.000000', 2985],
    [2985, '0', 0],
  ])('%i times %s is %i', (unitPriceMinor, quantity, minor) => {
    expect(multiplyQuantity(unitPriceMinor, quantity)).toBe(minor);
  });

  test.each([
    '',
    ' 1',
    '1 ',
    '1.',
    '.5',
    '+1',
    '1e3',
    '1,5',
    '1.0000001',
    '0x1',
    'one',
    '--1',
    '١',
  ])('refuses %j', (quantity) => {
    expect(refusalOf(() => multiplyQuantity(1, quantity))).toBe('amount_invalid');
  });

  test('refuses what is too large', () => {
    expect(refusalOf(() => multiplyQuantity(largest, '1.000001'))).toBe('amount_too_large');
    expect(refusalOf(() => multiplyQuantity(1, '9'.repeat(30)))).toBe('amount_too_large');
  });
});

describe('decimal text', () => {
  test('is read back as the amount that it was written from, in every currency', () => {
    fc.assert(
      fc.property(amount, fc.constantFrom(...currencies), (minor, currency) => {
        const text = toDecimal(minor, currency);
        expect(parseDecimal(text, currency)).toBe(minor + 0);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect((text.split('.')[1] ?? '').length).toBe(exponentOf(currency));
      }),
      runs,
    );
  });

  test.each([
    ['29.85', 'EUR', 2985],
    ['29.8', 'EUR', 2980],
    ['29', 'EUR', 2900],
    ['-0.01', 'EUR', -1],
    ['-0', 'EUR', 0],
    ['0029.85', 'EUR', 2985],
    ['29', 'JPY', 29],
    ['1.234', 'KWD', 1234],
    ['0.0001', 'CLF', 1],
    ['90071992547409.91', 'EUR', largest],
  ])('%s in %s is %i minor units', (text, currency, minor) => {
    expect(parseDecimal(text, currency)).toBe(minor);
  });

  test.each([
    ['29.855', 'EUR'],
    ['29.850', 'EUR'],
    ['29.0', 'JPY'],
    ['1.2345', 'BHD'],
    ['1,234.00', 'EUR'],
    ['1.234,00', 'EUR'],
    ['29,85', 'EUR'],
    ["1'234.00", 'CHF'],
    ['1e2', 'EUR'],
    ['', 'EUR'],
    ['-', 'EUR'],
    ['.5', 'EUR'],
    ['5.', 'EUR'],
    ['+5', 'EUR'],
    [' 5', 'EUR'],
    ['5 ', 'EUR'],
    ['5\n', 'EUR'],
    ['€5', 'EUR'],
    ['NaN', 'EUR'],
    ['Infinity', 'EUR'],
    ['５', 'EUR'],
    ['9'.repeat(1_000_000), 'EUR'],
  ])('%.20j in %s is refused', (text, currency) => {
    expect(refusalOf(() => parseDecimal(text, currency))).toBe('amount_invalid');
  });

  test('refuses what is too large, and unknown currencies', () => {
    expect(refusalOf(() => parseDecimal('90071992547409.92', 'EUR'))).toBe('amount_too_large');
    expect(refusalOf(() => parseDecimal('1', 'EEK'))).toBe('currency_unknown');
    expect(refusalOf(() => toDecimal(1, 'EEK'))).toBe('currency_unknown');
    expect(refusalOf(() => toDecimal(0.5, 'EUR'))).toBe('amount_invalid');
  });

  test('never reads text that another notation would read differently', () => {
    const noise = fc.string({ unit: fc.constantFrom(...Array.from("0123456789.,-+eE '")) });
    fc.assert(
      fc.property(noise, (text) => {
        if (refusalOf(() => parseDecimal(text, 'EUR')) !== undefined) return;
        expect(text).toMatch(/^-?\d+(\.\d{1,2})?$/);
        expect(parseDecimal(text, 'EUR')).toBe(checkedMinor(Math.round(Number(text) * 100)));
      }),
      runs,
    );
  });
});

describe('money for people', () => {
  test.each([
    [2985, 'EUR', 'en', '€29.85'],
    [2985, 'EUR', 'de', '29,85 €'],
    [2985, 'EUR', 'et', '29,85 €'],
    [-123456789, 'EUR', 'sl', '−1.234.567,89 €'],
    [2985, 'JPY', 'en', '¥2,985'],
    [123456, 'HUF', 'hu', '1234,56 Ft'],
    [1234, 'BHD', 'en', 'BHD 1.234'],
    [largest, 'EUR', 'en', '€90,071,992,547,409.91'],
    [largest, 'CLF', 'en', 'CLF 900,719,925,474.0991'],
    [2985, 'EUR', 'not a language', '€29.85'],
  ])('%i %s in %s is %s', (minor, currency, language, text) => {
    expect(formatMoney(minor, currency, language).replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(text);
  });

  test('keeps every digit of every amount in every currency', () => {
    fc.assert(
      fc.property(amount, fc.constantFrom(...currencies), (minor, currency) => {
        const digits = formatMoney(minor, currency, 'en').replaceAll(/\D/g, '');
        expect(digits).toBe(toDecimal(minor, currency).replaceAll(/\D/g, ''));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is refused for what is no currency or no amount', () => {
    expect(refusalOf(() => formatMoney(1, 'EEK', 'et'))).toBe('currency_unknown');
    expect(refusalOf(() => formatMoney(1.5, 'EUR', 'et'))).toBe('amount_invalid');
  });
});
