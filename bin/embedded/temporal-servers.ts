import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder } from './data-folder.ts';
import { freePorts } from './ports.ts';
import { startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import type { TemporalProgram } from './temporal-programs.ts';
import {
  DATABASE_FILE,
  DYNAMIC_FILE,
  DYNAMIC_SETTINGS,
  dynamicFile,
  INNER_PORTS,
  serverFile,
  SQLITE_SETTINGS,
  uiFile,
} from './temporal-settings.ts';

export interface TemporalServersOptions {
  readonly dataFolder: string;
  readonly inMemory: boolean;
  readonly port: number;
  readonly uiPort: number | undefined;
  readonly namespace: string;
  readonly environment: NodeJS.ProcessEnv;
}

export const TEMPORAL_STOP = { stopSignal: 'SIGTERM', stopLimitMs: 15_000 } as const;

/** The record of each process that one Temporal may consist of. */
export function temporalRecordFiles(dataFolder: string): string[] {
  return ['temporal', 'temporal-ui'].map((name) => recordFile(dataFolder, name));
}

/** The folder of the server's own files. */
export function temporalFolder(dataFolder: string): string {
  return join(dataFolder, 'temporal');
}

/** Starts the all-in-one program, or the server; the UI beside the latter is `startUi`. */
export async function startServer(
  program: TemporalProgram,
  options: TemporalServersOptions,
): Promise<ServerProcess> {
  await ensureFolder(temporalFolder(options.dataFolder));
  return program.kind === 'cli'
    ? startCli(program.cli, options)
    : startOwnServer(program.server, options);
}

function startCli(cli: string, options: TemporalServersOptions): Promise<ServerProcess> {
  const { port, uiPort, namespace, inMemory } = options;
  const dynamic = Object.entries(DYNAMIC_SETTINGS).flatMap(([name, value]) => [
    '--dynamic-config-value',
    `${name}=${JSON.stringify(value)}`,
  ]);
  const sqlite = Object.entries(SQLITE_SETTINGS).flatMap(([name, value]) => [
    '--sqlite-pragma',
    `${name}=${value}`,
  ]);
  return start('Temporal', 'temporal', cli, options, [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
    ...['--namespace', namespace],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(inMemory ? [] : ['--db-filename', DATABASE_FILE, ...sqlite]),
    ...dynamic,
  ]);
}

async function startOwnServer(
  program: string,
  options: TemporalServersOptions,
): Promise<ServerProcess> {
  const folder = temporalFolder(options.dataFolder);
  const ports = { frontend: options.port, inner: await freePorts(INNER_PORTS) };
  await writeFile(join(folder, 'server.yaml'), serverFile(ports, options.inMemory));
  await writeFile(join(folder, DYNAMIC_FILE), dynamicFile());
  const args = ['--config-file', 'server.yaml', '--allow-no-auth', 'start'];
  return start('Temporal', 'temporal', program, options, args);
}

/** Starts Temporal's own UI in front of the server. */
export async function startUi(
  program: string,
  uiPort: number,
  options: TemporalServersOptions,
): Promise<ServerProcess> {
  const folder = join(temporalFolder(options.dataFolder), 'ui');
  await ensureFolder(folder);
  await writeFile(join(folder, 'fairbill.yaml'), uiFile(uiPort, `127.0.0.1:${options.port}`));
  const args = ['--root', '.', '--config', 'ui', '--env', 'fairbill', 'start'];
  return start('Temporal UI', 'temporal-ui', program, options, args);
}

function start(
  title: string,
  name: string,
  command: string,
  options: TemporalServersOptions,
  args: readonly string[],
): Promise<ServerProcess> {
  return startServerProcess({
    name: title,
    command,
    arguments: args,
    // File names without a folder need no quoting on their way through SQLite's addresses.
    folder: temporalFolder(options.dataFolder),
    environment: withoutTemporalSettings(options.environment),
    logFile: join(options.dataFolder, 'logs', `${name}.log`),
    recordFile: recordFile(options.dataFolder, name),
    ...TEMPORAL_STOP,
    user: undefined,
  });
}

/** What the person has set for our clients, such as an address, must not change our own server. */
function withoutTemporalSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('TEMPORAL_'));
  return Object.fromEntries(kept);
}

function recordFile(dataFolder: string, name: string): string {
  return join(dataFolder, 'processes', `${name}.json`);
}
