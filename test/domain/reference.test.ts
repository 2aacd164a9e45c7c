import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  creditorReference,
  epcQrPayload,
  findCreditorReferences,
  isCreditorReference,
  isIban,
  normaliseReference,
} from '../../domain/reference.ts';
import { refusalOf } from './refusals.ts';

const runs = { numRuns: 5_000 };
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const characters = fc.constantFrom(...Array.from(alphabet));
const words = fc.string({ unit: characters, minLength: 1, maxLength: 21 });
const references = words.map(creditorReference);

/** The definition itself: the text moved round and read as one long number. */
const remainder = (text: string) =>
  BigInt(
    Array.from(text.slice(4) + text.slice(0, 4), (character) => alphabet.indexOf(character)).join(
      '',
    ),
  ) % 97n;
const grouped = (text: string) => text.replaceAll(/(.{4})(?=.)/g, '$1 ');
const isDigit = (character = '') => character < 'A';
const replaced = (text: string, at: number, by: string) =>
  text.slice(0, at) + by + text.slice(at + by.length);

describe('a creditor reference', () => {
  test.each(['RF18 5390 0754 7034', 'RF18539007547034', 'rf45g72uur', 'RF6518K5'])(
    '%s is one',
    (text) => {
      expect(isCreditorReference(text)).toBe(true);
    },
  );

  test('of an invoice number keeps its letters and digits', () => {
    expect(creditorReference('539007547034')).toBe('RF18539007547034');
    expect(creditorReference('FB2026-000123')).toMatch(/^RF\d\dFB2026000123$/);
    expect(creditorReference('fb 2026/000123')).toBe(creditorReference('FB2026-000123'));
  });

  test('has check digits that leave one of ninety-seven', () => {
    fc.assert(
      fc.property(references, (reference) => {
        expect(remainder(reference)).toBe(1n);
        expect(isCreditorReference(reference)).toBe(true);
        expect(isCreditorReference(` ${grouped(reference).toLowerCase()} `)).toBe(true);
        expect(normaliseReference(grouped(reference).toLowerCase())).toBe(reference);
      }),
      runs,
    );
  });

  test('with one wrong digit or letter is none', () => {
    fc.assert(
      fc.property(references, fc.nat(), characters, (reference, place, character) => {
        const at = 2 + (place % (reference.length - 2));
        fc.pre(reference[at] !== character && isDigit(reference[at]) === isDigit(character));
        expect(isCreditorReference(replaced(reference, at, character))).toBe(false);
      }),
      runs,
    );
  });

  test('with two digits or two letters swapped is none', () => {
    fc.assert(
      fc.property(references, fc.nat(), (reference, place) => {
        const at = 4 + (place % Math.max(1, reference.length - 5));
        const [one, other] = [reference[at], reference[at + 1]];
        fc.pre(other !== undefined && one !== other && isDigit(one) === isDigit(other));
        const swapped = replaced(reference, at, `${other}${one}`);
        expect(isCreditorReference(swapped)).toBe(false);
      }),
      runs,
    );
  });

  test('never has the check digits 00, 01 or 99, though they leave the same remainder', () => {
    fc.assert(
      fc.property(words, fc.constantFrom('00', '01', '99'), (word, digits) => {
        expect(isCreditorReference(`RF${digits}${word}`)).toBe(false);
      }),
      runs,
    );
  });

  test.each(['', '-', '/ /', 'FB2026-000123-0000000012', 'Ж'])('is not made of "%s"', (text) => {
    expect(() => creditorReference(text)).toThrow('1 to 21 characters');
  });

  test.each(['', 'RF', 'RF18', 'RF18-5390-0754-7034', 'DE18539007547034', 'RF18539007547034X'])(
    '"%s" is none',
    (text) => {
      expect(isCreditorReference(text)).toBe(false);
    },
  );
});

describe('the references in a line of a bank statement', () => {
  test.each<[string, string[]]>([
    ['', []],
    ['Thank you for everything', []],
    ['RF18539007547034', ['RF18539007547034']],
    ['Invoice of May, RF18 5390 0754 7034.', ['RF18539007547034']],
    ['EREF+rf18 5390\n0754 7034+SVWZ', ['RF18539007547034']],
    ['/RFB/RF18539007547034/RF45G72UUR', ['RF18539007547034', 'RF45G72UUR']],
    ['RF45G72UUR and again rf45 g72u ur', ['RF45G72UUR']],
    ['RF18539007547035 has a wrong digit', []],
    ['PERF18539007547034', []],
    ['RF18539007547034RF45G72UUR', []],
  ])('"%s"', (text, expected) => {
    expect(findCreditorReferences(text)).toEqual(expected);
  });

  test('are found at their full length, but not as the beginning of a longer word', () => {
    const longest = creditorReference('ABCDEFGHIJ12345678901');
    expect(longest).toHaveLength(25);
    expect(findCreditorReferences(`for ${longest}, thanks`)).toEqual([longest]);
    expect(findCreditorReferences(`for ${longest}2`)).toEqual([]);
  });

  test('are named in every reading that has the right check digits, the longest first', () => {
    const longest = creditorReference('ABCDEFGHIJ12345678901');
    const found = findCreditorReferences(`${grouped(longest)} 2026`);
    expect(found).toEqual(['RF07ABCDEFGHIJ12345678901', 'RF07ABCDEFGHIJ1234567890']);
  });

  test('are found whatever is around them, and with blanks wherever a bank breaks its lines', () => {
    const around = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(
        references,
        fc.array(fc.tuple(fc.integer({ min: 4, max: 24 }), fc.constantFrom(' ', '\n', '\r\n  '))),
        around,
        around,
        (reference, blanks, before, after) => {
          const written = blanks
            .filter(([at]) => at < reference.length)
            .toSorted(([one], [other]) => other - one)
            .reduce((text, [at, blank]) => text.slice(0, at) + blank + text.slice(at), reference);
          expect(findCreditorReferences(`${before} ${written} ${after}`)).toContain(reference);
        },
      ),
      runs,
    );
  });

  test('are creditor references, each named once', () => {
    const text = fc.array(fc.oneof(words, references, fc.constantFrom(' ', ', ', '/', 'RF')));
    fc.assert(
      fc.property(text, (parts) => {
        const found = findCreditorReferences(parts.join(' '));
        expect(found.every(isCreditorReference)).toBe(true);
        expect(new Set(found).size).toBe(found.length);
      }),
      runs,
    );
  });

  test('are found in a long text in time that grows with its length only', () => {
    const text = `${'RF18 '.repeat(20_000)}${' '.repeat(100_000)}RF45G72UUR`;
    expect(findCreditorReferences(text)).toContain('RF45G72UUR');
  });
});

describe('an IBAN', () => {
  test.each([
    'EE38 2200 2210 2014 5685',
    'SI56263300012039086',
    'DE89370400440532013000',
    'FI2112345600000785',
    'FR1420041010050500013M02606',
    'GB82 WEST 1234 5698 7654 32',
    'NO9386011117947',
    'MT84MALT011000012345MTLCAST001S',
    'CH9300762011623852957',
    'be68 5390 0754 7034',
    'NL91ABNA0417164300',
  ])('%s is one', (text) => {
    expect(isIban(text)).toBe(true);
  });

  test.each(['', 'DE89370400440532013001', 'EE382200221020145685 0', 'RF18539007547034', 'DE89'])(
    '"%s" is none',
    (text) => {
      expect(isIban(text)).toBe(false);
    },
  );

  test('of the wrong length for its country is none, however right its check digits', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(['EE', 'SI', 'DE', 'FI', 'FR', 'IT', 'LV', 'LT', 'AT'] as const)),
        fc.string({ unit: characters, minLength: 11, maxLength: 30 }),
        (country, account) => {
          const digits = 98n - remainder(`${country}00${account}`);
          const iban = `${country}${String(digits).padStart(2, '0')}${account}`;
          const lengths = {
            EE: 20,
            SI: 19,
            DE: 22,
            FI: 18,
            FR: 27,
            IT: 27,
            LV: 21,
            LT: 20,
            AT: 20,
          };
          expect(isIban(iban)).toBe(iban.length === lengths[country]);
        },
      ),
      runs,
    );
  });
});

describe('the QR code for a transfer', () => {
  const transfer = {
    name: 'Franz Mustermänn',
    iban: 'DE71 1102 2033 0123 4567 89',
    bic: 'BHBLDEHHXXX',
    amountMinor: 1230,
    currency: 'EUR',
    reference: 'RF18 5390 0754 7034',
  };
  const { bic: _bic, ...withoutBic } = transfer;

  test('has the elements of EPC069-12 in their order and nothing after the last', () => {
    const lines = [
      'BCD',
      '002',
      '1',
      'SCT',
      'BHBLDEHHXXX',
      'Franz Mustermänn',
      'DE71110220330123456789',
      'EUR12.30',
      '',
      'RF18539007547034',
    ];
    expect(epcQrPayload(transfer).split('\n')).toEqual(lines);
    expect(epcQrPayload({ ...withoutBic, bic: null }).split('\n')).toEqual(lines.with(4, ''));
    expect(epcQrPayload(withoutBic)).toBe(epcQrPayload({ ...transfer, bic: '' }));
  });

  test('carries any amount from one cent to the largest that SEPA knows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999_999 }), (amountMinor) => {
        const line = epcQrPayload({ ...transfer, amountMinor }).split('\n')[7] ?? '';
        expect(line).toMatch(/^EUR\d{1,9}\.\d\d$/);
        expect(Number(line.slice(3).replace('.', ''))).toBe(amountMinor);
      }),
      runs,
    );
  });

  test('has as many lines as elements, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (name) => {
        const payload = epcQrPayload({ ...transfer, name: `A\n${name}\r\n` });
        expect(payload.split(/[\n\r\v\f\u0085\u2028\u2029]/)).toHaveLength(10);
        expect(new TextEncoder().encode(payload).length).toBeLessThanOrEqual(331);
      }),
      runs,
    );
  });

  test.each([
    [{ currency: 'USD' }, 'currency_mismatch'],
    [{ amountMinor: 0 }, 'amount_invalid'],
    [{ amountMinor: -1 }, 'amount_invalid'],
    [{ amountMinor: Number.NaN }, 'amount_invalid'],
    [{ amountMinor: 0.5 }, 'amount_invalid'],
    [{ amountMinor: 1.5 }, 'amount_invalid'],
    [{ amountMinor: 100_000_000_000 }, 'amount_too_large'],
  ])('is refused for %j', (change, code) => {
    expect(refusalOf(() => epcQrPayload({ ...transfer, ...change }))).toBe(code);
  });

  test.each([
    [{ name: ' \n ' }, "no payee's name"],
    [{ name: 'x'.repeat(71) }, "no payee's name"],
    [{ name: '𠮷'.repeat(70) }, 'cannot hold the name'],
    [{ iban: 'DE71110220330123456788' }, 'no IBAN'],
    [{ bic: 'BHBLDEHHXX' }, 'no BIC'],
    [{ reference: 'FB2026-000123' }, 'no creditor reference'],
  ])('cannot be made of %j', (change, message) => {
    expect(() => epcQrPayload({ ...transfer, ...change })).toThrow(message);
  });
});
