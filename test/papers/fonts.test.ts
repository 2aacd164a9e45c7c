import { describe, expect, test } from 'vitest';
import { codePointsOf } from '../../papers/code-points.ts';
import { coverage } from '../../papers/fonts.ts';
import { printable } from '../../papers/printable.ts';
import { paperLanguages } from '../../domain/paper/languages.ts';

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

test('a letter in the middle of a segment can be without a sign', () => {
  // A font of one table: cmap, version 0, with one subtable of format 4 for A to C and the end.
  const segments = [4, 0, 0, 4, 0, 0, 0, 0x43, 0xffff, 0, 0x41, 0xffff, 0, 1, 4, 0];
  const glyphs = [7, 0, 9];
  const cmap = [0, 1, 3, 1, 0, 12, ...segments, ...glyphs];
  const font = Buffer.alloc(28 + cmap.length * 2);
  font.writeUInt16BE(1, 4);
  font.write('cmap', 12, 'latin1');
  font.writeUInt32BE(28, 20);
  for (const [index, word] of cmap.entries()) font.writeUInt16BE(word, 28 + index * 2);
  expect([...codePointsOf(font)]).toEqual([0x41, 0x43]);
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
