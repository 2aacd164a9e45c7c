import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { matchBankEntries } from '../../activities/bank-match.ts';
import { reportBankEntries } from '../../activities/bank-report.ts';
import { storeBankFile } from '../../activities/bank-store.ts';
import { toDecimal } from '../../domain/money.ts';
import { billingCycleWorkflowId } from '../../workflows/messages.ts';
import { type EntrySpec, statementFile } from '../domain/bank/statement-file.ts';
import { type Bank, type Bill, openBank } from './bank-kit.ts';

let bank: Bank;
let bills: Bill[];

const periods = [
  '2026-05-01',
  '2026-06-01',
  '2026-07-01',
  '2026-08-01',
  '2026-09-01',
  '2026-10-01',
];
const customers = ['ANA', 'BOR', 'CENE', 'DANA', 'EVA', 'FRAN', 'GITA', 'HANA'];

beforeAll(async () => {
  bank = await openBank({ worker: false });
  bills = [];
  for (const customer of customers) {
    for (const period of periods) bills.push(await bank.bill(customer, period));
  }
});

afterAll(() => bank.close());

/** A statement that pays so many bills by reference, and brings some money of nobody. */
function statementOf(paid: readonly Bill[], id: string): string {
  const entries: EntrySpec[] = paid.map((bill, index) => ({
    amount: toDecimal(bill.claimedMinor, 'EUR'),
    servicerReference: `${id}-${index}`,
    details: [{ structured: [{ reference: bill.reference }], endToEndId: `${id}-E-${index}` }],
  }));
  const strangers = [1, 2, 3].map((minor) => ({
    amount: toDecimal(minor, 'EUR'),
    servicerReference: `${id}-X-${minor}`,
  }));
  return statementFile([{ id, entries: [...entries, ...strangers] }]);
}

async function expectBookedOnce(paid: readonly Bill[], strangersMinor: number): Promise<void> {
  for (const bill of paid) expect(await bank.openMinor(bill)).toBe(0);
  expect(await bank.balanceOf('suspense')).toBe(-strangersMinor);
  expect(await bank.differences()).toEqual([]);
}

/** The activities of an import, one by one, as far as a worker came that was killed then. */
function stepsOf(fileId: string) {
  const { database, temporal } = bank;
  const importId = `killed-${fileId}`;
  const work = { seller: 'nordlys', kind: 'credit' } as const;
  const nowMs = Date.now();
  return [
    () => storeBankFile(database, { fileId, seller: null, importedBy: 'test', importId, nowMs }),
    () => matchBankEntries(database, { ...work, nowMs }),
    () => reportBankEntries(database, temporal, work, () => undefined),
    // Every mark that the signals left is lost.
    () => bank.em().execute(`update bank_entry set state = 'matched' where state = 'reported'`),
  ];
}

describe('an import that was killed', () => {
  test.each([0, 1, 2, 3, 4])('after %d steps is whole after the next one', async (steps) => {
    const paid = bills.splice(0, 3);
    const file = statementOf(paid, `STEPS-${steps}`);
    const sent = await bank.send(file);
    const { fileId, workflowId } = sent.body as { fileId: string; workflowId: string };
    await bank.temporal.workflow.getHandle(workflowId).terminate('killed');
    for (const step of stepsOf(fileId).slice(0, steps)) await step();

    const worker = await bank.work();
    const { onTheirWay } = await bank.result(await bank.send(file));
    expect(onTheirWay).toBe(0);
    await vi.waitFor(async () => {
      const { waiting } = await bank.one<{ waiting: number }>(
        `select count(*)::int as waiting from bank_entry where state in ('new', 'matched')`,
      );
      expect(waiting).toBe(0);
    });
    await worker.stop();
    await expectBookedOnce(paid, 6 * (steps + 1));
  });

  test('at any moment, worker and workflow, again and again, is whole in the end', async () => {
    const paid = bills.splice(0, 25);
    const file = statementOf(paid, 'AGAIN');
    const suspense = -(await bank.balanceOf('suspense'));
    for (const seen of ['new', 'matched', 'reported', 'reported']) {
      const worker = await bank.work();
      const { workflowId } = (await bank.send(file)).body as { workflowId: string };
      await vi.waitUntil(
        async () => {
          const { found } = await bank.one<{ found: boolean }>(
            `select exists (select from bank_entry where state = ?)
               or not exists (select from bank_entry where state <> 'reported') as found`,
            seen,
          );
          return found;
        },
        { interval: 5, timeout: 20_000 },
      );
      await Promise.all([
        bank.temporal.workflow
          .getHandle(workflowId)
          .terminate('killed')
          .catch(() => undefined),
        worker.stop(),
      ]);
    }
    const worker = await bank.work();
    expect(await bank.result(await bank.send(file))).toMatchObject({ onTheirWay: 0 });
    await vi.waitFor(() => expectBookedOnce(paid, suspense + 6), { timeout: 30_000 });
    await worker.stop();
    const { payments } = await bank.counts();
    expect(payments).toBe(15 + 25);
  });

  test('told a cycle that was terminated before it booked is whole after the next one', async () => {
    const [bill] = bills.splice(0, 1);
    if (!bill) throw new Error('there is no bill left');
    const sent = await bank.send(statementOf([bill], 'LOST'));
    const { fileId, workflowId } = sent.body as { fileId: string; workflowId: string };
    await bank.temporal.workflow.getHandle(workflowId).terminate('the steps are taken below');
    for (const step of stepsOf(fileId).slice(0, 3)) await step();
    const { period } = await bank.one<{ period: string }>(
      'select period_from::text as period from billing_cycle where id = ?',
      bill.cycleId,
    );
    const { customer } = bill;
    const cycle = billingCycleWorkflowId({ seller: 'nordlys', customer, period });
    await bank.temporal.workflow.getHandle(cycle).terminate('by an operator');

    const worker = await bank.work();
    await bank.result(await bank.send(statementOf([], 'NEXT-DAY')));
    await vi.waitFor(async () => expect(await bank.openMinor(bill)).toBe(0), 20_000);
    await worker.stop();
    expect(await bank.differences()).toEqual([]);
  });

  test('while no worker is there is taken up by the first one that comes', async () => {
    const [bill] = bills.splice(0, 1);
    if (!bill) throw new Error('there is no bill left');
    const sent = await bank.send(statementOf([bill], 'WAITS'));
    expect(sent.status).toBe(202);
    const { fileId } = sent.body as { fileId: string };
    const read = await bank.ask('GET', `/v1/bank/statements/${fileId}`);
    expect(read.body).toMatchObject({ isRead: false, statements: [] });
    const worker = await bank.work();
    await bank.result(sent);
    await worker.stop();
    expect(await bank.openMinor(bill)).toBe(0);
  });
});

test('a decision without a worker is kept and taken later', async () => {
  const slow = await openBank({ worker: false, issueTimeoutMs: 300 });
  const worker = await slow.work();
  await slow.import({ id: 'SLOW', entries: [{ amount: '1.00' }] });
  await worker.stop();
  const { entryId } = await slow.onlyUnmatched();
  const body = { reason: 'Not ours.', decidedBy: 'agent-1' };
  const path = `/v1/bank/unmatched/${entryId}/dismiss`;
  const answer = await slow.ask('POST', path, { body });
  expect(answer).toMatchObject({ status: 202, body: { state: 'unmatched' } });
  const later = await slow.work();
  await vi.waitFor(async () => expect(await slow.unmatched()).toEqual([]), 20_000);
  await later.stop();
  expect(await slow.differences()).toEqual([]);
  await slow.close();
});
