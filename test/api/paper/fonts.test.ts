import { describe, expect, test } from 'vitest';
import { codePointsOf } from '../../../api/paper/code-points.ts';
import { coverage } from '../../../api/paper/fonts.ts';
import { printable } from '../../../api/paper/printable.ts';
import { paperLanguages } from '../../../domain/paper/languages.ts';

const has = (letters: string) =>
  Array.from(letters).every((letter) =>
    coverage().some((codePoints) => codePoints.has(letter.codePointAt(0) ?? 0)),
  );

test.each([
  ['Latin, also of Central Europe, the Baltic states and Vietnam', 'AZazÄÖÜßÕŠŽČĆĐŁŃŻőűģķļņėįųìệ'],
  ['Greek', 'ΑΩαωάϊΰ'],
  ['Cyrillic', 'АЯаяЁёЇїЎўЂћ'],
  ['Arabic, also as in Persian and Urdu', 'اللهپچژگٹے'],
  ['Hebrew', 'אבגשתםןץ'],
  ['Japanese', 'ひらがなカタカナ漢字髙﨑'],
  ['money and figures', '€£¥₪₹0123456789−–·•%'],
])('%s can be written', (_, letters) => {
  expect(has(letters)).toBe(true);
});

test('a font says exactly which letters it lacks', () => {
  const [latin, arabic, hebrew, japanese] = coverage();
  expect(latin?.has(0x5c71)).toBe(false);
  expect(japanese?.has(0x5c71)).toBe(true);
  expect(arabic?.has(0x05d0)).toBe(false);
  expect(hebrew?.has(0x05d0)).toBe(true);
  expect([latin?.size, hebrew?.size].every((size) => (size ?? 0) > 300)).toBe(true);
});

test('what is no font is told apart from one', () => {
  expect(() => codePointsOf(Buffer.alloc(64))).toThrow('the font has no table cmap');
});

describe('printable text', () => {
  test('is the text itself where every letter has its sign', () => {
    const texts = ['Maja Novak', 'Παπαδόπουλος', '東京都 千代田区', 'شركة', '', ' a  b '];
    for (const text of texts) expect(printable(text)).toBe(text);
  });

  test('of every language is the words of that language', () => {
    const all = JSON.stringify(paperLanguages, (_, value: unknown) =>
      typeof value === 'function' ? value.toString() : value,
    );
    expect(printable(all)).not.toContain('\ufffd');
  });

  test('marks what no font has, together with its marks', () => {
    expect(printable('한 a한b 山\u0331')).not.toMatch(/[한]/);
    expect(printable('한국')).toBe('\ufffd\ufffd');
    expect(printable('👩‍👩‍👧')).toBe('\ufffd');
  });

  test('can be broken in words longer than thirty letters, and only there', () => {
    const word = 'Donaudampfschifffahrtsgesellschaftskapitän';
    expect(printable(word).split('\u200b').join('')).toBe(word);
    expect(printable(word).split('\u200b').length).toBe(5);
    expect(printable('x'.repeat(30))).toBe('x'.repeat(30));
  });
});
