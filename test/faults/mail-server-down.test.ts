import { afterEach, expect, test } from 'vitest';
import { createActivities } from '../../activities/create-activities.ts';
import { instantAt } from '../../domain/calendar.ts';
import { ownGround } from '../workflows/own-ground.ts';

const ground = ownGround();

let isShut = false;
async function shutThePostOffice(): Promise<void> {
  await ground().office.shut();
  isShut = true;
}
async function openThePostOffice(): Promise<void> {
  await ground().office.open();
  isShut = false;
}
afterEach(async () => {
  if (isShut) await openThePostOffice();
});

test('a mail server that is away for hours delays a reminder, which then goes out once', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await shutThePostOffice();
  await cycle.on('2035-03-12', '14:30');
  expect(await cycle.diary()).toHaveLength(1);
  await openThePostOffice();
  await cycle.on('2035-03-23');
  expect((await cycle.diary()).map(withoutTime)).toEqual([
    '2035-03-01 issued 124.00',
    '2035-03-12 reminded before_due 124.00',
    '2035-03-22 reminded reminder 124.00',
  ]);
  expect(cycle.letters()).toHaveLength(2);
});

test('a mail server that is away beyond midnight leaves the customer the days between two reminders', async () => {
  const cycle = await ground().newCycle();
  const nowMs = instantAt('2035-03-01', '12:00', 'Europe/Ljubljana');
  await createActivities(ground()).issueOrLoad({ ...cycle.identity, nowMs });
  await shutThePostOffice();
  await cycle.begin('2035-03-12', '22:00');
  await cycle.on('2035-03-13', '02:00');
  await openThePostOffice();
  await cycle.on('2035-03-31');
  expect((await cycle.diary()).map(withoutTime).slice(1)).toEqual([
    '2035-03-13 reminded before_due 124.00',
    '2035-03-23 reminded reminder 124.00',
    '2035-03-30 reminded firm 124.00',
  ]);
});

test('a payment while the mail server is away is booked at once, and the reminder never goes out', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await shutThePostOffice();
  await cycle.on('2035-03-12', '10:00');
  await cycle.pay({ amountMinor: 124_00 });
  expect(await cycle.diary()).toEqual([
    '2035-03-01 12:00 issued 124.00',
    '2035-03-12 10:00 payment 124.00',
  ]);
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  await openThePostOffice();
  expect(cycle.letters()).toEqual([]);
});

test('an agent gets an answer while the mail server is away', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await shutThePostOffice();
  await cycle.on('2035-03-12', '10:00');
  const credited = await cycle.correct({
    kind: 'credit',
    scope: { kind: 'amount', grossMinor: 24_00 },
  });
  expect(credited).toMatchObject({ openMinor: 100_00 });
  await openThePostOffice();
  await cycle.on('2035-03-13');
  expect((await cycle.diary()).at(-1)).toContain('reminded before_due 100.00');
  expect(cycle.letters()).toHaveLength(1);
});

/** When in its pauses the mail server is tried again is nobody's business. */
function withoutTime(line: string): string {
  return line.slice(0, 10) + line.slice(16);
}
