import { expect, test } from 'vitest';
import { loadSampleBook } from '../../bin/sample-book.ts';
import { ownDatabase } from './own-database.ts';

const { em, database } = ownDatabase();

test('the sample customers are loaded into an empty database, and into no other', async () => {
  const { customers, report } = await loadSampleBook(database(), '2026-03-14');
  expect(customers).toBe(40);
  expect(report).toMatchObject({ sellers: { new: 2 }, customers: { new: 40 } });
  await expect(loadSampleBook(database(), '2026-03-15')).rejects.toMatchObject({
    code: 'import_invalid',
  });
  const [due] = await em().execute(
    `select count(distinct customer_id)::int as customers from contract where next_bill_on <= '2026-03-14'`,
  );
  expect(due).toEqual({ customers: 40 });
});
