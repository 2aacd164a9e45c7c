import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { LauncherError } from '../../bin/embedded/launcher-error.ts';
import { freePort } from '../../bin/embedded/ports.ts';
import { type RunningPostgres, startPostgres } from '../../bin/embedded/postgres.ts';
import { withClient } from '../../bin/embedded/postgres-database.ts';
import { commandOf, isRunning } from '../../bin/embedded/processes.ts';
import type { ServerRecord } from '../../bin/embedded/server-process.ts';
import { emptyFolder, runScript } from './kit.ts';

const running: RunningPostgres[] = [];

async function start(dataFolder: string, port?: number): Promise<RunningPostgres> {
  const said: string[] = [];
  const server = await startPostgres({
    dataFolder,
    durable: false,
    say: (sentence) => said.push(sentence),
    ...(port === undefined ? {} : { port }),
  });
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

test('rows survive a stop and a start, and so does the password', async () => {
  const folder = await emptyFolder();
  const port = await freePort();
  const first = await start(folder, port);
  await withClient(first.url, (client) => client.query('create table kept as select 42 as answer'));
  await first.stop();
  const second = await start(folder, port);
  expect(second.url).toBe(first.url);
  expect(await answerIn(second)).toBe(42);
});

test('only this machine can connect, with a password that only its owner can read', async () => {
  const folder = await emptyFolder();
  const { url, version } = await start(folder);
  expect(version).toMatch(/^18\./);
  const listening = await withClient(url, (client) => client.query('show listen_addresses'));
  expect(listening.rows).toEqual([{ listen_addresses: '127.0.0.1' }]);
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(withClient(wrong.href, (client) => client.query('select 1'))).rejects.toThrow(
    /password/,
  );
  expect((await stat(join(folder, 'postgres-password'))).mode & 0o777).toBe(0o600);
});

test('a start after a kill -9 ends the server left behind and goes on with its rows', async () => {
  const folder = await emptyFolder();
  const left = await abandonedServer(folder);
  expect(isRunning(left.server)).toBe(true);
  const next = await start(folder);
  expect(isRunning(left.server)).toBe(false);
  expect(await answerIn(next)).toBe(42);
});

test('a start after a kill -9 of launcher and server recovers', async () => {
  const folder = await emptyFolder();
  const left = await abandonedServer(folder);
  process.kill(left.server.id, 'SIGKILL');
  expect(await answerIn(await start(folder))).toBe(42);
});

test('a note of a process whose id has passed on harms nobody', async () => {
  const folder = await emptyFolder();
  await (await start(folder)).stop();
  await writeFile(
    join(folder, 'postgres', 'data', 'postmaster.pid'),
    `${process.pid}\n/elsewhere\n`,
  );
  const { version } = await start(folder);
  expect(version).toMatch(/^18\./);
});

test('a second start in the same folder is refused while the first one runs', async () => {
  const folder = await emptyFolder();
  const first = await start(folder);
  await expect(start(folder)).rejects.toThrow(/already runs from this data folder \(process \d+\)/);
  expect(await withClient(first.url, (client) => client.query('select 1'))).toBeDefined();
});

test('a taken port is said plainly, with the option to choose another', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const address = blocker.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const error = await start(await emptyFolder(), port).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LauncherError);
    expect(error).toMatchObject({
      sentence: `Port ${port} of 127.0.0.1 is taken, and PostgreSQL needs it.`,
      hint: 'Stop the program that listens there, or choose another one with --postgres-port.',
    });
  } finally {
    blocker.close();
  }
});

test('a server that dies by itself is reported with its last words', async () => {
  const folder = await emptyFolder();
  const server = await start(folder);
  const { server: mark } = await recordIn(folder);
  process.kill(mark.id, 'SIGKILL');
  const death = await server.died;
  expect(death.sentence).toBe('PostgreSQL was ended by SIGKILL.');
  expect(death.details).toContain('ready to accept connections');
});

/** A server with a row in it, whose launcher was killed. */
async function abandonedServer(folder: string): Promise<ServerRecord> {
  const launcher = runScript('hold-postgres', [folder]);
  await launcher.says('ready postgresql://');
  const record = await recordIn(folder);
  expect(commandOf(record.server.id)).toContain(folder);
  const password = (await readFile(join(folder, 'postgres-password'), 'utf8')).trim();
  const port = /-p (\d+)/.exec(commandOf(record.server.id))?.[1];
  await withClient(`postgresql://fairbill:${password}@127.0.0.1:${port}/fairbill`, (client) =>
    client.query('create table kept as select 42 as answer'),
  );
  launcher.child.kill('SIGKILL');
  await launcher.end;
  return record;
}

async function recordIn(folder: string): Promise<ServerRecord> {
  const text = await readFile(join(folder, 'processes', 'postgres.json'), 'utf8');
  return JSON.parse(text) as ServerRecord;
}

async function answerIn({ url }: RunningPostgres): Promise<unknown> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ answer: number }>('select answer from kept'),
  );
  return rows[0]?.answer;
}
