import { defaultPayloadConverter } from '@temporalio/common';
import { expect, test } from 'vitest';
import { check, hire, type Person } from '../activities/desk.ts';
import { instantAt } from '../../domain/calendar.ts';
import type { CycleStory } from './cycle-story.ts';
import { seller } from './ground.ts';
import { ownGround } from './own-ground.ts';

const ground = ownGround();

const inLjubljana = (day: string, time: string) => instantAt(day, time, 'Europe/Ljubljana');
/** To the minute, as the page of a cycle has it. */
const minute = (date: Date) => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const utc = (day: string, time: string) => minute(new Date(inLjubljana(day, time)));

async function newDisputed(reason = 'wrong_price') {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.on('2035-03-05', '10:00');
  const payload = { reason, lines: 'whole' };
  const disputeId = await cycle.desk('openDispute', { payload, words: 'Why is it so much?' });
  return { cycle, disputeId };
}

/** What an operator can look for. */
async function attributesOf({ handle }: CycleStory) {
  const { typedSearchAttributes } = await handle.describe();
  const all = typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value] as const);
  const said = all.filter(([name]) => /^Dispute|^Promise/.test(name));
  return Object.fromEntries(
    said.map(([name, value]) => [name, value instanceof Date ? minute(value) : value]),
  );
}

/** What the page of the cycle says below its heading. */
async function detailsOf({ handle }: CycleStory): Promise<string[]> {
  const { currentDetails } = await handle.query<{ currentDetails: string }>(
    '__temporal_workflow_metadata',
  );
  return currentDetails
    .split('\n')
    .slice(5)
    .filter((line) => line !== '');
}

/** The lines of timers and activities in the history; those of the database alone have none. */
async function summariesOf({ handle }: CycleStory): Promise<unknown[] | undefined> {
  const { events } = await handle.fetchHistory();
  const begun = events?.filter(
    (event) => event.timerStartedEventAttributes ?? event.activityTaskScheduledEventAttributes,
  );
  return begun?.map(({ userMetadata }) =>
    defaultPayloadConverter.fromPayload(userMetadata?.summary ?? {}),
  );
}

async function decide(cycle: CycleStory, disputeId: string, by: Person, decision: object) {
  const said = { disputeId, by, words: 'We are sorry.', payload: { decision } };
  await cycle.desk('decideDispute', said);
}

const head = ['| dispute | state | with | promised by |', '|---|---|---|---|'];
const held = '124.00 EUR of what is open is disputed and not asked for.';

test('operators see who has a dispute, where it stands and what was promised, until it is decided', async () => {
  const { cycle, disputeId } = await newDisputed();
  const answerBy = ['2035-03-05', '14:00'] as const;
  const resolveBy = ['2035-03-08', '10:00'] as const;
  expect(await attributesOf(cycle)).toEqual({
    ...{ DisputeReason: 'wrong_price', DisputeState: 'open' },
    PromiseBy: utc(...answerBy),
  });
  expect(await detailsOf(cycle)).toEqual([
    ...head,
    `| wrong price | open | front | ${utc(...answerBy)} |`,
    held,
    `Next: first answer of the dispute (wrong price), ${utc(...answerBy)}.`,
  ]);

  const agent = await hire(ground().em(), seller);
  await cycle.desk('takeDispute', { disputeId, by: agent });
  const mine = { DisputeReason: 'wrong_price', DisputeOwner: agent.name };
  expect(await attributesOf(cycle)).toEqual({
    ...mine,
    ...{ DisputeState: 'claimed', PromiseBy: utc(...answerBy) },
  });
  expect(await detailsOf(cycle)).toEqual([
    ...head,
    `| wrong price | claimed | ${agent.name} | ${utc(...answerBy)} |`,
    held,
    `Next: return to the queue of the dispute (wrong price), ${utc('2035-03-05', '11:00')}.`,
  ]);

  await cycle.desk('answerDispute', { disputeId, by: agent, words: 'I look into it.' });
  expect(await attributesOf(cycle)).toEqual({
    ...mine,
    ...{ DisputeState: 'claimed', PromiseBy: utc(...resolveBy) },
  });

  const { cycleId } = await cycle.books();
  await check(ground().em(), cycleId, agent, inLjubljana('2035-03-05', '09:55'));
  const grant = { kind: 'goodwill_credit', grossMinor: 24_80 };
  await decide(cycle, disputeId, agent, { kind: 'grant', grant });
  expect(await attributesOf(cycle)).toMatchObject({ ...mine, DisputeState: 'waiting' });
  expect(await detailsOf(cycle)).toEqual([
    ...head,
    `| wrong price | waiting | ${agent.name} | ${utc(...resolveBy)} |`,
    held,
    `Next: end of the wait for a second person of the dispute (wrong price), ${utc('2035-03-06', '10:00')}.`,
  ]);

  const by = await hire(ground().em(), seller, { role: 'supervisor' });
  const [waiting] = await ground()
    .em()
    .execute<{ id: string }[]>('select id from discount_grant where dispute_id = ?', [disputeId]);
  const payload = { grantId: waiting?.id, verdict: 'approve' };
  await cycle.desk('approveGrant', { disputeId, by, payload });
  expect(await attributesOf(cycle)).toEqual({});
  expect(await detailsOf(cycle)).toEqual([`Next: send the letter: satisfaction.`]);
  expect(await summariesOf(cycle)).toEqual([
    'before due on 2035-03-12',
    'send the letter: received',
    `first answer of the dispute (wrong price), ${utc(...answerBy)}`,
    `return to the queue of the dispute (wrong price), ${utc('2035-03-05', '11:00')}`,
    'send the letter: answered',
    `return to the queue of the dispute (wrong price), ${utc('2035-03-05', '11:00')}`,
    'send the letter: waiting',
    `end of the wait for a second person of the dispute (wrong price), ${utc('2035-03-06', '10:00')}`,
    'send the letter: decided',
    'send the letter: satisfaction',
  ]);
});

test('a dispute that nobody takes is seen to go from group to group, and is gone when the policy decided', async () => {
  const { cycle } = await newDisputed('quality');
  const missed = utc('2035-03-05', '14:00');
  const late = { DisputeReason: 'quality', DisputeState: 'open', PromiseBy: missed };
  const seen = async (group: string, next: string) => {
    expect(await attributesOf(cycle)).toEqual(late);
    expect(await detailsOf(cycle)).toEqual([
      ...[...head, `| quality | open | ${group} | ${missed} |`, held, `Next: ${next}.`],
    ]);
  };
  await cycle.on('2035-03-05', '14:30');
  await seen('senior', `next group of the dispute (quality), ${utc('2035-03-06', '08:00')}`);
  await cycle.on('2035-03-06', '08:30');
  await seen('supervisor', `resolution of the dispute (quality), ${utc('2035-03-08', '10:00')}`);
  await cycle.on('2035-03-08', '10:30');
  await seen(
    'supervisor',
    `default decision of the dispute (quality), ${utc('2035-03-08', '12:00')}`,
  );
  await cycle.on('2035-03-08', '12:30');
  expect(await attributesOf(cycle)).toEqual({});
  expect(await detailsOf(cycle)).toEqual(['Next: send the letter: satisfaction.']);
  expect(await summariesOf(cycle)).toEqual([
    'before due on 2035-03-12',
    'send the letter: received',
    `first answer of the dispute (quality), ${missed}`,
    `next group of the dispute (quality), ${utc('2035-03-06', '08:00')}`,
    `resolution of the dispute (quality), ${utc('2035-03-08', '10:00')}`,
    `default decision of the dispute (quality), ${utc('2035-03-08', '12:00')}`,
    'send the letter: default decision',
    'send the letter: satisfaction',
  ]);
});

test('of several disputes of a bill each is a line, and the one whose deadline comes first is found', async () => {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  await cycle.correct({ kind: 'credit', scope: { kind: 'amount', grossMinor: 62_00 } });
  const { creditNote } = await ground().creditNoteOf(cycle.identity);
  await cycle.correct({ kind: 'undo_credit', creditNote });
  await cycle.on('2035-03-05', '10:00');
  const { invoiceNumber } = await cycle.books();
  const patient = { reason: 'quality', lines: [{ position: 1, invoice: invoiceNumber }] };
  const urgent = { reason: 'cannot_pay_now', lines: [{ position: 1 }] };
  const quality = `| quality | open | front | ${utc('2035-03-05', '14:00')} |`;
  const byFirst = utc('2035-03-05', '14:00');
  const bySecond = utc('2035-03-05', '11:00');
  await cycle.desk('openDispute', { payload: patient });
  expect(await detailsOf(cycle)).toEqual([
    ...[...head, quality, '62.00 EUR of what is open is disputed and not asked for.'],
    `Next: first answer of the dispute (quality), ${byFirst}.`,
  ]);
  const disputeId = await cycle.desk('openDispute', { payload: urgent });
  expect(await attributesOf(cycle)).toEqual({
    ...{ DisputeReason: 'cannot_pay_now', DisputeState: 'open', PromiseBy: bySecond },
  });
  expect(await detailsOf(cycle)).toEqual([
    ...[...head, quality, `| cannot pay now | open | front | ${bySecond} |`, held],
    `Next: first answer of the dispute (cannot pay now), ${bySecond}.`,
  ]);
  await cycle.desk('withdrawDispute', { disputeId });
  expect(await attributesOf(cycle)).toEqual({
    ...{ DisputeReason: 'quality', DisputeState: 'open', PromiseBy: byFirst },
  });
});

test('a dispute of a bill that was paid is seen, without an amount that nobody owes', async () => {
  const { cycle, disputeId } = await newDisputed('not_delivered');
  await cycle.pay({ amountMinor: 124_00 });
  const answerBy = utc('2035-03-05', '14:00');
  expect(await attributesOf(cycle)).toMatchObject({ DisputeReason: 'not_delivered' });
  expect(await detailsOf(cycle)).toEqual([
    ...[...head, `| not delivered | open | front | ${answerBy} |`],
    'Nothing is open of what is disputed.',
    `Next: first answer of the dispute (not delivered), ${answerBy}.`,
  ]);
  await cycle.desk('withdrawDispute', { disputeId });
  expect(await attributesOf(cycle)).toEqual({});
  expect(await detailsOf(cycle)).toEqual(['Nothing more to do.']);
  expect(await summariesOf(cycle)).toEqual([
    'before due on 2035-03-12',
    'send the letter: received',
    `first answer of the dispute (not delivered), ${answerBy}`,
    `first answer of the dispute (not delivered), ${answerBy}`,
    'send the letter: withdrawn',
  ]);
});

test('cases are found by reason, state, owner and promise, and no more once they are decided', async () => {
  const { cycle, disputeId } = await newDisputed('duplicate');
  const agent = await hire(ground().em(), seller);
  await cycle.desk('takeDispute', { disputeId, by: agent });
  const query = `DisputeReason = 'duplicate' AND DisputeState = 'claimed'
    AND DisputeOwner = '${agent.name}' AND PromiseBy < '2035-03-06T00:00:00Z'`;
  const count = async () =>
    (await ground().client.workflow.count(query.replaceAll(/\s+/g, ' '))).count;
  await expect.poll(count, { timeout: 10_000 }).toBe(1);
  await cycle.desk('withdrawDispute', { disputeId });
  await expect.poll(count, { timeout: 10_000 }).toBe(0);
});
