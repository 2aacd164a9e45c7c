/** Stories of disputed bills that together take every path of a dispute, with the histories they leave. */
import { giveCard } from '../activities/card-ground.ts';
import { check, hire, type Person } from '../activities/desk.ts';
import { instantAt } from '../../domain/calendar.ts';
import type { CycleStory } from './cycle-story.ts';
import { type Ground, seller } from './ground.ts';
import { type LiveStory, march, payAndEnd, thisRun } from './live-story.ts';

/** What people write in these stories: none of it may be in a history. */
export const written = {
  question: 'Why is it so much?',
  answer: 'I look into it and write to you tomorrow.',
  decision: 'We are sorry for the trouble.',
} as const;

/** The card of the one customer who has one: declined once, then it pays. */
export const cardDeclinedOnce = 'pm_declined_once';

export const disputeStories: Readonly<Record<string, LiveStory>> = {
  'a bill is disputed, answered, and a discount waits for a second person, who approves it': async (
    ground,
  ) => {
    const cycle = await ground.newCycle();
    await cycle.begin(march);
    await cycle.on('2035-03-05', '10:00');
    const disputeId = await question(cycle, 'wrong_price');
    const by = await hire(ground.em(), seller);
    await cycle.desk('takeDispute', { disputeId, by });
    await cycle.desk('answerDispute', { disputeId, by, words: written.answer });
    await checkCaller(ground, cycle, by, '2035-03-05', '09:55');
    const grant = { kind: 'goodwill_credit', grossMinor: 24_80 };
    await decide(cycle, disputeId, by, { kind: 'grant', grant });
    await cycle.on('2035-03-05', '14:00');
    await approve(ground, cycle, disputeId);
    await cycle.on('2035-03-07', '12:00');
    await payAndEnd(cycle, 99_20);
    return { 'disputed-and-granted': cycle.handle };
  },

  'nobody decides a dispute, and the policy does': async (ground) => {
    const cycle = await ground.newCycle();
    await cycle.begin(march);
    await cycle.on('2035-03-05', '10:00');
    await question(cycle, 'quality');
    await cycle.on('2035-03-16');
    await payAndEnd(cycle, 74_00);
    return { 'decided-by-default': cycle.handle };
  },

  'a bill is paid while it is disputed, and the dispute is withdrawn': async (ground) => {
    const cycle = await ground.newCycle();
    await cycle.begin(march);
    await cycle.on('2035-03-05', '10:00');
    const disputeId = await question(cycle, 'not_delivered');
    await cycle.pay({ amountMinor: 124_00 });
    await cycle.desk('withdrawDispute', { disputeId });
    await cycle.on('2035-03-06', '10:00');
    await cycle.handle.result();
    return { 'paid-and-withdrawn': cycle.handle };
  },

  'a case is given back, explained by somebody else, and opened again when the bill is paid':
    async (ground) => {
      const cycle = await ground.newCycle();
      await cycle.begin(march);
      await cycle.on('2035-03-05', '10:00');
      const disputeId = await question(cycle, 'not_understood');
      const first = await hire(ground.em(), seller);
      await cycle.desk('takeDispute', { disputeId, by: first });
      await cycle.desk('returnDispute', { disputeId, by: first });
      const second = await hire(ground.em(), seller);
      await cycle.desk('takeDispute', { disputeId, by: second });
      await decide(cycle, disputeId, second, { kind: 'explain' });
      await cycle.on('2035-03-08', '10:00');
      await payAndEnd(cycle, 124_00);
      const explained = await thisRun(ground, cycle.handle);
      await cycle.on('2035-03-12', '10:00');
      await cycle.desk('reopenDispute', { disputeId, words: written.question });
      await cycle.desk('takeDispute', { disputeId, by: second });
      await decide(cycle, disputeId, second, { kind: 'reject' });
      await cycle.on('2035-03-14', '10:00');
      await cycle.handle.result();
      return { explained, reopened: cycle.handle };
    },

  'a customer whose card was declined cannot pay now, promises to, and the card is charged after all':
    async (ground) => {
      const cycle = await ground.newCycle();
      await giveCard(ground.database, cycle.identity.customer, cardDeclinedOnce);
      await cycle.begin(march);
      await cycle.on('2035-03-02', '10:00');
      const disputeId = await question(cycle, 'cannot_pay_now');
      const by = await hire(ground.em(), seller);
      await cycle.desk('takeDispute', { disputeId, by });
      await checkCaller(ground, cycle, by, '2035-03-02', '09:55');
      const instalments = [{ on: '2035-03-10', amountMinor: 124_00 }];
      await decide(cycle, disputeId, by, { kind: 'promise', instalments });
      await cycle.on('2035-03-12');
      await cycle.handle.result();
      return { 'promised-and-charged': cycle.handle };
    },
};

function question(cycle: CycleStory, reason: string): Promise<string> {
  const payload = { reason, lines: 'whole' };
  return cycle.desk('openDispute', { payload, words: written.question });
}

function decide(cycle: CycleStory, disputeId: string, by: Person, decision: object) {
  const said = { disputeId, by, words: written.decision };
  return cycle.desk('decideDispute', { ...said, payload: { decision } });
}

async function checkCaller(
  ground: Ground,
  cycle: CycleStory,
  by: Person,
  day: string,
  time: string,
): Promise<void> {
  const { cycleId } = await cycle.books();
  await check(ground.em(), cycleId, by, instantAt(day, time, 'Europe/Ljubljana'));
}

/** A supervisor says yes to what waits. */
async function approve(ground: Ground, cycle: CycleStory, disputeId: string): Promise<void> {
  const by = await hire(ground.em(), seller, { role: 'supervisor' });
  const [waiting] = await ground
    .em()
    .execute<{ id: string }[]>(
      `select id from discount_grant where dispute_id = ? and state = 'waiting'`,
      [disputeId],
    );
  const payload = { grantId: waiting?.id, verdict: 'approve' };
  await cycle.desk('approveGrant', { disputeId, by, payload });
}
