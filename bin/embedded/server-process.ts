import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ensureFolder } from './data-folder.ts';
import { LauncherError } from './launcher-error.ts';
import { onLeaving } from './leaving.ts';
import { endProcess, markOf, signalProcess } from './processes.ts';
import type { ProcessMark } from './processes.ts';
import { whyItEnded } from './server-log.ts';

/** How to run one server of ours. Paths are absolute; the data folder holds log and record. */
export interface ServerProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly recordFile: string;
  readonly stopSignal: NodeJS.Signals;
  readonly stopLimitMs: number;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

export interface ServerProcess {
  readonly name: string;
  readonly logFile: string;
  /** Resolves with the reason when the server ends without having been told to. */
  readonly died: Promise<LauncherError>;
  /** Ends this process and no other; safe to call twice. */
  readonly stop: () => Promise<void>;
}

/** What is written down of a running server, so that the next start can find it after a crash. */
export interface ServerRecord {
  readonly name: string;
  readonly server: ProcessMark;
  readonly owner: ProcessMark;
}

/**
 * Starts a server that leads a process group of its own, away from the terminal: Ctrl-C must reach
 * our worker first, which still needs the servers while it drains.
 */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  await ensureFolder(dirname(options.logFile));
  await ensureFolder(dirname(options.recordFile));
  const child = spawnDetached(options);
  const ended = endOf(child);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(
        new LauncherError(
          `${options.name} could not be run: ${error.message}.`,
          `Check that ${options.command} is there and may be run.`,
        ),
      ),
    );
  });
  const mark = child.pid === undefined ? undefined : markOf(child.pid);
  if (mark !== undefined) writeRecord(options, mark);

  const takeBack = onLeaving(() => {
    if (mark !== undefined) signalProcess(mark, options.stopSignal);
  });
  let asked = false;
  const died = ended.then((how) => {
    takeBack();
    if (asked) return new Promise<never>(() => undefined);
    rmSync(options.recordFile, { force: true });
    return whyItEnded(options.name, how, options.logFile);
  });
  const stop = async () => {
    asked = true;
    if (mark !== undefined) await endProcess(mark, options.stopSignal, options.stopLimitMs);
    await ended;
    rmSync(options.recordFile, { force: true });
  };
  return { name: options.name, logFile: options.logFile, died, stop };
}

/**
 * Waits until `isReady` says yes. Throws the LauncherError of a server that dies meanwhile, and one
 * with the last words of its log if it is not ready within `limitMs`.
 */
export async function waitUntilReady(
  server: ServerProcess,
  limitMs: number,
  isReady: () => Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  let death: LauncherError | undefined;
  void server.died.then((error) => {
    death = error;
  });
  while (!(await isReady())) {
    if (death !== undefined) throw death;
    if (performance.now() > deadline) {
      throw whyItEnded(server.name, `did not get ready within ${limitMs / 1000} s`, server.logFile);
    }
    await wait(50);
  }
}

function spawnDetached(options: ServerProcessOptions): ChildProcess {
  if (existsSync(options.logFile)) renameSync(options.logFile, `${options.logFile}.previous`);
  const log = openSync(options.logFile, 'a', 0o640);
  try {
    return spawn(options.command, options.arguments, {
      cwd: options.folder,
      env: options.environment,
      stdio: ['ignore', log, log],
      detached: true,
      windowsHide: true,
      ...options.user,
    });
  } finally {
    closeSync(log);
  }
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be run (${error.message})`));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`),
    );
  });
}

function writeRecord(options: ServerProcessOptions, server: ProcessMark): void {
  const owner = markOf(process.pid);
  if (owner === undefined) return;
  const record: ServerRecord = { name: options.name, server, owner };
  writeFileSync(options.recordFile, `${JSON.stringify(record)}\n`);
}
