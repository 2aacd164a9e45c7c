import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromStripeAmount, toStripeAmount } from '../../domain/card-amounts.ts';
import { currencies } from '../../domain/currency.ts';
import { toDecimal } from '../../domain/money.ts';
import { refusalOf } from './refusals.ts';

// The figures of Stripe's own page: 10 USD is 1000, 500 JPY is 500, 5 ISK is 500, 5 UGX is 500.
test.each([
  ['USD', '10.00', 1_000],
  ['EUR', '0.99', 99],
  ['HUF', '10.45', 1_045],
  ['TWD', '800.45', 80_045],
  ['JPY', '500', 500],
  ['KRW', '500', 500],
  ['ISK', '5', 500],
  ['UGX', '5', 500],
  ['MGA', '5.00', 5],
  ['KWD', '5.120', 5_120],
])('Stripe counts %s %s as %i', (currency, decimal, amount) => {
  const minor = fromStripeAmount(amount, currency);
  expect(toDecimal(minor, currency)).toBe(decimal);
  expect(toStripeAmount(minor, currency)).toBe(amount);
});

test('what Stripe cannot charge is left open, never charged too much', () => {
  expect(toStripeAmount(5_124, 'KWD')).toBe(5_120);
  expect(toStripeAmount(1_99, 'MGA')).toBe(1);
  expect(toStripeAmount(9, 'BHD')).toBe(0);
});

test('for every currency a charge is at most what is owed, and comes back as it went', () => {
  const amounts = fc.nat({ max: 99_999_999_999 });
  fc.assert(
    fc.property(fc.constantFrom(...currencies), amounts, (currency, minor) => {
      const amount = toStripeAmount(minor, currency);
      const charged = fromStripeAmount(amount, currency);
      expect(charged).toBeLessThanOrEqual(minor);
      expect(minor - charged).toBeLessThan(100);
      expect(toStripeAmount(charged, currency)).toBe(amount);
    }),
    { numRuns: 5_000 },
  );
});

test('an amount that is none is refused', () => {
  expect(refusalOf(() => toStripeAmount(-1, 'EUR'))).toBe('amount_invalid');
  expect(refusalOf(() => toStripeAmount(1.5, 'EUR'))).toBe('amount_invalid');
  expect(refusalOf(() => fromStripeAmount(501, 'ISK'))).toBe('amount_invalid');
  expect(refusalOf(() => toStripeAmount(Number.MAX_SAFE_INTEGER, 'ISK'))).toBe('amount_too_large');
  expect(refusalOf(() => toStripeAmount(1, 'XXX'))).toBe('currency_unknown');
});
