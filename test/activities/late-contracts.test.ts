import { expect, test } from 'vitest';
import { issueOrLoad } from '../../activities/issue-or-load.ts';
import { issuePage } from '../../activities/issue-page.ts';
import { openRun } from '../../activities/runs.ts';
import { saveBook } from '../../db/book.ts';
import type { BookContract } from '../../domain/import/book.ts';
import { ownDatabase } from '../db/own-database.ts';
import { smallBook } from '../db/small-book.ts';

const { database, em } = ownDatabase();
const nowMs = Date.parse('2026-03-31T10:00:00Z');
const asOf = '2026-03-31';

async function run(seller: string, runId: string) {
  await openRun(database(), { runId, seller, asOf, nowMs });
  return issuePage(database(), { runId, seller, asOf, page: 1, pageSize: 10, nowMs });
}

/** A book of one customer whose contracts are made from the usual one. */
function bookOf(seller: string, ...changes: Partial<BookContract>[]) {
  const book = smallBook(seller, 1);
  const [usual] = book.contracts;
  if (!usual) throw new Error('the small book has a contract');
  return { ...book, contracts: changes.map((change) => ({ ...usual, ...change })) };
}

const nextBills = (seller: string) =>
  em().execute<{ number: string; next: string | null }[]>(
    `select contract.number, next_bill_on::text as next
       from contract join seller on seller.id = contract.seller_id
      where seller.code = ? order by contract.number`,
    [seller],
  );

test('a contract that came after the period was billed stays due, and a person is told', async () => {
  await saveBook(em(), bookOf('later', { number: 'K-1' }));
  expect(await run('later', 'later-1')).toMatchObject({ invoices: 1, problems: 0 });
  await saveBook(em(), bookOf('later', { number: 'K-2' }));
  expect(await run('later', 'later-2')).toMatchObject({ invoices: 0, problems: 1 });
  expect(await nextBills('later')).toEqual([
    { number: 'K-1', next: '2026-04-30' },
    { number: 'K-2', next: '2026-03-31' },
  ]);
  const [problem] = await em().execute<{ code: string; resolved: string | null }[]>(
    `select problem.code, resolved_at as resolved from billing_problem problem
       join seller on seller.id = seller_id where seller.code = 'later'`,
  );
  expect(problem).toEqual({ code: 'period_invalid', resolved: null });
});

test('a period without an active service is no bill, and holds up no other contract', async () => {
  const book = bookOf('idle', { number: 'K-1' }, { number: 'K-2' });
  const [idle, busy] = book.contracts;
  if (!idle || !busy) throw new Error('the book has two contracts');
  const later = idle.lines.map((line) => ({ ...line, fromOn: '2026-09-01' }));
  await saveBook(em(), { ...book, contracts: [{ ...idle, lines: later }, busy] });
  expect(await run('idle', 'idle-1')).toMatchObject({ invoices: 1, problems: 0 });
  expect((await nextBills('idle')).map(({ next }) => next)).toEqual(['2026-04-30', '2026-04-30']);
});

test('a period that was billed elsewhere before the contract came here is not billed by request', async () => {
  await saveBook(em(), bookOf('moved', { number: 'K-1' }));
  const ask = (period: string) =>
    issueOrLoad(database(), { seller: 'moved', customer: 'C-1', period, nowMs });
  await expect(ask('2026-02-28')).rejects.toMatchObject({ code: 'period_invalid' });
  expect((await ask('2026-03-31')).books.invoiceNumber).toBe('N2026-000001');
});
