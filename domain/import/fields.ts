/** The texts of a file and what they stand for: one function for each kind of field. */
import { type Interval, isLocalDate, isTimeZone, type LocalDate } from '../calendar.ts';
import { isCurrency } from '../currency.ts';
import { RefusalError } from '../errors.ts';
import { multiplyQuantity, parseDecimal } from '../money.ts';
import type { TaxCategory } from '../tax.ts';
import type { PaymentTerms } from '../terms.ts';
import { canonicalLanguage, isCountry } from './codes.ts';
import type { dateFormats, Notation } from './mapping.ts';
import { faulty, type Parsed, parsed, quoted } from './parsed.ts';

const longestText = 200;
const longestNote = 1_000;

/** A name, a street …: one line of some length. */
export function parseText(text: string): Parsed<string> {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)
    ? faulty(`${quoted(text)} has a line break or control characters in it`)
    : atMost(text, longestText);
}

/** Text that is kept and not looked into; it may have lines. */
export function parseNote(text: string): Parsed<string> {
  return /\0/.test(text) ? faulty('has NUL characters in it') : atMost(text, longestNote);
}

function atMost(text: string, limit: number): Parsed<string> {
  return text.length > limit
    ? faulty(`${quoted(text)} has ${text.length} characters; at most ${limit} are taken`)
    : parsed(text);
}

export function parseCustomerNumber(text: string): Parsed<string> {
  return matching(/^[A-Za-z0-9._-]{1,40}$/, text, 'up to 40 letters, digits, dots and hyphens');
}

export function parseContractNumber(text: string): Parsed<string> {
  return matching(
    /^[A-Za-z0-9._/-]{1,40}$/,
    text,
    'up to 40 letters, digits, dots, slashes and hyphens',
  );
}

export function parseServiceCode(text: string): Parsed<string> {
  return matching(/^[A-Za-z0-9._-]{1,40}$/, text, 'up to 40 letters, digits, dots and hyphens');
}

export function parseKind(text: string): Parsed<string> {
  return matching(/^[a-z][a-z0-9_]{0,39}$/, text, 'small letters, digits and underscores');
}

function matching(pattern: RegExp, text: string, rule: string): Parsed<string> {
  return pattern.test(text) ? parsed(text) : faulty(`${quoted(text)} is not made of ${rule}`);
}

/**
 * An address that a letter can be sent to. Stricter than RFC 5322: no comments, quoted parts or
 * lists, which in an address column are mistakes or mischief.
 */
export function parseEmail(text: string): Parsed<string> {
  const isAddress =
    text.length <= 254 &&
    /^[^\s@<>()[\]\\,;:"\p{C}]{1,64}@([\p{L}\p{N}]([\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?\.)+[\p{L}\p{N}-]{2,63}$/u.test(
      text,
    ) &&
    !/^\.|\.\.|\.@/.test(text);
  return isAddress ? parsed(text) : faulty(`${quoted(text)} is no e-mail address`);
}

export function parseCountry(text: string): Parsed<string> {
  const code = text.toUpperCase();
  return isCountry(code)
    ? parsed(code)
    : faulty(`${quoted(text)} is no country code of two letters such as EE`);
}

export function parseLanguage(text: string): Parsed<string> {
  const tag = canonicalLanguage(text);
  return tag === null ? faulty(`${quoted(text)} is no language code such as et`) : parsed(tag);
}

export function parseTimeZone(text: string): Parsed<string> {
  return isTimeZone(text)
    ? parsed(text)
    : faulty(`${quoted(text)} is no time zone such as Europe/Tallinn`);
}

export function parseCurrency(text: string): Parsed<string> {
  const code = text.toUpperCase();
  return isCurrency(code)
    ? parsed(code)
    : faulty(`${quoted(text)} is no currency code such as EUR`);
}

const yes = new Set(['yes', 'y', 'true', '1']);
const no = new Set(['no', 'n', 'false', '0']);

export function parseYesNo(text: string): Parsed<boolean> {
  const word = text.toLowerCase();
  if (yes.has(word)) return parsed(true);
  return no.has(word) ? parsed(false) : faulty(`${quoted(text)} is neither yes nor no`);
}

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
