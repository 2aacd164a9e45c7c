import { expect, test } from 'vitest';
import { readHeader, unnamedColumns } from '../../../bin/import/header.ts';
import { readMapping } from '../../../bin/import/mapping-file.ts';
import { defaultMapping } from '../../../domain/import/default-mapping.ts';
import type { Mapping } from '../../../domain/import/mapping.ts';
import { gathered, row } from './rows.ts';
import { withFile } from './temporary-file.ts';

const mappingOf = (content: unknown) => withFile(JSON.stringify(content), readMapping);

const foreign: Partial<Mapping> = {
  dateFormat: 'DD.MM.YYYY',
  decimalSeparator: ',',
  customer: {
    number: 'Nr',
    name: { template: '{First} {Last}' },
    email: { template: 'c{Nr}@customers.example' },
    country: { constant: 'DE' },
    customerSince: { monthsBefore: 'Months' },
    attributes: { left: 'Left' },
  },
  contract: {
    startsOn: { monthsBefore: 'Months' },
    endsOn: 'Until',
    interval: { column: 'Plan', values: { M: 'monthly', J: 'yearly' }, default: 'M' },
  },
  lines: [
    { service: { constant: 'base' }, name: { constant: 'Base' }, price: 'Fee' },
    {
      when: { column: 'TV', is: ['ja', 'Ja'] },
      service: { constant: 'tv' },
      name: { constant: 'TV' },
      price: { constant: '0' },
    },
  ],
};

const foreignRow = (cells: Record<string, string>) => ({
  line: 2,
  cells: new Map(
    Object.entries({ Nr: '7', First: 'Jörg', Last: 'Voß', Months: '25', Fee: '19,9', ...cells }),
  ),
});

const read = (cells: Record<string, string>) =>
  gathered([foreignRow(cells)], { mapping: { ...defaultMapping, ...foreign } });

test('a mapping reads a foreign file: templates, lists, months gone by, columns that are services', () => {
  const { book, bad } = read({ Plan: 'J', TV: 'Ja', Left: 'no', Until: '31.12.2027' });
  expect(bad).toEqual([]);
  expect(book.customers[0]).toMatchObject({
    number: '7',
    name: 'Jörg Voß',
    email: 'c7@customers.example',
    customerSince: '2024-02-01',
    attributes: { left: 'no' },
  });
  expect(book.contracts[0]).toMatchObject({
    anchorOn: '2024-02-01',
    endsOn: '2027-12-31',
    interval: { unit: 'year', count: 1 },
    nextBillOn: '2027-02-01',
    lines: [
      { service: 'base', unitPriceMinor: 1990 },
      { service: 'tv', unitPriceMinor: 0 },
    ],
  });
});

test('an empty cell takes its default, and an empty attribute is left out', () => {
  const { book } = read({ Plan: ' ', TV: 'nein', Left: '' });
  expect(book.contracts[0]).toMatchObject({ interval: { unit: 'month' }, lines: [{}] });
  expect(book.customers[0]?.attributes).toEqual({});
});

test.each([
  [{ Plan: 'W' }, '“Plan”: “W” is none of the texts that the mapping knows: “M”, “J”'],
  [{ Plan: 'constructor' }, '“Plan”: “constructor” is none of the texts that the mapping knows'],
  [{ Months: '1.5' }, '“Months”: “1.5” is no number of months'],
  [{ Months: '' }, '“Months”: is empty'],
  [{ Fee: '1.990,00' }, '“Fee”: “1.990,00” is no price in EUR such as 12,50'],
  [{ Until: '2027-12-31' }, '“Until”: “2027-12-31” is no date DD.MM.YYYY'],
])('%o is a bad row', (cells, reason) => {
  expect(read(cells).bad[0]?.reasons).toEqual([expect.stringContaining(reason)]);
});

test('columns that Fairbill does not know are kept as attributes of the customer', () => {
  const { book } = gathered([row(2, { seat: 'A1' })], {
    otherColumns: ['seat', '__proto__'],
  });
  expect(book.customers[0]?.attributes).toEqual({ seat: 'A1' });
});

test('a mapping that only describes a seller is for Fairbill’s own columns', async () => {
  const mapping = await readMapping('examples/customers.map.json');
  expect(mapping).toMatchObject({ seller: { code: 'example-shop' }, lines: defaultMapping.lines });
  expect(mapping.otherColumns).toBe('customer_attributes');
});

test.each([
  [{ customers: {} }, 'the mapping: Unrecognized key: "customers"'],
  [{ lines: [] }, 'lines: Too small'],
  [{ customer: { number: 7 } }, 'customer.number: must be the name of a column'],
  [{ contract: { startsOn: { months: 'x' } } }, 'contract.startsOn: must be a column as elsewhere'],
  [{ seller: { code: 'A B' } }, 'seller.code: must be small letters'],
  [{ seller: { country: 'Estonia' } }, 'seller.country: “Estonia” is no country code'],
  [{ delimiter: '--' }, 'delimiter: Invalid option'],
])('the mapping %j is refused with the place of what is wrong', async (content, sentence) => {
  await expect(mappingOf(content)).rejects.toThrow(sentence);
});

test('a mapping that is no JSON or not there is refused in a plain sentence', async () => {
  await expect(withFile('{', readMapping)).rejects.toThrow(/The mapping .* is no JSON/);
  await expect(readMapping('nowhere.json')).rejects.toThrow('nowhere.json cannot be read');
});

test('a header that lacks a column, or has one twice, is refused by name', () => {
  const [first = '', ...rest] = [...row(1).cells.keys()];
  expect(() => readHeader(rest, defaultMapping)).toThrow(`no column “${first}”`);
  expect(() => readHeader([first, ...rest, 'price'], defaultMapping)).toThrow(
    'two columns called “price”',
  );
  expect(() => readHeader(['a;b;c'], defaultMapping)).toThrow('is the delimiter another one?');
});

test('the columns of a bad file are passed over when it comes back mended', () => {
  const header = ['email', 'seat', '', 'fairbill_line', 'fairbill_reason'];
  expect(unnamedColumns(header, defaultMapping)).toEqual(['seat']);
});
