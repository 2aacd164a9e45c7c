/** Which database a command works on, when the command may also run while `npm start` does not. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { keptSecret, passwordFile } from './embedded/data-folder.ts';
import { codeOf, LauncherError, wordsOf } from './embedded/launcher-error.ts';
import { isOwnerRunning } from './embedded/leftovers.ts';
import { ROLE } from './embedded/postgres-cluster.ts';
import { withClient } from './embedded/postgres-database.ts';
import { postgresRecordFile } from './embedded/postgres-leftovers.ts';
import { startPostgres } from './embedded/postgres.ts';
import type { Say } from './embedded/say.ts';

export type OpenDatabase = { readonly url: string; close(): Promise<void> };

export type WhichDatabase = {
  /** The folder of the embedded PostgreSQL. */
  readonly dataFolder?: string;
  /** A connection string that stands above all; DATABASE_URL when left out, none when empty. */
  readonly url?: string | undefined;
};

/**
 * DATABASE_URL where it is set; else the embedded PostgreSQL of a running `npm start`; else that
 * same PostgreSQL, started for as long as the command needs it. `close` stops what was started
 * here and leaves alone what was not.
 */
export async function openDatabase(
  say: Say,
  { dataFolder = '.fairbill', url = process.env['DATABASE_URL'] }: WhichDatabase = {},
): Promise<OpenDatabase> {
  const leaveAlone = async () => undefined;
  if (url) {
    await assertAnswers(url);
    return { url, close: leaveAlone };
  }
  const folder = resolve(dataFolder);
  if (isOwnerRunning(postgresRecordFile(folder))) {
    return { url: await runningUrl(folder), close: leaveAlone };
  }
  const started = await startPostgres({ dataFolder: folder, say });
  return { url: started.url, close: () => started.stop() };
}

/** The port stands in the fourth line of the file that PostgreSQL keeps while it runs. */
async function runningUrl(dataFolder: string): Promise<string> {
  const file = join(dataFolder, 'postgres', 'data', 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const password = await keptSecret(join(dataFolder, passwordFile));
  const url = `postgresql://${ROLE}:${password}@127.0.0.1:${lines[3]?.trim()}/fairbill`;
  try {
    await withClient(url, (client) => client.query('select'));
    return url;
  } catch (error) {
    throw new LauncherError(
      'Fairbill runs from this data folder, and its PostgreSQL does not answer yet.',
      'Wait until it is up and try again, or name a database with DATABASE_URL.',
      '',
      { cause: error },
    );
  }
}

async function assertAnswers(url: string): Promise<void> {
  try {
    await withClient(url, (client) => client.query('select'));
  } catch (error) {
    throw new LauncherError(
      `The database that DATABASE_URL names cannot be used: ${wordsOf(error) || codeOf(error)}.`,
      'Check the address and the password, and that PostgreSQL runs there.',
      '',
      { cause: error },
    );
  }
}
