import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freePort } from '../../bin/embedded/ports.ts';
import { startTemporal } from '../../bin/embedded/temporal.ts';
import {
  advance,
  advanceAll,
  allowsVirtualTime,
  workflowNow,
} from '../../bin/embedded/virtual-time.ts';
import { newFolder, removeFolder } from './kit.ts';

const DAY_MS = 86_400_000;
const TASK_QUEUE = 'clock';
const notes: string[] = [];
const stops: (() => Promise<unknown>)[] = [];
let letGo = () => {};
const hanging = new Promise<void>((resolve) => {
  letGo = resolve;
});
let client: Client;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const dataFolder = await newFolder();
  stops.push(() => removeFolder(dataFolder));
  const temporal = await startTemporal({
    dataFolder,
    inMemory: true,
    port: await freePort(),
    namespace: 'default',
    environment: process.env,
    needsVirtualTime: true,
    say: () => undefined,
  });
  stops.push(temporal.stop);
  const connection = await NativeConnection.connect({ address: temporal.address });
  stops.push(() => connection.close());
  const worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('programs/clock-workflows.ts', import.meta.url)),
    activities: { note: async (text: string) => void notes.push(text), hang: () => hanging },
  });
  const running = worker.run();
  stops.push(async () => {
    letGo();
    worker.shutdown();
    await running;
  });
  const clientConnection = await Connection.connect({ address: temporal.address });
  stops.push(() => clientConnection.close());
  client = new Client({ connection: clientConnection });
});

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

test('the server allows virtual time', async () => {
  expect(await allowsVirtualTime(client.connection as Connection, 'default')).toBe(true);
});

test('a move fires the timers on the way, runs their activities, and stops at its target', async () => {
  const { workflowId, result } = await start('threeWaits');
  const begunMs = Date.now();
  const moved = await advance(client, workflowId, 15 * DAY_MS);
  expect(moved).toEqual({ outcome: 'reached', nowMs: expect.closeTo(begunMs + 15 * DAY_MS, -4) });
  expect(await workflowNow(client, workflowId)).toBeCloseTo(begunMs + 15 * DAY_MS, -4);
  expect(notes).toContain('round 1');
  expect(notes).not.toContain('round 2');

  // A second move begins where the first one ended; the workflow ends on the way.
  expect(await advance(client, workflowId, 15.5 * DAY_MS)).toEqual({ outcome: 'closed' });
  const [first = 0, ...later] = await result();
  const days = later.map((time) => Math.round((time - first) / DAY_MS));
  expect(days).toEqual([10, 20, 30]);
});

test('a workflow without a timer moves as well', async () => {
  const { workflowId } = await start('waitsForEver');
  const moved = await advance(client, workflowId, 30 * DAY_MS);
  expect(moved.outcome).toBe('reached');
});

test('a move goes on through runs that follow each other', async () => {
  const { workflowId } = await start('renews');
  const begunMs = Date.now();
  expect((await advance(client, workflowId, 35 * DAY_MS)).outcome).toBe('reached');
  expect(await workflowNow(client, workflowId)).toBeCloseTo(begunMs + 35 * DAY_MS, -4);
});

test('a workflow that is closed already, or was never there, is told apart', async () => {
  const { workflowId, result } = await start('threeWaits');
  await advance(client, workflowId, 40 * DAY_MS);
  await result();
  expect(await advance(client, workflowId, DAY_MS)).toEqual({ outcome: 'closed' });
  expect(await advance(client, 'never-there', DAY_MS)).toEqual({ outcome: 'unknown' });
});

test('work in flight holds the clock; the move is called off at its limit', async () => {
  const { workflowId } = await start('hangs');
  // On a busy machine its first task may take longer than the move may wait.
  await vi.waitFor(async () => {
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    expect(raw.pendingActivities).toHaveLength(1);
  }, 30_000);
  const begunMs = Date.now();
  expect(await advance(client, workflowId, 30 * DAY_MS, 500)).toEqual({ outcome: 'blocked' });
  expect(await workflowNow(client, workflowId)).toBeLessThan(begunMs + DAY_MS);
  // Nor does it jump later, when the work is done.
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const clock = raw.workflowExtendedInfo?.timeSkippingInfo;
  expect(clock?.effectiveConfig?.enabled ?? false).toBe(false);
});

test('of two moves at once the later one counts', async () => {
  const { workflowId } = await start('waitsForEver');
  const outcomes = await Promise.all([
    advance(client, workflowId, 5 * DAY_MS),
    advance(client, workflowId, 5 * DAY_MS),
  ]);
  const reached = outcomes.filter(({ outcome }) => outcome === 'reached');
  expect(reached.length).toBeGreaterThanOrEqual(1);
  expect(outcomes.every(({ outcome }) => ['reached', 'replaced'].includes(outcome))).toBe(true);
});

test('many workflows move side by side, each told about once', async () => {
  const started = await Promise.all(Array.from({ length: 25 }, () => start('waitsForEver')));
  const ids = started.map(({ workflowId }) => workflowId);
  const told: string[] = [];
  await advanceAll(client, [...ids, 'never-there'], DAY_MS, (id, { outcome }) => {
    told.push(`${id} ${outcome}`);
  });
  expect(told.toSorted()).toEqual(
    [...ids.map((id) => `${id} reached`), 'never-there unknown'].toSorted(),
  );
});

test('time does not move back, nor by nothing', async () => {
  for (const milliseconds of [0, -1, Number.NaN]) {
    await expect(advance(client, 'any', milliseconds)).rejects.toThrow(RangeError);
  }
});

async function start(name: string) {
  const handle = await client.workflow.start(name, {
    taskQueue: TASK_QUEUE,
    workflowId: `${name}-${randomUUID()}`,
  });
  const result = async () => (await handle.result()) as number[];
  return { workflowId: handle.workflowId, result };
}
