import { de } from './words-de.ts';
import { en } from './words-en.ts';
import { et } from './words-et.ts';
import { sl } from './words-sl.ts';
import type { BillPageWords } from './words.ts';

/** Every language of the customer's page, by its ISO 639 code. */
export const billPageLanguages: Readonly<Record<string, BillPageWords>> = { en, et, sl, de };

/** The words for a language tag such as `de` or `de-AT`; English where there are none. */
export function billPageWords(language: string): BillPageWords {
  const [code = ''] = language.toLowerCase().split('-');
  return Object.hasOwn(billPageLanguages, code) ? (billPageLanguages[code] ?? en) : en;
}
