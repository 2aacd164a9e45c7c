import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeWhole } from './data-folder.ts';
import { DATABASE_FILE } from './temporal-settings.ts';

/**
 * Puts right what an earlier server left in its database file. To be called while none runs on it.
 *
 * A server killed while it made its database would find half of it and never come up again: the
 * file counts only once a server has been ready with it. And a server finds its own parts by a
 * table of addresses in use within the last 20 seconds; those of the last run lead nowhere, and a
 * quick restart would wait for them for a minute.
 */
export async function prepareDatabase(folder: string): Promise<void> {
  const file = join(folder, DATABASE_FILE);
  if (!existsSync(readyMark(folder))) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) {
      await rm(`${file}${suffix}`, { force: true });
    }
    return;
  }
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  try {
    database.exec('delete from cluster_membership');
  } finally {
    database.close();
  }
}

/** Notes that a server was ready with this database. */
export async function markReady(folder: string, version: string): Promise<void> {
  await writeWhole(readyMark(folder), `${version}\n`);
}

function readyMark(folder: string): string {
  return join(folder, 'was-ready');
}
