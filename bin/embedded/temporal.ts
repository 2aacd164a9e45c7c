import { resolve } from 'node:path';
import { Connection } from '@temporalio/client';
import { assertDiskSpace, ensureFolder } from './data-folder.ts';
import type { LauncherError } from './launcher-error.ts';
import { wordsOf } from './launcher-error.ts';
import { endLeftover } from './leftovers.ts';
import { assertPortFree } from './ports.ts';
import { spokenDuration } from './say.ts';
import type { Say } from './say.ts';
import { waitUntilReady } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { markReady, prepareDatabase } from './temporal-database.ts';
import { ensureNamespace, waitForNamespace } from './temporal-namespace.ts';
import { findTemporal } from './temporal-programs.ts';
import type { TemporalProgram } from './temporal-programs.ts';
import {
  startServer,
  startUi,
  TEMPORAL_STOP,
  temporalFolder,
  temporalRecordFiles,
} from './temporal-servers.ts';
import type { TemporalServersOptions } from './temporal-servers.ts';
import { allowsVirtualTime } from './virtual-time.ts';

export interface TemporalOptions {
  /** Logs and records lie in it, and the server's database unless it is kept in memory. */
  readonly dataFolder: string;
  readonly inMemory?: boolean;
  readonly port: number;
  /** Without it there is no UI. */
  readonly uiPort?: number;
  readonly namespace: string;
  readonly say: Say;
  readonly environment: NodeJS.ProcessEnv;
  readonly needsVirtualTime?: boolean;
  /** Breaks off a download or a build. */
  readonly signal?: AbortSignal;
}

export interface RunningTemporal {
  readonly address: string;
  readonly uiUrl: string | undefined;
  /** Which way the server was come by, for the person: "the programs built before". */
  readonly how: string;
  readonly version: string;
  /** Whether workflows can be moved ahead in virtual time here. */
  readonly virtualTime: boolean;
  /** Resolves with the reason when a server ends without having been told to. */
  readonly died: Promise<LauncherError>;
  readonly stop: () => Promise<void>;
}

const NEEDED_BYTES = 200_000_000;
const READY_LIMIT_MS = 90_000;
const NAMESPACE_LIMIT_MS = 90_000;
/** Long enough to look back at last quarter's cycles; the books in PostgreSQL are kept for ever. */
const RETENTION_DAYS = 100;
const ATTEMPTS = 3;

/**
 * Starts a real Temporal Server on 127.0.0.1, with its UI if asked for, and makes the namespace.
 * One that a killed launcher left in the same folder is ended first. Throws a LauncherError that
 * says what stands in the way.
 */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const dataFolder = resolve(options.dataFolder);
  await ensureFolder(dataFolder);
  await clearLeftovers(dataFolder, options.say);
  await assertPortFree(options.port, 'the Temporal Server', '--temporal-port');
  if (options.uiPort !== undefined) {
    await assertPortFree(options.uiPort, 'the Temporal UI', '--temporal-ui-port');
  }
  await assertDiskSpace(dataFolder, NEEDED_BYTES);
  const program = await findTemporal({
    environment: options.environment,
    wantsUi: options.uiPort !== undefined,
    needsVirtualTime: options.needsVirtualTime ?? false,
    say: options.say,
    signal: options.signal,
  });
  const begun = performance.now();
  const running = await startPatiently(program, {
    dataFolder,
    inMemory: options.inMemory ?? false,
    port: options.port,
    uiPort: options.uiPort,
    namespace: options.namespace,
    environment: options.environment,
  });
  const took = spokenDuration(performance.now() - begun);
  options.say(`Temporal Server ${program.version} is ready after ${took}, from ${program.how}.`);
  return running;
}

async function clearLeftovers(dataFolder: string, say: Say): Promise<void> {
  const { stopSignal, stopLimitMs } = TEMPORAL_STOP;
  for (const file of temporalRecordFiles(dataFolder)) {
    const found = await endLeftover(file, stopSignal, stopLimitMs);
    if (found) say('Ended a Temporal process that an earlier Fairbill had left running here.');
  }
}

/** Between the choice of a free inner port and its use another program may take it. */
async function startPatiently(
  program: TemporalProgram,
  options: TemporalServersOptions,
): Promise<RunningTemporal> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(program, options);
    } catch (error) {
      if (attempt === ATTEMPTS || !/address already in use/i.test(wordsOf(error))) throw error;
    }
  }
}

async function startOnce(
  program: TemporalProgram,
  options: TemporalServersOptions,
): Promise<RunningTemporal> {
  const address = `127.0.0.1:${options.port}`;
  const folder = temporalFolder(options.dataFolder);
  if (!options.inMemory) await prepareDatabase(folder);
  const servers: ServerProcess[] = [await startServer(program, options)];
  const stop = async () => {
    for (const server of servers.toReversed()) await server.stop();
  };
  try {
    const virtualTime = await prepare(servers, address, options.namespace);
    if (!options.inMemory) await markReady(folder, program.version);
    const uiUrl = await ensureUi(program, options, servers);
    const died = Promise.race(servers.map((server) => server.died));
    const { how, version } = program;
    return { address, uiUrl, how, version, virtualTime, died, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes the namespace usable and says whether virtual time is allowed in it. */
async function prepare(
  [server]: readonly ServerProcess[],
  address: string,
  namespace: string,
): Promise<boolean> {
  if (server === undefined) return false;
  const connection = Connection.lazy({ address });
  try {
    await waitUntilReady(server, READY_LIMIT_MS, () => answers(connection));
    await waitUntilReady(server, NAMESPACE_LIMIT_MS, () =>
      succeeds(ensureNamespace(connection, namespace, RETENTION_DAYS)),
    );
    await waitForNamespace(connection, namespace, NAMESPACE_LIMIT_MS);
    return await allowsVirtualTime(connection, namespace);
  } finally {
    await connection.close();
  }
}

function answers(connection: Connection): Promise<boolean> {
  const soon = Date.now() + 1_000;
  return succeeds(
    connection.withDeadline(soon, () => connection.workflowService.getSystemInfo({})),
  );
}

async function ensureUi(
  program: TemporalProgram,
  options: TemporalServersOptions,
  servers: ServerProcess[],
): Promise<string | undefined> {
  const { uiPort } = options;
  if (uiPort === undefined || (program.kind === 'server' && program.ui === undefined)) return;
  const url = `http://127.0.0.1:${uiPort}`;
  if (program.kind === 'server' && program.ui !== undefined) {
    servers.push(await startUi(program.ui, uiPort, options));
  }
  const ui = servers.at(-1);
  if (ui !== undefined) await waitUntilReady(ui, READY_LIMIT_MS, () => succeeds(fetchOk(url)));
  return url;
}

async function fetchOk(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}

async function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch {
    return false;
  }
}
