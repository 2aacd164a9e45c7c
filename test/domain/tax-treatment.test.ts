import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TaxQuestion, taxTreatment } from '../../domain/tax.ts';
import { taxRatesOn } from '../../domain/tax-rates.ts';
import { refusalOf } from './refusals.ts';

const sale: TaxQuestion = {
  category: 'standard',
  sellerCountry: 'EE',
  sellerVatNumber: 'EE100931558',
  oneStopShop: true,
  buyerCountry: 'EE',
  buyerIsBusiness: false,
  buyerVatNumber: null,
  on: '2026-03-01',
};
const answer = (changes: Partial<TaxQuestion>) => taxTreatment({ ...sale, ...changes });
const german: Partial<TaxQuestion> = {
  buyerCountry: 'DE',
  buyerIsBusiness: true,
  buyerVatNumber: 'DE136695976',
};
const states =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

describe('a sale at home', () => {
  test.each<[string, TaxQuestion['category'], string, string, number]>([
    ['EE', 'standard', '2023-12-31', 'standard', 2000],
    ['EE', 'standard', '2024-01-01', 'standard', 2200],
    ['EE', 'standard', '2025-06-30', 'standard', 2200],
    ['EE', 'standard', '2025-07-01', 'standard', 2400],
    ['FI', 'standard', '2024-08-31', 'standard', 2400],
    ['FI', 'standard', '2024-09-01', 'standard', 2550],
    ['FI', 'reduced', '2025-12-31', 'reduced', 1400],
    ['FI', 'reduced', '2026-01-01', 'reduced', 1350],
    ['SK', 'standard', '2024-12-31', 'standard', 2000],
    ['SK', 'standard', '2025-01-01', 'standard', 2300],
    ['RO', 'standard', '2025-07-31', 'standard', 1900],
    ['RO', 'standard', '2025-08-01', 'standard', 2100],
    ['RO', 'reduced', '2025-08-01', 'reduced', 1100],
    ['CH', 'standard', '2023-12-31', 'standard', 770],
    ['CH', 'standard', '2024-01-01', 'standard', 810],
    ['GB', 'standard', '2026-01-01', 'standard', 2000],
    ['NO', 'reduced', '2026-01-01', 'reduced', 1500],
    ['DK', 'reduced', '2026-01-01', 'standard', 2500],
    ['MC', 'standard', '2026-01-01', 'standard', 2000],
    ['EE', 'zero', '2026-01-01', 'zero', 0],
    ['EE', 'exempt', '2026-01-01', 'exempt', 0],
    ['EE', 'outside_scope', '2026-01-01', 'outside_scope', 0],
  ])('in %s, %s, on %s is %s at %i', (country, category, on, treatment, rateBasisPoints) => {
    const asked = { sellerCountry: country, buyerCountry: country, category, on };
    expect(answer(asked)).toMatchObject({ treatment, rateBasisPoints, note: null });
  });

  test('to a business is taxed all the same', () => {
    const business = { buyerIsBusiness: true, buyerVatNumber: 'EE100931558' };
    expect(answer(business)).toMatchObject({ treatment: 'standard', rateBasisPoints: 2400 });
  });

  test('in the United States has no value added tax', () => {
    expect(answer({ sellerCountry: 'US', buyerCountry: 'US', sellerVatNumber: null })).toEqual({
      treatment: 'outside_scope',
      rateBasisPoints: 0,
      country: 'US',
      note: 'no_tax',
    });
  });
});

describe('a sale to another state of the Union', () => {
  test('is under reverse charge for a business with a VAT number', () => {
    expect(answer(german)).toEqual({
      treatment: 'reverse_charge',
      rateBasisPoints: 0,
      country: 'DE',
      note: 'reverse_charge',
    });
    for (const category of ['reduced', 'zero'] as const) {
      expect(answer({ ...german, category }).treatment).toBe('reverse_charge');
    }
    expect(answer({ ...german, oneStopShop: false }).treatment).toBe('reverse_charge');
  });

  test.each<[string, Partial<TaxQuestion>]>([
    ['no number', { ...german, buyerVatNumber: null }],
    ['an empty number', { ...german, buyerVatNumber: '' }],
    ['a number of no form', { ...german, buyerVatNumber: 'DE12' }],
    ['a number from outside the Union', { ...german, buyerVatNumber: 'CHE116281710MWST' }],
    ['a number but no business', { ...german, buyerIsBusiness: false }],
  ])('is taxed like a consumer for a buyer with %s', (_, buyer) => {
    expect(answer(buyer)).toEqual({
      treatment: 'standard',
      rateBasisPoints: 1900,
      country: 'DE',
      note: 'one_stop_shop',
    });
  });

  test('is taxed at home for a buyer with a number of the home country', () => {
    expect(answer({ ...german, buyerVatNumber: 'EE100931558' })).toMatchObject({
      treatment: 'standard',
      rateBasisPoints: 2400,
      country: 'EE',
      note: null,
    });
  });

  test('to a consumer has the rates there with the one-stop shop, and those at home without', () => {
    const consumer = { buyerCountry: 'FI', category: 'reduced' as const };
    expect(answer(consumer)).toEqual({
      treatment: 'reduced',
      rateBasisPoints: 1350,
      country: 'FI',
      note: 'one_stop_shop',
    });
    const atHome = { treatment: 'reduced', rateBasisPoints: 900, country: 'EE', note: null };
    expect(answer({ ...consumer, oneStopShop: false })).toEqual(atHome);
    const { oneStopShop: _, ...unsaid } = sale;
    expect(taxTreatment({ ...unsaid, ...consumer })).toEqual(atHome);
  });

  test('by a seller who has no VAT number cannot be under reverse charge', () => {
    const unnumbered = { ...german, sellerVatNumber: null };
    expect(refusalOf(() => answer(unnumbered))).toBe('tax_rule_missing');
    const { sellerVatNumber: _, ...unsaid } = { ...sale, ...german };
    expect(taxTreatment(unsaid).treatment).toBe('reverse_charge');
  });

  test('stays exempt if it is exempt', () => {
    expect(answer({ ...german, category: 'exempt' })).toMatchObject({ treatment: 'exempt' });
    expect(answer({ ...german, category: 'outside_scope' }).treatment).toBe('outside_scope');
  });

  test('Greece has a code of its own for VAT, and Monaco goes with France', () => {
    const greek = { buyerCountry: 'GR', buyerIsBusiness: true, buyerVatNumber: 'EL094259216' };
    expect(answer(greek)).toMatchObject({ treatment: 'reverse_charge', country: 'GR' });
    expect(answer({ ...greek, buyerCountry: 'EL' })).toMatchObject({ country: 'GR' });
    expect(answer({ buyerCountry: 'MC' })).toMatchObject({ country: 'FR', rateBasisPoints: 2000 });
  });
});

describe('a sale across the border of the Union', () => {
  test.each<[string, Partial<TaxQuestion>, string, string]>([
    ['out, to a business', { ...german, buyerCountry: 'CH' }, 'CH', 'outside_union'],
    ['out, to a consumer', { buyerCountry: 'US' }, 'US', 'outside_union'],
    ['out, to the United Kingdom', { buyerCountry: 'GB' }, 'GB', 'outside_union'],
    ['out, to Åland', { buyerCountry: 'AX' }, 'AX', 'outside_union'],
    ['in, to a business', { ...german, sellerCountry: 'CH' }, 'DE', 'abroad'],
    ['elsewhere', { sellerCountry: 'CH', buyerCountry: 'US' }, 'US', 'abroad'],
    ['from America', { sellerCountry: 'US', buyerCountry: 'CA' }, 'CA', 'abroad'],
  ])('%s, is outside the scope', (_, changes, country, note) => {
    expect(answer(changes)).toEqual({
      treatment: 'outside_scope',
      rateBasisPoints: 0,
      country,
      note,
    });
  });

  test('in, to a consumer, is taxed there when the seller uses the one-stop shop', () => {
    for (const sellerCountry of ['CH', 'US']) {
      expect(answer({ sellerCountry, buyerCountry: 'SK' })).toEqual({
        treatment: 'standard',
        rateBasisPoints: 2300,
        country: 'SK',
        note: 'one_stop_shop',
      });
      expect(answer({ sellerCountry, buyerCountry: 'SK', oneStopShop: false })).toMatchObject({
        treatment: 'outside_scope',
      });
    }
  });
});

describe('a rule of tax', () => {
  test.each<Partial<TaxQuestion>>([
    { sellerCountry: 'BR', buyerCountry: 'BR' },
    { sellerCountry: 'BR', buyerCountry: 'EE' },
    { sellerCountry: 'Estonia' },
    { buyerCountry: 'Germany' },
    { buyerCountry: 'de' },
    { buyerCountry: '' },
    { on: '2021-06-30' },
  ])('that is not known is refused: %j', (changes) => {
    expect(refusalOf(() => answer(changes))).toBe('tax_rule_missing');
  });

  test('is there for every two states, on every day since the table begins', () => {
    const state = fc.constantFrom(...states);
    const day = fc
      .integer({ min: Date.UTC(2021, 6), max: Date.UTC(2036, 0) })
      .map((ms) => new Date(ms).toISOString().slice(0, 10));
    fc.assert(
      fc.property(state, state, day, fc.boolean(), (sellerCountry, buyerCountry, on, isShop) => {
        const given = answer({ sellerCountry, buyerCountry, on, oneStopShop: isShop });
        const country = isShop ? buyerCountry : sellerCountry;
        const rates = taxRatesOn(country, on);
        expect(given).toMatchObject({ treatment: 'standard', country });
        expect(given.rateBasisPoints).toBe(rates?.standardBasisPoints);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is there for every category in every state, on every day of the table', () => {
    const days = Array.from({ length: 6 * 365 }, (_, index) =>
      new Date(Date.UTC(2021, 6, 1 + index)).toISOString().slice(0, 10),
    );
    for (const country of states) {
      for (const on of days) {
        const atHome = { sellerCountry: country, buyerCountry: country, on };
        const [standard, reduced, zero] = (['standard', 'reduced', 'zero'] as const).map(
          (category) => answer({ ...atHome, category }).rateBasisPoints,
        );
        expect(standard).toBeGreaterThanOrEqual(1500);
        expect(reduced).toBeGreaterThanOrEqual(500);
        expect(zero).toBe(0);
      }
    }
  });

  test('gives standard rates of at least 15 % and reduced ones below them (article 97)', () => {
    expect(states).toHaveLength(27);
    for (const country of states) {
      for (const on of ['2021-07-01', '2023-06-01', '2024-06-01', '2025-09-01', '2026-11-01']) {
        const { standardBasisPoints, reducedBasisPoints } = taxRatesOn(country, on) ?? {};
        expect(standardBasisPoints).toBeGreaterThanOrEqual(1500);
        for (const reduced of reducedBasisPoints ?? []) {
          expect(reduced).toBeGreaterThan(0);
          expect(reduced).toBeLessThan(standardBasisPoints ?? 0);
        }
      }
    }
  });

  test('is not found in what every object has', () => {
    for (const country of ['constructor', '__proto__', 'toString']) {
      expect(taxRatesOn(country, '2026-01-01')).toBeNull();
    }
  });
});
