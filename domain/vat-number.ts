/**
 * VAT numbers as they are written, without asking anyone whether they are in use.
 *
 * The forms are the Commission's (VIES, "structure of VAT identification numbers") and, for
 * Switzerland, Norway and the United Kingdom, their tax offices'. Only a question to VIES can say
 * that a number is in use.
 */
import { hasVatCheckDigits } from './vat-check-digits.ts';

type Country = { readonly prefix: string; readonly form: RegExp };

/** By ISO 3166 code: the prefix, and the rest of the number after it. */
const countries: Readonly<Record<string, Country>> = {
  AT: { prefix: 'AT', form: /^U\d{8}$/ },
  BE: { prefix: 'BE', form: /^[01]\d{9}$/ },
  BG: { prefix: 'BG', form: /^\d{9,10}$/ },
  CH: { prefix: 'CHE', form: /^\d{9}(MWST|TVA|IVA)?$/ },
  CY: { prefix: 'CY', form: /^(?!12)\d{8}[A-Z]$/ },
  CZ: { prefix: 'CZ', form: /^([0-8]\d{7}|\d{9,10})$/ },
  DE: { prefix: 'DE', form: /^[1-9]\d{8}$/ },
  DK: { prefix: 'DK', form: /^[1-9]\d{7}$/ },
  EE: { prefix: 'EE', form: /^\d{9}$/ },
  ES: { prefix: 'ES', form: /^([A-Z]\d{7}[A-Z\d]|\d{8}[A-Z])$/ },
  FI: { prefix: 'FI', form: /^\d{8}$/ },
  FR: { prefix: 'FR', form: /^[A-HJ-NP-Z\d]{2}\d{9}$/ },
  GB: { prefix: 'GB', form: /^(\d{9}|\d{12}|GD[0-4]\d\d|HA[5-9]\d\d)$/ },
  GR: { prefix: 'EL', form: /^\d{9}$/ },
  HR: { prefix: 'HR', form: /^\d{11}$/ },
  HU: { prefix: 'HU', form: /^\d{8}$/ },
  IE: { prefix: 'IE', form: /^(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/ },
  IT: { prefix: 'IT', form: /^\d{11}$/ },
  LT: { prefix: 'LT', form: /^(\d{7}1\d|\d{10}1\d)$/ },
  LU: { prefix: 'LU', form: /^\d{8}$/ },
  LV: { prefix: 'LV', form: /^\d{11}$/ },
  MT: { prefix: 'MT', form: /^[1-9]\d{7}$/ },
  NL: { prefix: 'NL', form: /^[A-Z\d+*]{9}B(?!00)\d{2}$/ },
  NO: { prefix: 'NO', form: /^\d{9}(MVA)?$/ },
  PL: { prefix: 'PL', form: /^\d{10}$/ },
  PT: { prefix: 'PT', form: /^[1-9]\d{8}$/ },
  RO: { prefix: 'RO', form: /^[1-9]\d{1,9}$/ },
  SE: { prefix: 'SE', form: /^\d{10}01$/ },
  SI: { prefix: 'SI', form: /^[1-9]\d{7}$/ },
  SK: { prefix: 'SK', form: /^\d{10}$/ },
};

/** The number in capitals, without the blanks and punctuation that people put between digits. */
export function normaliseVatNumber(text: string): string {
  return text.toUpperCase().replaceAll(/[\s.\-/]/g, '');
}

/** The ISO 3166 code of the country whose number has this form; null when no country's has. */
export function vatNumberCountry(text: string): string | null {
  const number = normaliseVatNumber(text);
  // Northern Ireland has British numbers with a prefix of its own, for trade in goods.
  const written = number.startsWith('XI') ? `GB${number.slice(2)}` : number;
  const found = Object.entries(countries).find(
    ([, { prefix, form }]) => written.startsWith(prefix) && form.test(written.slice(prefix.length)),
  );
  return found?.[0] ?? null;
}

/** Whether the text is a VAT number by form and check digits. Blanks and punctuation may stand. */
export function isVatNumber(text: string): boolean {
  const number = normaliseVatNumber(text);
  const country = vatNumberCountry(number);
  if (country === null) return false;
  // XI, which stands for GB, is as long.
  const { prefix } = countries[country] ?? { prefix: '' };
  return hasVatCheckDigits(country, number.slice(prefix.length));
}
