import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftover, isOwnerRunning } from '../../bin/embedded/leftovers.ts';

/** How the data folder of each test run begins; the rest is random. */
export const TEST_FOLDER_PREFIX = 'fairbill-test-run-';

/** A run that is just starting has not written its records yet. */
const YOUNG_MS = 10 * 60_000;

/** Ends the servers of test runs that were killed, and removes their folders. */
export async function sweepStaleFolders(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(TEST_FOLDER_PREFIX));
  for (const name of names) {
    try {
      await sweep(join(tmpdir(), name));
    } catch {
      // Another user's, or another run sweeps it just now.
    }
  }
}

async function sweep(folder: string): Promise<void> {
  const records = await recordsIn(folder);
  if (records.some(isOwnerRunning)) return;
  const { mtimeMs } = await stat(folder);
  if (records.length === 0 && Date.now() - mtimeMs < YOUNG_MS) return;
  for (const record of records) await endLeftover(record, 'SIGTERM', 2_000);
  await rm(folder, { recursive: true, force: true });
}

async function recordsIn(folder: string): Promise<string[]> {
  const processes = join(folder, 'processes');
  const names = await readdir(processes).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).map((name) => join(processes, name));
}
