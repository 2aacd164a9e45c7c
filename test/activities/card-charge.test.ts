import { describe, expect, test } from 'vitest';
import { bookFact } from '../../activities/book-fact.ts';
import { CustomerCard } from '../../db/entities/cards.ts';
import { paymentFact } from '../../domain/facts.ts';
import { assertBooksAgree } from '../workflows/books-agree.ts';
import { dayMs, giveCard, issuedAtMs, ownCardGround } from './card-ground.ts';

const ground = ownCardGround();

/** A payment by bank of a cycle. */
function paidByBank(cycleId: string, amountMinor: number) {
  const fact = paymentFact({
    paymentId: `bank/${cycleId}/${amountMinor}`,
    amountMinor,
    currency: 'EUR',
    receivedOn: '2035-03-01',
    method: 'bank_transfer',
    reportedBy: 'bank',
  });
  return bookFact(ground().database, { cycleId, fact, nowMs: issuedAtMs });
}

describe('a charge that succeeds', () => {
  test('is a payment in the books, and its cycle is paid', async () => {
    const { cycleId, books: issued } = await ground().newBill();
    expect(issued.card).toMatchObject({ attempt: 1, on: '2035-03-01' });
    const { books } = await ground().charge(cycleId);
    expect(books).toMatchObject({ standing: 'paid', openMinor: 0 });
    expect(books.card).toBeUndefined();
    expect(await ground().journal(cycleId)).toEqual(['issued', 'payment']);
    const [intent] = ground().stripe.intents.slice(-1);
    expect(intent).toMatchObject({
      amount: 124_00,
      currency: 'eur',
      metadata: {
        fairbill_cycle: cycleId,
        fairbill_attempt: '1',
        fairbill_invoice: issued.invoiceNumber,
      },
    });
    const payments = await ground()
      .database.em.fork()
      .execute('select external_id as id, method from payment where external_id = ?', [intent?.id]);
    expect(payments).toEqual([{ id: intent?.id, method: 'card' }]);
    await assertBooksAgree(ground().database.em.fork());
  });

  test('run twice, charges once', async () => {
    const { cycleId } = await ground().newBill();
    const before = ground().stripe.intents.length;
    await ground().charge(cycleId);
    await ground().charge(cycleId);
    expect(ground().stripe.intents.length - before).toBe(1);
  });

  test('of a part that was still open, charges no more than that', async () => {
    const { cycleId } = await ground().newBill();
    await paidByBank(cycleId, 100_00);
    await ground().charge(cycleId);
    expect(ground().stripe.intents.at(-1)).toMatchObject({ amount: 24_00 });
  });

  test('under an id that somebody reported with other facts ends its attempt, and says so', async () => {
    const [other, { cycleId }] = [await ground().newBill(), await ground().newBill()];
    const { stripe, database } = ground();
    const paymentId = `pi_${new URL(stripe.url).port}x${stripe.intents.length + 1}`;
    const fact = paymentFact({
      paymentId,
      amountMinor: 120_00,
      currency: 'EUR',
      receivedOn: '2035-03-01',
      method: 'card',
      reportedBy: 'shop',
    });
    await bookFact(database, { cycleId: other.cycleId, fact, nowMs: issuedAtMs });
    const { books } = await ground().charge(cycleId);
    expect(books).toMatchObject({ standing: 'open', openMinor: 124_00 });
    expect(books.card).toBeUndefined();
    expect(await ground().attempts(cycleId)).toMatchObject([{ state: 'succeeded' }]);
    expect((await ground().journal(cycleId)).at(-1)).toBe('payment_refused');
  });

  test('in a currency that Stripe counts in another unit, books what was owed', async () => {
    const { cycleId, books: issued } = await ground().newBill(
      { unitPriceMinor: 1_000 },
      { currency: 'ISK' },
    );
    const { books } = await ground().charge(cycleId);
    expect(ground().stripe.intents.at(-1)).toMatchObject({ amount: issued.openMinor * 100 });
    expect(books).toMatchObject({ standing: 'paid', openMinor: 0 });
  });
});

describe('nothing is charged', () => {
  test('when nothing is open any more', async () => {
    const { cycleId } = await ground().newBill();
    await paidByBank(cycleId, 124_00);
    const before = ground().stripe.requests.length;
    await ground().charge(cycleId);
    expect(ground().stripe.requests.length).toBe(before);
    expect(await ground().attempts(cycleId)).toEqual([]);
  });

  test('before its time, out of turn, or without a card', async () => {
    const { cycleId, customer } = await ground().newBill();
    const before = ground().stripe.requests.length;
    await ground().charge(cycleId, 1, issuedAtMs - dayMs);
    await ground().charge(cycleId, 2);
    const em = ground().database.em.fork();
    await em.nativeDelete(CustomerCard, { customer: { number: customer } });
    const { books } = await ground().charge(cycleId, 1);
    expect(books.card).toBeUndefined();
    expect(ground().stripe.requests.length).toBe(before);
  });

  test('where no provider is set up, and the journal says so once', async () => {
    const { cycleId } = await ground().newBill();
    const { cards: _cards, ...without } = ground().tools;
    const first = await ground().charge(cycleId, 1, issuedAtMs, 1, without);
    expect(first.books.card).toMatchObject({ attempt: 2, on: '2035-03-04' });
    const laterMs = first.books.card?.atMs ?? 0;
    await ground().charge(cycleId, 2, laterMs, 1, without);
    expect(await ground().journal(cycleId)).toEqual(['issued', 'card_not_charged']);
    expect(await ground().attempts(cycleId)).toMatchObject([
      { attempt: 1, state: 'skipped' },
      { attempt: 2, state: 'skipped' },
    ]);
  });
});

describe('a charge that is declined', () => {
  test('softly, is tried again three days later and then succeeds', async () => {
    const { cycleId, method } = await ground().newBill();
    ground().stripe.fate(method, { kind: 'decline', declineCode: 'insufficient_funds' });
    const { books } = await ground().charge(cycleId);
    expect(books).toMatchObject({ openMinor: 124_00, card: { attempt: 2, on: '2035-03-04' } });
    const paid = await ground().charge(cycleId, 2, books.card?.atMs);
    expect(paid.books).toMatchObject({ standing: 'paid' });
    expect(await ground().journal(cycleId)).toEqual(['issued', 'card_declined', 'payment']);
  });

  test('for good, is not tried again, and the customer is asked for another card once', async () => {
    const { cycleId, method, customer } = await ground().newBill();
    ground().stripe.fate(method, { kind: 'decline', declineCode: 'stolen_card' });
    const { books } = await ground().charge(cycleId);
    await ground().charge(cycleId);
    expect(books.card).toBeUndefined();
    expect(await ground().attempts(cycleId)).toEqual([
      {
        attempt: 1,
        state: 'declined',
        code: 'stolen_card',
        kind: 'hard',
        letter: 'sent',
        minor: 124_00,
        unsettled: false,
      },
    ]);
    const letters = ground().letters.filter(({ to }) => to.name === customer);
    expect(letters).toHaveLength(1);
    expect(letters[0]?.subject).toContain('could not be charged');
    // The customer may be the thief.
    expect(letters[0]?.text).not.toMatch(/stolen/i);
  });

  test('another card that the customer gives is charged', async () => {
    const { cycleId, method, customer } = await ground().newBill();
    ground().stripe.fate(method, { kind: 'decline', declineCode: 'expired_card' });
    await ground().charge(cycleId);
    await giveCard(ground().database, customer, 'pm_other');
    const { books } = await ground().charge(cycleId, 2, issuedAtMs + dayMs);
    expect(books).toMatchObject({ standing: 'paid' });
  });

  test('until its holder confirms, sends a link over what is open and charges no more', async () => {
    const { cycleId, method, books: issued, customer } = await ground().newBill();
    ground().stripe.fate(method, { kind: 'decline', declineCode: 'authentication_required' });
    const { books } = await ground().charge(cycleId);
    expect(books.card).toBeUndefined();
    const link = ground().stripe.links.at(-1);
    expect(link).toMatchObject({
      amount: 124_00,
      metadata: { fairbill_cycle: cycleId, fairbill_invoice: issued.invoiceNumber },
    });
    const letter = ground().letters.find(({ to }) => to.name === customer);
    expect(letter?.text).toContain(link?.url);
  });

  test('for a fault that is not the card’s, ends without a letter', async () => {
    const { cycleId, method, customer } = await ground().newBill();
    ground().stripe.fate(method, { kind: 'refuse', status: 400, code: 'amount_too_small' });
    const { books } = await ground().charge(cycleId);
    expect(books.card).toBeUndefined();
    expect(await ground().attempts(cycleId)).toMatchObject([
      { code: 'amount_too_small', kind: 'impossible', letter: null },
    ]);
    expect(ground().letters.filter(({ to }) => to.name === customer)).toEqual([]);
  });
});
