import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isVatNumber } from '../../domain/tax.ts';
import { vatNumberCountry } from '../../domain/vat-number.ts';

/** One of each kind: examples from guides, and numbers of companies that print them. */
const numbers: readonly (readonly [string, string])[] = [
  ['ATU13585627', 'AT'],
  ['BE0428759497', 'BE'],
  ['BG175074752', 'BG'],
  ['BG352399542', 'BG'],
  ['CHE107787577IVA', 'CH'],
  ['CHE107787577', 'CH'],
  ['CY10259033P', 'CY'],
  ['CZ25123891', 'CZ'],
  ['CZ7103192745', 'CZ'],
  ['DE136695976', 'DE'],
  ['DK13585628', 'DK'],
  ['EE100931558', 'EE'],
  ['ESB58378431', 'ES'],
  ['ES54362315K', 'ES'],
  ['ESY2880445P', 'ES'],
  ['ESZ4268984M', 'ES'],
  ['ESX5253868R', 'ES'],
  ['ESM1234567L', 'ES'],
  ['FI20774740', 'FI'],
  ['FR40303265045', 'FR'],
  ['FRK7399859412', 'FR'],
  ['FR4Z123456782', 'FR'],
  ['GB980780684', 'GB'],
  ['GB100190874', 'GB'],
  ['GBGD001', 'GB'],
  ['GBHA599', 'GB'],
  ['EL094259216', 'GR'],
  ['HR33392005961', 'HR'],
  ['HU12892312', 'HU'],
  ['IE6433435F', 'IE'],
  ['IE6433435OA', 'IE'],
  ['IE8D79739I', 'IE'],
  ['IT00743110157', 'IT'],
  ['LT119511515', 'LT'],
  ['LT920579816', 'LT'],
  ['LT510619901011', 'LT'],
  ['LT100001919017', 'LT'],
  ['LU15027442', 'LU'],
  ['LV40003521600', 'LV'],
  ['LV16117519997', 'LV'],
  ['MT11679112', 'MT'],
  ['NL004495445B01', 'NL'],
  ['NL000099998B57', 'NL'],
  ['NO995525828MVA', 'NO'],
  ['PL8567346215', 'PL'],
  ['PT501964843', 'PT'],
  ['RO18547290', 'RO'],
  ['SE123456789701', 'SE'],
  ['SI50223054', 'SI'],
  ['SI83216120', 'SI'],
  ['SK2022749619', 'SK'],
  ['XI980780684', 'GB'],
];

/** Where one wrong digit always shows: no two sums share a check digit. */
const findsEverySlip = new Set('AT BE CH DE DK EE FI HR HU IT LU MT NO PL SE SI SK'.split(' '));

describe('a VAT number', () => {
  test.each(numbers)('%s is one of %s', (number, country) => {
    expect(isVatNumber(number)).toBe(true);
    expect(vatNumberCountry(number)).toBe(country);
  });

  test('may be written with blanks, points and hyphens, and in small letters', () => {
    for (const text of [
      'DE 136 695 976',
      'de136695976',
      'CHE-107.787.577 IVA',
      'FR 40-303265045',
    ]) {
      expect(isVatNumber(text)).toBe(true);
    }
  });

  test('with one digit mistaken is none, where the rule finds every such slip', () => {
    const certain = numbers.filter(([, country]) => findsEverySlip.has(country));
    expect(certain.length).toBeGreaterThan(12);
    const slip = fc.tuple(fc.constantFrom(...certain), fc.nat(), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(slip, ([[number], place, added]) => {
        const places = [...number.matchAll(/\d/g)].map(({ index }) => index);
        const at = places[place % places.length] ?? 0;
        const wrong = (Number(number[at]) + added) % 10;
        expect(isVatNumber(`${number.slice(0, at)}${wrong}${number.slice(at + 1)}`)).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    '',
    'DE',
    '136695976',
    'US123456789',
    'GR094259216',
    'DE000000000',
    'DE036695976',
    'IT00000000000',
    'EE000000000',
    'FI00000000',
    'ATU00000000',
    'EE100931559',
    'XX136695976',
    'DE1366959760',
    'DE13669597６',
    'constructor',
  ])('"%s" is none', (text) => {
    expect(isVatNumber(text)).toBe(false);
  });

  test('is told in a moment, however long and odd the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 60 }), (text) => {
        expect(typeof isVatNumber(text)).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
    expect(isVatNumber(`DE${'1'.repeat(1_000_000)}`)).toBe(false);
  });
});
