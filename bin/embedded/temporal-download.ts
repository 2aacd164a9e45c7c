import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFileLock } from '../bootstrap/file-lock.mjs';
import { onLeaving } from './leaving.ts';
import { spokenDuration } from './say.ts';
import type { BuildOptions } from './temporal-build.ts';

/** Without a sign of an answer for so long there is no way to the internet. */
const FIRST_SIGN_MS = 8_000;
/** A download that stands still for so long will not go on. */
const STALL_MS = 20_000;
const LOOK_EVERY_MS = 500;
const PROGRESS_EVERY_MS = 5_000;

/**
 * Downloads Temporal's command-line program into `target` by the SDK's own download, in a process
 * of its own: it cannot be broken off otherwise, and it starts a server to try the program, on a
 * runtime that this process may want to set up differently.
 */
export async function downloadCli(
  target: string,
  version: string,
  options: BuildOptions,
): Promise<void> {
  await withFileLock(
    `${target}.lock`,
    (holder) => options.say(`Process ${holder ?? 'unknown'} downloads it already; waiting.`),
    async () => {
      if (!existsSync(target)) await downloadNow(target, version, options);
    },
  );
}

async function downloadNow(target: string, version: string, options: BuildOptions): Promise<void> {
  const begun = performance.now();
  const folder = `${target}.part`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  options.say(`Downloading Temporal CLI ${version}.`);
  try {
    const words = await watchDownload(folder, version, options);
    const name = readdirSync(folder).find((file) => !file.endsWith('.downloading'));
    if (name === undefined) throw new Error(words || 'the download brought nothing');
    await chmod(join(folder, name), 0o755);
    await rename(join(folder, name), target);
    options.say(`Downloaded it in ${spokenDuration(performance.now() - begun)}.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves with the last words of the process that downloads; breaks it off if it stands still. */
function watchDownload(
  folder: string,
  version: string,
  { environment, say, signal }: BuildOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('temporal-download-child.ts', import.meta.url));
    const child = spawn(process.execPath, [script, folder, version], {
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    const watching = watchGrowth(child, folder, say);
    const takeBack = onLeaving(() => child.kill('SIGKILL'));
    const done = () => {
      clearInterval(watching);
      takeBack();
    };
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      words = (words + chunk).slice(-2_000);
    });
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('close', (_code, endedBy) => {
      done();
      resolve(endedBy === null ? words.trim() : 'no answer from the internet');
    });
  });
}

function watchGrowth(
  child: ChildProcess,
  folder: string,
  say: BuildOptions['say'],
): ReturnType<typeof setInterval> {
  let size = -1;
  let grownAt = performance.now();
  let toldAt = performance.now();
  const look = (newSize: number) => {
    const now = performance.now();
    if (newSize !== size) grownAt = now;
    size = newSize;
    if (now - grownAt > (size < 0 ? FIRST_SIGN_MS : STALL_MS)) child.kill('SIGKILL');
    if (size > 0 && now - toldAt > PROGRESS_EVERY_MS) {
      toldAt = now;
      say(`  … ${Math.round(size / 1_000_000)} MB unpacked`, 'progress');
    }
  };
  return setInterval(() => look(sizeOf(folder)), LOOK_EVERY_MS);
}

function sizeOf(folder: string): number {
  try {
    const [name] = readdirSync(folder);
    return name === undefined ? -1 : statSync(join(folder, name)).size;
  } catch {
    return -1;
  }
}
