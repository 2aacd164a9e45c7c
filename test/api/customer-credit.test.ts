import type { EntityManager } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { movementSchema, refundSchema } from '../../api/customer-credit-view.ts';
import { pageOf } from '../../api/paging.ts';
import { CreditRefund } from '../../db/entities/papers.ts';
import { runChecks } from '../../db/reports/agreement.ts';
import { type Kit, openKit } from './kit.ts';
import { book, customer, manyCustomers, nowMs, otherSeller } from './sample-book.ts';
import { bookedPayment, creditOf, issuedCycle } from './settled.ts';

let kit: Kit;
const waiting = [...manyCustomers, 'PAYS', 'WAITS'];

beforeAll(async () => {
  kit = await openKit({ worker: true });
});

afterAll(() => kit.close());

const credit = pageOf(movementSchema).extend({ creditMinor: z.int(), currency: z.string() });

/** A customer whom no other test knows and who overpaid by so much. */
async function overpaid(creditMinor: number, asked: Kit = kit, number = waiting.pop() ?? '') {
  const cycle = await issuedCycle(asked, number);
  const amountMinor = cycle.openMinor + creditMinor;
  await bookedPayment(asked, cycle, { paymentId: `paid-${number}`, amountMinor }, nowMs + 1);
  return { number, ...cycle };
}

const refund = (changes: object = {}) => ({
  refundId: 'desk-1',
  amountMinor: 10_00,
  reason: 'The customer has left.',
  ...changes,
});

const payBack = (number: string, changes: object, asked: Kit = kit) =>
  asked.ask('POST', `/v1/customers/${number}/credit/refunds`, { body: refund(changes) });

async function readCredit(number: string, query = '') {
  const { body } = await kit.ask('GET', `/v1/customers/${number}/credit${query}`);
  return credit.parse(body);
}

async function sentences(em: EntityManager): Promise<string[]> {
  return (await runChecks(em, 100)).flatMap((result) => [...result.sentences]);
}

test('a customer’s credit is shown with what made it and what used it, the latest first', async () => {
  const { number, cycleId } = await overpaid(30_00);
  expect(await payBack(number, { refundId: 'shown' })).toMatchObject({ status: 201 });
  const { items, ...shown } = await readCredit(number);
  expect(shown).toEqual({ creditMinor: 20_00, currency: 'EUR', next: null });
  expect(items).toMatchObject([
    { kind: 'credit_refund', fact: 'credit_refund/shown', cycleId: null, amountMinor: -10_00 },
    { kind: 'payment', cycleId, amountMinor: 30_00, at: new Date(nowMs + 1).toISOString() },
  ]);
  const first = await readCredit(number, '?limit=1');
  const second = await readCredit(number, `?limit=1&cursor=${first.next}`);
  expect([...first.items, ...second.items]).toEqual(items);
  expect(second.next).toBeNull();
});

describe('a refund', () => {
  test('is made with 201, can be read, and told again is the same with 200', async () => {
    const { number } = await overpaid(30_00);
    const changes = { refundId: 'made', person: 'agent-17' };
    const answer = await payBack(number, changes);
    expect(answer.status).toBe(201);
    expect(refundSchema.parse(answer.body)).toMatchObject({
      refundId: 'made',
      customer: number,
      amountMinor: 10_00,
      currency: 'EUR',
      reason: 'The customer has left.',
      decidedBy: 'agent-17 (test)',
    });
    const location = answer.headers.get('Location') ?? '';
    expect(location).toBe(`/v1/customers/${number}/credit/refunds/made`);
    expect(await kit.ask('GET', location)).toMatchObject({ status: 200, body: answer.body });
    expect(await payBack(number, changes)).toMatchObject({ status: 200, body: answer.body });
    expect(await creditOf(kit, number)).toBe(20_00);
  });

  test('of more than there is, is refused, and can be asked for again when there is more', async () => {
    const { number, cycleId } = await overpaid(5_00);
    const refused = { status: 422, body: { code: 'refund_too_large' } };
    expect(await payBack(number, { refundId: 'later' })).toMatchObject(refused);
    expect(await creditOf(kit, number)).toBe(5_00);
    await bookedPayment(kit, { cycleId }, { paymentId: 'more', amountMinor: 5_00 });
    expect(await payBack(number, { refundId: 'later' })).toMatchObject({ status: 201 });
    expect(await creditOf(kit, number)).toBe(0);
  });

  test('asked for at once by many never pays back more than there is', async () => {
    const { number } = await overpaid(25_00);
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((id) => payBack(number, { refundId: `many-${id}` })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(3);
    expect(await creditOf(kit, number)).toBe(5_00);
  });

  test('told five times at once is made once', async () => {
    const { number } = await overpaid(25_00);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => payBack(number, { refundId: 'five' })),
    );
    for (const { status } of answers) expect([200, 201]).toContain(status);
    expect(await creditOf(kit, number)).toBe(15_00);
  });

  test('of another amount, reason or customer under the same id is a conflict', async () => {
    const [one, other] = [await overpaid(20_00), await issuedCycle(kit, 'MONTHLY')];
    await bookedPayment(kit, other, { paymentId: 'too', amountMinor: other.openMinor + 20_00 });
    await payBack(one.number, { refundId: 'taken' });
    const conflict = { status: 409, body: { code: 'request_conflict' } };
    for (const [number, changes] of [
      [one.number, { amountMinor: 10_01 }],
      [one.number, { reason: 'Another one.' }],
      ['MONTHLY', {}],
    ] as const) {
      expect(await payBack(number, { refundId: 'taken', ...changes })).toMatchObject(conflict);
    }
    expect(await creditOf(kit, one.number)).toBe(10_00);
    expect(await creditOf(kit, 'MONTHLY')).toBe(20_00);
    const path = '/v1/customers/MONTHLY/credit/refunds/taken';
    expect(await kit.ask('GET', path)).toMatchObject({
      status: 404,
      body: { code: 'refund_unknown' },
    });
  });

  test('under the same id with another seller is another refund', async () => {
    const several = await openKit({
      worker: true,
      book: {
        ...book,
        sellers: [...book.sellers, otherSeller],
        customers: [...book.customers, customer('MONTHLY', { seller: otherSeller.code })],
      },
    });
    await overpaid(10_00, several, 'MONTHLY');
    const named = { refundId: 'same', seller: 'nordlys' };
    const answer = await payBack('MONTHLY', named, several);
    expect(answer).toMatchObject({ status: 201, body: { seller: 'nordlys' } });
    expect(answer.headers.get('Location')).toContain('?seller=nordlys');
    expect(await payBack('MONTHLY', { ...named, seller: 'sydlys' }, several)).toMatchObject({
      status: 422,
      body: { code: 'refund_too_large' },
    });
    await several.close();
  });

  test('without a worker it answers 202, and a worker makes it true', async () => {
    const idle = await openKit({ issueTimeoutMs: 1_000 });
    const { number } = await overpaid(10_00, idle, 'MONTHLY');
    const answer = await payBack(number, { refundId: 'waits' }, idle);
    expect(answer).toMatchObject({ status: 202, body: { refundId: 'waits' } });
    const location = answer.headers.get('Location') ?? '';
    expect(await idle.ask('GET', location)).toMatchObject({ status: 404 });
    const worker = await idle.work();
    await vi.waitFor(
      async () => expect(await idle.ask('GET', location)).toMatchObject({ status: 200 }),
      20_000,
    );
    await worker.stop();
    expect(await creditOf(idle, number)).toBe(0);
    await idle.close();
  });
});

describe('after all this the proof of the books', () => {
  test('finds no difference', async () => {
    expect(await sentences(kit.database.em.fork())).toEqual([]);
    expect(await kit.database.em.fork().count(CreditRefund)).toBeGreaterThan(5);
  });

  test.each([
    ['from credit_refund', 'posting credit_refund/shown has no fact that caused it.'],
    [
      'from ledger_entry using ledger_transaction posting where posting.id = transaction_id and ' +
        "posting.fact = 'credit_refund/shown' and account = 'cash'",
      'refund shown: 10.00 EUR was paid back, nothing left the ledger.',
    ],
  ])('names what is missing after a delete %s', async (what, sentence) => {
    const em = kit.database.em.fork();
    await em.begin();
    for (const table of ['credit_refund', 'ledger_entry']) {
      await em.execute(`alter table ${table} disable trigger user`);
    }
    await em.execute(`delete ${what}`);
    const found = await sentences(em);
    await em.rollback();
    expect(found).toContain(`nordlys: ${sentence}`);
  });
});

test('a refund that was made cannot be changed, only known', async () => {
  const em = kit.database.em.fork();
  await expect(em.execute('update credit_refund set amount_minor = 1')).rejects.toThrow(
    'never changed',
  );
  await expect(em.execute('delete from credit_refund')).rejects.toThrow('never changed');
});
