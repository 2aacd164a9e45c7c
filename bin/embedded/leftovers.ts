import { readFileSync, rmSync } from 'node:fs';
import { LauncherError } from './launcher-error.ts';
import { endProcess, isRunning } from './processes.ts';
import type { ProcessMark } from './processes.ts';
import type { ServerRecord } from './server-process.ts';

/**
 * Ends a server that a killed launcher left running in our data folder, and says whether there was
 * one. Only the very process that was written down is touched. Throws a LauncherError if the
 * launcher that owns it still lives: two may not share one data folder.
 */
export async function endLeftover(
  recordFile: string,
  signal: NodeJS.Signals,
  limitMs: number,
): Promise<boolean> {
  const record = readRecord(recordFile);
  if (record === undefined || !isRunning(record.server)) {
    rmSync(recordFile, { force: true });
    return false;
  }
  if (isRunning(record.owner)) throw inUse(record);
  await endProcess(record.server, signal, limitMs);
  rmSync(recordFile, { force: true });
  return true;
}

/** Whether the launcher that wrote this record still runs. */
export function isOwnerRunning(recordFile: string): boolean {
  const record = readRecord(recordFile);
  return record !== undefined && isRunning(record.owner);
}

function inUse(record: ServerRecord): LauncherError {
  return new LauncherError(
    `Fairbill already runs from this data folder (process ${record.owner.id}).`,
    'Stop that one with Ctrl-C first, or give this one a data folder of its own with --data.',
  );
}

function readRecord(recordFile: string): ServerRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(recordFile, 'utf8'));
    return isRecord(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is ServerRecord {
  if (typeof value !== 'object' || value === null) return false;
  return 'server' in value && isMark(value.server) && 'owner' in value && isMark(value.owner);
}

function isMark(value: unknown): value is ProcessMark {
  if (typeof value !== 'object' || value === null) return false;
  return 'id' in value && typeof value.id === 'number' && 'begun' in value;
}
