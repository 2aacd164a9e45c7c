import { setImmediate as turn } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import type { CycleStory } from './cycle-story.ts';
import { ownGround } from './own-ground.ts';

const ground = ownGround();
const races = Array.from({ length: 16 }, (_, index) => index);

/** The reminder goes out at nine; a move to a minute later passes that instant. */
const reminderAt = ['2035-03-12', '09:01'] as const;

test('a payment in the instant of a reminder is booked before it or after it, and no mail goes out to who has paid', async () => {
  const cycles = await Promise.all(races.map(() => openUntilTheReminder()));
  await Promise.all(
    cycles.map(async (cycle, delay) => {
      const climbed = cycle.on(...reminderAt);
      await turns(delay);
      await Promise.all([cycle.report({ amountMinor: 124_00 }), climbed]);
      await cycle.handle.result();
    }),
  );
  for (const cycle of cycles) await expectNoMailAfterPayment(cycle);
});

test('nor when the payment is booked by another cycle of the customer, in a transaction of its own', async () => {
  const pairs = await Promise.all(
    races.map(async () => {
      const march = await openUntilTheReminder();
      const april = ground().cycleOf(march.customer, '2035-04-01');
      await april.begin('2035-03-11');
      return { march, april };
    }),
  );
  await Promise.all(
    pairs.map(async ({ march, april }, delay) => {
      const climbed = march.on(...reminderAt);
      await turns(delay);
      await Promise.all([april.pay({ amountMinor: 248_00, allocate: 'oldest_first' }), climbed]);
      await march.handle.result();
    }),
  );
  for (const { march } of pairs) await expectNoMailAfterPayment(march);
});

beforeAll(() => ground().office.beSlow(40));

async function openUntilTheReminder(): Promise<CycleStory> {
  const cycle = await ground().newCycle();
  await cycle.begin('2035-03-01');
  return cycle.on('2035-03-12', '08:59');
}

/** Lets the event loop turn, so that the payments of the races come at different moments. */
async function turns(delay: number): Promise<void> {
  for (let index = 0; index < delay * 8; index += 1) await turn();
}

async function expectNoMailAfterPayment(cycle: CycleStory): Promise<void> {
  const kinds = (await cycle.diary()).map((line) => line.split(' ')[2]);
  expect(kinds.filter((kind) => kind === 'reminded')).toHaveLength(cycle.letters().length);
  expect(kinds.slice(0, -1)).not.toContain('payment');
  expect(kinds.at(-1)).toBe('payment');
}
