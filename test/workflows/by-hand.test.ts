import { expect, test } from 'vitest';
import { ownGround } from './own-ground.ts';

const ground = ownGround();

const payment = {
  paymentId: 'typed',
  amountMinor: 1_00,
  currency: 'EUR',
  receivedOn: '2035-03-01',
  method: 'cash',
  reportedBy: 'operator',
};
const reversal = { reversalId: 'typed', paymentId: 'typed', reason: 'x', reportedBy: 'operator' };
const promise = {
  promiseId: 'typed',
  instalments: [{ on: '2035-03-20', amountMinor: 124_00 }],
  madeBy: 'customer',
  acceptedBy: 'agent',
};
const correction = {
  correctionId: 'typed',
  kind: 'credit',
  scope: { kind: 'amount', grossMinor: 1_00 },
  reason: 'x',
  decidedBy: 'operator',
};

/** Nothing at all, or not what the cycle expects. */
const nonsense: readonly (readonly unknown[])[] = [[], [null], ['paid'], [7], [[]], [{}]];

/** Each is nearly right. */
const mistyped = {
  reportPayment: [
    { ...payment, paymentId: 'a\u0000b' },
    { ...payment, receivedOn: 'yesterday' },
    { ...payment, receivedOn: undefined },
    { ...payment, method: 'x'.repeat(10_000) },
    { ...payment, reportedBy: { name: 'operator' } },
    { ...payment, allocate: 'somehow' },
    { ...payment, allocate: [{}] },
    { ...payment, allocate: [{ invoice: 'a\ud800', amountMinor: 1 }] },
  ],
  reportReversal: [
    { ...reversal, reason: 'a\u0000b' },
    { ...reversal, paymentId: ['typed'] },
    { ...reversal, reportedBy: undefined },
  ],
  promiseToPay: [
    { ...promise, instalments: 'soon' },
    { ...promise, instalments: [{ on: '2035-02-30', amountMinor: 124_00 }] },
    { ...promise, acceptedBy: 'nobody' },
    { ...promise, madeBy: 'a\u0000b' },
  ],
  correctInvoice: [
    { ...correction, kind: 'cancel' },
    { ...correction, scope: 'whole' },
    { ...correction, scope: { kind: 'some' } },
    { ...correction, scope: { kind: 'lines', lines: {} } },
    { ...correction, scope: { kind: 'lines', lines: [{ position: 'one', netMinor: 1 }] } },
    { ...correction, reason: '' },
    { ...correction, decidedBy: undefined },
    { ...correction, invoice: 7 },
    { ...correction, kind: 'undo_credit', creditNote: null },
  ],
} as const;

test('whatever is signalled by hand, the cycle goes on and the journal has the payments', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  for (const name of ['reportPayment', 'reportReversal', 'booksChanged'] as const) {
    const typed = name === 'booksChanged' ? [] : mistyped[name].map((argument) => [argument]);
    for (const args of [...nonsense, ...typed]) {
      await cycle.handle.signal<unknown[]>(name, ...args);
    }
  }
  await cycle.pay({ amountMinor: 124_00 });
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  const kinds = (await cycle.diary()).map((line) => line.split(' ')[2]);
  expect(new Set(kinds)).toEqual(
    new Set(['issued', 'payment', 'payment_refused', 'reversal_refused']),
  );
});

test.each([
  ['promiseToPay', mistyped.promiseToPay],
  ['correctInvoice', mistyped.correctInvoice],
] as const)(
  'whatever is asked by hand of %s is answered, and the cycle goes on',
  async (name, typed) => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    for (const args of [...nonsense, ...typed.map((argument) => [argument])]) {
      const asked = cycle.handle.executeUpdate(name, { args: [...args] as [unknown] });
      await expect(asked, JSON.stringify(args)).rejects.toMatchObject({
        cause: { type: 'fact_invalid' },
      });
    }
    await cycle.pay({ amountMinor: 124_00 });
    expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  },
);

test('a payment that the books refuse stands in the journal with the reason', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.pay({ amountMinor: 50_00, currency: 'USD', paymentId: 'dollars' });
  const [line] = await ground()
    .em()
    .execute<unknown[]>(
      `select kind, actor, amount_minor::int as minor, reason, details from journal
        where fact = 'refused/payment/dollars'`,
    );
  expect(line).toEqual({
    kind: 'payment_refused',
    actor: 'bank',
    minor: 50_00,
    reason: expect.stringContaining('USD'),
    details: { code: 'currency_mismatch', fact: 'payment/dollars' },
  });
});
