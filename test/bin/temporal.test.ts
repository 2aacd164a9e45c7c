import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { afterEach, expect, test } from 'vitest';
import { freePort, freePorts } from '../../bin/embedded/ports.ts';
import { isRunning } from '../../bin/embedded/processes.ts';
import type { ServerRecord } from '../../bin/embedded/server-process.ts';
import { type RunningTemporal, startTemporal } from '../../bin/embedded/temporal.ts';
import { ensureSearchAttributes } from '../../bin/embedded/temporal-namespace.ts';
import { emptyFolder, runScript } from './kit.ts';

const running: RunningTemporal[] = [];
const cycleStanding = defineSearchAttributeKey('CycleStanding', 'KEYWORD');

async function start(
  dataFolder: string,
  more: { inMemory?: boolean; uiPort?: number; namespace?: string } = {},
): Promise<RunningTemporal> {
  const server = await startTemporal({
    dataFolder,
    port: await freePort(),
    namespace: 'default',
    environment: process.env,
    needsVirtualTime: true,
    say: () => undefined,
    ...more,
  });
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

test('workflows and search attributes survive a stop and a quick start', async () => {
  const folder = await emptyFolder();
  const first = await start(folder);
  await withClient(first, async (client) => {
    await addAttribute(client);
    await startCycle(client, 'kept', 'open');
  });
  await first.stop();
  const begun = performance.now();
  const second = await start(folder);
  // It would take a minute if it looked for the parts of the first one.
  expect(performance.now() - begun).toBeLessThan(20_000);
  expect(second.virtualTime).toBe(true);
  await withClient(second, async (client) => {
    const { status, typedSearchAttributes } = await client.workflow.getHandle('kept').describe();
    expect(status.name).toBe('RUNNING');
    expect(typedSearchAttributes.get(cycleStanding)).toBe('open');
  });
});

test('a start after a kill -9 ends the server left behind and goes on with its workflows', async () => {
  const folder = await emptyFolder();
  const launcher = runScript('hold-temporal', [folder]);
  await launcher.says('address 127.0.0.1:');
  const left = await recordIn(folder, 'temporal');
  const address = /address (\S+)/.exec(launcher.output())?.[1] ?? '';
  await withClient({ address }, (client) => startCycle(client, 'kept'));
  launcher.child.kill('SIGKILL');
  await launcher.end;
  expect(isRunning(left.server)).toBe(true);
  const next = await start(folder);
  expect(isRunning(left.server)).toBe(false);
  await withClient(next, async (client) => {
    const { status } = await client.workflow.getHandle('kept').describe();
    expect(status.name).toBe('RUNNING');
  });
});

test('the UI shows the namespace and lets a browser send messages', async () => {
  const [uiPort = 0] = await freePorts(1);
  const { uiUrl } = await start(await emptyFolder(), {
    inMemory: true,
    uiPort,
    namespace: 'shown',
  });
  expect(uiUrl).toBe(`http://127.0.0.1:${uiPort}`);
  const answer = await fetch(`${uiUrl}/api/v1/namespaces/shown`);
  expect(await answer.json()).toMatchObject({
    namespaceInfo: { name: 'shown' },
    config: { workflowExecutionRetentionTtl: '8640000s' },
  });
  const settings = await fetch(`${uiUrl}/api/v1/settings`);
  expect(await settings.json()).toMatchObject({
    Auth: { Enabled: false },
    DisableWriteActions: false,
  });
  // A cookie marked secure would be dropped by the browser on a page without TLS.
  expect(settings.headers.get('set-cookie') ?? '').not.toMatch(/;\s*secure/i);
});

test('a taken port is said plainly, with the option to choose another', async () => {
  const first = await start(await emptyFolder(), { inMemory: true });
  const port = Number(first.address.split(':')[1]);
  await expect(
    startTemporal({
      dataFolder: await emptyFolder(),
      inMemory: true,
      port,
      namespace: 'default',
      environment: process.env,
      say: () => undefined,
    }),
  ).rejects.toMatchObject({
    sentence: `Port ${port} of 127.0.0.1 is taken, and the Temporal Server needs it.`,
    hint: 'Stop the program that listens there, or choose another one with --temporal-port.',
  });
});

test('a server that dies by itself is reported, and stopping it then is harmless', async () => {
  const folder = await emptyFolder();
  const server = await start(folder, { inMemory: true });
  process.kill((await recordIn(folder, 'temporal')).server.id, 'SIGKILL');
  expect((await server.died).sentence).toBe('Temporal was ended by SIGKILL.');
  await server.stop();
});

test('search attributes can be made again, and are usable at once', async () => {
  const server = await start(await emptyFolder(), { inMemory: true });
  await withClient(server, async (client) => {
    await addAttribute(client);
    await addAttribute(client);
    await startCycle(client, 'found', 'open');
    const query = "CycleStanding = 'open'";
    await expect
      .poll(async () => (await client.workflow.count(query)).count, { timeout: 5_000 })
      .toBe(1);
  });
});

async function withClient<Result>(
  { address }: { readonly address: string },
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const connection = await Connection.connect({ address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

async function addAttribute(client: Client): Promise<void> {
  const connection = client.connection as Connection;
  await ensureSearchAttributes(connection, 'default', [cycleStanding]);
}

/** Started, but no worker is there to run it, so it stays as it is. */
async function startCycle(client: Client, workflowId: string, standing?: string): Promise<void> {
  const attributes = standing === undefined ? [] : [{ key: cycleStanding, value: standing }];
  await client.workflow.start('cycle', {
    taskQueue: 'nobody',
    workflowId,
    typedSearchAttributes: new TypedSearchAttributes(attributes),
  });
}

async function recordIn(folder: string, name: string): Promise<ServerRecord> {
  const text = await readFile(join(folder, 'processes', `${name}.json`), 'utf8');
  return JSON.parse(text) as ServerRecord;
}
