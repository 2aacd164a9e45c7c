import { expect, test } from 'vitest';
import { bookFact } from '../../activities/book-fact.ts';
import { type PaymentReport, paymentFact } from '../../domain/facts.ts';
import { assertBooksAgree } from '../workflows/books-agree.ts';
import { dayMs, issuedAtMs, ownCardGround } from './card-ground.ts';

const ground = ownCardGround();

function pay(
  cycleId: string,
  payment: Pick<PaymentReport, 'paymentId' | 'amountMinor' | 'replaces'>,
) {
  const fact = paymentFact({
    currency: 'EUR',
    receivedOn: '2035-03-02',
    method: 'card',
    reportedBy: 'stripe',
    ...payment,
  });
  return bookFact(ground().database, { cycleId, fact, nowMs: issuedAtMs + dayMs });
}

test('a payment that stands for another takes it back in the same moment, once', async () => {
  const { cycleId } = await ground().newBill();
  await pay(cycleId, { paymentId: 'pi_1', amountMinor: 124_00 });
  const replaces = { paymentId: 'pi_1', reversalId: 'pi_1.1.back', reason: 'refunded' };
  const rest = { paymentId: 'pi_1.2', amountMinor: 100_00, replaces };
  const { books } = await pay(cycleId, rest);
  expect(books).toMatchObject({ standing: 'open', openMinor: 24_00 });
  const again = await pay(cycleId, rest);
  expect(again.books).toEqual(books);
  const whole = {
    ...replaces,
    paymentId: 'pi_1.2',
    reversalId: 'pi_1.2.back',
    reason: 'dispute_won',
  };
  const won = await pay(cycleId, { paymentId: 'pi_1.3', amountMinor: 124_00, replaces: whole });
  expect(won.books).toMatchObject({ standing: 'paid', openMinor: 0 });
  expect(await ground().journal(cycleId)).toEqual([
    'issued',
    'payment',
    'payment_reversed',
    'payment',
    'payment_reversed',
    'payment',
  ]);
  await assertBooksAgree(ground().database.em.fork());
});

test('a payment that stands for one that never came is refused with it', async () => {
  const { cycleId } = await ground().newBill();
  const replaces = { paymentId: 'pi_never', reversalId: 'pi_never.1.back', reason: 'refunded' };
  const { refused, books } = await pay(cycleId, { paymentId: 'pi_9', amountMinor: 1_00, replaces });
  expect(refused).toMatchObject({ code: 'payment_unknown' });
  expect(books).toMatchObject({ openMinor: 124_00 });
});
