import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, test } from 'vitest';
import { customerByNumber, issueBills, issueContext } from '../../activities/issuing.ts';
import { sellerByCode } from '../../db/seller.ts';
import { dueBills } from '../../domain/billing.ts';
import { billingCycleWorkflowId } from '../../workflows/messages.ts';
import { waitsForLock } from '../db/waiting.ts';
import { at, march, ownLab } from './lab.ts';

const lab = ownLab();

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ number: `${prefix}-${index + 1}` }));

/** A run that is open, and its pages. */
async function newRun(seller: string, runId = `run-of-${seller}`) {
  const run = { runId, seller, asOf: march, nowMs: at(march) };
  await lab.activities().openRun(run);
  return (page: number, pageSize = 4) =>
    lab.activities().issuePage({ ...run, page, pageSize, nowMs: at(march) });
}

describe('a run', () => {
  test('is opened once, and its customers are counted by who is due', async () => {
    await lab.save('opened', numbered('O', 3));
    const run = { runId: 'opened', seller: 'opened', asOf: march, nowMs: at(march) };
    expect(await lab.atOnce(() => lab.activities().openRun(run))).toEqual({ due: 3 });
  });

  test('is closed once, at the time of its first closing', async () => {
    await lab.save('closed', []);
    await newRun('closed');
    const close = (nowMs: number) => lab.activities().closeRun({ runId: 'run-of-closed', nowMs });
    await lab.twice(() => close(at(march)));
    const before = await lab.everything();
    await close(at(march, '18:00'));
    expect(await lab.everything()).toEqual(before);
  });
});

describe('a page', () => {
  test('issued twice says what was done, and does not become the next page', async () => {
    await lab.save('twice', numbered('T', 6));
    const page = await newRun('twice');
    const first = { invoices: 4, problems: 0, isLast: false };
    expect(await lab.twice(() => page(1))).toEqual(first);
    expect(await lab.twice(() => page(2))).toEqual({ invoices: 2, problems: 0, isLast: true });
    expect(await lab.twice(() => page(1))).toEqual(first);
  });

  test('issued five times at once is issued once', async () => {
    await lab.save('five', numbered('F', 4));
    const page = await newRun('five');
    expect(await lab.atOnce(() => page(1))).toMatchObject({ invoices: 4 });
  });

  test('whose bills cannot all be made lists the problem once', async () => {
    await lab.save('listed', [{ number: 'wrong', unitPriceMinor: -1 }, { number: 'right' }]);
    const page = await newRun('listed');
    expect(await lab.atOnce(() => page(1))).toMatchObject({ invoices: 1, problems: 1 });
  });

  test('with rows that no rule foresaw bills the others, and lists those', async () => {
    await lab.save('poisoned', numbered('P', 9));
    const plant = (customer: string, change: string) =>
      lab.em().execute(
        `update contract set ${change} where customer_id =
           (select customer.id from customer join seller on seller.id = seller_id
             where seller.code = 'poisoned' and number = ?)`,
        [customer],
      );
    // The first breaks a calculation, the second is refused by a table, the third by a rule.
    await plant('P-2', `terms = 'null'`);
    await plant('P-5', `terms = '{"kind": "none"}'`);
    await plant('P-7', `anchor_on = 'infinity'`);
    const page = await newRun('poisoned');
    expect(await lab.atOnce(() => page(1, 20))).toEqual({
      invoices: 6,
      problems: 3,
      isLast: true,
    });
    expect(await numbersOf('poisoned')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await problemsOf('poisoned')).toMatchObject([
      { customer: 'P-2', code: 'contract_invalid', detail: expect.stringMatching(/TypeError/) },
      { customer: 'P-5', code: 'contract_invalid', detail: expect.stringMatching(/SQLSTATE 22/) },
      { customer: 'P-7', code: 'date_invalid' },
    ]);

    await plant('P-5', `terms = '{"kind": "net_days", "days": 14}'`);
    const next = await newRun('poisoned', 'run-after-mending');
    expect(await next(1, 20)).toMatchObject({ invoices: 1, problems: 2 });
    expect((await problemsOf('poisoned')).map(({ customer }) => customer)).toEqual(['P-2', 'P-7']);
  });

  test('beside those of four other runs bills everybody once, and the numbers have no gap', async () => {
    await lab.save('beside', numbered('B', 12));
    const runs = await Promise.all(
      ['one', 'two', 'three', 'four', 'five'].map((runId) => newRun('beside', runId)),
    );
    const issued = await Promise.all(runs.map((page) => page(1, 20)));
    expect(issued.reduce((sum, { invoices }) => sum + invoices, 0)).toBe(12);
    expect(await count('beside', 'invoice')).toBe(12);
  });
});

describe('a bill on request', () => {
  test('asked for twice is the same bill', async () => {
    const identity = { ...(await lab.newCustomer()), period: march };
    const issue = () => lab.activities().issueOrLoad({ ...identity, nowMs: at(march) });
    expect((await lab.twice(issue)).books).toMatchObject({ openMinor: 124_00 });
  });

  test('asked for five times at once is one bill', async () => {
    const identity = { ...(await lab.newCustomer()), period: march };
    const issue = () => lab.activities().issueOrLoad({ ...identity, nowMs: at(march) });
    await lab.atOnce(issue);
    expect(await count(identity.seller, 'invoice')).toBe(1);
  });

  test('while a run issues it too is one bill', async () => {
    await lab.save('both', numbered('B', 8));
    const page = await newRun('both');
    const asked = numbered('B', 8).map(({ number: customer }) =>
      lab.activities().issueOrLoad({ seller: 'both', customer, period: march, nowMs: at(march) }),
    );
    const [issued] = await Promise.all([page(1, 20), ...asked]);
    expect(issued.invoices).toBeLessThanOrEqual(8);
    expect(await count('both', 'invoice')).toBe(8);
  });

  test('that a run issues while it is looked up is that bill, and not refused', async () => {
    const identity = { ...(await lab.newCustomer()), period: march };
    const run = lab.em();
    await run.begin();
    // Whoever looks for the customer's contracts waits; that there is no cycle is seen by then.
    await run.execute('lock table contract in access exclusive mode');
    const asked = lab.activities().issueOrLoad({ ...identity, nowMs: at(march) });
    expect(await waitsForLock(lab.em(), asked)).toBe(true);
    const seller = await sellerByCode(run, identity.seller);
    const customer = await customerByNumber(run, seller.id, identity.customer);
    const context = issueContext(seller, at(march), null);
    await issueBills(run, [customer], ({ contracts }) => dueBills(contracts, march), context);
    await run.commit();
    expect((await asked).books).toMatchObject({ openMinor: 124_00 });
  });

  test('whose contract holds what no rule foresaw is refused, and not tried for ever', async () => {
    const identity = { ...(await lab.newCustomer()), period: march };
    await lab.em().execute(
      `update contract set terms = '{}' where customer_id =
         (select id from customer where number = ?)`,
      [identity.customer],
    );
    const before = await lab.everything();
    await expect(
      lab.activities().issueOrLoad({ ...identity, nowMs: at(march) }),
    ).rejects.toMatchObject({ type: 'contract_invalid', nonRetryable: true });
    expect(await lab.everything()).toEqual(before);
  });

  test('that cannot be made is refused by its code, and leaves nothing behind', async () => {
    const { seller, customer } = await lab.newCustomer({ unitPriceMinor: -1 });
    const before = await lab.everything();
    const issue = (of: { customer?: string; period?: string }) =>
      lab
        .activities()
        .issueOrLoad({ seller, customer, period: march, nowMs: at(march), ...of })
        .catch((error: unknown) => error);
    expect(await issue({})).toMatchObject({ type: 'amount_invalid', nonRetryable: true });
    expect(await issue({ period: '2035-03-02' })).toMatchObject({ type: 'period_invalid' });
    expect(await issue({ customer: 'nobody' })).toMatchObject({ type: 'customer_unknown' });
    expect(await lab.everything()).toEqual(before);
  });
});

describe('the cycles of a page', () => {
  test('are started once, although the mark of their start was lost', async () => {
    await lab.save('started', numbered('S', 3));
    const page = await newRun('started');
    await page(1);
    const start = () =>
      inActivity(() => lab.activities().startCycles({ runId: 'run-of-started', page: 1 }));
    expect(await start()).toEqual({ started: 3 });
    await lab.em().execute('update billing_cycle set workflow_started = false');
    expect(await start()).toEqual({ started: 3 });
    expect(await start()).toEqual({ started: 0 });
    for (const { number: customer } of numbered('S', 3)) {
      const workflowId = billingCycleWorkflowId({ seller: 'started', customer, period: march });
      const { events } = await lab.client().workflow.getHandle(workflowId).fetchHistory();
      expect(events?.[0]?.workflowExecutionStartedEventAttributes?.attempt).toBe(1);
      expect(events).toHaveLength(2);
    }
  });

  test('are started by the next run when their own was terminated', async () => {
    await lab.save('left', numbered('L', 2));
    const page = await newRun('left');
    await page(1);
    const start = () => inActivity(() => lab.activities().startLeftCycles({ seller: 'left' }));
    expect(await start()).toEqual({ started: 2 });
    expect(await start()).toEqual({ started: 0 });
  });
});

/** The context in which an activity beats. */
function inActivity<Result>(work: () => Promise<Result>): Promise<Result> {
  return new MockActivityEnvironment().run(work);
}

async function count(seller: string, kind: string): Promise<number> {
  const [row] = await lab.em().execute<{ count: number }[]>(
    `select count(*)::int as count from invoice join seller on seller.id = seller_id
      where seller.code = ? and kind = ?`,
    [seller, kind],
  );
  return row?.count ?? 0;
}

async function numbersOf(seller: string): Promise<number[]> {
  const rows = await lab.em().execute<{ number: number }[]>(
    `select sequence_number as number from invoice join seller on seller.id = seller_id
      where seller.code = ? and kind = 'invoice' order by 1`,
    [seller],
  );
  return rows.map(({ number }) => number);
}

function problemsOf(seller: string) {
  return lab.em().execute<{ customer: string; code: string; detail: string }[]>(
    `select customer.number as customer, problem.code, problem.detail from billing_problem problem
       join customer on customer.id = problem.customer_id
       join seller on seller.id = problem.seller_id
      where seller.code = ? and resolved_at is null order by 1`,
    [seller],
  );
}
