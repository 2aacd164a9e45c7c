import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { LauncherError } from './launcher-error.ts';

const TAIL_BYTES = 16_384;
const TAIL_LINES = 8;

/** The end of a server's log, for a person to read. */
function lastLines(logFile: string, lines = TAIL_LINES): string {
  return tail(logFile).split('\n').filter(Boolean).slice(-lines).join('\n');
}

/**
 * Says why a server ended, as far as its log tells; `how` completes the sentence "PostgreSQL …".
 */
export function whyItEnded(name: string, how: string, logFile: string): LauncherError {
  const log = tail(logFile);
  if (/no space left on device|database or disk is full/i.test(log)) {
    return new LauncherError(
      `${name} ${how}: the disk is full.`,
      'Free some room there, or choose a data folder on another disk with --data.',
      lastLines(logFile),
    );
  }
  if (/address already in use|could not bind/i.test(log)) {
    return new LauncherError(
      `${name} ${how}: a port it needs was taken in the meantime.`,
      'Try again; if it stays so, stop the program that listens there.',
      lastLines(logFile),
    );
  }
  return new LauncherError(
    `${name} ${how}.`,
    `Its last words are above, the rest is in ${logFile}.`,
    lastLines(logFile),
  );
}

function tail(logFile: string): string {
  try {
    const file = openSync(logFile, 'r');
    try {
      const size = fstatSync(file).size;
      const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
      readSync(file, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8');
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
