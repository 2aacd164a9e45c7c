/**
 * Exact money: whole minor units in a safe integer, BigInt wherever a product could outgrow it.
 *
 * What is not a whole number is rounded half away from zero, the commercial rounding of DIN 1333
 * and of Regulation (EC) No 1103/97, article 5 ("exactly half-way … rounded up"). Each EU state may
 * choose its own rounding of VAT (Court of Justice, C-484/06 Ahold); this one is what tax offices
 * and customers expect, and it is the same on both sides of zero, so that a credit note takes back
 * to the cent what its invoice charged.
 */
import { type Currency, exponentOf } from './currency.ts';
import { refuse } from './errors.ts';

const basisPoints = 10_000n;
const quantityPlaces = 6;

/** The value as an amount. Refuses `amount_invalid` (not whole) and `amount_too_large`. */
export function checkedMinor(value: number | bigint): number {
  const minor = Number(value);
  // Adding nothing turns -0, which is equal to 0 but not the same to a test or to JSON, into 0.
  if (Number.isSafeInteger(minor)) return minor + 0;
  return typeof value === 'bigint' || Number.isInteger(minor)
    ? refuse('amount_too_large', `${value} minor units are more than can be counted exactly.`)
    : refuse('amount_invalid', `${value} is no whole number of minor units.`);
}

/** The exact sum, whatever the order: a sum that fits is never refused for its partial sums. */
export function sumMinor(amounts: readonly number[]): number {
  let total = 0;
  for (const amount of amounts) {
    total += checkedMinor(amount);
    if (!Number.isSafeInteger(total)) return sumExactly(amounts);
  }
  return checkedMinor(total);
}

/** minor × numerator ÷ denominator, exact before its one rounding. Refuses a denominator of 0. */
export function multiplyRatio(
  minor: number,
  numerator: bigint | number,
  denominator: bigint | number,
): number {
  const divisor = integer(denominator);
  if (divisor === 0n) refuse('amount_invalid', 'An amount cannot be divided by nothing.');
  return checkedMinor(dividedHalfAway(integer(minor) * integer(numerator), divisor));
}

/** The part of an amount that so many basis points are; 10,000 are the whole of it. */
export function shareOf(minor: number, rateBasisPoints: number): number {
  return multiplyRatio(minor, rateBasisPoints, basisPoints);
}

/**
 * Divides an amount in proportion to the weights so that the parts add up to it, by the method of
 * the largest remainder (Hamilton's): each part is its exact share rounded towards zero, and what
 * is left over goes, one unit each, to the largest remainders; to the earlier of equal ones. So
 * each part is less than one unit from its exact share. A negative amount is divided like its
 * opposite, and a weight of zero gets nothing.
 *
 * Refuses `amount_invalid`: weights that are negative or not whole, and no weight above zero.
 */
export function allocate(minor: number, weights: readonly number[]): number[] {
  const total = sumExactWeights(weights);
  const size = integer(minor);
  const sign = size < 0n ? -1n : 1n;
  const shares = weights.map((weight) => {
    const product = sign * size * BigInt(weight);
    return { whole: product / total, remainder: product % total };
  });
  return roundedToSum(shares, sign * size).map((part) => checkedMinor(sign * part));
}

/** A share as a whole number of units and a remainder over a denominator common to all shares. */
export type ExactShare = { readonly whole: bigint; readonly remainder: bigint };

/** Hands the units that are missing from the sum to the largest remainders, one each. */
export function roundedToSum(shares: readonly ExactShare[], sum: bigint): bigint[] {
  const missing = Number(sum - shares.reduce((total, { whole }) => total + whole, 0n));
  const favoured = shares
    .map(({ remainder }, index) => ({ remainder, index }))
    .sort((one, other) => compare(other.remainder, one.remainder) || one.index - other.index)
    .slice(0, missing);
  const parts = shares.map(({ whole }) => whole);
  for (const { index } of favoured) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}

/**
 * The price of a quantity, a decimal text of up to six places such as `2.5` or `-0.333`, exact
 * before its one rounding. Refuses `amount_invalid` and `amount_too_large`.
 */
export function multiplyQuantity(unitPriceMinor: number, quantity: string): number {
  const scaled = scaledInteger(quantity, quantityPlaces);
  if (scaled === null) {
    refuse('amount_invalid', `${quoted(quantity)} is no quantity of up to six decimals.`);
  }
  return multiplyRatio(unitPriceMinor, scaled, 10n ** BigInt(quantityPlaces));
}

/**
 * Reads a plain decimal number: an optional minus sign, digits and, after a point, at most as many
 * decimals as the currency has. Nothing is guessed: no blanks, plus signs, thousands separators,
 * exponents or currency signs. Refuses `amount_invalid`, `amount_too_large`, `currency_unknown`.
 */
export function parseDecimal(text: string, currency: Currency): number {
  const exponent = exponentOf(currency);
  const minor = scaledInteger(text, exponent);
  return minor === null
    ? refuse(
        'amount_invalid',
        `${quoted(text)} is no amount in ${currency}, a number with at most ${exponent} decimals.`,
      )
    : checkedMinor(minor);
}

/** The amount as a plain decimal number with all the currency's decimals, such as `-29.80`. */
export function toDecimal(minor: number, currency: Currency): string {
  const exponent = exponentOf(currency);
  const checked = checkedMinor(minor);
  const digits = String(Math.abs(checked)).padStart(exponent + 1, '0');
  const point = digits.length - exponent;
  const fraction = exponent === 0 ? '' : `.${digits.slice(point)}`;
  return `${checked < 0 ? '-' : ''}${digits.slice(0, point)}${fraction}`;
}

/**
 * The amount as the language (a BCP 47 tag) writes it, with all the currency's decimals. The
 * formatter is given decimal text, never a float. A tag that is not well formed is read as
 * English: no bill is held up by a language.
 */
export function formatMoney(minor: number, currency: Currency, language: string): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- toDecimal writes only numbers.
  const decimal = toDecimal(minor, currency) as `${number}`;
  return formatterOf(language, currency).format(decimal);
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Making a formatter costs more than a thousand uses of it, so each is kept. */
function formatterOf(language: string, currency: Currency): Intl.NumberFormat {
  const key = `${language} ${currency}`;
  const known = formatters.get(key);
  if (known) return known;
  const digits = exponentOf(currency);
  const made = new Intl.NumberFormat(isLanguageTag(language) ? language : 'en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // Tags come from outside: a flood of strange ones must not fill the memory.
  if (formatters.size >= 1_000) formatters.clear();
  formatters.set(key, made);
  return made;
}

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/** Divides and rounds half away from zero. */
function dividedHalfAway(dividend: bigint, divisor: bigint): bigint {
  const isNegative = dividend < 0n !== divisor < 0n;
  const size = absolute(divisor);
  const rounded = (2n * absolute(dividend) + size) / (2n * size);
  return isNegative ? -rounded : rounded;
}

/** Decimal text times a power of ten, or null when it is none or has more places. */
function scaledInteger(text: string, places: number): bigint | null {
  // Longer texts could not be amounts, and reading them would cost more the longer they are.
  if (text.length > 60) return null;
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '' || fraction.length > places) return null;
  return BigInt(`${sign}${whole}${fraction.padEnd(places, '0')}`);
}

function sumExactly(amounts: readonly number[]): number {
  return checkedMinor(amounts.reduce((total, amount) => total + integer(amount), 0n));
}

function sumExactWeights(weights: readonly number[]): bigint {
  const total = weights.reduce((sum, weight) => {
    if (weight < 0) refuse('amount_invalid', `A weight of ${weight} is below nothing.`);
    return sum + integer(weight);
  }, 0n);
  return total > 0n ? total : refuse('amount_invalid', 'There is no weight to divide by.');
}

function integer(value: bigint | number): bigint {
  return typeof value === 'bigint' ? value : BigInt(checkedMinor(value));
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function compare(one: bigint, other: bigint): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
