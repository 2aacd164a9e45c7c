/** What a file says of customers and names, and what it stands for: one function a kind of field. */
import { isTimeZone } from '../calendar.ts';
import { isCurrency } from '../currency.ts';
import { isInUnion, taxCountryOf } from '../tax-rates.ts';
import { isVatNumber, normaliseVatNumber } from '../vat-number.ts';
import { canonicalLanguage, isCountry } from './codes.ts';
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

/** Countries outside the Union whose numbers have a form that is known here. */
const otherForms = new Set(['CH', 'GB', 'NO']);

/**
 * A VAT number, without blanks and punctuation: by form and check digits where the customer's
 * country has such, elsewhere any short number. Not asked is whether it is in use.
 */
export function parseVatNumber(text: string, country: string): Parsed<string> {
  const number = normaliseVatNumber(text);
  if (isVatNumber(number)) return parsed(number);
  const hasForm = isInUnion(taxCountryOf(country)) || otherForms.has(country);
  return !hasForm && /^[A-Z0-9]{2,20}$/.test(number)
    ? parsed(number)
    : faulty(`${quoted(text)} is no VAT number`);
}

const yes = new Set(['yes', 'y', 'true', '1']);
const no = new Set(['no', 'n', 'false', '0']);

export function parseYesNo(text: string): Parsed<boolean> {
  const word = text.toLowerCase();
  if (yes.has(word)) return parsed(true);
  return no.has(word) ? parsed(false) : faulty(`${quoted(text)} is neither yes nor no`);
}
