import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * One process for good: its id together with the moment it began. Ids are used again by the system,
 * so an id alone, read from a file after a crash, may be somebody else's.
 */
export interface ProcessMark {
  readonly id: number;
  readonly begun: string;
}

const LOOK_EVERY_MS = 50;

/** The mark of a living process, or undefined if there is none (or only its unburied remains). */
export function markOf(id: number): ProcessMark | undefined {
  const begun = process.platform === 'linux' ? linuxBirth(id) : portableBirth(id);
  return begun === undefined ? undefined : { id, begun };
}

/** Whether the very process that was marked still runs. */
export function isRunning(mark: ProcessMark): boolean {
  return markOf(mark.id)?.begun === mark.begun;
}

/** The command line of a process, or an empty string where it cannot be read. */
export function commandOf(id: number): string {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    }
    return execFileSync('ps', ['-o', 'command=', '-p', String(id)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/**
 * Ends exactly the marked process: first by `signal`, and if it has not gone after `limitMs`, by
 * force. Does nothing if it has already gone.
 */
export async function endProcess(
  mark: ProcessMark,
  signal: NodeJS.Signals,
  limitMs: number,
): Promise<void> {
  if (!signalProcess(mark, signal)) return;
  if (await isGoneWithin(mark, limitMs)) return;
  signalProcess(mark, 'SIGKILL');
  await isGoneWithin(mark, limitMs);
}

/** Sends a signal to exactly the marked process; false if it has already gone. */
export function signalProcess(mark: ProcessMark, signal: NodeJS.Signals): boolean {
  if (!isRunning(mark)) return false;
  try {
    process.kill(mark.id, signal);
    return true;
  } catch {
    return false;
  }
}

async function isGoneWithin(mark: ProcessMark, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (isRunning(mark)) {
    if (performance.now() > deadline) return false;
    await wait(LOOK_EVERY_MS);
  }
  return true;
}

/** Ticks since boot, and which boot: fields 3 (state) and 22 (start) of proc_pid_stat(5). */
function linuxBirth(id: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

function portableBirth(id: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(id)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}
