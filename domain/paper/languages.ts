import { de } from './de.ts';
import { en } from './en.ts';
import { et } from './et.ts';
import { sl } from './sl.ts';
import type { PaperWords } from './words.ts';

/** Every language that papers are written in, by its ISO 639 code. */
export const paperLanguages: Readonly<Record<string, PaperWords>> = { en, et, sl, de };

/** The words for a language tag such as `de` or `de-AT`; English where there are none. */
export function paperWords(language: string): PaperWords {
  const [code = ''] = language.toLowerCase().split('-');
  return Object.hasOwn(paperLanguages, code) ? (paperLanguages[code] ?? en) : en;
}
