/** How a language writes amounts, rates, quantities and dates. Exact: numbers go in as text. */
import { addDays, type LocalDate, type Period } from '../calendar.ts';
import { exponentOf } from '../currency.ts';
import { formatMoney, toDecimal } from '../money.ts';

export type Formats = {
  /** An amount with its currency. */
  readonly money: (minor: number) => string;
  /** An amount in a column that names the currency once. */
  readonly amount: (minor: number) => string;
  readonly rate: (basisPoints: number) => string;
  /** Decimal text, without the zeros that say nothing. */
  readonly quantity: (decimal: string) => string;
  readonly date: (date: LocalDate) => string;
  /** The first and the last day of a period. */
  readonly period: (period: Period) => string;
  readonly country: (code: string) => string;
};

const known = new Map<string, Formats>();

/** Making formatters costs more than writing a whole paper with them, so they are kept. */
export function formatsFor(locale: string, currency: string): Formats {
  const key = `${locale} ${currency}`;
  const formats = known.get(key) ?? newFormats(locale, currency);
  known.set(key, formats);
  return formats;
}

function newFormats(locale: string, currency: string): Formats {
  const digits = exponentOf(currency);
  const amounts = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const rates = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const quantities = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  return {
    money: (minor) => trueMinus(formatMoney(minor, currency, locale)),
    amount: (minor) => trueMinus(amounts.format(decimal(toDecimal(minor, currency)))),
    rate: (basisPoints) => rates.format(decimal(`${basisPoints}e-4`)),
    quantity: (text) => trueMinus(quantities.format(decimal(text))),
    date: (date) => dates.format(instantOf(date)),
    period: ({ from, to }) => dates.formatRange(instantOf(from), instantOf(addDays(to, -1))),
    country: (code) => countryName(countries, code),
  };
}

/** Formatters read decimal text exactly; their type wants it to look like a number. */
function decimal(text: string): `${number}` {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only decimal text comes here.
  return text as `${number}`;
}

/** A hyphen is too short to be seen before a figure; some languages write one all the same. */
function trueMinus(text: string): string {
  return text.replace('-', '\u2212');
}

function instantOf(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** The country's name, or the code itself where it is none. */
function countryName(countries: Intl.DisplayNames, code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code;
}
