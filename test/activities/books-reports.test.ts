import { afterAll, beforeAll, expect, test } from 'vitest';
import { agedReceivables, type Ages } from '../../db/reports/aged-receivables.ts';
import { trialBalance } from '../../db/reports/trial-balance.ts';
import { addDays } from '../../domain/calendar.ts';
import { sumMinor } from '../../domain/money.ts';
import { corrected, paid, takenBack } from './books-facts.ts';
import { firstPeriod, type Home } from './books-homes.ts';
import { newTown, type Town } from './books-town.ts';

const dayMs = 86_400_000;
const startMs = Date.parse(`${firstPeriod}T09:00:00Z`);
/** Bills are due fourteen days after they are issued. */
const firstDue = addDays(firstPeriod, 14);

let town: Town;
let home: Home;
let sellerId: string;
beforeAll(async () => {
  town = await newTown();
  home = town.takeHome(0);
  const [seller] = await town.database.em
    .fork()
    .execute<{ id: string }[]>('select id from seller where code = ?', [home.seller]);
  sellerId = seller?.id ?? '';
});
afterAll(() => town.leave());

/** A bill of 37.08 in each of three weeks, and what came of them on which day. */
async function liveThrough(): Promise<void> {
  const day = (days: number) => startMs + days * dayMs;
  const issue = async (period: string, nowMs: number) =>
    (await town.activities.issueOrLoad({ ...home, period, nowMs })).books.cycleId;
  const first = await issue(firstPeriod, day(0));
  const second = await issue(addDays(firstPeriod, 7), day(7));
  await issue(addDays(firstPeriod, 14), day(14));
  const book = (cycleId: string, fact: ReturnType<typeof paid>, days: number) =>
    town.activities.bookFact({ cycleId, fact, nowMs: day(days) });
  await book(first, paid({ paymentId: 'part', amountMinor: 10_00 }), 20);
  await book(second, paid({ paymentId: 'bounces', amountMinor: 37_08 }), 22);
  await book(second, takenBack('bounces'), 60);
  const scope = { kind: 'amount', grossMinor: 7_08 } as const;
  await book(second, corrected('less', { kind: 'credit', scope }), 70);
  await book(first, paid({ paymentId: 'late', amountMinor: 30_00 }), 120);
}

/** Not due, 1 to 30, 31 to 60, 61 to 90 and over 90 days past due, so many days after the start. */
async function agesAfter(days: number): Promise<readonly number[]> {
  const asOf = addDays(firstPeriod, days);
  const { totals, customers } = await agedReceivables(town.database.em.fork(), { sellerId, asOf });
  const [total] = totals;
  if (!total) return [];
  expect(customers).toEqual([
    { number: home.customer, name: expect.any(String), cycles: expect.any(Number), ...total },
  ]);
  return partsOf(total);
}

function partsOf(ages: Ages): readonly number[] {
  const { notDueMinor, days1To30Minor, days31To60Minor, days61To90Minor, daysOver90Minor } = ages;
  return [notDueMinor, days1To30Minor, days31To60Minor, days61To90Minor, daysOver90Minor];
}

test('what was owed on a day is aged by its days past due, and stays so whatever came later', async () => {
  await liveThrough();
  expect(await agesAfter(-1)).toEqual([]);
  expect(await agesAfter(0)).toEqual([37_08, 0, 0, 0, 0]);
  expect(await agesAfter(14)).toEqual([3 * 37_08, 0, 0, 0, 0]);
  expect(await agesAfter(15)).toEqual([2 * 37_08, 37_08, 0, 0, 0]);
  expect(await agesAfter(20)).toEqual([2 * 37_08, 27_08, 0, 0, 0]);
  expect(await agesAfter(22)).toEqual([37_08, 27_08, 0, 0, 0]);
  expect(await agesAfter(44)).toEqual([0, 27_08 + 37_08, 0, 0, 0]);
  expect(await agesAfter(45)).toEqual([0, 37_08, 27_08, 0, 0]);
  expect(await agesAfter(60)).toEqual([0, 0, 27_08 + 2 * 37_08, 0, 0]);
  expect(await agesAfter(75)).toEqual([0, 0, 37_08 + 30_00, 27_08, 0]);
  expect(await agesAfter(104)).toEqual([0, 0, 0, 27_08 + 30_00 + 37_08, 0]);
  expect(await agesAfter(105)).toEqual([0, 0, 0, 30_00 + 37_08, 27_08]);
  expect(await agesAfter(120)).toEqual([0, 0, 0, 0, 30_00 + 37_08]);
  expect(firstDue).toBe(addDays(firstPeriod, 14));
});

test('on every day the accounts balance, and the ages add up to what is receivable', async () => {
  for (let days = 0; days <= 125; days += 5) {
    const asOf = addDays(firstPeriod, days);
    const rows = await trialBalance(town.database.em.fork(), { sellerId, asOf });
    expect(sumMinor(rows.map(({ balanceMinor }) => balanceMinor))).toBe(0);
    const receivable = rows.find(({ account }) => account === 'receivable');
    const { totals } = await agedReceivables(town.database.em.fork(), { sellerId, asOf });
    expect(sumMinor(totals.map(({ totalMinor }) => totalMinor))).toBe(receivable?.balanceMinor);
    expect(sumMinor(totals.flatMap(partsOf))).toBe(receivable?.balanceMinor);
  }
});

test('a trial balance says what was debited and credited, account by account', async () => {
  const asOf = addDays(firstPeriod, 200);
  const rows = await trialBalance(town.database.em.fork(), { sellerId, asOf });
  const said = rows.map((row) => [row.account, row.debitMinor, row.creditMinor, row.balanceMinor]);
  expect(said).toEqual([
    ['receivable', 4 * 37_08, 10_00 + 37_08 + 7_08 + 27_08, 67_08],
    ['revenue', 5_71, 3 * 29_90, -83_99],
    ['tax', 1_37, 3 * 7_18, -20_17],
    ['cash', 77_08, 37_08, 40_00],
    ['customer_credit', 0, 2_92, -2_92],
  ]);
});
