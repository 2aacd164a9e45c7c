import { describe, expect, test } from 'vitest';
import { ownGround } from './own-ground.ts';

const ground = ownGround();
const whole = (on: string) => [{ on, amountMinor: 124_00 }];

test('nobody who promised is reminded until the day is over, and who keeps the promise never again', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.on('2035-03-20');
  expect(await cycle.promise(whole('2035-04-20'))).toMatchObject({
    promise: { on: '2035-04-20' },
  });
  // The ladder would have spoken on the 22nd and 29th of March and on the 12th of April.
  await cycle.on('2035-04-20', '23:30');
  await cycle.pay({ amountMinor: 124_00 });
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  expect(await cycle.diary()).toEqual([
    '2035-03-01 12:00 issued 124.00',
    '2035-03-12 09:00 reminded before_due 124.00',
    '2035-03-20 12:00 promised 124.00',
    '2035-04-20 23:30 payment 124.00',
    '2035-04-20 23:30 promise_kept',
  ]);
});

test('a broken promise brings the next step at once, and the days between the steps after it', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.on('2035-03-20');
  await cycle.promise(whole('2035-04-05'));
  await cycle.on('2035-07-31');
  expect(await cycle.diary()).toEqual([
    '2035-03-01 12:00 issued 124.00',
    '2035-03-12 09:00 reminded before_due 124.00',
    '2035-03-20 12:00 promised 124.00',
    '2035-04-06 00:00 promise_broken',
    '2035-04-06 00:00 reminded reminder 124.00',
    '2035-04-13 09:00 reminded firm 124.00',
    '2035-04-27 09:00 reminded final 124.00',
    '2035-05-29 09:00 written_off 124.00',
  ]);
});

test('instalments hold the ladder as long as each one comes in time', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.on('2035-03-10');
  await cycle.promise([
    { on: '2035-03-20', amountMinor: 62_00 },
    { on: '2035-04-20', amountMinor: 62_00 },
  ]);
  await cycle.on('2035-03-19');
  await cycle.pay({ amountMinor: 62_00 });
  await cycle.on('2035-04-22');
  expect(await cycle.diary()).toEqual([
    '2035-03-01 12:00 issued 124.00',
    '2035-03-10 12:00 promised 124.00',
    '2035-03-19 12:00 payment 62.00',
    '2035-04-21 00:00 promise_broken',
    '2035-04-21 00:00 reminded before_due 62.00',
  ]);
});

describe('a customer who broke two promises', () => {
  test('gets a third one from a supervisor only', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    await cycle.promise(whole('2035-03-03'));
    await cycle.on('2035-03-04');
    await cycle.promise(whole('2035-03-06'));
    await cycle.on('2035-03-07');
    await expect(cycle.promise(whole('2035-03-09'))).rejects.toMatchObject({
      cause: { type: 'promise_needs_supervisor' },
    });
    // A refusal is an answer, and the cycle goes on.
    expect(await cycle.books()).toMatchObject({ standing: 'open', promise: null });
    expect(await cycle.promise(whole('2035-03-09'), 'supervisor')).toMatchObject({
      promise: { on: '2035-03-09' },
    });
  });
});

test('a promise asked for twice by the same request is one promise, and the same answer', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  const first = await cycle.promise(whole('2035-03-20'), 'agent', 'asked-twice');
  const again = await cycle.promise(whole('2035-03-20'), 'agent', 'asked-twice');
  expect(again).toEqual(first);
  expect((await cycle.diary()).filter((line) => line.includes('promised'))).toHaveLength(1);
  await expect(cycle.promise(whole('2035-03-21'))).rejects.toMatchObject({
    cause: { type: 'promise_active' },
  });
});

test('what is paid already cannot be promised', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.pay({ amountMinor: 124_00 });
  await expect(cycle.promise(whole('2035-03-20'))).rejects.toMatchObject({
    cause: { type: 'nothing_open' },
  });
});
