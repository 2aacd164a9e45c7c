import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cachedProgram } from './cache-folder.ts';
import { LauncherError, wordsOf } from './launcher-error.ts';
import { spokenDuration } from './say.ts';
import type { Say } from './say.ts';
import { buildServer, buildUi } from './temporal-build.ts';
import { downloadCli } from './temporal-download.ts';
import { CLI_VERSION, knowsVirtualTime, SERVER_VERSION, UI_VERSION } from './temporal-versions.ts';

/** What there is to run a Temporal Server with: Temporal's all-in-one program, or server and UI. */
export type TemporalProgram =
  | { readonly kind: 'cli'; readonly cli: string; readonly version: string; readonly how: string }
  | {
      readonly kind: 'server';
      readonly server: string;
      readonly ui: string | undefined;
      readonly version: string;
      readonly how: string;
    };

export interface SearchOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly wantsUi: boolean;
  /** Whether a server that cannot move workflows ahead in virtual time is of no use. */
  readonly needsVirtualTime: boolean;
  readonly say: Say;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One way to come by a server: gives it, gives undefined if it does not apply, or throws why not.
 */
interface Way {
  readonly name: string;
  readonly go: (options: SearchOptions) => Promise<TemporalProgram | undefined>;
}

const WAYS: readonly Way[] = [
  { name: 'A `temporal` program on the PATH', go: onPath },
  { name: 'Programs from the cache folder', go: fromCache },
  { name: `Download of Temporal CLI ${CLI_VERSION}`, go: byDownload },
  { name: `Building Temporal Server ${SERVER_VERSION} with Go`, go: byBuild },
];

const run = promisify(execFile);

/**
 * Finds a Temporal Server, by the quickest way that works: the one named by TEMPORAL_CLI_PATH, else
 * in the order above. Says which it took. Throws a LauncherError that lists every attempt if none
 * works.
 */
export async function findTemporal(options: SearchOptions): Promise<TemporalProgram> {
  const named = options.environment['TEMPORAL_CLI_PATH'];
  if (named) return namedProgram(named);
  const reasons: string[] = [];
  let secondBest: TemporalProgram | undefined;
  for (const way of WAYS) {
    options.signal?.throwIfAborted();
    const begun = performance.now();
    try {
      const program = await way.go(options);
      if (program !== undefined && knowsVirtualTime(program.version)) return program;
      secondBest ??= program;
      reasons.push(`  ${way.name}: ${program === undefined ? 'none there' : tooOld(program)}.`);
    } catch (error) {
      options.signal?.throwIfAborted();
      const took = spokenDuration(performance.now() - begun);
      reasons.push(`  ${way.name}: ${wordsOf(error)} (${took}).`);
      options.say(`${way.name}: did not work (${took}).`);
    }
  }
  if (secondBest !== undefined && !options.needsVirtualTime) return secondBest;
  throw noTemporal(reasons);
}

function tooOld({ version, how }: TemporalProgram): string {
  return `${how} carries server ${version}, and virtual time needs 1.32 or newer`;
}

function noTemporal(reasons: readonly string[]): LauncherError {
  return new LauncherError(
    'No Temporal Server could be had.',
    'Do one of these and try again: install the `temporal` program (https://docs.temporal.io/cli), ' +
      'install Go 1.26 (https://go.dev/dl), or start a server elsewhere and give its address as ' +
      'TEMPORAL_ADDRESS.',
    reasons.join('\n'),
  );
}

async function namedProgram(path: string): Promise<TemporalProgram> {
  try {
    const version = await serverVersionOf(path);
    return { kind: 'cli', cli: resolve(path), version, how: `the program ${path} as told` };
  } catch (error) {
    throw new LauncherError(
      `TEMPORAL_CLI_PATH names ${path}, which is no \`temporal\` program that runs.`,
      'Correct it, or leave it out: Fairbill then looks for a server by itself.',
      wordsOf(error),
    );
  }
}

async function onPath({ environment }: SearchOptions): Promise<TemporalProgram | undefined> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  const cli = folders.map((folder) => join(folder, `temporal${suffix}`)).find(isExecutable);
  if (cli === undefined) return undefined;
  const version = await serverVersionOf(cli);
  return { kind: 'cli', cli, version, how: `the \`temporal\` program at ${cli}` };
}

async function fromCache(options: SearchOptions): Promise<TemporalProgram | undefined> {
  const cli = cachedProgram(options.environment, 'temporal-cli', CLI_VERSION);
  if (isExecutable(cli)) return downloaded(cli, 'the Temporal CLI downloaded before');
  const server = cachedProgram(options.environment, 'temporal-server', SERVER_VERSION);
  if (!isExecutable(server)) return undefined;
  return built(server, await uiFor(options), 'the programs built before');
}

/** The tests build the server alone; a missing UI is built later, and is no reason not to start. */
async function uiFor(options: SearchOptions): Promise<string | undefined> {
  if (!options.wantsUi) return undefined;
  const ui = cachedProgram(options.environment, 'temporal-ui', UI_VERSION);
  try {
    await buildUi(ui, UI_VERSION, options);
    return ui;
  } catch (error) {
    options.signal?.throwIfAborted();
    options.say(`The Temporal UI could not be built, so it is left out: ${wordsOf(error)}.`);
    return undefined;
  }
}

async function byDownload(options: SearchOptions): Promise<TemporalProgram> {
  const cli = cachedProgram(options.environment, 'temporal-cli', CLI_VERSION);
  await downloadCli(cli, CLI_VERSION, options);
  return downloaded(cli, 'the Temporal CLI just downloaded');
}

async function byBuild(options: SearchOptions): Promise<TemporalProgram> {
  const server = cachedProgram(options.environment, 'temporal-server', SERVER_VERSION);
  await buildServer(server, SERVER_VERSION, options);
  return built(server, await uiFor(options), 'the programs just built with Go');
}

async function downloaded(cli: string, how: string): Promise<TemporalProgram> {
  return { kind: 'cli', cli, version: await serverVersionOf(cli), how };
}

function built(server: string, ui: string | undefined, how: string): TemporalProgram {
  return { kind: 'server', server, ui, version: SERVER_VERSION, how };
}

/** `temporal --version` says, for instance, "temporal version 1.9.0 (Server 1.32.0, UI 2.54.1)". */
async function serverVersionOf(cli: string): Promise<string> {
  const { stdout } = await run(cli, ['--version'], { timeout: 20_000 });
  const version = /server\s+v?(\d+\.\d+\.\d+)/i.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`it says "${stdout.trim()}" when asked its version`);
  return version;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
