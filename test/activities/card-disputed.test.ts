import { expect, test } from 'vitest';
import { bookFact } from '../../activities/book-fact.ts';
import { putDeskRequest } from '../../db/desk-inbox.ts';
import { deskFact } from '../../domain/facts.ts';
import { assertBooksAgree } from '../workflows/books-agree.ts';
import { dayMs, issuedAtMs, ownCardGround } from './card-ground.ts';

const ground = ownCardGround();

/** The customer questions the bill, or some of its lines. */
async function question(cycleId: string, lines: 'whole' | readonly { position: number }[]) {
  const { database } = ground();
  const request = await putDeskRequest(database.em.fork(), {
    ...{ cycleId, act: 'openDispute', externalId: `q-${cycleId}`, channel: 'page', words: 'Why?' },
    actor: { kind: 'customer', name: 'customer', staffId: null },
    payload: { reason: 'wrong_price', lines },
    requestedAt: new Date(issuedAtMs),
  });
  const { requestId, disputeId } = request;
  const fact = deskFact('openDispute', { requestId, disputeId });
  const { books } = await bookFact(database, { cycleId, fact, nowMs: issuedAtMs });
  return books;
}

test('a card is not charged for a bill that is disputed', async () => {
  const { cycleId } = await ground().newBill();
  expect((await question(cycleId, 'whole')).card).toBeUndefined();
  const before = ground().stripe.intents.length;
  const { books } = await ground().charge(cycleId);
  expect(books).toMatchObject({ standing: 'open', openMinor: 124_00 });
  expect(ground().stripe.intents.length).toBe(before);
});

test('a charge that is under way is looked after, and what it brought is booked', async () => {
  const { cycleId } = await ground().newBill();
  // The answer is lost: Stripe has charged, and we do not know it.
  await ground()
    .database.em.fork()
    .execute(
      `insert into card_attempt (cycle_id, attempt, rule, invoice_number, provider_customer,
         provider_method, currency, amount_minor, state, at, look_at)
       select cycle.id, 1, '{}', invoice.number, card.provider_customer, card.provider_method,
         'EUR', 12400, 'begun', ?, ?
       from billing_cycle cycle join invoice on invoice.cycle_id = cycle.id
         join customer_card card on card.customer_id = cycle.customer_id where cycle.id = ?`,
      [new Date(issuedAtMs), new Date(issuedAtMs + dayMs), cycleId],
    );
  const books = await question(cycleId, 'whole');
  expect(books.card).toMatchObject({ attempt: 1, atMs: issuedAtMs + dayMs });
  await assertBooksAgree(ground().database.em.fork());
});
