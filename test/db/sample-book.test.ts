import { expect, test } from 'vitest';
import { loadSampleBook } from '../../bin/sample-book.ts';
import { createSampleStaff } from '../../bin/sample/staff.ts';
import { idByPassword } from '../../db/staff-sessions.ts';
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

test('the sample staff are one of each kind, and sign in with the passwords that are shown', async () => {
  const at = new Date('2026-03-14T10:00:00Z');
  const staff = await createSampleStaff(em(), at);
  expect(staff.map(({ who }) => who)).toEqual(['agent', 'senior agent', 'supervisor', 'leader']);
  const { login = '', password = '' } = staff.at(-1) ?? {};
  expect(await idByPassword(em(), { login, password, at })).toMatch(/^[\da-f-]{36}$/);
});
