import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The repository's own folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A folder of the test's own, removed afterwards. */
export async function emptyFolder(): Promise<string> {
  const folder = await newFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** A folder that the test file itself removes. */
export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'fairbill-test-bin-'));
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

export interface Run {
  readonly child: ChildProcess;
  /** All it has said so far. */
  readonly output: () => string;
  /** Resolves when the output so far holds this text. */
  readonly says: (text: string) => Promise<void>;
  /** Resolves when the program has ended. */
  readonly end: Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly output: string;
  }>;
}

/** Runs a program and listens to all it says. What still runs when the test is over is ended. */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly folder?: string; readonly environment?: NodeJS.ProcessEnv } = {},
): Run {
  const child = spawn(command, args, {
    cwd: options.folder ?? root,
    env: options.environment ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  const end = once(child, 'close').then(() => {
    for (const listener of listeners) listener();
    return { code: child.exitCode, signal: child.signalCode, output };
  });
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const listener = () => {
        if (output.includes(text)) resolve();
        else if (child.exitCode !== null)
          reject(new Error(`It ended without "${text}":\n${output}`));
      };
      listeners.add(listener);
      listener();
    });
  return { child, output: () => output, says, end };
}

/** Runs a small program of ours, written as TypeScript, that may import from the repository. */
export function runScript(name: string, args: readonly string[], environment?: NodeJS.ProcessEnv) {
  const script = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));
  return run(process.execPath, [script, ...args], environment ? { environment } : {});
}
