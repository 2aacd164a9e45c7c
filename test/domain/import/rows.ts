/** Rows for the tests of the import: a good one in Fairbill's own columns, and ways to alter it. */
import { defaultMapping } from '../../../domain/import/default-mapping.ts';
import { Gathering } from '../../../domain/import/gather.ts';
import type { ImportContext } from '../../../domain/import/read-row.ts';
import type { Row } from '../../../domain/import/source.ts';

const context: ImportContext = {
  mapping: defaultMapping,
  seller: { code: 'shop', language: 'en', timeZone: 'Europe/Tallinn', currency: 'EUR' },
  billFrom: '2026-03-01',
  ladders: new Map([['standard', 1]]),
  otherColumns: [],
};

const goodCells: Readonly<Record<string, string>> = {
  customer_number: 'C-1',
  customer_name: 'Mari Tamm',
  email: 'mari@example.com',
  country: 'EE',
  starts_on: '2026-01-15',
  interval: 'monthly',
  service_code: 'fibre',
  service_name: 'Fibre',
  price: '29.90',
};

export function row(line: number, changes: Readonly<Record<string, string>> = {}): Row {
  return { line, cells: new Map(Object.entries({ ...goodCells, ...changes })) };
}

/** What becomes of these rows in a file of their own. */
export function gathered(rows: readonly Row[], changes: Partial<ImportContext> = {}) {
  const gathering = new Gathering({ ...context, ...changes });
  for (const one of rows) gathering.add(one);
  return gathering.finish();
}
