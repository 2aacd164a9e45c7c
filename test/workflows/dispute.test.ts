import { describe, expect, test } from 'vitest';
import { check, hire, type Person } from '../activities/desk.ts';
import { instantAt } from '../../domain/calendar.ts';
import type { CycleStory } from './cycle-story.ts';
import { seller } from './ground.ts';
import { ownGround } from './own-ground.ts';

const ground = ownGround();

const inLjubljana = (day: string, time: string) => instantAt(day, time, 'Europe/Ljubljana');

const question = (cycle: CycleStory, reason = 'wrong_price') =>
  cycle.desk('openDispute', { payload: { reason, lines: 'whole' }, words: 'Why is it so much?' });

/** Somebody takes the case, and has checked the caller by this local time. */
async function takeCase(
  cycle: CycleStory,
  disputeId: string,
  by: Person,
  [day, time]: readonly [string, string],
) {
  await cycle.desk('takeDispute', { disputeId, by });
  await check(ground().em(), (await cycle.books()).cycleId, by, inLjubljana(day, time));
}

test('who disputes a bill is not reminded of it, and the days that were left are left afterwards', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  // Seven days before the first reminder.
  await cycle.on('2035-03-05', '10:00');
  const disputeId = await question(cycle);
  expect(await cycle.books()).toMatchObject({ heldMinor: 124_00, schedule: [] });
  await cycle.on('2035-03-06', '10:00');
  const agent = await hire(ground().em(), seller);
  await cycle.desk('takeDispute', { disputeId, by: agent });
  await cycle.desk('decideDispute', {
    ...{ disputeId, by: agent, words: 'The price rose on 1 March, as we wrote in January.' },
    payload: { decision: { kind: 'explain' } },
  });
  await cycle.on('2035-03-21');
  await cycle.pay({ amountMinor: 124_00 });
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  expect(await cycle.diary()).toEqual([
    '2035-03-01 12:00 issued 124.00',
    '2035-03-05 10:00 disputed 124.00',
    '2035-03-06 10:00 dispute_explained',
    '2035-03-14 09:00 reminded before_due 124.00',
    '2035-03-21 12:00 payment 124.00',
  ]);
  const letters = cycle.letters();
  expect(letters).toHaveLength(4);
  expect(letters.map((line) => line.slice(0, 16))).toEqual([
    '2035-03-05 10:00',
    '2035-03-06 10:00',
    '2035-03-07 10:00',
    '2035-03-14 09:00',
  ]);
});

test('a dispute that nobody decides is decided in the customer’s favour, and each miss is on record', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.on('2035-03-05', '10:00');
  const disputeId = await question(cycle);
  await cycle.on('2035-04-30');
  const events = await ground()
    .em()
    .execute<{ kind: string }[]>(
      'select kind from dispute_event where dispute_id = ? order by id',
      [disputeId],
    );
  expect(events.map(({ kind }) => kind)).toEqual([
    'opened',
    'first_answer_missed',
    ...events.slice(2, -1).map(({ kind }) => kind),
    'resolved',
  ]);
  expect(events.map(({ kind }) => kind)).toContain('resolution_missed');
  const diary = await cycle.diary();
  const [, disputed, credited, defaulted] = diary;
  expect([disputed, credited, defaulted].map((line) => line?.slice(17))).toEqual([
    'disputed 124.00',
    expect.stringMatching(/^credited /),
    'dispute_defaulted',
  ]);
  // Nobody was reminded before it was decided.
  expect(diary.findIndex((line) => line.includes('reminded'))).toBeGreaterThan(3);
});

test('the question how content somebody is waits for the letters before it and holds up none after it', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.on('2035-03-05', '10:00');
  const disputeId = await question(cycle);
  const agent = await hire(ground().em(), seller);
  await cycle.desk('takeDispute', { disputeId, by: agent });
  const payload = { decision: { kind: 'explain' } };
  await cycle.desk('decideDispute', { disputeId, by: agent, words: 'As agreed.', payload });
  await cycle.on('2035-03-05', '12:00');
  await cycle.desk('reopenDispute', { disputeId });
  await cycle.desk('withdrawDispute', { disputeId });
  await cycle.on('2035-03-07');
  expect(cycle.letters().map((line) => line.slice(0, 32))).toEqual([
    '2035-03-05 10:00 We have your qu',
    '2035-03-05 10:00 Invoice N2035-0',
    '2035-03-05 12:00 We have your qu',
    '2035-03-05 12:00 Your question a',
    '2035-03-06 10:00 How did we hand',
  ]);
});

test('a grant above one’s authority waits within the cycle, which goes on when a second person says yes', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.on('2035-03-05', '10:00');
  const disputeId = await question(cycle);
  const agent = await hire(ground().em(), seller);
  const supervisor = await hire(ground().em(), seller, { role: 'supervisor' });
  await takeCase(cycle, disputeId, agent, ['2035-03-05', '09:55']);
  const grant = { kind: 'goodwill_credit', grossMinor: 24_80 };
  await cycle.desk('decideDispute', {
    ...{ disputeId, by: agent, words: 'We are sorry.' },
    payload: { decision: { kind: 'grant', grant } },
  });
  const waiting = await cycle.books();
  expect(waiting).toMatchObject({ openMinor: 124_00, disputes: [{ state: 'waiting' }] });
  expect(await attributesOf(cycle)).toMatchObject({
    DisputeReason: 'wrong_price',
    DisputeState: 'waiting',
    DisputeOwner: agent.name,
  });
  const [found] = await ground()
    .em()
    .execute<{ id: string }[]>('select id from discount_grant where dispute_id = ?', [disputeId]);
  await cycle.on('2035-03-05', '14:00');
  await cycle.desk('approveGrant', {
    ...{ disputeId, by: supervisor },
    payload: { grantId: found?.id, verdict: 'approve' },
  });
  expect(await cycle.books()).toMatchObject({ openMinor: 99_20 });
  expect(await attributesOf(cycle)).not.toHaveProperty('DisputeReason');
  await cycle.on('2035-03-07', '12:00');
  await cycle.pay({ amountMinor: 99_20 });
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
});

async function attributesOf({ handle }: CycleStory) {
  const { typedSearchAttributes } = await handle.describe();
  return Object.fromEntries(
    typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
  );
}

test('a bill that was paid long ago is taken up again, and what is granted becomes credit', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.pay({ amountMinor: 124_00 });
  await cycle.handle.result();
  await cycle.on('2035-09-03', '10:00');
  const disputeId = await question(cycle, 'not_delivered');
  expect(await cycle.isRunning()).toBe(true);
  const agent = await hire(ground().em(), seller);
  await takeCase(cycle, disputeId, agent, ['2035-09-03', '09:55']);
  await cycle.desk('decideDispute', {
    ...{ disputeId, by: agent, words: 'The line was down for two days.' },
    payload: { decision: { kind: 'grant', grant: { kind: 'goodwill_credit', grossMinor: 12_40 } } },
  });
  await cycle.on('2035-09-05');
  expect(await cycle.isRunning()).toBe(false);
  const { number } = cycle.customer;
  const credit = await ground()
    .em()
    .execute('select credit_minor::int as minor from customer where number = ?', [number]);
  expect(credit).toEqual([{ minor: 12_40 }]);
});

describe('a dispute about some lines', () => {
  /** A credit that is undone makes two bills of 62.00 of one: the second one is disputed. */
  async function halfDisputed(day: string, time: string) {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    await cycle.correct({ kind: 'credit', scope: { kind: 'amount', grossMinor: 62_00 } });
    const { creditNote } = await ground().creditNoteOf(cycle.identity);
    await cycle.correct({ kind: 'undo_credit', creditNote });
    await cycle.on(day, time);
    const lines = [{ position: 1 }];
    const payload = { reason: 'quality', lines };
    const disputeId = await cycle.desk('openDispute', { payload, words: 'It was slow.' });
    return { cycle, disputeId };
  }

  test('leaves the rest to be reminded of, and the last resort waits', async () => {
    const { cycle } = await halfDisputed('2035-03-11', '10:00');
    const books = await cycle.books();
    expect(books).toMatchObject({ openMinor: 124_00, heldMinor: 62_00 });
    expect(books.schedule.map(({ name }) => name)).toEqual([
      ...['before_due', 'reminder', 'firm', 'final'],
    ]);
    await cycle.on('2035-03-12');
    expect((await cycle.diary()).slice(-2)).toEqual([
      '2035-03-11 10:00 disputed 62.00',
      '2035-03-12 09:00 reminded before_due 62.00',
    ]);
  });

  test('gives its lines at least the days that they had left when it was opened', async () => {
    const { cycle, disputeId } = await halfDisputed('2035-03-12', '10:00');
    // The next step, on the 22nd, was ten days away.
    await cycle.on('2035-03-15', '10:00');
    await cycle.desk('withdrawDispute', { disputeId });
    await cycle.on('2035-03-26');
    expect((await cycle.diary()).slice(-2)).toEqual([
      '2035-03-15 10:00 dispute_withdrawn',
      '2035-03-25 09:00 reminded reminder 124.00',
    ]);
  });
});
