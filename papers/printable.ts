/** Text fitted to the fonts at hand: what they have no sign for, and words that no line can hold. */
import { coverage } from './fonts.ts';

/** Shown for a letter that no font has: the customer sees that there is one. */
const missing = '\ufffd';

/** Joiners and selectors of variants are heard by the letters beside them, and need no sign. */
const needsNoSign = /[\u200b-\u200d\u2068\u2069\p{Variation_Selector}]/gu;

const longestWord = 30;
const breakAfter = 10;

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The same text with U+FFFD for every letter that cannot be shown, because PDF/A allows none
 * without its sign, and with places to break in words that are longer than any language's.
 */
export function printable(text: string): string {
  // Nearly every text is of letters that the first font has, and is left as it is.
  return text.replaceAll(/\S+/gu, (word) => (isPlain(word) ? word : fitted(word)));
}

function isPlain(word: string): boolean {
  return word.length <= longestWord && /^[\u0020-\u007e\u00a1-\u017f]*$/.test(word);
}

function fitted(word: string): string {
  const letters = Array.from(segmenter.segment(word), ({ segment }) =>
    canBeShown(segment) ? segment : missing,
  );
  if (letters.length <= longestWord) return letters.join('');
  return letters
    .map((letter, index) => (index % breakAfter === 0 && index > 0 ? `\u200b${letter}` : letter))
    .join('');
}

/** A letter and its marks are set in one font, so one must have them all. */
function canBeShown(letter: string): boolean {
  const signs = Array.from(letter.replaceAll(needsNoSign, ''), (sign) => sign.codePointAt(0) ?? 0);
  return coverage().some((codePoints) => signs.every((sign) => codePoints.has(sign)));
}

/** The same for every text within a value. */
export function allPrintable(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(allPrintable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, allPrintable(inner)]),
  );
}
