import pg from 'pg';
import { LauncherError, wordsOf } from './launcher-error.ts';
import { ROLE } from './postgres-cluster.ts';
import { waitUntilReady } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

const DATABASE = 'fairbill';
const READY_LIMIT_MS = 60_000;
/** PostgreSQL's code for a wrong password: class 28, invalid authorization. */
const WRONG_PASSWORD = '28P01';

/** Waits until PostgreSQL answers and sees to it that the database `fairbill` is there. */
export async function ensureDatabase(
  server: ServerProcess,
  port: number,
  password: string,
): Promise<{ url: string; version: string }> {
  let version = '';
  await waitUntilReady(server, READY_LIMIT_MS, async () => {
    const found = await serverVersion(addressOf(port, password, 'postgres'));
    version = found ?? '';
    return found !== undefined;
  });
  await withClient(addressOf(port, password, 'postgres'), async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  });
  return { url: addressOf(port, password, DATABASE), version };
}

/** Runs `work` on a connection of its own. */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Undefined as long as the server does not take connections. */
async function serverVersion(url: string): Promise<string | undefined> {
  try {
    return await withClient(url, async (client) => {
      const { rows } = await client.query<{ server_version: string }>('show server_version');
      return rows[0]?.server_version;
    });
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== WRONG_PASSWORD) return undefined;
    throw new LauncherError(
      'PostgreSQL refuses the password that the data folder holds.',
      'Bring back the file postgres-password of this database, or begin anew with --reset.',
      wordsOf(error),
    );
  }
}

function addressOf(port: number, password: string, database: string): string {
  return `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
}
