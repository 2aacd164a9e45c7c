/**
 * Text that customers and agents wrote, made fit to stand on a paper. It stays theirs: letters of
 * every script are kept, and what would be code in a template is text like any other.
 */

/** Joiners are part of Persian, Indic and other words; the signs of numbers are seen. */
const unseen = /[\p{Cf}--[\u200c-\u200d\u0600-\u0605\u06dd\u070f\u08e2]]/gv;

/**
 * One line of visible text: line breaks and controls become blanks, and what cannot be seen but
 * changes what is read (such as marks that turn the direction of writing round) is left out.
 * More marks on one letter than any script puts there would cover other lines.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(unseen, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .normalize('NFC')
    .replaceAll(/(\p{M}{4})\p{M}+/gu, '$1')
    .trim();
}

const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Text to be put between other words. What is written from right to left is isolated, so that
 * it cannot pull the words and figures beside it to its other end (Unicode UAX #9).
 */
export function withinSentence(text: string): string {
  const clean = cleanText(text);
  return rightToLeft.test(clean) ? `\u2068${clean}\u2069` : clean;
}
