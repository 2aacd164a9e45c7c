import { basename, dirname, join, resolve, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  assertDiskSpace,
  ensureDataFolder,
  ensureFolder,
  keptSecret,
  passwordFile,
} from './data-folder.ts';
import { wordsOf } from './launcher-error.ts';
import type { LauncherError } from './launcher-error.ts';
import { assertPortFree, freePort } from './ports.ts';
import { postgresAccount, userOf } from './postgres-account.ts';
import type { PostgresAccount } from './postgres-account.ts';
import { ensureCluster } from './postgres-cluster.ts';
import { ensureDatabase } from './postgres-database.ts';
import { clearPostgresLeftovers, POSTGRES_STOP, postgresRecordFile } from './postgres-leftovers.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { spokenDuration } from './say.ts';
import type { Say } from './say.ts';
import { startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

export interface PostgresOptions {
  /** Database, password, log and record lie in it. */
  readonly dataFolder: string;
  /** The port of 127.0.0.1; without one, any that is free. */
  readonly port?: number;
  /** What the person can set to choose another port, for the sentence about a taken one. */
  readonly portOption?: string;
  /** False only for tests: faster, but a power cut may damage the files. */
  readonly durable?: boolean;
  readonly say: Say;
}

export interface RunningPostgres {
  readonly url: string;
  readonly version: string;
  /** Resolves with the reason when PostgreSQL ends without having been told to. */
  readonly died: Promise<LauncherError>;
  readonly stop: () => Promise<void>;
}

const NEEDED_BYTES = 200_000_000;
const ATTEMPTS = 10;

/**
 * Starts a real PostgreSQL on 127.0.0.1 with the database `fairbill` in it. Its data survive; one
 * that a killed launcher left behind in the same folder is ended first. Throws a LauncherError that
 * says what stands in the way.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const begun = performance.now();
  const { say, durable = true } = options;
  const dataFolder = resolve(options.dataFolder);
  await ensureDataFolder(dataFolder);
  await clearPostgresLeftovers(dataFolder, say);
  const port = await choosePort(options);
  await assertDiskSpace(dataFolder, NEEDED_BYTES);

  const folder = join(dataFolder, 'postgres');
  const programs = postgresPrograms();
  const account = postgresAccount([programs.postgres, dataFolder]);
  const password = await keptSecret(join(dataFolder, passwordFile));
  await ensureFolder(folder);
  const data = await ensureCluster({ folder, programs, account, password, durable });

  const start = () =>
    startServer({ ...options, dataFolder }, programs.postgres, data, port, account);
  const running = await startPatiently(start, (server) => ensureDatabase(server, port, password));
  say(`PostgreSQL ${running.version} is ready after ${spokenDuration(performance.now() - begun)}.`);
  return running;
}

/**
 * After a kill the old server's last processes may hold its shared memory for a moment longer, and
 * PostgreSQL refuses to start until they are gone.
 */
async function startPatiently(
  start: () => Promise<ServerProcess>,
  ready: (server: ServerProcess) => Promise<{ url: string; version: string }>,
): Promise<RunningPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    const server = await start();
    try {
      return { ...(await ready(server)), died: server.died, stop: server.stop };
    } catch (error) {
      await server.stop();
      const isHeld = /pre-existing shared memory block/.test(wordsOf(error));
      if (!isHeld || attempt === ATTEMPTS) throw error;
      await wait(1_000);
    }
  }
}

async function choosePort({ port, portOption }: PostgresOptions): Promise<number> {
  if (port === undefined) return freePort();
  await assertPortFree(port, 'PostgreSQL', portOption ?? '--postgres-port');
  return port;
}

function startServer(
  { dataFolder, durable = true }: PostgresOptions,
  program: string,
  data: string,
  port: number,
  account: PostgresAccount | undefined,
): Promise<ServerProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    // A socket in /tmp would be a second way in, which nobody asked for.
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A power cut may damage the files then; a kill loses nothing.
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '', ...args] = [
    ...(account?.through ?? []),
    // From its own folder it need not pass the closed ones above, see postgres-cluster.ts.
    `.${sep}${basename(program)}`,
    ...['-D', data, '-p', String(port), ...flags],
  ];
  return startServerProcess({
    name: 'PostgreSQL',
    command,
    arguments: args,
    folder: dirname(program),
    environment: { ...process.env, LC_ALL: 'C' },
    logFile: join(dataFolder, 'logs', 'postgres.log'),
    recordFile: postgresRecordFile(dataFolder),
    ...POSTGRES_STOP,
    user: userOf(account),
  });
}
