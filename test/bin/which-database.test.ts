import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withClient } from '../../bin/embedded/postgres-database.ts';
import { openDatabase } from '../../bin/which-database.ts';

const quiet = () => undefined;
const answers = (url: string) => withClient(url, (client) => client.query('select'));

test('without an address it is the PostgreSQL of the data folder, shared and started only once', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'fairbill-which-'));
  try {
    const started = await openDatabase(quiet, { dataFolder, url: '' });
    const joined = await openDatabase(quiet, { dataFolder, url: '' });
    expect(joined.url).toBe(started.url);
    await joined.close();
    await answers(started.url);

    const named = await openDatabase(quiet, { dataFolder, url: started.url });
    await named.close();
    await answers(started.url);

    await started.close();
    await expect(answers(started.url)).rejects.toThrow('ECONNREFUSED');
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
});

test('an address where nobody answers is told in a plain sentence', async () => {
  const url = 'postgresql://nobody:nothing@127.0.0.1:1/fairbill';
  await expect(openDatabase(quiet, { url })).rejects.toMatchObject({
    sentence: expect.stringContaining('The database that DATABASE_URL names cannot be used'),
  });
});
