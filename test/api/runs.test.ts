import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runSchema } from '../../api/run-view.ts';
import { lazyTemporalClient } from '../../api/temporal.ts';
import { billingRunWorkflowId } from '../../workflows/messages.ts';
import { type Kit, openKit } from './kit.ts';
import { book, contract, customer } from './sample-book.ts';

let kit: Kit;

beforeAll(async () => {
  kit = await openKit({ book: dueBook });
});

afterAll(() => kit.close());

/** Three customers who are due, and one in a country that no tax rule knows, so that no bill can be made. */
const dueBook = {
  ...book,
  customers: [
    ...['A', 'B', 'C'].map((number) => customer(number)),
    customer('X', { country: '99' }),
  ],
  contracts: [...['A', 'B', 'C', 'X'].map((number) => contract(number))],
};

let runId: string;

const read = async (id: string) => runSchema.parse((await kit.ask('GET', `/v1/runs/${id}`)).body);

test('a run that no worker has taken up yet can be read all the same', async () => {
  const answer = await kit.ask('POST', '/v1/runs', { body: { asOf: '2026-03-14' } });
  expect(answer).toMatchObject({
    status: 202,
    body: { seller: 'nordlys', asOf: '2026-03-14', workflowId: 'billing-run/nordlys/2026-03-14' },
  });
  ({ runId } = answer.body as { runId: string });
  expect(answer.headers.get('Location')).toBe(`/v1/runs/${runId}`);
  const run = await vi.waitFor(() => read(runId), 10_000);
  expect(run).toMatchObject({ runId, state: 'running', startedAt: null, invoices: 0 });
});

test('a second start while it is under way joins it', async () => {
  const answer = await kit.ask('POST', '/v1/runs');
  expect(answer).toMatchObject({ status: 202, body: { runId } });
});

test('a finished run has its sums from the books', async () => {
  const worker = await kit.work();
  const run = await vi.waitFor(async () => {
    const now = await read(runId);
    expect(now.state).toBe('finished');
    return now;
  }, 30_000);
  await worker.stop();
  const { items } = (await kit.ask('GET', '/v1/cycles')).body as {
    items: { claimedMinor: number; runId: string }[];
  };
  const amountMinor = items.reduce((sum, { claimedMinor }) => sum + claimedMinor, 0);
  expect(run).toMatchObject({ invoices: 3, claimed: [{ currency: 'EUR', amountMinor }] });
  expect(run.finishedAt).not.toBeNull();
  expect(items.map((item) => item.runId)).toEqual([runId, runId, runId]);
});

test('a bill that could not be made is on the run’s list and on the open one', async () => {
  const ofRun = await kit.ask('GET', `/v1/runs/${runId}/problems`);
  const open = await kit.ask('GET', '/v1/problems?seller=nordlys');
  expect(ofRun.body).toMatchObject({
    items: [
      {
        customer: 'X',
        code: 'tax_rule_missing',
        periodFrom: '2026-03-01',
        runId,
        resolvedAt: null,
      },
    ],
    next: null,
  });
  expect(open.body).toEqual(ofRun.body);
  expect(await kit.ask('GET', '/v1/problems?seller=sydlys')).toMatchObject({ body: { items: [] } });
});

test('a run that was ended by hand is shown as stopped, whether or not it had begun', async () => {
  const asOf = '2026-03-13';
  const { body } = await kit.ask('POST', '/v1/runs', { body: { asOf } });
  const { runId: id } = body as { runId: string };
  await kit.temporal.workflow
    .getHandle(billingRunWorkflowId({ seller: 'nordlys', asOf }))
    .terminate('by hand');
  await vi.waitFor(async () => expect((await read(id)).state).toBe('stopped'), 10_000);
  await openRow(id, asOf);
  expect(await read(id)).toMatchObject({ state: 'stopped', finishedAt: null, due: null });
});

test('without Temporal a run is shown as far as the books know it', async () => {
  const away = lazyTemporalClient({ address: '127.0.0.1:1' });
  const alone = await openKit({ temporal: away.client });
  await openRow(runId, '2026-03-14', alone);
  const answer = await alone.ask('GET', `/v1/runs/${runId}`);
  expect(answer).toMatchObject({ status: 200, body: { state: 'unknown', invoices: 0 } });
  await Promise.all([alone.close(), away.close()]);
});

/** What the first activity of a run writes down. */
async function openRow(id: string, asOf: string, { database }: Kit = kit): Promise<void> {
  await database.em.fork().execute(
    `insert into billing_run (id, seller_id, as_of, started_at)
       select ?, id, ?, now() from seller where code = 'nordlys'`,
    [id, asOf],
  );
}
