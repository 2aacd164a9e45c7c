import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formsOf } from '../../../domain/bank/payer-name.ts';

/** As the matching takes it. */
function isSameName(one: string, other: string): boolean {
  const forms = new Set(formsOf(one));
  return formsOf(other).some((form) => forms.has(form));
}

describe('a payer is known', () => {
  test.each([
    ['Ana Novak', 'NOVAK ANA'],
    ['Õie Tamm', 'OIE TAMM'],
    ['Jürgen Müller', 'MUELLER JUERGEN'],
    ['Jürgen Müller', 'Jurgen Muller'],
    ['Müller & Söhne GmbH', 'MUELLER UND SOEHNE GMBH'],
    ['Groß KG', 'GROSS KG'],
    ['Anne-Marie O’Connor', "ANNE MARIE O'CONNOR"],
    ['Primož Čop s.p.', 'PRIMOZ COP S P'],
    ['Jadran Demo d.o.o.', 'JADRAN DEMO DOO'],
    ['Åse Bjørn', 'AASE BJOERN'],
    ['Łukasz Żak', 'LUKASZ ZAK'],
    ['Ðorđe Petrović', 'DORDE PETROVIC'],
    ['İlkay Işık', 'ILKAY ISIK'],
    ['Иван Петров', 'IVAN PETROV'],
    ['Христо Ячев', 'HRISTO YACHEV'],
    ['Юлия Хорошая', 'IULIIA KHOROSHAIA'],
    ['Џорџ Жикић', 'DZORDZ ZIKIC'],
    ['Γιώργος Παπαδόπουλος', 'GIORGOS PAPADOPOULOS'],
    ['Ｆｕｌｌ Ｗｉｄｔｈ', 'FULL WIDTH'],
  ])('%s by %s', (customer, payer) => {
    expect(isSameName(customer, payer)).toBe(true);
    expect(isSameName(payer, customer)).toBe(true);
  });
});

describe('a payer is another', () => {
  test.each([
    ['Ana Novak', 'Ana Novak Kos'],
    ['Ana Novak', 'Ana Nova'],
    ['Michael Novak', 'Michal Novak'],
    ['Ana Novak', 'A. Novak'],
    ['', ''],
    ['&', 'and'],
    ['...', '---'],
  ])('%s and %s', (customer, payer) => {
    expect(isSameName(customer, payer)).toBe(false);
  });
});

test('a name is itself in capitals and in any order of its words', () => {
  const words = fc.array(fc.stringMatching(/^[a-zäöüõšžéèñåøđł]{2,10}$/), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(words, fc.nat(), (parts, seed) => {
      fc.pre(formsOf(parts.join(' ')).length > 0);
      const turned = [...parts.slice(seed % parts.length), ...parts.slice(0, seed % parts.length)];
      expect(isSameName(parts.join(' '), turned.join('  ').toUpperCase())).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('whatever a bank sends has forms in plain letters, and no form of nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
      for (const form of formsOf(name)) {
        expect(form).toBe(form.trim());
        expect(form).not.toBe('');
      }
    }),
    { numRuns: 2_000 },
  );
});
