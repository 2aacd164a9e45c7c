import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readStatementFile } from '../../../db/bank-statement-file.ts';
import { statementSizeMax } from '../../../db/bank-xml.ts';
import { balanceDifference, totalsOf } from '../../../domain/bank/statement.ts';
import { toDecimal } from '../../../domain/money.ts';
import { creditorReference } from '../../../domain/reference.ts';
import { refusedWith } from './refused-with.ts';
import {
  type EntrySpec,
  ourIban,
  statementBytes,
  statementFile,
  type StatementSpec,
  type Version,
} from './statement-file.ts';

const versions: readonly Version[] = ['02', '08'];
const read = (...statements: StatementSpec[]) => readStatementFile(statementBytes(statements));
const only = (entry: EntrySpec, version: Version = '08') => {
  const [statement] = readStatementFile(statementBytes([{ entries: [entry] }], version));
  return statement?.entries ?? [];
};
const bytes = (text: string) => new TextEncoder().encode(text);
const refused = (text: string) => refusedWith(() => readStatementFile(bytes(text)));

describe.each(versions)('a statement in version %s', (version) => {
  test('gives what its entry says, to the cent', () => {
    const reference = creditorReference('FB2026-000123');
    const [entry] = only(
      {
        amount: '122.5',
        bookedOn: '2026-03-14',
        valueOn: '2026-03-13',
        servicerReference: 'BANK-1',
        remark: 'Incoming transfer',
        details: [
          {
            endToEndId: 'E2E-7',
            debtor: 'MUELLER & SOEHNE',
            ultimateDebtor: 'Õie Tamm',
            iban: 'EE47 1000 0010 2014 5685',
            structured: [{ reference, amount: '122.50' }],
            text: ['first line', 'second'],
          },
        ],
      },
      version,
    );
    expect(entry).toMatchObject({
      kind: 'credit',
      isReversal: false,
      amountMinor: 12_250,
      bookedOn: '2026-03-14',
      valueOn: '2026-03-13',
      servicerReference: 'BANK-1',
      endToEndId: 'E2E-7',
      structured: [{ reference, amountMinor: 12_250 }],
      unstructured: 'first line second',
      remark: 'Incoming transfer',
      payerNames: ['MUELLER & SOEHNE', 'Õie Tamm'],
      payerIban: 'EE471000001020145685',
      returnReason: null,
    });
  });

  test('leaves out what is only announced', () => {
    const entries: EntrySpec[] = [{ amount: '1' }, { amount: '2', status: 'PDNG' }];
    const [statement] = readStatementFile(statementBytes([{ entries }], version));
    expect(statement).toMatchObject({ notBooked: 1, entries: [{ amountMinor: 100 }] });
  });

  test('divides a batch into its payments', () => {
    const batch = {
      amount: '30.00',
      servicerReference: 'BATCH',
      details: [
        { amount: '10.00', debtor: 'A', servicerReference: 'PART-1' },
        { amount: '20.00', debtor: 'B', servicerReference: 'BATCH' },
      ],
    };
    expect(only(batch, version)).toMatchObject([
      { amountMinor: 1_000, servicerReference: 'PART-1', isBatchReference: false },
      { amountMinor: 2_000, servicerReference: 'BATCH', isBatchReference: true },
    ]);
  });

  test('keeps a batch whole whose details do not make it up, or are in another currency', () => {
    const of = (...details: { amount: string; currency?: string }[]) =>
      only({ amount: '30.00', details }, version);
    for (const parts of [
      of({ amount: '10.00' }, { amount: '19.99' }),
      of({ amount: '10.00' }, { amount: '20.00', currency: 'USD' }),
      only({ amount: '30.00', batchOf: 2 }, version),
      // A bank that tells of one payment only, as an example of five.
      only({ amount: '30.00', batchOf: 5, details: [{ amount: '6.00', debtor: 'A' }] }, version),
    ]) {
      expect(parts).toMatchObject([{ amountMinor: 3_000, isUndividedBatch: true, payerNames: [] }]);
    }
  });

  test('tells returns from what the seller spent, and takes back what the seller had spent', () => {
    const kindOf = (spec: Partial<EntrySpec>) => only({ amount: '5.00', ...spec }, version)[0];
    const returned = kindOf({ sign: 'DBIT', details: [{ returned: 'MD06' }] });
    expect(returned).toMatchObject({ kind: 'return', returnReason: 'MD06' });
    expect(kindOf({ sign: 'DBIT', isReversal: true })).toMatchObject({ kind: 'return' });
    expect(kindOf({ sign: 'DBIT' })).toMatchObject({ kind: 'outgoing' });
    const back = { kind: 'credit', isReversal: true };
    expect(kindOf({ isReversal: true })).toMatchObject(back);
    expect(kindOf({ details: [{ returned: 'AC04' }] })).toMatchObject(back);
  });
});

describe('amounts', () => {
  test.each<[string, string, number]>([
    ['12', 'EUR', 1_200],
    ['+12.3', 'EUR', 1_230],
    ['.5', 'EUR', 50],
    ['12.', 'EUR', 1_200],
    ['12.34000', 'EUR', 1_234],
    ['1500', 'JPY', 1_500],
    ['1500.00', 'JPY', 1_500],
    ['1.234', 'KWD', 1_234],
    ['90071992547409.91', 'EUR', Number.MAX_SAFE_INTEGER],
  ])('%s %s is %d', (amount, currency, minor) => {
    const [statement] = read({ currency, entries: [{ amount }] });
    expect(statement?.entries).toMatchObject([{ amountMinor: minor }]);
  });

  test.each(['12.345', '1e2', '10e5', '-1', '1,5', '1 000', '', '.', '+', '90071992547409.92'])(
    '“%s” is none in euros',
    (amount) => {
      const refusal = refused(statementFile([{ entries: [{ amount: '1' }, { amount }] }]));
      expect(refusal?.code).toBe('statement_invalid');
      expect(refusal?.detail).toContain('Statement S-1, booked entry 2');
    },
  );

  test('in another currency than the account’s are refused', () => {
    const refusal = refused(statementFile([{ entries: [{ amount: '1', currency: 'USD' }] }]));
    expect(refusal?.detail).toContain('an amount in USD, and the account is in EUR');
  });
});

describe('the sums of a statement', () => {
  const entries = fc.array(
    fc.record({
      minor: fc.integer({ min: 1, max: 10_000_000 }),
      kind: fc.constantFrom('credit', 'return', 'outgoing'),
    }),
    { maxLength: 20 },
  );

  test('agree with its balances exactly when the bank’s arithmetic does', () => {
    const any = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(entries, any, any, (all, opening, error) => {
        const moved = all.reduce(
          (sum, { kind, minor }) => sum + (kind === 'credit' ? minor : -minor),
          0,
        );
        const [statement] = read({
          opening: toDecimal(opening, 'EUR'),
          closing: toDecimal(opening + moved + error, 'EUR'),
          entries: all.map(({ kind, minor }) => ({
            amount: toDecimal(minor, 'EUR'),
            sign: kind === 'credit' ? 'CRDT' : 'DBIT',
            isReversal: kind === 'return',
          })),
        });
        if (!statement) throw new Error('the statement is gone');
        expect(balanceDifference({ ...statement, totals: totalsOf(statement) })).toBe(error);
        for (const kind of ['credit', 'return', 'outgoing'] as const) {
          const minors = all.filter((one) => one.kind === kind).map(({ minor }) => minor);
          const amountMinor = minors.reduce((sum, minor) => sum + minor, 0);
          expect(totalsOf(statement)[kind]).toEqual({ count: minors.length, amountMinor });
        }
      }),
      { numRuns: 300 },
    );
  });

  test('cannot be compared without a balance', () => {
    const [statement] = read({ opening: '1.00', entries: [] });
    const totals = totalsOf({ entries: [] });
    expect(statement && balanceDifference({ ...statement, totals })).toBeNull();
  });

  test('of a page are those between its interim balances', () => {
    const file = statementFile([{ opening: '5.00', closing: '7.00', entries: [{ amount: '2' }] }]);
    const [page] = readStatementFile(bytes(file.replace('OPBD', 'ITBD').replace('CLBD', 'ITBD')));
    expect(page).toMatchObject({ openingMinor: 500, closingMinor: 700 });
  });
});

describe('the id of a payment', () => {
  const idsOf = (...statements: StatementSpec[]) =>
    read(...statements).map(({ entries }) => entries.map(({ paymentId }) => paymentId));
  const day = (bookedOn: string, amount: string, servicerReference?: string): EntrySpec => ({
    amount,
    bookedOn,
    ...(servicerReference && { servicerReference }),
    details: [{ debtor: 'Ana Novak', text: ['rent'] }],
  });

  test('is the same in whatever statement, version or order the entry comes', () => {
    const entry = day('2026-03-02', '10.00', 'R-2');
    const others = [day('2026-03-01', '10.00', 'R-1'), day('2026-03-03', '10.00', 'R-3')];
    const [[id]] = idsOf({ id: 'ONE', entries: [entry] }) as [[string]];
    expect(idsOf({ id: 'TWO', entries: [...others, entry] })[0]?.[2]).toBe(id);
    const old = readStatementFile(statementBytes([{ id: 'OLD', entries: [entry] }], '02'));
    expect(old[0]?.entries[0]?.paymentId).toBe(id);
  });

  test('is another for every entry, with the bank’s references or without', () => {
    const specs = fc.array(
      fc.record({
        bookedOn: fc.constantFrom('2026-03-01', '2026-03-02'),
        amount: fc.constantFrom('10.00', '10', '20.00'),
        reference: fc.constantFrom(undefined, 'NONREF', 'R-1', 'R-2'),
      }),
      { minLength: 2, maxLength: 12 },
    );
    fc.assert(
      fc.property(specs, (all) => {
        const entries = all.map(({ bookedOn, amount, reference }) =>
          day(bookedOn, amount, reference),
        );
        const [ids = []] = idsOf({ entries });
        expect(new Set(ids).size).toBe(all.length);
        // A later statement that holds the last of the two days again.
        const second = entries.filter(({ bookedOn }) => bookedOn === '2026-03-02');
        const [again = []] = idsOf({ id: 'S-2', entries: second });
        const known = ids.filter((_, at) => entries[at]?.bookedOn === '2026-03-02');
        expect(again).toEqual(known);
      }),
      { numRuns: 500 },
    );
  });

  test('goes on counting over the pages of one statement', () => {
    const page = { id: 'S-1', entries: [day('2026-03-01', '10.00')] };
    const ids = idsOf(page, page).flat();
    expect(new Set(ids).size).toBe(2);
  });

  test('is the same in two statements of one file that hold the same day', () => {
    const entries = [day('2026-03-01', '10.00'), day('2026-03-01', '10.00')];
    const [one, other] = idsOf({ id: 'S-1', entries }, { id: 'S-2', entries });
    expect(other).toEqual(one);
  });

  test('differs between accounts', () => {
    const entries = [day('2026-03-01', '10.00', 'R-1')];
    const other = { iban: 'SI56263300012039086', entries };
    expect(new Set(idsOf({ entries }, other).flat()).size).toBe(2);
  });
});

describe('a file', () => {
  test('in another encoding that it declares is read', () => {
    const text = statementFile([
      { entries: [{ amount: '1', details: [{ debtor: 'Müller' }] }] },
    ]).replace('UTF-8', 'ISO-8859-1');
    const [statement] = readStatementFile(Buffer.from(text, 'latin1'));
    expect(statement?.entries).toMatchObject([{ payerNames: ['Müller'] }]);
  });

  test('with prefixes, an envelope and CDATA is read', () => {
    const inner = statementFile([{ entries: [{ amount: '1', details: [{ text: ['TEXT'] }] }] }])
      .replace(/<\?xml.*\?>/, '')
      .replace('TEXT', '<![CDATA[a &amp; <b>]]>')
      .replaceAll(/<(\/?)([A-Z])/g, '<$1n:$2')
      .replace('xmlns=', 'xmlns:n=')
      .replaceAll('<![n:', '<![');
    const [statement] = readStatementFile(bytes(`<Envelope><Header/>${inner}</Envelope>`));
    expect(statement).toMatchObject({
      account: ourIban,
      entries: [{ unstructured: 'a &amp; <b>' }],
    });
  });

  const good = statementFile([{ entries: [{ amount: '1' }] }]);
  const long = 'x'.repeat(3_000);
  const withLong = (entry: Omit<EntrySpec, 'amount'>) =>
    statementFile([{ entries: [{ amount: '1', ...entry }] }]);

  test.each<[string, string, string]>([
    ['nothing', '', 'no XML: line 1, column 0, document must contain a root element.'],
    ['a text', 'Hello', 'The file is no XML: line '],
    ['half a file', good.slice(0, -20), 'The file is no XML: line '],
    ['two roots', `${good}<Document/>`, 'The file is no XML: line '],
    ['other XML', '<html/>', 'no bank statement in the form camt.053'],
    ['another message', '<Document><BkToCstmrAcctRpt/></Document>', 'camt.052'],
    ['an empty message', '<Document><BkToCstmrStmt/></Document>', 'holds no statement'],
    ['a wrong IBAN', good.replace(ourIban, 'EE382200221020145686'), 'is no IBAN'],
    ['no account', good.replace(/<Id><IBAN>.*<\/Id>/, ''), 'does not say of which account'],
    ['a strange currency', good.replaceAll('EUR', 'XXX'), '“XXX” is no currency'],
    ['no direction', good.replace('CRDT', 'BOTH'), 'whether money came or went'],
    ['no date', good.replaceAll('2026-03-14', '2026-02-30'), '“2026-02-30” is no date'],
    [
      'an account that no database indexes',
      good.replace(/<Id><IBAN>.*<\/Id>/, `<Id><Othr><Id>${long}</Id></Othr></Id>`),
      'does not say of which account',
    ],
    ['a text as an id', withLong({ servicerReference: long }), 'an id of more than 200'],
    ['a text as another', withLong({ details: [{ endToEndId: long }] }), 'an id of more than 200'],
    ['a byte that is no UTF-8', `${good}\u00ff`, 'not in the encoding UTF-8'],
  ])('that holds %s is refused in a plain sentence', (what, text, sentence) => {
    const isBinary = what.startsWith('a byte');
    const content = isBinary ? Buffer.from(text, 'latin1') : bytes(text);
    const refusal = refusedWith(() => readStatementFile(content));
    expect(refusal?.code).toBe('statement_invalid');
    expect(refusal?.detail).toContain(sentence);
  });

  test.each([
    '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document>&e;</Document>',
    '<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Document>&b;</Document>',
    '<!DOCTYPE Document><Document/>',
  ])('may not define anything of its own: %s', (text) => {
    expect(refused(text)?.detail).toContain('DOCTYPE');
  });

  test('that uses an entity XML does not have is refused', () => {
    expect(refused('<Document>&nbsp;</Document>')?.detail).toContain('undefined entity');
  });

  test('that is too large or too deep is refused before it costs anything', () => {
    expect(refusedWith(() => readStatementFile(new Uint8Array(statementSizeMax + 1)))?.detail).toBe(
      'The file is larger than 10 MB.',
    );
    expect(refused('<a>'.repeat(100_000))?.detail).toContain('nested too deeply');
  });

  test('that is broken anywhere is either refused or read whole, never anything else', () => {
    const source = statementFile([
      {
        opening: '1.00',
        closing: '3.00',
        entries: [{ amount: '2.00', details: [{ text: ['x'] }] }],
      },
    ]);
    fc.assert(
      fc.property(fc.nat(source.length - 1), fc.nat(30), (at, length) => {
        const cut = source.slice(0, at) + source.slice(at + length);
        const refusal = refused(cut);
        expect(refusal === null || refusal.code === 'statement_invalid').toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

test('the example that comes along is read, and its balance agrees', () => {
  const [statement, ...others] = readStatementFile(readFileSync('examples/statement.camt053.xml'));
  if (!statement) throw new Error('the example holds no statement');
  const totals = totalsOf(statement);
  expect(others).toEqual([]);
  expect(balanceDifference({ ...statement, totals })).toBe(0);
  expect(statement.notBooked).toBe(1);
  expect(totals).toMatchObject({
    credit: { count: 8 },
    return: { count: 1 },
    outgoing: { count: 1 },
  });
});
