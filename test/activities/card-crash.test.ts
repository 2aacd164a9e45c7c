import { describe, expect, test } from 'vitest';
import { bookFact } from '../../activities/book-fact.ts';
import { paymentFact } from '../../domain/facts.ts';
import { assertBooksAgree } from '../workflows/books-agree.ts';
import { dayMs, giveCard, issuedAtMs, ownCardGround } from './card-ground.ts';

const ground = ownCardGround();
const hourMs = 3_600_000;

async function paidByBank(cycleId: string) {
  const fact = paymentFact({
    paymentId: `bank/${cycleId}`,
    amountMinor: 124_00,
    currency: 'EUR',
    receivedOn: '2035-03-01',
    method: 'bank_transfer',
    reportedBy: 'bank',
  });
  await bookFact(ground().database, { cycleId, fact, nowMs: issuedAtMs });
}

describe('an answer that was lost', () => {
  test('is found again: charged once, booked once', async () => {
    const { cycleId, method } = await ground().newBill();
    ground().stripe.fate(method, { kind: 'lose_answer' });
    const before = ground().stripe.intents.length;
    await expect(ground().charge(cycleId)).rejects.toThrow('no clear answer');
    expect(await ground().attempts(cycleId)).toMatchObject([{ state: 'begun', unsettled: true }]);
    ground().stripe.answerAgain();
    const { books } = await ground().charge(cycleId);
    expect(books).toMatchObject({ standing: 'paid' });
    expect(ground().stripe.intents.length - before).toBe(1);
    await assertBooksAgree(ground().database.em.fork());
  });

  test('is found even when Stripe has forgotten the key', async () => {
    const { cycleId, method } = await ground().newBill();
    ground().stripe.fate(method, { kind: 'lose_answer' });
    const before = ground().stripe.intents.length;
    await expect(ground().charge(cycleId)).rejects.toThrow('no clear answer');
    ground().stripe.answerAgain();
    ground().stripe.forgetKeys();
    await ground().charge(cycleId);
    expect(ground().stripe.intents.length - before).toBe(1);
  });

  test('is booked as credit when the bill was paid by bank meanwhile', async () => {
    const { cycleId, method, customer } = await ground().newBill();
    ground().stripe.fate(method, { kind: 'lose_answer' });
    await expect(ground().charge(cycleId)).rejects.toThrow('no clear answer');
    await paidByBank(cycleId);
    ground().stripe.answerAgain();
    await ground().charge(cycleId);
    const credit = await ground()
      .database.em.fork()
      .execute('select credit_minor::int as minor from customer where number = ?', [customer]);
    expect(credit).toEqual([{ minor: 124_00 }]);
    await assertBooksAgree(ground().database.em.fork());
  });

  test('of a decline is found too, and decides what comes next', async () => {
    const { cycleId, method } = await ground().newBill();
    ground().stripe.fate(method, { kind: 'decline', declineCode: 'insufficient_funds' });
    const { database, mailer, cards } = ground().tools;
    const deaf = {
      database,
      mailer,
      cards: {
        ...cards,
        charge: async (order: Parameters<typeof cards.charge>[0]) => {
          await cards.charge(order);
          throw new Error('the worker is killed here');
        },
      },
    };
    await expect(ground().charge(cycleId, 1, issuedAtMs, 1, deaf)).rejects.toThrow('killed');
    const { books } = await ground().charge(cycleId);
    expect(books.card).toMatchObject({ attempt: 2, on: '2035-03-04' });
  });
});

describe('a Stripe that does not answer', () => {
  test('is tried, then left alone for an hour, while the cycle goes on', async () => {
    const { cycleId } = await ground().newBill();
    const before = ground().stripe.intents.length;
    ground().stripe.goDown(true);
    await expect(ground().charge(cycleId, 1, issuedAtMs, 4)).rejects.toThrow('no clear answer');
    const { books } = await ground().charge(cycleId, 1, issuedAtMs, 5);
    expect(books.card).toMatchObject({ attempt: 1, atMs: issuedAtMs + hourMs });
    const again = await ground().charge(cycleId, 1, issuedAtMs + hourMs, 5);
    expect(again.books.card).toMatchObject({ attempt: 1, atMs: issuedAtMs + 3 * hourMs });
    expect(await ground().journal(cycleId)).toEqual(['issued', 'card_put_off']);
    ground().stripe.goDown(false);
    const { books: paid } = await ground().charge(cycleId, 1, issuedAtMs + 3 * hourMs);
    expect(paid).toMatchObject({ standing: 'paid' });
    expect(ground().stripe.intents.length - before).toBe(1);
  });

  test('is not asked any more for what was paid otherwise meanwhile', async () => {
    const { cycleId } = await ground().newBill();
    ground().stripe.goDown(true);
    await ground().charge(cycleId, 1, issuedAtMs, 5);
    await paidByBank(cycleId);
    ground().stripe.goDown(false);
    const before = ground().stripe.intents.length;
    await ground().charge(cycleId, 1, issuedAtMs + hourMs);
    expect(ground().stripe.intents.length).toBe(before);
    expect(await ground().attempts(cycleId)).toMatchObject([
      { state: 'dropped', unsettled: false },
    ]);
  });

  test('and does not know our key is no decline of the card', async () => {
    const { cycleId, method } = await ground().newBill();
    const refusal = { kind: 'refuse' as const, status: 401, code: 'invalid_api_key' };
    ground().stripe.fate(method, refusal, refusal);
    const failure = await ground()
      .charge(cycleId)
      .catch((error: unknown) => error);
    expect(String(failure)).toContain('StripeAuthenticationError');
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain(
      ground().secretKey,
    );
    const { books } = await ground().charge(cycleId, 1, issuedAtMs, 5);
    expect(books.card).toMatchObject({ attempt: 1, atMs: issuedAtMs + hourMs });
  });

  test('for a while decides later', async () => {
    const { cycleId, method } = await ground().newBill();
    ground().stripe.fate(method, { kind: 'wait' });
    const { books } = await ground().charge(cycleId);
    expect(books.card).toMatchObject({ attempt: 1, atMs: issuedAtMs + hourMs });
    const intent = ground().stripe.intents.at(-1);
    if (intent) Object.assign(intent, { status: 'succeeded', amount_received: intent.amount });
    const { books: paid } = await ground().charge(cycleId, 1, issuedAtMs + hourMs);
    expect(paid).toMatchObject({ standing: 'paid' });
  });
});

test('a letter that the mail server did not take is sent later, and the decline stays', async () => {
  const { cycleId, method, customer } = await ground().newBill();
  ground().stripe.fate(method, { kind: 'decline', declineCode: 'lost_card' });
  ground().breakMail(new Error('the mail server is down'));
  await expect(ground().charge(cycleId)).rejects.toThrow('did not take');
  const { books } = await ground().charge(cycleId, 1, issuedAtMs, 5);
  expect(books.card).toMatchObject({ attempt: 1, atMs: issuedAtMs + hourMs });
  ground().breakMail(null);
  const { books: after } = await ground().charge(cycleId, 1, issuedAtMs + hourMs);
  expect(after.card).toBeUndefined();
  expect(ground().letters.filter(({ to }) => to.name === customer)).toHaveLength(1);
});

test('a letter that is refused for good does not stand before another card', async () => {
  const { cycleId, method, customer } = await ground().newBill();
  ground().stripe.fate(method, { kind: 'decline', declineCode: 'lost_card' });
  const refusal = { command: 'RCPT TO', responseCode: 550 };
  ground().breakMail(Object.assign(new Error('no such mailbox'), refusal));
  const { books } = await ground().charge(cycleId);
  ground().breakMail(null);
  expect(books.card).toBeUndefined();
  expect((await ground().journal(cycleId)).at(-1)).toBe('undeliverable');
  await giveCard(ground().database, customer, 'pm_after_refusal');
  const { books: paid } = await ground().charge(cycleId, 2, issuedAtMs + dayMs);
  expect(paid).toMatchObject({ standing: 'paid' });
});
