/**
 * Rates of value added tax (and of taxes like it) by country and date.
 *
 * The table begins on 2021-07-01, when the rules for sales to consumers in other EU states took
 * their present form (Directive (EU) 2017/2455, "e-commerce package"); no bill before it can be
 * taxed. Sources: the European Commission's Taxes in Europe Database (TEDB), and for the changes
 * since then the national laws named beside them. Permanent rates only: cuts for one trade and a
 * few months are left out, as are islands and other regions with rates of their own.
 */
import type { LocalDate } from './calendar.ts';

/** The standard rate and the reduced ones, the first of which is what `reduced` stands for. */
export type TaxRates = {
  readonly standardBasisPoints: number;
  readonly reducedBasisPoints: readonly number[];
};

/** From the day on: standard rate, and reduced rates with the broadest first, in basis points. */
type Versions = Readonly<Record<LocalDate, readonly [number, ...number[]]>>;

const start = '2021-07-01';

const ratesInTheUnion: Readonly<Record<string, Versions>> = {
  // The second one from 2026-07-01 is Umsatzsteuergesetz § 10 for basic foods.
  AT: { [start]: [2000, 1000, 1300], '2026-07-01': [2000, 1000, 1300, 490] },
  BE: { [start]: [2100, 600, 1200] },
  BG: { [start]: [2000, 900] },
  CY: { [start]: [1900, 900, 500] },
  // Act 349/2023 Sb.: one reduced rate in place of two.
  CZ: { [start]: [2100, 1500, 1000], '2024-01-01': [2100, 1200] },
  DE: { [start]: [1900, 700] },
  DK: { [start]: [2500] },
  // Käibemaksuseadus § 15 as amended in 2023 and 2024.
  EE: {
    [start]: [2000, 900],
    '2022-08-01': [2000, 900, 500],
    '2024-01-01': [2200, 900, 500],
    '2025-01-01': [2200, 900, 1300],
    '2025-07-01': [2400, 900, 1300],
  },
  ES: { [start]: [2100, 1000, 400] },
  // Arvonlisäverolaki §§ 84, 85 and 85 a.
  FI: {
    [start]: [2400, 1400, 1000],
    '2024-09-01': [2550, 1400, 1000],
    '2026-01-01': [2550, 1350, 1000],
  },
  FR: { [start]: [2000, 1000, 550, 210] },
  GR: { [start]: [2400, 1300, 600] },
  HR: { [start]: [2500, 1300, 500] },
  HU: { [start]: [2700, 500, 1800] },
  IE: { [start]: [2300, 1350, 900, 480] },
  IT: { [start]: [2200, 1000, 500, 400] },
  // Pridėtinės vertės mokesčio įstatymas, article 19.
  LT: { [start]: [2100, 900, 500], '2026-01-01': [2100, 1200, 500] },
  // Law of 26 October 2022 (A534): one point less for the year 2023.
  LU: {
    [start]: [1700, 800, 1400, 300],
    '2023-01-01': [1600, 700, 1300, 300],
    '2024-01-01': [1700, 800, 1400, 300],
  },
  LV: { [start]: [2100, 1200, 500] },
  // The third one from 2024-01-01 is Legal Notice 231 of 2023.
  MT: { [start]: [1800, 700, 500], '2024-01-01': [1800, 700, 500, 1200] },
  NL: { [start]: [2100, 900] },
  PL: { [start]: [2300, 800, 500] },
  PT: { [start]: [2300, 600, 1300] },
  // Law 141/2025.
  RO: { [start]: [1900, 900, 500], '2025-08-01': [2100, 1100] },
  SE: { [start]: [2500, 1200, 600] },
  SI: { [start]: [2200, 950, 500] },
  // Act 278/2024 Z. z.; the rate of 5 % came in 2023 with rented homes.
  SK: { [start]: [2000, 1000], '2023-01-01': [2000, 1000, 500], '2025-01-01': [2300, 1900, 500] },
};

const ratesElsewhere: Readonly<Record<string, Versions>> = {
  AU: { [start]: [1000] },
  // Federal decree of 2021-12-17 on the financing of old-age insurance; Liechtenstein goes along.
  CH: { [start]: [770, 250, 370], '2024-01-01': [810, 260, 380] },
  GB: { [start]: [2000, 500] },
  IS: { [start]: [2400, 1100] },
  JP: { [start]: [1000, 800] },
  LI: { [start]: [770, 250, 370], '2024-01-01': [810, 260, 380] },
  NO: { [start]: [2500, 1500, 600], '2021-10-01': [2500, 1500, 1200] },
  NZ: { [start]: [1500] },
  // Goods and Services Tax Act, section 16.
  SG: { [start]: [700], '2023-01-01': [800], '2024-01-01': [900] },
};

/** Countries without a value added tax. The sales taxes of American states are not known here. */
const withoutTax: ReadonlySet<string> = new Set(['HK', 'US']);

/** Monaco and the Isle of Man are taxed as parts of others (Directive 2006/112/EC, article 7). */
const taxedAs: ReadonlyMap<string, string> = new Map([
  ['EL', 'GR'],
  ['IM', 'GB'],
  ['MC', 'FR'],
  ['UK', 'GB'],
]);

/** The ISO 3166 code of the country whose value added tax law holds in the one given. */
export function taxCountryOf(country: string): string {
  return taxedAs.get(country) ?? country;
}

/** Whether the country is in the Union's territory for value added tax. */
export function isInUnion(country: string): boolean {
  return Object.hasOwn(ratesInTheUnion, taxCountryOf(country));
}

/** Whether the country is known to have no value added tax at all. */
export function isWithoutTax(country: string): boolean {
  return withoutTax.has(country);
}

/** The rates in a country on a day; null where or when none are known here. */
export function taxRatesOn(country: string, on: LocalDate): TaxRates | null {
  const taxed = taxCountryOf(country);
  const versions = ratesInTheUnion[taxed] ?? ratesElsewhere[taxed] ?? {};
  const from = Object.keys(versions)
    .filter((date) => date <= on)
    .sort()
    .at(-1);
  const rates = from === undefined ? undefined : versions[from];
  if (!rates) return null;
  const [standardBasisPoints, ...reducedBasisPoints] = rates;
  return { standardBasisPoints, reducedBasisPoints };
}
