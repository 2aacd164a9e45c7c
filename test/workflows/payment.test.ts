import { describe, expect, test } from 'vitest';
import { ownGround } from './own-ground.ts';

const ground = ownGround();

test('a bill paid before its due date is never reminded', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.on('2035-03-11');
  await cycle.pay({ amountMinor: 124_00 });
  expect(await cycle.diary()).toEqual([
    '2035-03-01 12:00 issued 124.00',
    '2035-03-11 12:00 payment 124.00',
  ]);
  expect(cycle.letters()).toEqual([]);
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
});

test('after a part payment the ladder goes on for the rest', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.on('2035-03-13');
  await cycle.pay({ amountMinor: 100_00 });
  expect(await cycle.books()).toMatchObject({ standing: 'open', openMinor: 24_00 });
  await cycle.on('2035-03-23');
  await cycle.pay({ amountMinor: 24_00 });
  await cycle.on('2035-06-30');
  expect(await cycle.diary()).toEqual([
    '2035-03-01 12:00 issued 124.00',
    '2035-03-12 09:00 reminded before_due 124.00',
    '2035-03-13 12:00 payment 100.00',
    '2035-03-22 09:00 reminded reminder 24.00',
    '2035-03-23 12:00 payment 24.00',
  ]);
  expect(ground().office.letters.at(-1)?.text).toContain('€24.00');
});

test('a payment told twice is booked once, also after the cycle has ended', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.pay({ amountMinor: 24_00, paymentId: 'told-twice' });
  await cycle.pay({ amountMinor: 24_00, paymentId: 'told-twice' });
  await cycle.pay({ amountMinor: 100_00 });
  await cycle.pay({ amountMinor: 24_00, paymentId: 'told-twice' });
  expect((await cycle.diary()).filter((line) => line.includes('payment'))).toEqual([
    '2035-03-01 12:00 payment 24.00',
    '2035-03-01 12:00 payment 100.00',
  ]);
});

test('what was paid too much is used for the next bill', async () => {
  const customer = await ground().newCustomer();
  const march = ground().cycleOf(customer, '2035-03-01');
  const april = ground().cycleOf(customer, '2035-04-01');
  await march.begin('2035-03-01');
  await march.pay({ amountMinor: 224_00 });
  expect(await april.begin('2035-04-01')).toMatchObject({ claimedMinor: 124_00, openMinor: 24_00 });
  await april.pay({ amountMinor: 24_00 });
  expect(await april.handle.result()).toMatchObject({ standing: 'paid' });
});

test('a bill that the customer already paid by too much before is paid at its issue', async () => {
  const customer = await ground().newCustomer();
  const march = ground().cycleOf(customer, '2035-03-01');
  const april = ground().cycleOf(customer, '2035-04-01');
  await march.begin('2035-03-01');
  await march.pay({ amountMinor: 248_00 });
  expect(await april.begin('2035-04-01')).toMatchObject({ standing: 'paid', openMinor: 0 });
  expect(await april.handle.result()).toMatchObject({ standing: 'paid' });
});

test('one payment settles several bills from the oldest on, and their cycles end too', async () => {
  const customer = await ground().newCustomer();
  const [march, april, may] = ['2035-03-01', '2035-04-01', '2035-05-01'].map((period) =>
    ground().cycleOf(customer, period),
  );
  if (!march || !april || !may) throw new Error('there are three periods');
  await march.begin('2035-03-01');
  await april.begin('2035-04-01');
  await may.begin('2035-05-01');
  await may.on('2035-05-02');
  await may.pay({ amountMinor: 300_00, allocate: 'oldest_first' });

  expect(await march.handle.result()).toMatchObject({ standing: 'paid' });
  expect(await april.handle.result()).toMatchObject({ standing: 'paid' });
  expect(await may.books()).toMatchObject({ standing: 'open', openMinor: 72_00 });
  expect(march.letters()).toEqual([]);
});

test('a payment shared out as told goes to the bills that were named', async () => {
  const customer = await ground().newCustomer();
  const march = ground().cycleOf(customer, '2035-03-01');
  const april = ground().cycleOf(customer, '2035-04-01');
  const { invoiceNumber: invoice } = await march.begin('2035-03-01');
  await april.begin('2035-04-01');
  await april.pay({ amountMinor: 134_00, allocate: [{ invoice, amountMinor: 10_00 }] });
  expect(await april.handle.result()).toMatchObject({ standing: 'paid' });
  await march.on('2035-04-02');
  expect(await march.books()).toMatchObject({ openMinor: 114_00 });
});

describe('a payment after the end', () => {
  test('recovers what had been written off', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    await cycle.on('2035-06-01');
    expect(await cycle.handle.result()).toMatchObject({ standing: 'written_off' });
    await cycle.pay({ amountMinor: 100_00 });
    expect(await cycle.handle.result()).toMatchObject({ standing: 'written_off' });
    await cycle.on('2035-07-01');
    await cycle.pay({ amountMinor: 24_00 });
    expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
    expect((await cycle.diary()).slice(-3)).toEqual([
      '2035-05-14 09:00 written_off 124.00',
      '2035-06-01 12:00 payment 100.00',
      '2035-07-01 12:00 payment 24.00',
    ]);
  });
});

describe('a payment that bounces', () => {
  test('reopens the claim, and the ladder goes on with the days that were left', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    // Two days before the reminder of the 22nd.
    await cycle.on('2035-03-20', '12:00');
    const paymentId = await cycle.pay({ amountMinor: 124_00 });
    expect(await cycle.isRunning()).toBe(false);
    await cycle.on('2035-04-30', '12:00');
    await cycle.bounce(paymentId);
    expect(await cycle.books()).toMatchObject({ standing: 'open', openMinor: 124_00 });
    await cycle.on('2035-08-31');
    expect(await cycle.diary()).toEqual([
      '2035-03-01 12:00 issued 124.00',
      '2035-03-12 09:00 reminded before_due 124.00',
      '2035-03-20 12:00 payment 124.00',
      '2035-04-30 12:00 payment_reversed 124.00',
      '2035-05-02 09:00 reminded reminder 124.00',
      '2035-05-09 09:00 reminded firm 124.00',
      '2035-05-23 09:00 reminded final 124.00',
      '2035-06-24 09:00 written_off 124.00',
    ]);
  });

  test('is taken back once, however often the bank says so', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    const paymentId = await cycle.pay({ amountMinor: 24_00 });
    await cycle.bounce(paymentId);
    await cycle.bounce(paymentId);
    expect(await cycle.books()).toMatchObject({ openMinor: 124_00 });
    expect((await cycle.diary()).filter((line) => line.includes('reversed'))).toHaveLength(1);
  });

  test('opens every bill again that it had settled', async () => {
    const customer = await ground().newCustomer();
    const march = ground().cycleOf(customer, '2035-03-01');
    const april = ground().cycleOf(customer, '2035-04-01');
    await march.begin('2035-03-01');
    await april.begin('2035-04-01');
    await april.on('2035-04-05');
    const amounts = { amountMinor: 248_00, allocate: 'oldest_first' as const };
    const paymentId = await april.pay(amounts);
    expect(await march.handle.result()).toMatchObject({ standing: 'paid' });
    await april.bounce(paymentId);
    expect(await april.books()).toMatchObject({ standing: 'open', openMinor: 124_00 });
    expect(await march.isRunning()).toBe(true);
    expect(await march.books()).toMatchObject({ standing: 'open', openMinor: 124_00 });
  });
});
