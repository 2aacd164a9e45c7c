import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../bin/embedded/ports.ts';
import { startPostgres } from '../../bin/embedded/postgres.ts';
import { migrate } from '../../db/migrate.ts';
import { runStartOptions } from '../../workflows/start-options.ts';
import { freshNamespace } from '../setup/namespace.ts';
import { provided } from '../setup/provided.ts';
import { TEST_FOLDER_PREFIX } from '../setup/stale-folders.ts';
import { assertBooksAgree } from '../workflows/books-agree.ts';
import { type Ground, openGround } from '../workflows/ground.ts';

const seller = 'restarted';
const customers = Array.from({ length: 120 }, (_, index) => ({ number: `K-${index + 1}` }));
const stops: (() => Promise<unknown>)[] = [];
let ground: Ground;
let restart: (meanwhile: () => Promise<unknown>) => Promise<void>;

/** A PostgreSQL of this file's own, because the shared one belongs to the others too. */
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const dataFolder = await mkdtemp(join(tmpdir(), TEST_FOLDER_PREFIX));
  stops.push(() => rm(dataFolder, { recursive: true, force: true }));
  const port = await freePort();
  const start = () => startPostgres({ dataFolder, port, durable: false, say: () => undefined });
  let postgres = await start();
  stops.push(() => postgres.stop());
  await migrate(postgres.url);
  const { close, address, namespace } = await freshNamespace();
  stops.push(close);
  const { workflowBundle } = provided();
  ground = await openGround({ databaseUrl: postgres.url, address, namespace, workflowBundle });
  stops.push(ground.close);
  restart = async (meanwhile) => {
    await postgres.stop();
    await meanwhile();
    postgres = await start();
  };
});

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

test('a run goes on when PostgreSQL was restarted under it, and a payment reported meanwhile is booked', async () => {
  await ground.save(seller, customers);
  const cycle = await ground.newCycle();
  await cycle.begin('2035-03-01');
  const input = { seller, asOf: '2035-03-01', pageSize: 20 };
  const run = await ground.client.workflow.start('billingRun', runStartOptions(input));
  await expect.poll(invoices, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(40);

  await restart(() => cycle.report({ amountMinor: 124_00 }));

  expect(await run.result()).toMatchObject({ due: 120, invoices: 120, problems: 0, done: true });
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  const stories = customers.map((customer) => ground.cycleOf(customer, '2035-03-01', seller));
  const running = await Promise.all(stories.map((story) => story.isRunning()));
  expect(running).toEqual(customers.map(() => true));
  await assertBooksAgree(ground.em());
});

async function invoices(): Promise<number> {
  const [row] = await ground
    .em()
    .execute<{ count: number }[]>('select count(*)::int as count from billing_cycle');
  return row?.count ?? 0;
}
