import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const SAME_KEYPRESS_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs one command with our terminal and resolves with the exit code to end with.
 *
 * The child leads a process group of its own, because a terminal's Ctrl-C goes to the whole group
 * and npm passes it on again: the child would be told two or three times, and take the second for
 * "at once". So it is told by us alone, once for each press. A channel to it stays open for as long
 * as we live; its closing tells the child that we were killed.
 */
export function runChild(command, args, { folder, environment, channel }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: folder,
      env: environment,
      stdio: channel ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
      detached: process.platform !== 'win32',
    });
    const lastPassed = new Map();
    const pass = (signal) => {
      const now = Date.now();
      if (now - (lastPassed.get(signal) ?? 0) < SAME_KEYPRESS_MS) return;
      lastPassed.set(signal, now);
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of SIGNALS) process.off(name, pass);
      resolve(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0));
    });
  });
}
