/**
 * References and account numbers of bank transfers, and the QR code that carries them.
 *
 * Creditor references are those of ISO 11649, IBANs those of ISO 13616; both guard themselves by
 * two check digits, MOD 97-10 of ISO/IEC 7064. These find every single wrong digit or letter and
 * every swap of two digits or two letters, and 96 of 97 other mistakes.
 */
import { refuse } from './errors.ts';
import { toDecimal } from './money.ts';

const longestReference = 21;

/**
 * The creditor reference of a text such as an invoice number: `FB2026-000123` becomes
 * `RF…FB2026000123`. What is no Latin letter or digit is left out, capitals are made of the rest.
 * Throws an `Error` when nothing is left or more than the 21 characters that the standard allows:
 * references cut short could be those of two invoices.
 */
export function creditorReference(text: string): string {
  const reference = text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  if (reference === '' || reference.length > longestReference) {
    throw new Error(`${JSON.stringify(text)} cannot be made a reference of 1 to 21 characters`);
  }
  const checkDigits = 98 - remainderBy97(`${reference}RF00`);
  return `RF${String(checkDigits).padStart(2, '0')}${reference}`;
}

/** Whether the text, with or without blanks and capitals, is a creditor reference. */
export function isCreditorReference(text: string): boolean {
  const reference = normaliseReference(text);
  return /^RF\d\d[A-Z0-9]{1,21}$/.test(reference) && hasCheckDigits(reference);
}

/** A reference or an IBAN as computers write it: no blanks, capitals. */
export function normaliseReference(text: string): string {
  return text.replaceAll(/\s/g, '').toUpperCase();
}

/**
 * The creditor references in a free text, such as a line of a bank statement, in its order and
 * each once. Blanks within a reference may be anywhere, because banks break lines anywhere; so
 * where words follow a reference, its end can be a matter of opinion. Then every reading with the
 * right check digits is named, the longest first: look them up in that order.
 */
export function findCreditorReferences(freeText: string): string[] {
  const text = freeText.toUpperCase().replaceAll(/\s+/g, ' ');
  const starts = text.matchAll(/(?<![A-Z0-9])(?=(RF(?: ?[A-Z0-9]){3,23}))/g);
  const found = [...starts].flatMap(({ index, 1: longest = '' }) =>
    readingsOf(longest, text.charAt(index + longest.length)),
  );
  return [...new Set(found)];
}

/** What could be meant by the text: a reference ends where a word ends. */
function readingsOf(longest: string, following: string): string[] {
  const words = longest.split(' ');
  if (/[A-Z0-9]/.test(following)) words.pop();
  return words
    .map((_, index) => words.slice(0, words.length - index).join(''))
    .filter(isCreditorReference);
}

/** From the registry of IBANs that SWIFT keeps for ISO 13616: the length for each country. */
const ibanLengths: Readonly<Record<number, string>> = {
  15: 'NO',
  16: 'BE',
  18: 'DK FI FO GL NL SD',
  19: 'MK SI',
  20: 'AT BA EE KZ LT LU XK',
  21: 'CH HR LI LV',
  22: 'BG BH CR DE GB GE IE ME RS VA',
  23: 'AE GI IL IQ TL',
  24: 'AD CZ ES MD PK RO SA SE SK TN VG',
  25: 'LY PT ST',
  26: 'IS TR',
  27: 'FR GR IT MC MR SM',
  28: 'AL AZ BY CY DO GT HU LB PL SV',
  29: 'BR EG PS QA UA',
  30: 'JO KW MU',
  31: 'MT SC',
  32: 'LC',
};

const lengthOfCountry: ReadonlyMap<string, number> = new Map(
  Object.entries(ibanLengths).flatMap(([length, countries]) =>
    countries.split(' ').map((country): [string, number] => [country, Number(length)]),
  ),
);

/**
 * Whether the text, with or without blanks and capitals, is an IBAN: its check digits are right
 * and so is its length. Of a country that is not known here any length up to 34 is accepted. RF is
 * no country: a creditor reference, which has the same check digits, is no account.
 */
export function isIban(text: string): boolean {
  const iban = normaliseReference(text);
  if (!/^(?!RF)[A-Z]{2}\d\d[A-Z0-9]{11,30}$/.test(iban) || !hasCheckDigits(iban)) return false;
  const length = lengthOfCountry.get(iban.slice(0, 2));
  return length === undefined || length === iban.length;
}

/** A transfer that a QR code asks for. */
export type EpcTransfer = {
  /** Who is to be paid, up to 70 characters. */
  readonly name: string;
  readonly iban: string;
  readonly bic?: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  /** A creditor reference. */
  readonly reference: string;
};

const largestTransferMinor = 99_999_999_999;
const largestPayloadBytes = 331;

/**
 * The text of a QR code from which banking programs fill in a SEPA transfer, by the European
 * Payments Council's EPC069-12, version 2.1, in its form 002 (no BIC needed) and UTF-8.
 *
 * Refuses `currency_mismatch` (anything but euros), `amount_invalid` (less than a cent) and
 * `amount_too_large` (more than 999,999,999.99). Throws an `Error` for a name, IBAN, BIC or
 * reference that cannot be in such a code: these are checked where they come in.
 */
export function epcQrPayload(transfer: EpcTransfer): string {
  assertIsTransfer(transfer);
  const { name, iban, bic, amountMinor, currency, reference } = transfer;
  const purpose = '';
  const payload = [
    'BCD',
    '002',
    '1',
    'SCT',
    normaliseReference(bic ?? ''),
    oneLine(name),
    normaliseReference(iban),
    `EUR${toDecimal(amountMinor, currency)}`,
    purpose,
    normaliseReference(reference),
  ].join('\n');
  if (new TextEncoder().encode(payload).length > largestPayloadBytes) {
    throw new Error(`a QR code cannot hold the name ${JSON.stringify(name)}`);
  }
  return payload;
}

function assertIsTransfer({ name, iban, bic, amountMinor, currency, reference }: EpcTransfer) {
  if (currency !== 'EUR') {
    refuse('currency_mismatch', `A SEPA transfer is in EUR, not in ${currency}.`);
  }
  if (!(amountMinor >= 1)) refuse('amount_invalid', `${amountMinor} cents cannot be transferred.`);
  if (amountMinor > largestTransferMinor) {
    refuse('amount_too_large', `${amountMinor} cents are too many for one SEPA transfer.`);
  }
  const { length } = Array.from(oneLine(name));
  if (length === 0 || length > 70) throw new Error(`${JSON.stringify(name)} is no payee's name`);
  if (!isIban(iban)) throw new Error(`${JSON.stringify(iban)} is no IBAN`);
  if (bic && !isBic(bic)) throw new Error(`${JSON.stringify(bic)} is no BIC`);
  if (!isCreditorReference(reference)) {
    throw new Error(`${JSON.stringify(reference)} is no creditor reference`);
  }
}

/** A business identifier code of ISO 9362, of eight or eleven characters. */
function isBic(text: string): boolean {
  return /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(normaliseReference(text));
}

/** A line break in a name would begin the next element of the code. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** 00, 01 and 99 would leave the right remainder too, but are never made (ISO/IEC 7064). */
function hasCheckDigits(text: string): boolean {
  const checkDigits = Number(text.slice(2, 4));
  return (
    checkDigits >= 2 && checkDigits <= 98 && remainderBy97(text.slice(4) + text.slice(0, 4)) === 1
  );
}

/** The remainder of the number that the text is when A is read as 10, B as 11 … Z as 35. */
function remainderBy97(text: string): number {
  return Array.from(text).reduce((remainder, character) => {
    const value = Number.parseInt(character, 36);
    return (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }, 0);
}
