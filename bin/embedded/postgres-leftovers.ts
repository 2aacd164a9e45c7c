import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftover } from './leftovers.ts';
import { commandOf, endProcess, markOf } from './processes.ts';
import type { Say } from './say.ts';

/** "Fast": open sessions are ended; SIGTERM would wait until they end by themselves. */
export const POSTGRES_STOP = { stopSignal: 'SIGINT', stopLimitMs: 20_000 } as const;

export function postgresRecordFile(dataFolder: string): string {
  return join(dataFolder, 'processes', 'postgres.json');
}

/** Ends a PostgreSQL that a killed launcher left running on this data folder. */
export async function clearPostgresLeftovers(dataFolder: string, say: Say): Promise<void> {
  const { stopSignal, stopLimitMs } = POSTGRES_STOP;
  const byRecord = await endLeftover(postgresRecordFile(dataFolder), stopSignal, stopLimitMs);
  const byItsOwnFile = await endByPostmasterFile(join(dataFolder, 'postgres', 'data'));
  if (byRecord || byItsOwnFile) {
    say('Ended a PostgreSQL that an earlier Fairbill had left running here.');
  }
}

/**
 * PostgreSQL writes down its own process too, which covers a launcher killed before it could. If
 * that is still the server of these files it is ended. If the id has passed to another program the
 * note is removed, because PostgreSQL would take that program for itself and refuse to start.
 */
async function endByPostmasterFile(data: string): Promise<boolean> {
  const file = join(data, 'postmaster.pid');
  const id = firstNumber(file);
  if (id === undefined || !exists(id)) return false;
  const mark = markOf(id);
  if (mark !== undefined && commandOf(id).includes(`-D ${data} `)) {
    await endProcess(mark, POSTGRES_STOP.stopSignal, POSTGRES_STOP.stopLimitMs);
    return true;
  }
  rmSync(file, { force: true });
  return false;
}

function exists(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    // Gone, or another user's: PostgreSQL sees through both by itself.
    return false;
  }
}

function firstNumber(file: string): number | undefined {
  try {
    const id = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isSafeInteger(id) && id > 0 ? id : undefined;
  } catch {
    return undefined;
  }
}
