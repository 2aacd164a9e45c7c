import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from '../../../bin/import/csv-file.ts';
import { csvLine } from '../../../bin/import/csv-line.ts';
import { toDecimal } from '../../../domain/money.ts';
import type { Row } from '../../../domain/import/source.ts';
import { gathered } from './rows.ts';
import { withFile } from './temporary-file.ts';

const spaces = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;

/** A text as it is kept: one line, composed, without blanks around it. */
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((raw) => raw.normalize('NFC').trim())
  .filter((kept) => kept !== '' && !spaces.test(kept.replaceAll(' ', '')));

const date = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

const price = fc
  .tuple(fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'HUF'), fc.integer({ min: 0, max: 10 ** 9 }))
  .map(([currency, minor]) => ({ currency, minor, decimal: toDecimal(minor, currency) }));

const interval = fc.constantFrom(
  { text: 'monthly', unit: 'month', count: 1 },
  { text: '3 months', unit: 'month', count: 3 },
  { text: '2 Weeks', unit: 'week', count: 2 },
  { text: 'yearly', unit: 'year', count: 1 },
);

const validRow = fc.record({
  name: text,
  city: text,
  note: text,
  language: fc.constantFrom('en', 'et', 'sl', 'pt-BR', 'zh-Hant'),
  country: fc.constantFrom('EE', 'SI', 'US', 'JP'),
  timeZone: fc.constantFrom('Europe/Tallinn', 'Asia/Tokyo', 'America/New_York'),
  price,
  interval,
  startsOn: date,
  quantity: fc.integer({ min: 0, max: 1_000 }),
});

type ValidRow = typeof validRow extends fc.Arbitrary<infer T> ? T : never;

const header = [
  ...['customer_number', 'customer_name', 'email', 'country', 'language', 'time_zone', 'currency'],
  ...['city', 'starts_on', 'interval', 'service_code', 'service_name', 'quantity', 'price', 'note'],
];

const cellsOf = (row: ValidRow, index: number): string[] => [
  ...[`C-${index}`, row.name, `c${index}@example.com`, row.country, row.language, row.timeZone],
  ...[row.price.currency, row.city, row.startsOn, row.interval.text, 'fibre', 'Fibre'],
  ...[String(row.quantity), row.price.decimal, row.note],
];

async function imported(rows: readonly (readonly string[])[]) {
  const file = [header, ...rows].map((cells) => csvLine(cells, ',')).join('');
  return withFile(file, async (path) => {
    const read: Row[] = [];
    for await (const { line, cells } of readCsv(path, { delimiter: ',' })) {
      read.push({ line, cells: new Map(header.map((name, index) => [name, cells[index] ?? ''])) });
    }
    return gathered(read.slice(1), { otherColumns: ['note'] });
  });
}

test('whatever a valid row says, in whatever script, is what gets in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(validRow, { minLength: 1, maxLength: 8 }), async (rows) => {
      const { bad, book } = await imported(rows.map(cellsOf));
      expect(bad).toEqual([]);
      expect(
        book.customers.map(({ name, city, attributes, language, country, timeZone, currency }) => ({
          ...{ name, city, note: attributes['note'], language, country, timeZone, currency },
        })),
      ).toEqual(
        rows.map(({ name, city, note, language, country, timeZone, price: { currency } }) => ({
          ...{ name, city, note, language, country, timeZone, currency },
        })),
      );
      expect(
        book.contracts.map(({ startsOn, interval: { unit, count }, lines: [line] }) => ({
          ...{ startsOn, unit, count, minor: line?.unitPriceMinor, quantity: line?.quantity },
        })),
      ).toEqual(
        rows.map((row) => ({
          ...{ startsOn: row.startsOn, unit: row.interval.unit, count: row.interval.count },
          ...{ minor: row.price.minor, quantity: String(row.quantity) },
        })),
      );
    }),
    { numRuns: 150 },
  );
});

/** For each column, texts that it must not take. */
const spoilt: Readonly<Record<string, fc.Arbitrary<string>>> = {
  customer_number: fc.constantFrom('', 'C 1', 'Č-1', 'x'.repeat(41), '1;2'),
  customer_name: fc.constantFrom('', 'a\nb', 'a\u0007b', 'x'.repeat(201)),
  email: fc.constantFrom('', 'a', 'a@', '@b.ee', 'a@b', 'a b@c.ee', 'a@b.ee,c@d.ee', 'a@b..ee'),
  country: fc.constantFrom('', 'ZZ', 'EST', 'Eesti', 'UK', 'EU'),
  language: fc.constantFrom('estonian', 'e', 'en_US_POSIX', '--'),
  time_zone: fc.constantFrom('Tallinn', 'Europe/Nowhere', 'UTC+25'),
  currency: fc.constantFrom('EURO', 'XXX', 'XAU', '€'),
  starts_on: fc.constantFrom('', '2026-13-01', '2026-02-29', '31.12.2026', '2026-1-1', 'today'),
  interval: fc.constantFrom('', 'daily', '0 months', '121 months', '-1 month', '1.5 years'),
  quantity: fc.constantFrom('-1', '1,5', '1e3', '0.0000001', 'NaN', '١'),
  price: fc.oneof(
    fc.constantFrom('', '-1', '1,50', '1.2.3', '1e3', '0x10', 'NaN', 'Infinity', '=1+1', '€5'),
    fc.integer({ min: 0, max: 999 }).map((cents) => `1.${String(cents).padStart(4, '0')}`),
    fc.constant(`9${'0'.repeat(20)}`),
  ),
};

test('a row with one bad cell never gets in, and its column is named', async () => {
  const columns = Object.keys(spoilt);
  const broken = fc
    .constantFrom(...columns)
    .chain((column) => fc.tuple(fc.constant(column), spoilt[column] ?? fc.constant('')));
  await fc.assert(
    fc.asyncProperty(
      fc.array(validRow, { minLength: 2, maxLength: 4 }),
      broken,
      async (rows, at) => {
        const [column, cell] = at;
        const cells = rows.map(cellsOf);
        cells[1] = (cells[1] ?? []).map((good, index) => (header[index] === column ? cell : good));
        const { bad, book } = await imported(cells);
        expect(bad.map(({ reasons }) => reasons.join())).toEqual([
          expect.stringContaining(`“${column}”`),
        ]);
        expect(book.customers).toHaveLength(rows.length - 1);
        expect(book.contracts).toHaveLength(rows.length - 1);
      },
    ),
    { numRuns: 300 },
  );
});
