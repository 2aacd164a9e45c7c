import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeBadFile } from '../../bin/import/bad-file.ts';
import { csvLine } from '../../bin/import/csv-line.ts';
import { type ImportRequest, importFile } from '../../bin/import/import-file.ts';
import { readMapping } from '../../bin/import/mapping-file.ts';
import { defaultMapping } from '../../domain/import/default-mapping.ts';
import { withFile } from '../domain/import/temporary-file.ts';
import { saveBook } from '../../db/book.ts';
import { ownDatabase } from './own-database.ts';
import { bookSeller, smallBook } from './small-book.ts';

const { em } = ownDatabase();

const header = ['customer_number', 'customer_name', 'email', 'country', 'starts_on', 'interval'];
const columns = [...header, 'service_code', 'service_name', 'price'];
const line = (number: string, email = 'someone@example.com', price = '29.90') =>
  csvLine([number, 'Õie', email, 'EE', '2026-01-15', 'monthly', 'fibre', 'Fibre', price], ',');
const fileOf = (...lines: string[]) => csvLine(columns, ',') + lines.join('');

const quiet = () => undefined;

/** Imports for a seller who is there already. */
async function imported(seller: string, content: string, changes: Partial<ImportRequest> = {}) {
  const request = { ...usual, seller, ...changes };
  return withFile(content, (file) => importFile(em(), { ...request, file }, quiet));
}

const usual: Omit<ImportRequest, 'file'> = {
  mapping: defaultMapping,
  seller: null,
  billFrom: null,
  skipBad: false,
  dryRun: false,
  nowMs: Date.parse('2026-03-01T12:00:00Z'),
};

async function newSeller(code: string): Promise<string> {
  const nothing = { services: [], ladders: [], customers: [], contracts: [] };
  await saveBook(em(), { ...nothing, sellers: [bookSeller(code)] });
  return code;
}

const numbersOf = async (seller: string) => {
  const rows = await em().execute<{ number: string }[]>(
    `select customer.number from customer join seller on seller.id = seller_id
      where seller.code = ? order by customer.number`,
    [seller],
  );
  return rows.map(({ number }) => number);
};

test('a file says who it is for when there is no seller, or more than one', async () => {
  const request = { ...usual, file: 'examples/customers.csv' };
  await expect(importFile(em(), request, quiet)).rejects.toThrow('There is no seller yet');
  const mapping = await readMapping('examples/customers.map.json');
  await importFile(em(), { ...request, mapping }, quiet);
  expect((await importFile(em(), request, quiet)).seller).toBe('example-shop');
  await newSeller('second');
  await expect(importFile(em(), request, quiet)).rejects.toThrow(
    'Say with --seller which seller the file is for: example-shop, second.',
  );
  await expect(importFile(em(), { ...request, seller: 'third' }, quiet)).rejects.toThrow(
    'There is no seller third. There are example-shop, second',
  );
  await expect(importFile(em(), { ...request, mapping, seller: 'second' }, quiet)).rejects.toThrow(
    'leave out one of them',
  );
});

test('the example is imported whole, and a second time changes nothing, even a week later', async () => {
  const mapping = await readMapping('examples/customers.map.json');
  const request = { ...usual, mapping, file: 'examples/customers.csv' };
  await importFile(em(), request, quiet);
  const later = { ...request, nowMs: request.nowMs + 7 * 86_400_000 };
  const { rows, bad, report } = await importFile(em(), later, quiet);
  expect({ rows, bad }).toEqual({ rows: 9, bad: [] });
  expect(report).toMatchObject({
    customers: { new: 0, changed: 0, unchanged: 7 },
    contracts: { new: 0, changed: 0, unchanged: 8 },
  });
});

test('one bad row keeps the whole file out, and every bad row is told', async () => {
  const seller = await newSeller('all-or-nothing');
  const file = fileOf(line('1'), line('2', 'nobody'), line('3'), line('4', 'nobody', 'free'));
  const { report, bad } = await imported(seller, file);
  expect(report).toBeNull();
  expect(bad.map(({ row, reasons }) => [row.line, reasons.length])).toEqual([
    [3, 1],
    [5, 2],
  ]);
  expect(await numbersOf(seller)).toEqual([]);
});

test('--skip-bad imports the rest, and the bad file can be mended and imported', async () => {
  const seller = await newSeller('the-rest');
  const {
    bad,
    header: own,
    report,
  } = await imported(
    seller,
    fileOf(line('1'), line('2', 'nobody'), '"3",too,short\r\n', line('4')),
    { skipBad: true },
  );
  expect(report?.customers.new).toBe(2);
  expect(await numbersOf(seller)).toEqual(['1', '4']);
  const mended = await withFile('', async (beside) => {
    const path = join(beside, '..', 'bad.csv');
    await writeBadFile({ path, header: own, delimiter: ',', bad });
    const text = await readFile(path, 'utf8');
    expect(text.split('\r\n')).toEqual([
      `${columns.join(',')},fairbill_line,fairbill_reason`,
      '2,Õie,nobody,EE,2026-01-15,monthly,fibre,Fibre,29.90,3,“email”: “nobody” is no e-mail address',
      '3,too,short,,,,,,,4,"the row has 3 cells, and the header has 9"',
      '',
    ]);
    return text.replace('nobody,', 'somebody@example.com,').replace(/\n3,too.*/, '');
  });
  expect((await imported(seller, mended)).report?.customers.new).toBe(1);
  expect(await numbersOf(seller)).toEqual(['1', '2', '4']);
});

test('a dry run says what would happen and changes nothing', async () => {
  const seller = await newSeller('dry');
  const { report } = await imported(seller, fileOf(line('1')), { dryRun: true });
  expect(report).toMatchObject({ customers: { new: 1 }, contracts: { new: 1 } });
  expect(await numbersOf(seller)).toEqual([]);
});

test('an import that is stopped while it reads or saves leaves nothing', async () => {
  const seller = await newSeller('stopped');
  for (const moment of ['reading', 'saving']) {
    const stopped = withFile(fileOf(line('1')), (file) =>
      importFile(em(), { ...usual, seller, file }, (doing) => {
        if (doing === moment) throw new Error('Stopped.');
      }),
    );
    await expect(stopped).rejects.toThrow('Stopped.');
  }
  expect(await numbersOf(seller)).toEqual([]);
});

test.each([
  ['', 'is empty'],
  [fileOf(), 'has a header and no rows'],
  ['customer_number,email\n1,a@example.com\n', 'The file has no columns “customer_name”'],
])('the file %j is refused in a plain sentence', async (content, sentence) => {
  const seller = await newSeller('sentences');
  await expect(imported(seller, content)).rejects.toThrow(sentence);
});

test('months gone by need a first day to be billed, which every month has', async () => {
  const mapping = await readMapping('examples/telco.map.json');
  for (const [billFrom, sentence] of [
    [null, '--bill-from'],
    ['2026-03-31', 'from the 1st to the 28th'],
  ] as const) {
    const request = { ...usual, file: 'examples/customers.csv', mapping, billFrom };
    await expect(importFile(em(), request, quiet)).rejects.toThrow(sentence);
  }
});

test('a contract starts with the ladder’s newest version', async () => {
  const book = smallBook('ladders', 0);
  const versions = [1, 2].flatMap((version) =>
    book.ladders.map((ladder) => ({ ...ladder, version })),
  );
  await saveBook(em(), { ...book, ladders: versions });
  await imported('ladders', fileOf(line('1')));
  expect(
    await em().execute(
      `select ladder.version from contract join ladder on ladder.id = ladder_id
         join seller on seller.id = contract.seller_id where seller.code = 'ladders'`,
    ),
  ).toEqual([{ version: 2 }]);
});
