/** Where a running `npm start` can be reached; written when it is up, removed when it stops. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../embedded/data-folder.ts';
import { LauncherError } from '../embedded/launcher-error.ts';

const fileOf = (dataFolder: string) => join(dataFolder, 'running.json');

export async function noteRunning(dataFolder: string, temporalAddress: string): Promise<void> {
  await writeWhole(fileOf(dataFolder), `${JSON.stringify({ temporalAddress })}\n`);
}

export async function noteStopped(dataFolder: string): Promise<void> {
  await rm(fileOf(dataFolder), { force: true });
}

/** The address of the Temporal Server of the `npm start` that runs from this folder. */
export async function runningTemporal(dataFolder: string): Promise<string> {
  const text = await readFile(fileOf(dataFolder), 'utf8').catch(() => '{}');
  const { temporalAddress } = JSON.parse(text) as { temporalAddress?: string };
  if (temporalAddress) return temporalAddress;
  throw new LauncherError(
    `No npm start is running from ${dataFolder}.`,
    'Start it in another terminal, or name a Temporal Server with TEMPORAL_ADDRESS.',
  );
}
