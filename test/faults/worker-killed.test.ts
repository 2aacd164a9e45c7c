import { expect, test } from 'vitest';
import { runStartOptions } from '../../workflows/start-options.ts';
import { ownGround } from '../workflows/own-ground.ts';
import { startWorkerProcess } from './worker-process.ts';

const ground = ownGround();
const seller = 'killed';
const customers = Array.from({ length: 200 }, (_, index) => ({ number: `K-${index + 1}` }));

test('a run whose worker is killed while it starts the cycles of a page bills everybody once, without a gap, and starts every cycle', async () => {
  await ground().save(seller, customers);
  const input = { seller, asOf: '2035-03-01', pageSize: 100 };
  const handle = await ground().withoutWorker(async () => {
    const started = await ground().client.workflow.start('billingRun', runStartOptions(input));
    const worker = startWorkerProcess(ground());
    // The second page is in the books, and nobody has written down yet which cycles run.
    await expect.poll(() => cycles('cycle.run_page = 2'), patiently).toBe(100);
    await worker.kill();
    expect(await cycles('cycle.workflow_started')).toBe(100);
    return started;
  });
  expect(await handle.result()).toMatchObject({
    due: 200,
    invoices: 200,
    cyclesStarted: 200,
    problems: 0,
    done: true,
  });
  const stories = customers.map((customer) => ground().cycleOf(customer, '2035-03-01', seller));
  const running = await Promise.all(stories.map((cycle) => cycle.isRunning()));
  expect(running).toEqual(customers.map(() => true));
  // A cycle that was started by the killed worker goes on with the next one.
  for (const cycle of [stories[0], stories.at(-1)]) {
    await cycle?.report({ amountMinor: 124_00 });
    expect(await cycle?.handle.result()).toMatchObject({ standing: 'paid' });
  }
});

const patiently = { timeout: 30_000, interval: 20 };

async function cycles(condition: string): Promise<number> {
  const [row] = await ground()
    .em()
    .execute<{ count: number }[]>(
      `select count(*)::int as count from billing_cycle cycle
         join seller on seller.id = cycle.seller_id and seller.code = ? where ${condition}`,
      [seller],
    );
  return row?.count ?? 0;
}
