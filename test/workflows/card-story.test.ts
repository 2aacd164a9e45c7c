import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, describe, expect, test } from 'vitest';
import { stripeCards } from '../../activities/card-provider.ts';
import { giveCard } from '../activities/card-ground.ts';
import { type Fate, openStripe } from '../activities/card-stripe.ts';
import { billingRun } from './billing-run.ts';
import type { CycleStory } from './cycle-story.ts';
import { ownGround } from './own-ground.ts';

const stripe = await openStripe();
afterAll(() => stripe.close());

const secretKey = 'sk_test_of_these_tests';
const ground = ownGround({
  cards: stripeCards({ secretKey, apiBase: stripe.url, networkRetries: 0 }),
});

const soft: Fate = { kind: 'decline', declineCode: 'insufficient_funds' };

/** The story of a bill whose customer has a card, with what becomes of its charges. */
async function newCardCycle(...fates: Fate[]) {
  const customer = await ground().newCustomer();
  stripe.fate(await giveCard(ground().database, customer.number), ...fates);
  return ground().cycleOf(customer, '2035-03-01');
}

test('a customer with a card is charged on the day of issue, and hears of nothing else', async () => {
  const cycle = await newCardCycle();
  await cycle.begin('2035-03-01', '06:00');
  await cycle.on('2035-03-02');
  expect(await cycle.diary()).toEqual([
    '2035-03-01 06:00 issued 124.00',
    '2035-03-01 09:00 payment 124.00',
  ]);
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  expect(cycle.letters()).toEqual([]);
});

test('a card without money is tried again after 3, 5 and 7 days, beside the ladder', async () => {
  const cycle = await newCardCycle(soft, soft, soft, soft);
  await cycle.begin('2035-03-01');
  await cycle.on('2035-06-30');
  expect(await cycle.diary()).toEqual([
    '2035-03-01 12:00 issued 124.00',
    '2035-03-01 12:00 card_declined soft 124.00',
    '2035-03-04 09:00 card_declined soft 124.00',
    '2035-03-09 09:00 card_declined soft 124.00',
    '2035-03-12 09:00 reminded before_due 124.00',
    '2035-03-16 09:00 card_declined soft 124.00',
    '2035-03-22 09:00 reminded reminder 124.00',
    '2035-03-29 09:00 reminded firm 124.00',
    '2035-04-12 09:00 reminded final 124.00',
    '2035-05-14 09:00 written_off 124.00',
  ]);
});

test('a later attempt that succeeds ends the ladder', async () => {
  const cycle = await newCardCycle(soft, soft, soft);
  await cycle.begin('2035-03-01');
  await cycle.on('2035-06-30');
  expect((await cycle.diary()).slice(-2)).toEqual([
    '2035-03-12 09:00 reminded before_due 124.00',
    '2035-03-16 09:00 payment 124.00',
  ]);
});

test('a card that needs its holder is charged once; the link and the ladder do the rest', async () => {
  const cycle = await newCardCycle({ kind: 'decline', declineCode: 'authentication_required' });
  await cycle.begin('2035-03-01');
  await cycle.on('2035-03-13');
  expect(cycle.letters()).toEqual([
    expect.stringMatching(/^2035-03-01 12:00 .*please confirm the payment$/),
    expect.stringMatching(/^2035-03-12 09:00 /),
  ]);
  // What is paid at the link is told by Stripe's webhook as any other payment.
  await cycle.pay({ amountMinor: 124_00, method: 'card', paymentId: 'pi_at_the_link' });
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
});

describe('a card with a promise', () => {
  test('is left alone until the promise is broken, and is then charged at once', async () => {
    const cycle = await newCardCycle(soft);
    await cycle.begin('2035-03-01');
    await cycle.on('2035-03-02');
    await cycle.promise([{ on: '2035-03-10', amountMinor: 124_00 }]);
    await cycle.on('2035-03-12');
    expect(await cycle.diary()).toEqual([
      '2035-03-01 12:00 issued 124.00',
      '2035-03-01 12:00 card_declined soft 124.00',
      '2035-03-02 12:00 promised 124.00',
      '2035-03-11 00:00 promise_broken',
      '2035-03-11 00:00 payment 124.00',
    ]);
  });
});

describe('a charge that is taken back', () => {
  test('is owed again and reminded of, and the card is not charged again', async () => {
    const cycle = await newCardCycle();
    await cycle.begin('2035-03-01');
    await cycle.on('2035-03-02');
    const intent = stripe.intents.at(-1);
    const charges = stripe.intents.length;
    await cycle.bounce(intent?.id ?? '');
    await cycle.on('2035-06-30');
    expect(await cycle.diary()).toEqual([
      '2035-03-01 12:00 issued 124.00',
      '2035-03-01 12:00 payment 124.00',
      '2035-03-02 12:00 payment_reversed 124.00',
      expect.stringMatching(/reminded before_due/),
      expect.stringMatching(/reminded reminder/),
      expect.stringMatching(/reminded firm/),
      expect.stringMatching(/reminded final/),
      expect.stringMatching(/written_off/),
    ]);
    expect(stripe.intents.length).toBe(charges);
  });
});

test('a billing run starts cycles that charge the cards of those who have one', async () => {
  const [withCard, without] = [{ number: 'R-1' }, { number: 'R-2' }];
  await ground().save('carded', [withCard, without]);
  await giveCard(ground().database, withCard.number);
  await billingRun(ground(), { seller: 'carded', asOf: '2035-03-01' });
  for (const [customer, kinds] of [
    [withCard, ['issued', 'payment']],
    [without, ['issued']],
  ] as const) {
    const cycle = ground().cycleOf(customer, '2035-03-01', 'carded');
    await cycle.on('2035-03-02');
    const diary = await cycle.diary();
    expect(diary.map((line) => line.split(' ')[2])).toEqual(kinds);
  }
});

test('a lost answer is asked for again by Temporal, and the card is charged once', async () => {
  const cycle = await newCardCycle({ kind: 'lose_answer' });
  const charges = stripe.intents.length;
  await cycle.begin('2035-03-01');
  await expect.poll(() => triesOf(cycle), { timeout: 20_000 }).toBeGreaterThan(1);
  stripe.answerAgain();
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  expect(stripe.intents.length).toBe(charges + 1);
});

test('an operator reads the charge in the history; without a card there is no step more', async () => {
  const withCard = await newCardCycle();
  const without = await ground().newCycle();
  await withCard.begin('2035-03-01');
  await without.begin('2035-03-01');
  await without.pay({ amountMinor: 124_00 });
  const { invoiceNumber } = await withCard.books();
  expect(await summariesOf(withCard)).toEqual([
    `charge the card on 2035-03-01, attempt 1, ${invoiceNumber}`,
  ]);
  expect(await summariesOf(without)).toEqual([]);
});

/** How often Temporal has begun the activity that is under way. */
async function triesOf({ handle }: CycleStory): Promise<number> {
  const { raw } = await handle.describe();
  return raw.pendingActivities?.[0]?.attempt ?? 0;
}

/** The lines of the activities in the Temporal UI; those of the database alone have none. */
async function summariesOf({ handle }: CycleStory): Promise<unknown[]> {
  const { events } = await handle.fetchHistory();
  const scheduled = events?.filter((event) => event.activityTaskScheduledEventAttributes) ?? [];
  return scheduled.map(({ userMetadata }) =>
    defaultPayloadConverter.fromPayload(userMetadata?.summary ?? {}),
  );
}
