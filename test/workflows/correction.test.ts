import { expect, test } from 'vitest';
import { ownGround } from './own-ground.ts';

const ground = ownGround();

test('a credit note lowers what is owed, and the reminders say so', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  const credited = await cycle.correct({
    kind: 'credit',
    scope: { kind: 'amount', grossMinor: 24_00 },
  });
  expect(credited).toMatchObject({ standing: 'open', openMinor: 100_00 });
  await cycle.on('2035-03-13');
  await cycle.pay({ amountMinor: 100_00 });
  expect(await cycle.diary()).toEqual([
    '2035-03-01 12:00 issued 124.00',
    '2035-03-01 12:00 credited 24.00',
    '2035-03-12 09:00 reminded before_due 100.00',
    '2035-03-13 12:00 payment 100.00',
  ]);
});

test('a bill that is credited whole is void, and nobody is reminded of it', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.correct({ kind: 'credit', scope: { kind: 'whole' } });
  expect(await cycle.handle.result()).toMatchObject({ standing: 'void' });
  expect(cycle.letters()).toEqual([]);
});

test('more than is left is never credited, and the refusal leaves the cycle as it was', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.correct({ kind: 'credit', scope: { kind: 'amount', grossMinor: 100_00 } });
  await expect(
    cycle.correct({ kind: 'credit', scope: { kind: 'amount', grossMinor: 24_01 } }),
  ).rejects.toMatchObject({ cause: { type: 'credit_too_large' } });
  expect(await cycle.books()).toMatchObject({ standing: 'open', openMinor: 24_00 });
  await cycle.on('2035-03-13');
  expect(cycle.letters()).toHaveLength(1);
});

test('a credit note by the same request is written once, and its answer stays the same', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  const credit = { kind: 'credit', scope: { kind: 'amount', grossMinor: 24_00 } } as const;
  const first = await cycle.correct(credit, 'by-the-same-request');
  await cycle.pay({ amountMinor: 10_00 });
  expect(await cycle.correct(credit, 'by-the-same-request')).toEqual(first);
  expect(await cycle.books()).toMatchObject({ openMinor: 90_00 });
});

test('a credit note by the same request is written once also when the cycle had ended in between', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  const credit = { kind: 'credit', scope: { kind: 'amount', grossMinor: 24_00 } } as const;
  await cycle.correct(credit, 'before-the-end');
  await cycle.pay({ amountMinor: 100_00 });
  expect(await cycle.isRunning()).toBe(false);
  await cycle.on('2035-04-01');
  expect(await cycle.correct(credit, 'before-the-end')).toMatchObject({ standing: 'paid' });
  expect((await cycle.diary()).filter((line) => line.includes('credited'))).toHaveLength(1);
});

test('what was credited of a paid bill is the customer’s, and used for the next one', async () => {
  const customer = await ground().newCustomer();
  const march = ground().cycleOf(customer, '2035-03-01');
  const april = ground().cycleOf(customer, '2035-04-01');
  await march.begin('2035-03-01');
  await march.pay({ amountMinor: 124_00 });
  await march.on('2035-03-20');
  await march.correct({ kind: 'credit', scope: { kind: 'amount', grossMinor: 24_00 } });
  expect(await april.begin('2035-04-01')).toMatchObject({ openMinor: 100_00 });
});

test('a wrong credit note is undone by its pair, and the ladder goes on for the whole', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.correct({ kind: 'credit', scope: { kind: 'whole' } });
  await cycle.on('2035-03-10');
  const [creditNote = ''] = await papers(cycle.identity.customer, 'credit_note');
  const undone = await cycle.correct({ kind: 'undo_credit', creditNote });
  expect(undone).toMatchObject({ standing: 'open', openMinor: 124_00 });
  await cycle.on('2035-04-01');
  expect((await cycle.diary()).slice(0, 4)).toEqual([
    '2035-03-01 12:00 issued 124.00',
    '2035-03-01 12:00 credited 124.00',
    '2035-03-10 12:00 reissued 124.00',
    '2035-03-21 09:00 reminded before_due 124.00',
  ]);
  await expect(cycle.correct({ kind: 'undo_credit', creditNote })).rejects.toMatchObject({
    cause: { type: 'credit_undone' },
  });
});

test('a bill with a wrong price is voided and issued anew from the contract as it is now', async () => {
  const customer = await ground().newCustomer();
  const cycle = ground().cycleOf(customer, '2035-03-01');
  const { invoiceNumber } = await cycle.begin('2035-03-01');
  await cycle.pay({ amountMinor: 24_00 });
  await ground().save('nordlys', [
    { ...customer, unitPriceMinor: 50_00, nextBillOn: '2035-04-01' },
  ]);
  await cycle.on('2035-03-05');
  const reissued = await cycle.correct({ kind: 'void_and_reissue' });
  expect(reissued).toMatchObject({ standing: 'open', openMinor: 38_00 });
  expect(reissued.invoiceNumber).not.toBe(invoiceNumber);
  await cycle.pay({ amountMinor: 38_00 });
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  expect(await papers(customer.number, 'invoice')).toHaveLength(2);
  expect(await papers(customer.number, 'credit_note')).toHaveLength(1);
});

async function papers(customer: string, kind: string): Promise<string[]> {
  const rows = await ground()
    .em()
    .execute<{ number: string }[]>(
      `select invoice.number from invoice join customer on customer.id = customer_id
        where customer.number = ? and kind = ? order by sequence_number`,
      [customer, kind],
    );
  return rows.map(({ number }) => number);
}
