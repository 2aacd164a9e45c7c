import { describe, expect, test } from 'vitest';
import { billPageLanguages, billPageWords } from '../../api/bill-page/languages.ts';

/** Stands for whatever a sentence is given: each part of it is written as its own name. */
const given: unknown = new Proxy(Object.create(null), {
  get: (_target, name) => (typeof name === 'string' ? `«${name}»` : () => '«it»'),
});

/** Every text of a language by its path, sentences said. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    return [[path, String(Reflect.apply(value, undefined, [given]))]];
  }
  return Object.entries(value ?? {}).flatMap(([key, inner]) =>
    textsOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

const english = new Map(textsOf(billPageLanguages['en']));

const places = (text: string) => new Set(text.match(/«\w+»/g));

describe.each(Object.keys(billPageLanguages))('the page in %s', (language) => {
  const texts = textsOf(billPageWords(language));

  test('has every text that English has, none empty or with blanks around it', () => {
    expect(texts.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of texts) {
      expect(text, path).toMatch(/^\S.*\S$/s);
      expect(text, path).not.toMatch(/undefined|\[object|[{}$]| {2}/);
    }
  });

  test('puts into each sentence what English puts into it', () => {
    for (const [path, text] of texts) {
      expect(places(text), path).toEqual(places(english.get(path) ?? ''));
    }
  });

  test('is told apart from English', () => {
    if (language === 'en') return;
    expect(texts.filter(([path, text]) => english.get(path) === text)).toEqual([]);
  });
});

test('a language is found by its tag, and English stands in for one that is not there', () => {
  expect(billPageWords('de-AT').page.error).toBe('Fehler');
  for (const unknown of ['fr', '', 'constructor', '__proto__']) {
    expect(billPageWords(unknown).page.error).toBe('Error');
  }
});
