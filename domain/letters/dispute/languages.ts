import type { DisputeReason } from '../../dispute/reasons.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { et } from './et.ts';
import { sl } from './sl.ts';
import type { DisputeLetterLanguage } from './words.ts';

/** Every language that letters about disputes are written in, by its ISO 639 code. */
export const disputeLetterLanguages: Readonly<Record<string, DisputeLetterLanguage>> = {
  en,
  et,
  sl,
  de,
};

/** The words for a language tag such as `de` or `de-AT`; English where there are none. */
export function disputeLetterWords(language: string): DisputeLetterLanguage {
  const [code = ''] = language.toLowerCase().split('-');
  return Object.hasOwn(disputeLetterLanguages, code) ? (disputeLetterLanguages[code] ?? en) : en;
}

/** The closed list of reasons as customers choose from it. */
export function disputeReasonWords(language: string): Readonly<Record<DisputeReason, string>> {
  return disputeLetterWords(language).reasons;
}
