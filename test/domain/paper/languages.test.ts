import { describe, expect, test } from 'vitest';
import { paperLanguages, paperWords } from '../../../domain/paper/languages.ts';
import type { PaperWords } from '../../../domain/paper/words.ts';

/** Something for each function to put into its sentence, by its path. */
const givens: Readonly<Record<string, readonly unknown[]>> = {
  'lines.net': ['EUR'],
  partOfLine: [7],
  'terms.net_days': [{ kind: 'net_days', days: 14 }],
  'terms.end_of_month': [{ kind: 'end_of_month', days: 30 }],
  'terms.fixed_day': [{ kind: 'fixed_day', dayOfMonth: 15 }],
  'payment.request': [{ amount: '€12', dueOn: 'Friday' }],
  'credit.takenOff': ['€12'],
  'credit.kept': ['€12'],
  'corrects.credits': [{ number: 'X-1', issuedOn: 'Monday' }],
  'corrects.replaces': [{ number: 'X-1', issuedOn: 'Monday' }],
  'corrects.undoes': [{ number: 'X-1', issuedOn: 'Monday' }],
  'corrects.reason': ['because'],
  page: ['3', '4'],
  'treatment.standard': ['22%'],
  'treatment.reduced': ['9%'],
  'treatment.zero': ['0%'],
};

/** Every text of a language by its path, functions called. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (value === null) return [];
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    return [[path, String(Reflect.apply(value, undefined, givens[path] ?? ['22%']))]];
  }
  return Object.entries(value ?? {}).flatMap(([key, inner]) =>
    textsOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

const english = new Map(textsOf(paperLanguages['en']));

/** What is spelled alike in both languages, known and meant. */
const alike: Readonly<Record<string, readonly string[]>> = {
  et: ['facts.number', 'treatment.standard', 'treatment.reduced', 'treatment.zero'],
  sl: ['treatment.standard', 'treatment.reduced', 'treatment.zero'],
  de: ['treatment.standard', 'treatment.reduced', 'treatment.zero'],
};

describe.each(Object.entries(paperLanguages))('the language %s', (code, words: PaperWords) => {
  const texts = textsOf(words);

  test('has every text that English has, and none is empty or has blanks around it', () => {
    expect(texts.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of texts) expect(text, path).toMatch(/^\S.*\S$|^\S$/);
  });

  test('puts what it is given into its sentences', () => {
    const byPath = new Map(texts);
    for (const [path, given] of Object.entries(givens)) {
      const values = given.flatMap((one) =>
        typeof one === 'object' ? Object.values({ ...one }) : [one],
      );
      for (const value of values.filter((one) => !/_/.test(String(one)))) {
        expect(byPath.get(path), path).toContain(String(value));
      }
    }
  });

  test('is told apart from English, and knows numbers and dates of its own', () => {
    expect(Intl.DateTimeFormat.supportedLocalesOf(words.locale)).toEqual([words.locale]);
    expect(words.locale.slice(0, 2)).toBe(code);
    if (code === 'en') return;
    const same = texts.filter(([path, text]) => english.get(path) === text).map(([path]) => path);
    expect(same).toEqual(alike[code]);
  });

  test('has no two labels alike that stand beside each other', () => {
    const groups = [words.facts, words.totals, { ...words.lines, net: '' }, words.taxSummary];
    for (const group of groups) {
      const labels = Object.values(group);
      expect(new Set(labels).size, labels.join()).toBe(labels.length);
    }
    expect(words.billedTo).not.toBe(words.payment.payee);
  });
});

test('days are counted as each language counts them', () => {
  const days = (language: string, count: number) =>
    paperWords(language).terms.net_days({ kind: 'net_days', days: count });
  expect([0, 1, 14].map((count) => days('en', count))).toEqual([
    'at once',
    'within 1 day',
    'within 14 days',
  ]);
  expect([0, 1, 14].map((count) => days('de', count))).toEqual([
    'sofort',
    'innerhalb eines Tages',
    'innerhalb von 14 Tagen',
  ]);
  expect([1, 2, 14].map((count) => days('sl', count))).toEqual([
    'v 1 dnevu',
    'v 2 dneh',
    'v 14 dneh',
  ]);
  const afterMonth = (count: number) =>
    paperWords('sl').terms.end_of_month({ kind: 'end_of_month', days: count });
  expect([1, 2, 30].map(afterMonth)).toEqual([
    '1 dan po koncu meseca',
    '2 dneva po koncu meseca',
    '30 dni po koncu meseca',
  ]);
});

test('a language is found by its tag, and English stands in for one that is not there', () => {
  expect(paperWords('de-AT').kind.invoice).toBe('Rechnung');
  expect(paperWords('ET').kind.invoice).toBe('Arve');
  for (const unknown of ['fr', '', 'constructor', '__proto__', 'toString']) {
    expect(paperWords(unknown).kind.invoice).toBe('Invoice');
  }
});
