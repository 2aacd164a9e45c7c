import { describe, expect, test } from 'vitest';
import { createActivities } from '../../activities/create-activities.ts';
import { instantAt } from '../../domain/calendar.ts';
import { billingRunWorkflowId, runQuery } from '../../workflows/messages.ts';
import { runStartOptions } from '../../workflows/start-options.ts';
import { billingRun } from './billing-run.ts';
import { ownGround } from './own-ground.ts';
import type { StoryCustomer } from './story-book.ts';

const ground = ownGround();
const noonMs = instantAt('2035-03-01', '12:00', 'Europe/Tallinn');

describe('a billing run', () => {
  test('bills everybody who is due, starts their cycles, and a second run finds nothing to do', async () => {
    const customers = await aBook('all', 7);
    const first = await billingRun(ground(), { seller: 'all', asOf: '2035-03-01', pageSize: 3 });
    expect(first).toEqual({
      pages: 3,
      invoices: 7,
      cyclesStarted: 7,
      problems: 0,
      due: 7,
      done: true,
    });
    expect(await numbers('all')).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await expectRunning('all', customers);
    const second = await billingRun(ground(), { seller: 'all', asOf: '2035-03-01' });
    expect(second).toMatchObject({ invoices: 0, cyclesStarted: 0, due: 0, done: true });
    expect(await numbers('all')).toHaveLength(7);
  });

  test('tells its progress also when it is over', async () => {
    await aBook('told', 2);
    await billingRun(ground(), { seller: 'told', asOf: '2035-03-01' });
    const handle = ground().client.workflow.getHandle(
      billingRunWorkflowId({ seller: 'told', asOf: '2035-03-01' }),
    );
    expect(await handle.query(runQuery)).toMatchObject({ invoices: 2, due: 2, done: true });
  });

  test('started six times at once is one run', async () => {
    await aBook('six-times', 5);
    const input = { seller: 'six-times', asOf: '2035-03-01', pageSize: 2 };
    const { client } = ground();
    const handles = await Promise.all(
      Array.from({ length: 6 }, () => client.workflow.start('billingRun', runStartOptions(input))),
    );
    await Promise.all(handles.map((handle) => handle.result()));
    expect(await numbers('six-times')).toEqual([1, 2, 3, 4, 5]);
  });

  test('beside another one of the same seller makes no bill twice and no gap', async () => {
    const customers = await aBook('beside', 24);
    const runs = ['2035-03-01', '2035-03-02', '2035-03-03'].map((asOf) =>
      billingRun(ground(), { seller: 'beside', asOf, pageSize: 5 }),
    );
    const progress = await Promise.all(runs);
    expect(progress.reduce((sum, { invoices }) => sum + invoices, 0)).toBe(24);
    expect(await numbers('beside')).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    await expectRunning('beside', customers);
  });

  test('starts the cycles that a terminated run left behind', async () => {
    const customers = await aBook('left', 4);
    const activities = createActivities(ground());
    const run = { runId: 'terminated', seller: 'left', asOf: '2035-03-01', nowMs: noonMs };
    await activities.openRun(run);
    await activities.issuePage({ ...run, page: 1, pageSize: 3 });
    const next = await billingRun(ground(), { seller: 'left', asOf: '2035-03-01' });
    expect(next).toMatchObject({ due: 1, invoices: 1, cyclesStarted: 4 });
    await expectRunning('left', customers);
  });

  test('leaves alone who was billed singly before', async () => {
    const [first] = await aBook('singly', 3);
    if (!first) throw new Error('there are three');
    await cycleOf('singly', first).begin('2035-03-01');
    const progress = await billingRun(ground(), { seller: 'singly', asOf: '2035-03-01' });
    expect(progress).toMatchObject({ invoices: 2, due: 2 });
  });

  test('bills a customer who is three periods behind three times, and each bill has its cycle', async () => {
    const behind = { number: 'behind', nextBillOn: '2035-01-01' };
    await ground().save('late', [behind, { number: 'on-time' }]);
    const progress = await billingRun(ground(), { seller: 'late', asOf: '2035-03-01' });
    expect(progress).toMatchObject({ due: 2, invoices: 4, cyclesStarted: 4 });
    const cycles = ['2035-01-01', '2035-02-01', '2035-03-01'].map((period) =>
      cycleOf('late', behind, period),
    );
    for (const cycle of cycles) {
      await cycle.on('2035-03-05');
      expect(await cycle.books()).toMatchObject({ standing: 'open', openMinor: 124_00 });
    }
    await cycles[2]?.pay({ amountMinor: 372_00, allocate: 'oldest_first' });
    for (const cycle of cycles) {
      expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
    }
  });

  test('goes on when it continues as new, with the pages counted through', async () => {
    const customers = 22;
    await aBook('pages', customers);
    const progress = await billingRun(ground(), {
      seller: 'pages',
      asOf: '2035-03-01',
      pageSize: 1,
    });
    expect(progress).toMatchObject({ pages: customers + 1, invoices: customers, done: true });
    expect(await numbers('pages')).toHaveLength(customers);
    const runs = await ground()
      .em()
      .execute<unknown[]>(
        `select 1 from billing_run run join seller on seller.id = run.seller_id
          where seller.code = 'pages' and finished_at is not null`,
      );
    expect(runs).toHaveLength(1);
  });

  test('refuses a seller who is not there', async () => {
    await expect(
      billingRun(ground(), { seller: 'nobody', asOf: '2035-03-01' }),
    ).rejects.toMatchObject({ cause: { cause: { type: 'seller_unknown' } } });
  });
});

describe('a bill that cannot be made', () => {
  test('is listed, stops nobody else, and is made by the next run after it was mended', async () => {
    const wrong = { number: 'wrong', unitPriceMinor: -1 };
    await ground().save('problems', [{ number: 'one' }, wrong, { number: 'two' }]);
    const first = await billingRun(ground(), { seller: 'problems', asOf: '2035-03-01' });
    expect(first).toMatchObject({ due: 3, invoices: 2, cyclesStarted: 2, problems: 1 });
    expect(await problems()).toEqual([
      { number: 'wrong', period: '2035-03-01', code: 'amount_invalid' },
    ]);

    // Told again, the problem is on the list once.
    const again = await billingRun(ground(), { seller: 'problems', asOf: '2035-03-01' });
    expect(again).toMatchObject({ due: 1, invoices: 0, problems: 1 });
    expect(await problems()).toHaveLength(1);

    await ground().save('problems', [{ ...wrong, unitPriceMinor: 100_00 }]);
    const last = await billingRun(ground(), { seller: 'problems', asOf: '2035-03-01' });
    expect(last).toMatchObject({ due: 1, invoices: 1, cyclesStarted: 1, problems: 0 });
    expect(await problems()).toEqual([]);
    expect(await numbers('problems')).toEqual([1, 2, 3]);
  });
});

async function aBook(sellerCode: string, count: number): Promise<StoryCustomer[]> {
  const customers = Array.from({ length: count }, (_, index) => ({ number: `K-${index + 1}` }));
  await ground().save(sellerCode, customers);
  return customers;
}

function cycleOf(sellerCode: string, customer: StoryCustomer, period = '2035-03-01') {
  return ground().cycleOf(customer, period, sellerCode);
}

async function expectRunning(sellerCode: string, customers: readonly StoryCustomer[]) {
  const cycles = customers.map((customer) => cycleOf(sellerCode, customer));
  const running = await Promise.all(cycles.map((cycle) => cycle.isRunning()));
  expect(running).toEqual(customers.map(() => true));
}

async function numbers(sellerCode: string): Promise<number[]> {
  const rows = await ground()
    .em()
    .execute<{ number: number }[]>(
      `select sequence_number as number from invoice join seller on seller.id = seller_id
        where seller.code = ? order by 1`,
      [sellerCode],
    );
  return rows.map(({ number }) => number);
}

function problems(): Promise<unknown[]> {
  return ground()
    .em()
    .execute(
      `select customer.number, period_from::text as period, problem.code
         from billing_problem problem
           join seller on seller.id = problem.seller_id
           join customer on customer.id = problem.customer_id
        where seller.code = 'problems' and resolved_at is null`,
    );
}
