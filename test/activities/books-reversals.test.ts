import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bookPayment } from '../../activities/book-payment.ts';
import type { Fact } from '../../domain/facts.ts';
import { paid, takenBack } from './books-facts.ts';
import { firstPeriod, type Home } from './books-homes.ts';
import { newTown, type Town } from './books-town.ts';
import { expectAgreement } from './books-proof.ts';
import { readCycle } from './books-reading.ts';
import { waitsForLock } from '../db/waiting.ts';

const nowMs = Date.parse('2026-01-05T09:00:00Z');
const dayMs = 86_400_000;

let town: Town;
let home: Home;
let first: string;
let second: string;
beforeAll(async () => {
  town = await newTown();
});
beforeEach(async () => {
  // Its ladder hands claims over to a collector, and they stay open.
  home = town.takeHome(2);
  first = await issue(home, firstPeriod);
  second = await issue(home, '2026-01-12');
});
afterAll(() => town.leave());

async function issue({ seller, customer }: Home, period: string): Promise<string> {
  return (await town.activities.issueOrLoad({ seller, customer, period, nowMs })).books.cycleId;
}

function book(cycleId: string, fact: Fact) {
  return town.activities.bookFact({ cycleId, fact, nowMs: nowMs + dayMs });
}

const cycle = (id: string) => readCycle(town.database, home, id);

test('a payment that is being booked cannot be taken back by half', async () => {
  const { claimedMinor } = await cycle(first);
  const payment = paid({
    paymentId: 'both',
    amountMinor: 2 * claimedMinor,
    currency: 'JPY',
    allocate: 'oldest_first',
  });
  if (payment.kind !== 'payment') throw new Error('a payment is a payment');
  const em = town.database.em.fork();
  await em.begin();
  await bookPayment(em, first, payment.payment, new Date(nowMs));
  const early = book(second, takenBack('both'));
  await waitsForLock(town.database.em.fork(), early);
  await em.commit();
  await early;
  await expectAgreement(town);

  await book(second, takenBack('both'));
  await expectAgreement(town);
  expect((await cycle(first)).openMinor).toBe(claimedMinor);
  expect((await cycle(second)).openMinor).toBe(claimedMinor);
});

test('a payment of one customer cannot be taken back from another', async () => {
  const neighbour = town.takeHome(0);
  const theirs = await issue(neighbour, firstPeriod);
  await book(theirs, paid({ paymentId: 'theirs', amountMinor: 5_000 }));
  const { refused } = await book(first, takenBack('theirs'));
  expect(refused?.code).toBe('payment_unknown');
  await expectAgreement(town);
});

test('a claim handed over to a collector stays there when a payment of another is taken back', async () => {
  for (const step of [1, 2, 3, 4, 5]) {
    await town.activities.climbLadder({ cycleId: first, step, nowMs: nowMs + step * 7 * dayMs });
  }
  expect(await cycle(first)).toMatchObject({ standing: 'in_collection' });
  await book(second, paid({ paymentId: 'other', amountMinor: 100, currency: 'JPY' }));
  await book(first, takenBack('other'));
  expect(await cycle(first)).toMatchObject({ standing: 'in_collection' });
  expect(await cycle(second)).toMatchObject({ standing: 'open' });
  await expectAgreement(town);
});
