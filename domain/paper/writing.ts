import type { PaperFacts } from './facts.ts';
import { type Formats, formatsFor } from './formats.ts';
import { paperWords } from './languages.ts';
import type { PaperWords } from './words.ts';

/** The words and the forms of one language, for one currency. */
export type Writing = { readonly words: PaperWords; readonly formats: Formats };

/** A label with what stands beside it. */
export type LabelledText = { readonly label: string; readonly text: string };

export function writingFor({ language, currency }: PaperFacts): Writing {
  const words = paperWords(language);
  return { words, formats: formatsFor(words.locale, currency) };
}
