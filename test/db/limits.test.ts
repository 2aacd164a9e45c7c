import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApp } from '../../api/app.ts';
import { createApiKey } from '../../db/api-keys.ts';
import { connect, type Database } from '../../db/orm.ts';
import { lazyTemporalClient } from '../../api/temporal.ts';
import { ownDatabase } from './own-database.ts';

const own = ownDatabase();
let limited: Database;

beforeAll(async () => {
  const limits = { statementMs: 200, idleInTransactionMs: 200 };
  limited = await connect({ url: own.url(), poolSize: 1, limits });
});

afterAll(() => limited.close(true));

const answers = () => limited.em.fork().execute<{ one: number }[]>('select 1 as one');

test('a statement that takes too long is ended, and its connection goes on', async () => {
  await expect(limited.em.fork().execute('select pg_sleep(30)')).rejects.toThrow(
    'statement timeout',
  );
  expect(await answers()).toEqual([{ one: 1 }]);
});

test('a transaction that is left alone frees its locks, and its place in the pool', async () => {
  const hanging = limited.em.fork();
  await hanging.begin();
  await hanging.execute('lock table seller in access exclusive mode');
  await own.em().execute('select count(*) from seller');
  await expect(hanging.execute('select 1')).rejects.toThrow();
  await vi.waitFor(async () => expect(await answers()).toEqual([{ one: 1 }]), 5_000);
});

test('a request whose statement takes too long is told to come again', async () => {
  const temporal = lazyTemporalClient({ address: '127.0.0.1:1' });
  const app = createApp({ database: limited, temporal: temporal.client });
  const { secret } = await createApiKey(own.em(), { name: 'test', scopes: ['*'] });
  const holding = own.em();
  await holding.begin();
  await holding.execute('lock table customer in access exclusive mode');
  const response = await app.request('/v1/customers', {
    headers: { Authorization: `Bearer ${secret}` },
  });
  await holding.rollback();
  expect([response.status, await response.json()]).toMatchObject([
    503,
    { code: 'database_unavailable' },
  ]);
  await temporal.close();
});
