import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cycleDetailSchema } from '../../api/cycle-detail.ts';
import { cycleSchema } from '../../api/cycle-view.ts';
import { promiseSchema } from '../../api/promises-view.ts';
import { type Kit, openKit } from './kit.ts';
import { manyCustomers } from './sample-book.ts';
import { bookedPayment, brokenTwice, inDays, issuedCycle } from './settled.ts';

let kit: Kit;
const waiting = [...manyCustomers];

beforeAll(async () => {
  kit = await openKit({ worker: true });
});

afterAll(() => kit.close());

const taken = z.object({ promise: promiseSchema, cycle: cycleSchema });

/** An open cycle that no other test knows. */
async function newCycle() {
  return issuedCycle(kit, waiting.pop() ?? 'MONTHLY');
}

type Cycle = Awaited<ReturnType<typeof newCycle>>;

const promiseOf = ({ openMinor }: Cycle, changes: object = {}) => ({
  promiseId: 'desk-1',
  instalments: [{ on: inDays(10), amountMinor: openMinor }],
  madeBy: 'customer',
  acceptedBy: 'agent',
  ...changes,
});

const ask = ({ cycleId }: Cycle, body: unknown, key?: string) =>
  kit.ask('POST', `/v1/cycles/${cycleId}/promises`, { body, ...(key && { key }) });

async function readCycle({ cycleId }: Cycle) {
  return cycleDetailSchema.parse((await kit.ask('GET', `/v1/cycles/${cycleId}`)).body);
}

describe('a promise to pay', () => {
  test('is taken with 201, holds the ladder, and told again is the same with 200', async () => {
    const cycle = await newCycle();
    const half = Math.floor(cycle.openMinor / 2);
    const instalments = [
      { on: inDays(10), amountMinor: half },
      { on: inDays(40), amountMinor: cycle.openMinor - half },
    ];
    const answer = await ask(cycle, promiseOf(cycle, { instalments }));
    expect(answer.status).toBe(201);
    const { promise } = taken.parse(answer.body);
    expect(promise).toMatchObject({
      promiseId: 'desk-1',
      instalments,
      madeBy: 'customer',
      acceptedBy: 'agent',
      state: 'active',
      endedAt: null,
    });
    expect(answer.body).toMatchObject({ cycle: { standing: 'open', openMinor: cycle.openMinor } });
    expect(answer.headers.get('Location')).toBe(`/v1/cycles/${cycle.cycleId}`);
    const again = await ask(cycle, promiseOf(cycle, { instalments }));
    expect(again).toMatchObject({ status: 200, body: answer.body });
    const detail = await readCycle(cycle);
    expect(detail.promises).toEqual([promise]);
    expect(detail.next).toMatchObject({
      kind: 'check_promise',
      subject: 'desk-1',
      on: inDays(10),
      source: 'workflow',
    });
  });

  test('asked for five times at once is one promise', async () => {
    const cycle = await newCycle();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(cycle, promiseOf(cycle))),
    );
    for (const { status } of answers) expect([200, 201]).toContain(status);
    expect((await readCycle(cycle)).promises).toHaveLength(1);
  });

  test('of other days under the same id is a conflict, and the first one stands', async () => {
    const cycle = await newCycle();
    await ask(cycle, promiseOf(cycle));
    const other = { instalments: [{ on: inDays(11), amountMinor: cycle.openMinor }] };
    for (const changes of [other, { madeBy: 'agent-17' }, { acceptedBy: 'customer' }]) {
      const answer = await ask(cycle, promiseOf(cycle, changes));
      expect(answer).toMatchObject({ status: 409, body: { code: 'request_conflict' } });
    }
    expect((await readCycle(cycle)).promises).toMatchObject([
      { instalments: [{ on: inDays(10) }], madeBy: 'customer', acceptedBy: 'agent' },
    ]);
  });

  test('that a supervisor accepts needs their scope, and every other one the usual scope', async () => {
    const cycle = await newCycle();
    const [agent, supervisor] = [
      await kit.newKey('promises:write'),
      await kit.newKey('promises:supervise'),
    ];
    const refused = { status: 403, body: { code: 'scope_missing' } };
    const bySupervisor = promiseOf(cycle, { acceptedBy: 'supervisor' });
    expect(await ask(cycle, bySupervisor, agent)).toMatchObject(refused);
    expect(await ask(cycle, promiseOf(cycle), supervisor)).toMatchObject(refused);
    expect((await readCycle(cycle)).promises).toEqual([]);
    expect(await ask(cycle, bySupervisor, supervisor)).toMatchObject({ status: 201 });
  });
});

describe('who broke two promises', () => {
  test('gets a third one from a supervisor only', async () => {
    const cycle = await issuedCycle(kit, 'PAYS');
    await brokenTwice(kit, cycle);
    const refused = await ask(cycle, promiseOf(cycle, { promiseId: 'third' }));
    expect(refused).toMatchObject({ status: 403, body: { code: 'promise_needs_supervisor' } });
    const accepted = { promiseId: 'fourth', acceptedBy: 'supervisor' };
    expect(await ask(cycle, promiseOf(cycle, accepted))).toMatchObject({ status: 201 });
    expect((await readCycle(cycle)).promises.map(({ state }) => state)).toEqual([
      'broken',
      'broken',
      'active',
    ]);
  });
});

describe('a promise is refused', () => {
  let cycle: Cycle;

  beforeAll(async () => {
    cycle = await issuedCycle(kit, 'WAITS');
  });

  test.each([
    ['when it is for another amount', 'amount', () => [{ on: inDays(5), amountMinor: 1 }]],
    ['when its day is over', 'past', () => [{ on: inDays(-1), amountMinor: cycle.openMinor }]],
    ['when its day is too far', 'far', () => [{ on: inDays(93), amountMinor: cycle.openMinor }]],
    [
      'when its days do not rise',
      'order',
      () => [
        { on: inDays(6), amountMinor: 1 },
        { on: inDays(6), amountMinor: cycle.openMinor - 1 },
      ],
    ],
  ])('%s', async (_title, promiseId, instalmentsOf) => {
    const body = promiseOf(cycle, { promiseId, instalments: instalmentsOf() });
    const answer = { status: 422, body: { code: 'promise_invalid' } };
    expect(await ask(cycle, body)).toMatchObject(answer);
    expect(await ask(cycle, body)).toMatchObject(answer);
    expect((await readCycle(cycle)).promises).toEqual([]);
  });

  test('while another one is in force', async () => {
    await ask(cycle, promiseOf(cycle, { promiseId: 'good' }));
    const answer = await ask(cycle, promiseOf(cycle, { promiseId: 'one-more' }));
    expect(answer).toMatchObject({ status: 409, body: { code: 'promise_active' } });
  });

  test('when nothing is owed, and the cycle that had ended is left as it was', async () => {
    await bookedPayment(kit, cycle, { paymentId: 'whole', amountMinor: cycle.openMinor });
    const answer = await ask(cycle, promiseOf(cycle, { promiseId: 'too-late' }));
    expect(answer).toMatchObject({ status: 409, body: { code: 'nothing_open' } });
    expect(await readCycle(cycle)).toMatchObject({ standing: 'paid', next: null });
  });
});

test('without a worker it is told that asking again is safe, and asked again it is taken', async () => {
  const idle = await openKit({ issueTimeoutMs: 1_000 });
  const cycle = await issuedCycle(idle, 'MONTHLY');
  const path = `/v1/cycles/${cycle.cycleId}/promises`;
  const answer = await idle.ask('POST', path, { body: promiseOf(cycle) });
  expect(answer).toMatchObject({ status: 503, body: { code: 'temporal_unavailable' } });
  expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
  const worker = await idle.work();
  await expect
    .poll(async () => (await idle.ask('POST', path, { body: promiseOf(cycle) })).status, {
      timeout: 20_000,
    })
    .toSatisfy((status: number) => status === 200 || status === 201);
  await worker.stop();
  await idle.close();
});
