import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cycleDetailSchema } from '../../api/cycle-detail.ts';
import { cycleSchema } from '../../api/cycle-view.ts';
import { pageOf } from '../../api/paging.ts';
import { paymentSchema } from '../../api/payment-view.ts';
import { type Kit, openKit } from './kit.ts';
import { manyCustomers } from './sample-book.ts';

let kit: Kit;

beforeAll(async () => {
  kit = await openKit({ worker: true });
});

afterAll(() => kit.close());

const open = (customer: string, period?: string) =>
  kit.ask('POST', '/v1/cycles', { body: { customer, period } });

async function readCycle(cycleId: string) {
  return cycleDetailSchema.parse((await kit.ask('GET', `/v1/cycles/${cycleId}`)).body);
}

describe('opening a cycle', () => {
  test('issues the invoice and answers 201 with the cycle as the books have it', async () => {
    const answer = await open('MONTHLY');
    expect(answer.status).toBe(201);
    const cycle = cycleDetailSchema.parse(answer.body);
    expect(cycle).toMatchObject({
      seller: 'nordlys',
      customer: 'MONTHLY',
      period: { from: '2026-03-01', to: '2026-04-01' },
      standing: 'open',
      reminders: [],
      payments: [],
    });
    expect(cycle.openMinor).toBe(cycle.claimedMinor);
    expect(cycle.claimedMinor).toBeGreaterThan(50_00);
    expect(answer.headers.get('Location')).toBe(`/v1/cycles/${cycle.cycleId}`);
    expect(await readCycle(cycle.cycleId)).toEqual(cycle);
    expect(await kit.ask('GET', `/v1/invoices/${cycle.invoice}`)).toMatchObject({
      status: 200,
      body: { cycleId: cycle.cycleId, grossMinor: cycle.claimedMinor },
    });
  });

  test('a second time, also with the period named, gives the same cycle with 200', async () => {
    const first = await open('MONTHLY', '2026-03-01');
    const second = await open('MONTHLY');
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
  });

  test('five times at once makes one cycle and one invoice', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => open('WAITS')));
    const cycles = answers.map(({ body }) => cycleDetailSchema.parse(body));
    expect(new Set(cycles.map(({ cycleId, invoice }) => `${cycleId} ${invoice}`)).size).toBe(1);
  });

  test('gives back a cycle whose workflow was ended by hand, and starts it again', async () => {
    const { workflowId } = cycleDetailSchema.parse((await open('MONTHLY')).body);
    const handle = kit.temporal.workflow.getHandle(workflowId);
    await handle.terminate('by hand');
    expect(await open('MONTHLY')).toMatchObject({ status: 200 });
    expect((await handle.describe()).status.name).toBe('RUNNING');
  });

  test('without a worker it answers 202 and where to look, and a worker makes it true', async () => {
    const idle = await openKit({ issueTimeoutMs: 1_000 });
    const body = { customer: 'MONTHLY' };
    const answer = await idle.ask('POST', '/v1/cycles', { body });
    expect(answer).toMatchObject({
      status: 202,
      body: { workflowId: 'billing-cycle/nordlys/MONTHLY/2026-03-01' },
    });
    const location = answer.headers.get('Location') ?? '';
    expect(await idle.ask('GET', location)).toMatchObject({ status: 200, body: { items: [] } });
    const worker = await idle.work();
    await vi.waitFor(async () => {
      const { body: page } = await idle.ask('GET', location);
      expect(pageOf(cycleSchema).parse(page).items).toHaveLength(1);
    }, 20_000);
    await worker.stop();
    await idle.close();
  });
});

describe('a payment', () => {
  const report = (body: object) => kit.ask('POST', '/v1/payments', { body });

  async function booked(paymentId: string) {
    return vi.waitFor(async () => {
      const answer = await kit.ask('GET', `/v1/payments/${paymentId}`);
      return paymentSchema.parse(answer.body);
    }, 20_000);
  }

  test('is taken with 202, booked under its id, and pays the cycle', async () => {
    const cycle = cycleDetailSchema.parse((await open('PAYS')).body);
    const facts = {
      paymentId: 'part-1',
      invoice: cycle.invoice,
      amountMinor: 10_00,
      currency: 'EUR',
      receivedOn: '2026-03-10',
      method: 'cash',
    };
    const answer = await report(facts);
    expect(answer).toMatchObject({ status: 202, body: { cycleId: cycle.cycleId } });
    expect(answer.headers.get('Location')).toBe('/v1/payments/part-1');
    expect(await booked('part-1')).toMatchObject({
      customer: 'PAYS',
      amountMinor: 10_00,
      receivedOn: '2026-03-10',
      method: 'cash',
      reportedBy: 'test',
      creditMinor: 0,
      allocations: [{ cycleId: cycle.cycleId, kind: 'receivable', amountMinor: 10_00 }],
    });
    expect(await report(facts)).toMatchObject({ status: 200, body: { paymentId: 'part-1' } });
    const { receivedOn: _on, method: _method, ...least } = facts;
    expect(await report(least)).toMatchObject({ status: 200 });
    expect(await report({ ...facts, amountMinor: 10_01 })).toMatchObject({ status: 409 });
    expect(await readCycle(cycle.cycleId)).toMatchObject({
      standing: 'open',
      openMinor: cycle.claimedMinor - 10_00,
      payments: [{ paymentId: 'part-1', amountMinor: 10_00 }],
    });
  });

  test('by its reference ends the cycle, and what is too much is the customer’s credit', async () => {
    const { cycleId, invoice, openMinor } = cycleDetailSchema.parse((await open('PAYS')).body);
    const paper = await kit.ask('GET', `/v1/invoices/${invoice}`);
    const { reference } = paper.body as { reference: string };
    const spaced = reference.toLowerCase().replaceAll(/(.{4})/g, '$1 ');
    const amountMinor = openMinor + 5_00;
    const facts = { paymentId: 'rest', reference: spaced, amountMinor, currency: 'EUR' };
    expect(await report(facts)).toMatchObject({ status: 202 });
    expect(await booked('rest')).toMatchObject({ creditMinor: 5_00, receivedOn: '2026-03-14' });
    const cycle = await readCycle(cycleId);
    expect(cycle).toMatchObject({ standing: 'paid', openMinor: 0 });
    expect(cycle.endedAt).not.toBeNull();
    const handle = kit.temporal.workflow.getHandle(cycle.workflowId);
    expect(await handle.result()).toMatchObject({ standing: 'paid' });
  });

  test('after the end takes the cycle up again and is booked', async () => {
    const { invoice, workflowId } = cycleDetailSchema.parse((await open('PAYS')).body);
    const facts = { paymentId: 'late', invoice, amountMinor: 1_00, currency: 'EUR' };
    expect(await report(facts)).toMatchObject({ status: 202 });
    expect(await booked('late')).toMatchObject({ creditMinor: 1_00, allocations: [] });
    await kit.temporal.workflow.getHandle(workflowId).result();
  });

  test('stands in the journal of its cycle, in order', async () => {
    const { cycleId } = cycleDetailSchema.parse((await open('PAYS')).body);
    const first = await kit.ask('GET', `/v1/cycles/${cycleId}/journal?limit=2`);
    const { items, next } = first.body as { items: { kind: string }[]; next: string };
    expect(items.map(({ kind }) => kind)).toEqual(['issued', 'payment']);
    const second = await kit.ask('GET', `/v1/cycles/${cycleId}/journal?cursor=${next}`);
    expect(second.body).toMatchObject({
      items: [{ amountMinor: expect.anything() as unknown }, {}],
    });
  });
});

test('a list names every cycle once, also while cycles come in between two pages', async () => {
  for (const customer of manyCustomers.slice(0, 4)) await open(customer);
  const seen: string[] = [];
  let path = '/v1/cycles?limit=2';
  for (let page = 0; page < 20; page += 1) {
    const { items, next } = pageOf(cycleSchema).parse((await kit.ask('GET', path)).body);
    seen.push(...items.map(({ cycleId }) => cycleId));
    if (page === 0) await open(manyCustomers.at(-1) ?? '');
    if (next === null) break;
    path = `/v1/cycles?limit=2&cursor=${next}`;
  }
  expect(new Set(seen).size).toBe(seen.length);
  const all = pageOf(cycleSchema).parse((await kit.ask('GET', '/v1/cycles?limit=200')).body);
  expect(all.items.map(({ cycleId }) => cycleId)).toEqual(seen);
});

test.each([
  ['customer=PAYS', 1],
  ['customer=PAYS&standing=open', 0],
  ['standing=paid', 1],
  ['seller=nordlys&customer=MONTHLY&period=2026-03-01', 1],
  ['period=2026-02-01', 0],
  ['seller=sydlys', 0],
  ['dueBefore=2020-01-01', 0],
  ['customer=MONTHLY&dueBefore=9999-01-01', 1],
])('the filter %s leaves %i', async (query, count) => {
  const page = pageOf(cycleSchema).parse((await kit.ask('GET', `/v1/cycles?${query}`)).body);
  expect(page.items).toHaveLength(count);
});
