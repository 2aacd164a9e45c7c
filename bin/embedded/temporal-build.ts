import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withFileLock } from '../bootstrap/file-lock.mjs';
import { assertDiskSpace } from './data-folder.ts';
import { codeOf } from './launcher-error.ts';
import { onLeaving } from './leaving.ts';
import { spokenDuration } from './say.ts';
import type { Say } from './say.ts';

export interface BuildOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly say: Say;
  readonly signal?: AbortSignal | undefined;
}

const PROGRESS_EVERY_MS = 10_000;
/** Modules, compiled packages and the programs themselves, the first time. */
const NEEDED_BYTES = 4_000_000_000;

/** Builds Temporal's own server from its published source into `target`. */
export function buildServer(target: string, version: string, options: BuildOptions): Promise<void> {
  const source = `go.temporal.io/server/cmd/server@v${version}`;
  return build(target, `Temporal Server ${version}`, source, '2 to 5 minutes', options);
}

/** Builds Temporal's own UI from its published source into `target`. */
export function buildUi(target: string, version: string, options: BuildOptions): Promise<void> {
  const source = `github.com/temporalio/ui-server/v2/cmd/server@v${version}`;
  return build(target, `Temporal UI ${version}`, source, 'half a minute', options);
}

/** Two builders at once would only be slower, so the second waits and finds the work done. */
async function build(
  target: string,
  name: string,
  source: string,
  usual: string,
  options: BuildOptions,
): Promise<void> {
  if (existsSync(target)) return;
  await withFileLock(
    `${target}.lock`,
    (holder) => options.say(`Process ${holder ?? 'unknown'} builds ${name} already; waiting.`),
    async () => {
      if (existsSync(target)) return;
      await buildNow(target, name, source, usual, options);
    },
  );
}

async function buildNow(
  target: string,
  name: string,
  source: string,
  usual: string,
  options: BuildOptions,
): Promise<void> {
  const begun = performance.now();
  const cache = dirname(target);
  await assertDiskSpace(cache, NEEDED_BYTES);
  options.say(`Building ${name} with Go, once for this machine; the first time takes ${usual}.`);
  // Both commands build to a file named `server`, so each gets a folder of its own; one that a
  // killed build left behind is not trusted.
  const folder = `${target}.part`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await goInstall(source, folder, name, options);
    const suffix = process.platform === 'win32' ? '.exe' : '';
    const program = join(folder, `server${suffix}`);
    const { size } = await stat(program);
    await rename(program, target);
    const took = spokenDuration(performance.now() - begun);
    options.say(`Built ${name} in ${took} (${Math.round(size / 1_000_000)} MB).`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function goInstall(
  source: string,
  folder: string,
  name: string,
  { environment, say, signal }: BuildOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', ['install', '-v', '-ldflags=-s -w', source], {
      env: { ...environment, GOBIN: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    const takeBack = onLeaving(() => child.kill());
    const progress = new BuildProgress();
    const telling = setInterval(() => say(progress.sentence(name), 'progress'), PROGRESS_EVERY_MS);
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => progress.add(chunk));
    const done = () => {
      clearInterval(telling);
      takeBack();
    };
    child.once('error', (error) => {
      done();
      reject(codeOf(error) === 'ENOENT' ? new Error('there is no `go` on the PATH') : error);
    });
    child.once('close', (code) => {
      done();
      if (code === 0) resolve();
      else reject(new Error(`\`go install\` failed:\n${progress.lastWords()}`));
    });
  });
}

/** With -v Go names every module it downloads and every package it has compiled, line by line. */
class BuildProgress {
  readonly #begun = performance.now();
  #downloaded = 0;
  #compiled = 0;
  #rest = '';
  #words: string[] = [];

  add(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#addLine(line);
  }

  sentence(name: string): string {
    const elapsed = spokenDuration(performance.now() - this.#begun);
    const steps = `${this.#downloaded} modules fetched, ${this.#compiled} packages compiled`;
    return `  … ${name}: ${steps}, ${elapsed}`;
  }

  lastWords(): string {
    return [...this.#words, this.#rest].filter(Boolean).slice(-6).join('\n');
  }

  #addLine(line: string): void {
    if (line.startsWith('go: downloading ')) this.#downloaded += 1;
    else if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) this.#compiled += 1;
    else this.#words = [...this.#words.slice(-20), line];
  }
}
