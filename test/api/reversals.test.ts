import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cycleDetailSchema } from '../../api/cycle-detail.ts';
import { paymentSchema } from '../../api/payment-view.ts';
import { paymentFact } from '../../domain/facts.ts';
import { type Kit, openKit } from './kit.ts';
import { manyCustomers } from './sample-book.ts';
import { bookedFact, bookedPayment, creditOf, issuedCycle } from './settled.ts';

let kit: Kit;
const waiting = [...manyCustomers];

beforeAll(async () => {
  kit = await openKit({ worker: true });
});

afterAll(() => kit.close());

/** An open cycle that no other test knows. */
async function newCycle() {
  const customer = waiting.pop() ?? '';
  return { ...(await issuedCycle(kit, customer)), customer };
}

const reversal = (changes: object = {}) => ({
  reversalId: 'return-1',
  reason: 'AC04: the account is closed',
  ...changes,
});

const take = (paymentId: string, changes: object = {}, asked: Kit = kit) =>
  asked.ask('POST', `/v1/payments/${paymentId}/reversal`, { body: reversal(changes) });

async function readPayment(paymentId: string, asked: Kit = kit) {
  return paymentSchema.parse((await asked.ask('GET', `/v1/payments/${paymentId}`)).body);
}

/** The payment as soon as the books know that it was taken back. */
async function reversed(paymentId: string, asked: Kit = kit) {
  return vi.waitFor(async () => {
    const payment = await readPayment(paymentId, asked);
    expect(payment.reversal).not.toBeNull();
    return payment;
  }, 20_000);
}

async function readCycle({ cycleId }: { cycleId: string }, asked: Kit = kit) {
  return cycleDetailSchema.parse((await asked.ask('GET', `/v1/cycles/${cycleId}`)).body);
}

test('a payment that was taken back is owed again, once, however often it is told', async () => {
  const cycle = await newCycle();
  await bookedPayment(kit, cycle, { paymentId: 'bounced', amountMinor: cycle.openMinor });
  expect((await readPayment('bounced')).reversal).toBeNull();
  const answer = await take('bounced', { reversalId: 'return-bounced' });
  expect(answer).toMatchObject({
    status: 202,
    body: { paymentId: 'bounced', cycleId: cycle.cycleId },
  });
  expect(answer.headers.get('Location')).toBe('/v1/payments/bounced');
  const told = { reversalId: 'return-bounced', reason: 'AC04: the account is closed' };
  const payment = await reversed('bounced');
  expect(payment.reversal).toMatchObject({ ...told, reportedBy: 'test' });
  const again = await take('bounced', { reversalId: 'return-bounced' });
  expect(again).toMatchObject({ status: 200, body: payment });
  expect(await readCycle(cycle)).toMatchObject({
    standing: 'open',
    openMinor: cycle.openMinor,
    paidMinor: 0,
    payments: [{ paymentId: 'bounced', reversal: told }],
    next: { kind: 'climb', source: 'workflow' },
  });
});

test('a second reversal of a payment, and a reversal of a second payment, are conflicts', async () => {
  const cycle = await newCycle();
  await bookedPayment(kit, cycle, { paymentId: 'one', amountMinor: 1_00 });
  await bookedPayment(kit, cycle, { paymentId: 'other', amountMinor: 2_00 });
  await take('one', { reversalId: 'return-one' });
  await reversed('one');
  const conflict = { status: 409, body: { code: 'request_conflict' } };
  expect(await take('one', { reversalId: 'return-two' })).toMatchObject(conflict);
  expect(await take('other', { reversalId: 'return-one' })).toMatchObject(conflict);
  expect((await readPayment('other')).reversal).toBeNull();
});

test('a payment that had become credit is taken back from the credit', async () => {
  const cycle = await newCycle();
  await bookedPayment(kit, cycle, { paymentId: 'all', amountMinor: cycle.openMinor });
  await bookedPayment(kit, cycle, { paymentId: 'too-much', amountMinor: 30_00 });
  expect(await creditOf(kit, cycle.customer)).toBe(30_00);
  const answer = await take('too-much', { reversalId: 'return-too-much' });
  expect(answer).toMatchObject({ status: 202, body: { cycleId: cycle.cycleId } });
  await reversed('too-much');
  expect(await creditOf(kit, cycle.customer)).toBe(0);
  expect(await readCycle(cycle)).toMatchObject({ standing: 'paid', openMinor: 0 });
});

test('a payment for several cycles is taken back from each of them', async () => {
  const before = await issuedCycle(kit, 'MONTHLY', '2026-03-01');
  const after = await issuedCycle(kit, 'MONTHLY', '2026-04-01');
  const payment = {
    paymentId: 'for-both',
    amountMinor: before.openMinor + after.openMinor,
    currency: 'EUR',
    receivedOn: '2026-03-14',
    method: 'direct_debit',
    reportedBy: 'test',
    allocate: 'oldest_first' as const,
  };
  await bookedFact(kit, after, paymentFact(payment));
  expect(await take('for-both', { reversalId: 'return-both' })).toMatchObject({ status: 202 });
  await reversed('for-both');
  for (const cycle of [before, after]) {
    await vi.waitFor(
      async () =>
        expect(await readCycle(cycle)).toMatchObject({
          standing: 'open',
          openMinor: cycle.openMinor,
          next: { source: 'workflow' },
        }),
      20_000,
    );
  }
});

test('a reversal that is told twice before anybody took it up is booked once', async () => {
  const idle = await openKit();
  const cycle = await issuedCycle(idle, 'MONTHLY');
  await bookedPayment(idle, cycle, { paymentId: 'waits', amountMinor: cycle.openMinor });
  for (let told = 0; told < 2; told += 1) {
    expect(await take('waits', {}, idle)).toMatchObject({ status: 202 });
  }
  const worker = await idle.work();
  await reversed('waits', idle);
  await worker.stop();
  const { openMinor, paidMinor } = await readCycle(cycle, idle);
  expect([openMinor, paidMinor]).toEqual([cycle.openMinor, 0]);
  await idle.close();
});
