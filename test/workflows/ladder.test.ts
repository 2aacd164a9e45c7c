import { describe, expect, test } from 'vitest';
import { createActivities } from '../../activities/create-activities.ts';
import { instantAt } from '../../domain/calendar.ts';
import { ownGround } from './own-ground.ts';

const ground = ownGround();

describe('a bill that nobody pays', () => {
  test('is reminded at nine in the morning, also after the clocks went forward, and given up after sixty days', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01', '12:00');
    await cycle.on('2035-05-31');
    expect(await cycle.diary()).toEqual([
      '2035-03-01 12:00 issued 124.00',
      '2035-03-12 09:00 reminded before_due 124.00',
      '2035-03-22 09:00 reminded reminder 124.00',
      '2035-03-29 09:00 reminded firm 124.00',
      '2035-04-12 09:00 reminded final 124.00',
      '2035-05-14 09:00 written_off 124.00',
    ]);
    expect(cycle.letters()).toEqual([
      '2035-03-12 09:00 Invoice N2035-000001 is due on March 15, 2035',
      '2035-03-22 09:00 Reminder: invoice N2035-000001 is still open',
      '2035-03-29 09:00 Second reminder: invoice N2035-000001 is overdue',
      '2035-04-12 09:00 Last reminder: invoice N2035-000001',
    ]);
    expect(await cycle.handle.result()).toMatchObject({ standing: 'written_off' });
  });

  test.each([
    { timeZone: 'Pacific/Auckland', changes: '2035-09-30', period: '2035-09-01' },
    { timeZone: 'America/New_York', changes: '2035-11-04', period: '2035-10-01' },
  ])('is reminded at nine where the customer lives: $timeZone', async ({ timeZone, period }) => {
    const cycle = await ground().newCycle({ timeZone, nextBillOn: period }, period);
    await cycle.begin(period, '18:00');
    await cycle.on(`2036-01-31`);
    const diary = await cycle.diary();
    expect(diary).toHaveLength(6);
    expect(diary.slice(1).map((line) => line.slice(11, 16))).toEqual(Array(5).fill('09:00'));
  });

  test('is reminded once a step when its workflow comes late, with the days between two steps', async () => {
    const cycle = await ground().newCycle();
    const activities = createActivities(ground());
    const nowMs = instantAt('2035-03-01', '12:00', 'Europe/Ljubljana');
    await activities.issueOrLoad({ ...cycle.identity, nowMs });
    // Nobody worked for three weeks.
    await cycle.begin('2035-03-24', '15:00');
    await cycle.on('2035-06-30');
    expect(await cycle.diary()).toEqual([
      '2035-03-01 12:00 issued 124.00',
      '2035-03-24 15:00 reminded before_due 124.00',
      '2035-04-03 09:00 reminded reminder 124.00',
      '2035-04-10 09:00 reminded firm 124.00',
      '2035-04-24 09:00 reminded final 124.00',
      '2035-05-26 09:00 written_off 124.00',
    ]);
  });
});

test('a payment between two reminders is the last line', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.on('2035-03-25', '08:00');
  await cycle.pay({ amountMinor: 124_00 });
  await cycle.on('2035-06-30');
  expect(await cycle.diary()).toEqual([
    '2035-03-01 12:00 issued 124.00',
    '2035-03-12 09:00 reminded before_due 124.00',
    '2035-03-22 09:00 reminded reminder 124.00',
    '2035-03-25 08:00 payment 124.00',
  ]);
  expect(cycle.letters()).toHaveLength(2);
});

describe('a ladder with fees and interest', () => {
  test('charges a business both, and the letter names what it claims', async () => {
    const cycle = await ground().newCycle({ ladder: 'strict', isBusiness: true });
    await cycle.begin('2035-03-01');
    await cycle.on('2035-04-30');
    // 124.00 at 10.15 per cent for 14 days of 365, twice: on the invoice only, never on interest.
    expect(await cycle.diary()).toEqual([
      '2035-03-01 12:00 issued 124.00',
      '2035-03-12 09:00 reminded before_due 124.00',
      '2035-03-22 09:00 reminded reminder 124.00',
      '2035-03-29 09:00 fee 40.00',
      '2035-03-29 09:00 interest 0.48',
      '2035-03-29 09:00 reminded firm 164.48',
      '2035-04-12 09:00 fee 40.00',
      '2035-04-12 09:00 interest 0.48',
      '2035-04-12 09:00 reminded final 204.96',
    ]);
    const letter = ground().office.letters.at(-1)?.text ?? '';
    expect(letter).toContain('€204.96');
    expect(letter).toContain('€80.96');
    await cycle.pay({ amountMinor: 204_96 });
    expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  });

  test('charges a person no interest', async () => {
    const cycle = await ground().newCycle({ ladder: 'strict' });
    await cycle.begin('2035-03-01');
    await cycle.on('2035-03-31');
    expect((await cycle.diary()).filter((line) => / fee | interest /.test(line))).toEqual([
      '2035-03-29 09:00 fee 40.00',
    ]);
  });
});
