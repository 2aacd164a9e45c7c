import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fact } from '../../domain/facts.ts';
import { corrected, paid, takenBack } from './books-facts.ts';
import { firstPeriod, type Home } from './books-homes.ts';
import { expectAgreement } from './books-proof.ts';
import { readCycle, readPapers } from './books-reading.ts';
import { newTown, type Town } from './books-town.ts';

const nowMs = Date.parse('2026-01-05T09:00:00Z');
const dayMs = 86_400_000;

let town: Town;
beforeAll(async () => {
  town = await newTown();
});
afterAll(() => town.leave());

async function newCycle(kind: number): Promise<{ cycleId: string; home: Home }> {
  const home = town.takeHome(kind);
  const { seller, customer } = home;
  const period = firstPeriod;
  const { books } = await town.activities.issueOrLoad({ seller, customer, period, nowMs });
  return { cycleId: books.cycleId, home };
}

function book(cycleId: string, fact: Fact, atMs = nowMs + dayMs) {
  return town.activities.bookFact({ cycleId, fact, nowMs: atMs });
}

const cent = { kind: 'credit', scope: { kind: 'amount', grossMinor: 1 } } as const;

test('a correction is known by its whole id, whatever signs that holds', async () => {
  const { cycleId, home } = await newCycle(0);
  for (const id of ['ab1', 'a_1', 'a%', 'a', 'a/b', 'a\\b']) {
    await book(cycleId, corrected(id, cent));
    await book(cycleId, corrected(id, cent));
  }
  expect(await readPapers(town.database, home, 'credit_note')).toHaveLength(6);
});

test('a credit note on a claim that was given up lowers what was given up', async () => {
  const { cycleId, home } = await newCycle(0);
  for (const step of [1, 2, 3, 4, 5]) {
    await town.activities.climbLadder({ cycleId, step, nowMs: nowMs + step * 7 * dayMs });
  }
  const { refused } = await book(cycleId, corrected('late', cent), nowMs + 50 * dayMs);
  expect(refused).toBeUndefined();
  await expectAgreement(town);
  const { standing } = await readCycle(town.database, home, cycleId);
  expect(standing).toBe('written_off');
});

test('the days in which a claim was with a collector hold its ladder once', async () => {
  const { cycleId } = await newCycle(2);
  for (const step of [1, 2, 3, 4, 5]) {
    await town.activities.climbLadder({ cycleId, step, nowMs: nowMs + step * 7 * dayMs });
  }
  const yen = { paymentId: 'bounces', amountMinor: 10, currency: 'JPY' };
  await book(cycleId, paid(yen), nowMs + 40 * dayMs);
  await book(cycleId, corrected('part', cent), nowMs + 41 * dayMs);
  await book(cycleId, takenBack('bounces'), nowMs + 42 * dayMs);
  const [row] = await town.database.em
    .fork()
    .execute<{ holds: number }[]>(
      'select count(*)::int as holds from ladder_hold where cycle_id = ?',
      [cycleId],
    );
  expect(row).toEqual({ holds: 1 });
});

test('a part of a payment that is less than nothing is refused before anything is booked', async () => {
  const { cycleId, home } = await newCycle(0);
  const { invoice } = await readCycle(town.database, home, cycleId);
  for (const amountMinor of [-5, 0, 0.5, Number.NaN]) {
    const allocate = [{ invoice, amountMinor }];
    const { refused } = await book(
      cycleId,
      paid({ paymentId: 'typed', amountMinor: 10, allocate }),
    );
    expect(refused?.code).toBe('amount_invalid');
  }
});
