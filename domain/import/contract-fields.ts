/** What a file says of contracts, prices and days, and what it stands for. */
import { type Interval, isLocalDate, type LocalDate } from '../calendar.ts';
import { RefusalError } from '../errors.ts';
import { multiplyQuantity, parseDecimal } from '../money.ts';
import type { TaxCategory } from '../tax.ts';
import type { PaymentTerms } from '../terms.ts';
import type { dateFormats, Notation } from './mapping.ts';
import { faulty, type Parsed, parsed, quoted } from './parsed.ts';

const taxCategories: readonly TaxCategory[] = [
  'standard',
  'reduced',
  'zero',
  'exempt',
  'outside_scope',
];

export function parseTaxCategory(text: string): Parsed<TaxCategory> {
  const category = taxCategories.find((known) => known === text);
  return category === undefined
    ? faulty(`${quoted(text)} is none of the tax categories ${taxCategories.join(', ')}`)
    : parsed(category);
}

const namedIntervals: Readonly<Record<string, Interval>> = {
  weekly: { unit: 'week', count: 1 },
  monthly: { unit: 'month', count: 1 },
  quarterly: { unit: 'month', count: 3 },
  yearly: { unit: 'year', count: 1 },
};

/** monthly, quarterly, yearly, weekly, or a number of weeks, months or years: 2 weeks. */
export function parseInterval(text: string): Parsed<Interval> {
  const word = text.toLowerCase();
  const named = Object.hasOwn(namedIntervals, word) ? namedIntervals[word] : undefined;
  if (named) return parsed(named);
  const [, digits, unit] = /^(\d{1,3}) (week|month|year)s?$/.exec(word) ?? [];
  const count = Number(digits);
  return isUnit(unit) && count >= 1 && count <= 120
    ? parsed({ unit, count })
    : faulty(`${quoted(text)} is no interval such as monthly, 3 months or 2 weeks`);
}

function isUnit(text: string | undefined): text is Interval['unit'] {
  return text === 'week' || text === 'month' || text === 'year';
}

/** When an invoice is due: 14 days, end of month, end of month + 10 days, or day 15. */
export function parseTerms(text: string): Parsed<PaymentTerms> {
  const word = text.toLowerCase();
  const [, net] = /^(\d{1,3}) days?$/.exec(word) ?? [];
  if (net !== undefined && Number(net) <= 365) {
    return parsed({ kind: 'net_days', days: Number(net) });
  }
  const end = /^end of month(?: \+ (\d{1,3}) days?)?$/.exec(word);
  if (end && Number(end[1] ?? 0) <= 365) {
    return parsed({ kind: 'end_of_month', days: Number(end[1] ?? 0) });
  }
  const [, day] = /^day (\d{1,2})$/.exec(word) ?? [];
  if (day !== undefined && Number(day) >= 1 && Number(day) <= 31) {
    return parsed({ kind: 'fixed_day', dayOfMonth: Number(day) });
  }
  return faulty(`${quoted(text)} are no terms such as 14 days, end of month or day 15`);
}

/** A date in the notation of the file. */
export function parseDate(text: string, format: (typeof dateFormats)[number]): Parsed<LocalDate> {
  const pattern = format
    .replaceAll('.', '\\.')
    .replace('YYYY', '(?<year>\\d{4})')
    .replace('MM', '(?<month>\\d{2})')
    .replace('DD', '(?<day>\\d{2})');
  const { year, month, day } = new RegExp(`^${pattern}$`).exec(text)?.groups ?? {};
  const date = `${year}-${month}-${day}`;
  const isDate = isLocalDate(date) && date >= '1900-01-01' && date <= '2999-12-31';
  return isDate ? parsed(date) : faulty(`${quoted(text)} is no date ${format}`);
}

/** A price in minor units of its currency; nothing is the least. */
export function parsePrice(
  text: string,
  currency: string,
  separator: Notation['decimalSeparator'],
): Parsed<number> {
  const decimal = withPoint(text, separator);
  const minor = decimal === null ? null : valueOrNull(() => parseDecimal(decimal, currency));
  if (minor === null) {
    return faulty(`${quoted(text)} is no price in ${currency} such as 12${separator}50`);
  }
  return minor < 0 ? faulty(`${quoted(text)} is below nothing`) : parsed(minor);
}

/** Decimal text of at most six places, in its shortest form. */
export function parseQuantity(
  text: string,
  separator: Notation['decimalSeparator'],
): Parsed<string> {
  const decimal = withPoint(text, separator);
  return decimal !== null && /^\d{1,12}(\.\d{1,6})?$/.test(decimal)
    ? parsed(shortest(decimal))
    : faulty(`${quoted(text)} is no quantity such as 2 or 1${separator}5`);
}

function withPoint(text: string, separator: Notation['decimalSeparator']): string | null {
  if (separator === '.') return text;
  return text.includes('.') ? null : text.replace(',', '.');
}

function shortest(decimal: string): string {
  const [whole = '', places = ''] = decimal.split('.');
  const fraction = places.replace(/0+$/, '');
  const integer = whole.replace(/^0+(?=\d)/, '');
  return fraction === '' ? integer : `${integer}.${fraction}`;
}

/** Whether a price times a quantity is still an amount that can be counted exactly. */
export function isAmount(unitPriceMinor: number, quantity: string): boolean {
  return valueOrNull(() => multiplyQuantity(unitPriceMinor, quantity)) !== null;
}

function valueOrNull<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

/** A number of months gone by; a hundred years at most. */
export function parseMonths(text: string): Parsed<number> {
  return /^\d{1,4}$/.test(text) && Number(text) <= 1_200
    ? parsed(Number(text))
    : faulty(`${quoted(text)} is no number of months`);
}
