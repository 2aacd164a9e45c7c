import { afterEach, describe, expect, test } from 'vitest';
import { hire } from '../activities/desk.ts';
import type { CycleStory } from '../workflows/cycle-story.ts';
import { seller } from '../workflows/ground.ts';
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

const question = (cycle: CycleStory, lines: unknown = 'whole') =>
  cycle.desk('openDispute', { payload: { reason: 'quality', lines }, words: 'It was slow.' });

async function storyOf(disputeId: string): Promise<string[]> {
  const rows = await ground()
    .em()
    .execute<{ line: string }[]>(
      `select to_char(at at time zone 'Europe/Ljubljana', 'MM-DD HH24:MI ') || kind as line
         from dispute_event where dispute_id = ? order by id`,
      [disputeId],
    );
  return rows.map(({ line }) => line);
}

/** What each letter says, and how often it came. */
function lettersOf(cycle: CycleStory): string[] {
  return cycle.letters().map((line) => line.slice(17).replace(/N2035-\d+/, '…'));
}

describe('while the mail server is away', () => {
  test('a dispute is taken, answered and decided at once, and each letter arrives once when it is back', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    await shutThePostOffice();
    await cycle.on('2035-03-05', '10:00');
    const disputeId = await question(cycle);
    const by = await hire(ground().em(), seller);
    await cycle.desk('takeDispute', { disputeId, by });
    await cycle.desk('answerDispute', { disputeId, by, words: 'I look into it.' });
    const payload = { decision: { kind: 'explain' } };
    await cycle.desk('decideDispute', { disputeId, by, payload, words: 'It is as agreed.' });
    expect(cycle.letters()).toEqual([]);
    expect((await storyOf(disputeId)).map((line) => line.slice(12))).toEqual([
      ...['opened', 'taken', 'answered', 'resolved'],
    ]);
    await cycle.on('2035-03-05', '15:00');
    await openThePostOffice();
    await cycle.on('2035-03-07', '10:00');
    expect(lettersOf(cycle)).toEqual([
      'We have your question about invoice …',
      'Our answer to your question about invoice …',
      'Invoice … explained',
      'How did we handle your question about …?',
    ]);
  });

  test('deadlines pass to the minute, the policy decides, and each letter arrives once when it is back', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    await shutThePostOffice();
    await cycle.on('2035-03-05', '10:00');
    const disputeId = await question(cycle);
    await cycle.on('2035-03-09');
    expect(await storyOf(disputeId)).toEqual([
      '03-05 10:00 opened',
      '03-05 14:00 first_answer_missed',
      '03-06 08:00 escalated',
      '03-08 10:00 resolution_missed',
      '03-08 12:00 resolved',
    ]);
    expect(await cycle.books()).toMatchObject({ openMinor: 74_00 });
    await openThePostOffice();
    await cycle.on('2035-03-11', '10:00');
    expect(lettersOf(cycle)).toEqual([
      'We have your question about invoice …',
      'Invoice …: decided in your favour',
      'How did we handle your question about …?',
    ]);
  });

  test('a reminder for the rest that does not get away holds up no deadline of a disputed part', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    await cycle.correct({ kind: 'credit', scope: { kind: 'amount', grossMinor: 62_00 } });
    const { creditNote } = await ground().creditNoteOf(cycle.identity);
    await cycle.correct({ kind: 'undo_credit', creditNote });
    await cycle.on('2035-03-12', '08:00');
    await shutThePostOffice();
    const disputeId = await question(cycle, [{ position: 1 }]);
    // The reminder was due at nine.
    await cycle.on('2035-03-12', '15:00');
    expect(await storyOf(disputeId)).toEqual([
      '03-12 08:00 opened',
      '03-12 12:00 first_answer_missed',
      '03-12 14:00 escalated',
    ]);
    await openThePostOffice();
    await cycle.on('2035-03-13');
    expect(lettersOf(cycle)).toEqual([
      'Invoice … is due on March 15, 2035',
      'We have your question about invoice …',
    ]);
  });
});
