import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, withinSentence } from '../../../domain/paper/clean.ts';

/** Any character at all, and more often those that do something to their neighbours. */
const anyCharacter = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom(...Array.from('e \u0301\u0316\u200b\u200d\u202e\u00ad\n')),
);

describe('text of a customer', () => {
  test.each([
    'Maja Novak',
    'Žiga Čopič & Õnne Ülle GmbH',
    'Παπαδόπουλος Α.Ε.',
    'Обслуживание',
    '株式会社 山田電気',
    'חברת תקשורת בע״מ',
    'شركة الاتصالات',
    // Without its joiner the Persian word would be another one.
    'می\u200cخواهم',
    '#import "x": * $x$ \\ <b> `code` "quoted" {{1+1}}',
  ])('stays as it is: %s', (text) => {
    expect(cleanText(text)).toBe(text);
  });

  test('has no line breaks, controls or half characters', () => {
    expect(cleanText('a\r\nb\tc\u0000d\u0085e\u2028f')).toBe('a b c d e f');
    expect(cleanText('  \u001b[31mred\u001b[0m ')).toBe('[31mred [0m');
    expect(cleanText('x\ud800y')).toBe('x\ufffdy');
  });

  test('cannot turn the direction of the words beside it', () => {
    expect(cleanText('bill\u202e00.1\u202c \u2066x\u2069\u200f')).toBe('bill00.1 x');
    expect(cleanText('\u200b\ufeff\u00ad\u{e0041}')).toBe('');
  });

  test('is composed, so that a letter and its accent are one', () => {
    expect(cleanText('Zoe\u0308 Ju\u0308ri')).toBe('Zo\u00eb J\u00fcri');
  });

  test('cannot heap marks upon a letter until they cover other lines', () => {
    expect(cleanText(`e${'\u0316'.repeat(50)}`)).toBe(`e${'\u0316'.repeat(4)}`);
  });

  test('is clean once it was cleaned, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 60 }), (text) => {
        const clean = cleanText(text);
        expect(cleanText(clean)).toBe(clean);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]|^\s|\s$/u);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('only what is written from right to left is isolated within a sentence', () => {
  expect(withinSentence('Maja\nNovak')).toBe('Maja Novak');
  expect(withinSentence('שלום')).toBe('\u2068שלום\u2069');
});
