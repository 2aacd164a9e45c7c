import { expect, test } from 'vitest';
import { currencies, exponentOf, isCurrency } from '../../domain/currency.ts';
import { refusalOf } from './refusals.ts';

test('the table holds the 165 codes of ISO 4217 that have a minor unit, once each', () => {
  expect(currencies).toHaveLength(165);
  expect(new Set(currencies).size).toBe(165);
  for (const code of currencies) expect(code).toMatch(/^[A-Z]{3}$/);
});

test.each([
  ['EUR', 2],
  ['USD', 2],
  ['JPY', 0],
  ['ISK', 0],
  ['HUF', 2],
  ['BHD', 3],
  ['TND', 3],
  ['CLF', 4],
  ['UYW', 4],
  ['XCG', 2],
  ['ZWG', 2],
])('%s has %i decimals', (code, exponent) => {
  expect(exponentOf(code)).toBe(exponent);
});

test.each([
  'EEK',
  'BGN',
  'HRK',
  'ANG',
  'ZWL',
  'XAU',
  'XXX',
  'XTS',
  'eur',
  'EU',
  '',
  'EURO',
  '__proto__',
])('%s is refused: withdrawn, without a minor unit, or no code at all', (code) => {
  expect(isCurrency(code)).toBe(false);
  expect(refusalOf(() => exponentOf(code))).toBe('currency_unknown');
});

test('every currency that the platform knows is in the table, or withdrawn, or no means of payment', () => {
  const leftOut = /^(ANG|BGN|CUC|HRK|SLL|ZWL|X(AG|AU|B[A-D]|DR|PD|PT|SU|TS|UA|XX))$/;
  const missing = Intl.supportedValuesOf('currency').filter((code) => !isCurrency(code));
  expect(missing.filter((code) => !leftOut.test(code))).toEqual([]);
});
