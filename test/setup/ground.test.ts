import { expect, test } from 'vitest';
import { withClient } from '../../bin/embedded/postgres-database.ts';
import { allowsVirtualTime } from '../../bin/embedded/virtual-time.ts';
import { freshDatabase } from './database.ts';
import { freshNamespace } from './namespace.ts';

test('a fresh database is migrated, empty, and nobody else sees it', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  await withClient(one.url, (client) => client.query('create table mine ()'));
  const tables = `select count(*)::int as count from information_schema.tables
                   where table_schema = 'public' and table_name in ('mine', 'customer')`;
  const counts = await Promise.all(
    [one, other].map(({ url }) =>
      withClient(url, async (client) => (await client.query<{ count: number }>(tables)).rows),
    ),
  );
  expect(counts).toEqual([[{ count: 2 }], [{ count: 1 }]]);
  await Promise.all([one.drop(), other.drop()]);
  await expect(withClient(one.url, (client) => client.query('select 1'))).rejects.toThrow(
    /does not exist/,
  );
});

test('a fresh namespace can be used at once and shows only its own workflows', async () => {
  const [one, other] = await Promise.all([freshNamespace(), freshNamespace()]);
  await one.client.workflow.start('cycle', { taskQueue: 'nobody', workflowId: 'same-name' });
  expect(await allowsVirtualTime(one.connection, one.namespace)).toBe(true);
  await expect.poll(async () => (await one.client.workflow.count()).count).toBe(1);
  expect((await other.client.workflow.count()).count).toBe(0);
  await Promise.all([one.close(), other.close()]);
});
