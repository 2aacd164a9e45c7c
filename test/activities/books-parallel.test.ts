import { DeadlockException } from '@mikro-orm/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../domain/calendar.ts';
import type { Fact } from '../../domain/facts.ts';
import { corrected, paid, takenBack } from './books-facts.ts';
import { firstPeriod, type Home } from './books-homes.ts';
import { expectAgreement } from './books-proof.ts';
import { type CycleRow, owedBy, readHome } from './books-reading.ts';
import { newTown, type Town } from './books-town.ts';

const callers = 8;
const periods = [0, 7, 14, 21].map((days) => addDays(firstPeriod, days));
const nowMs = Date.parse('2026-02-02T09:00:00Z');

let town: Town;
beforeAll(async () => {
  town = await newTown();
});
afterAll(() => town.leave());

test.each([0, 1, 3])(
  'eight callers with the same facts about one customer book each once, and none is in the way (%i)',
  async (kind) => {
    const home = town.takeHome(kind);
    for (const period of periods.slice(0, 3)) await issue(home, period);
    const { cycles } = await readHome(town.database, home);
    const told = factsAbout(home, cycles);

    const errors: unknown[] = [];
    await Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        for (const one of shuffled(told, caller)) await one().catch((error) => errors.push(error));
      }),
    );

    expect(errors.filter((error) => error instanceof DeadlockException)).toEqual([]);
    expect(errors).toEqual([]);
    await expectOnce(home);
  },
);

/** Everything that can be said at once about three cycles of a customer while a fourth is issued. */
function factsAbout(home: Home, cycles: readonly CycleRow[]): (() => Promise<unknown>)[] {
  const { currency } = home;
  const facts = cycles.flatMap(({ id, openMinor }, index): [string, Fact][] => {
    const other = cycles[(index + 1) % cycles.length];
    const told = [{ invoice: other?.invoice ?? '', amountMinor: openMinor }];
    const more = { amountMinor: openMinor * 2, allocate: 'oldest_first' as const };
    const scope = { kind: 'amount', grossMinor: 100 } as const;
    const creditNote = noteAfter(cycles, index);
    return [
      [id, paid({ paymentId: `part-${id}`, amountMinor: Math.ceil(openMinor / 3), currency })],
      [id, paid({ paymentId: `more-${id}`, ...more, currency })],
      [id, paid({ paymentId: `told-${id}`, amountMinor: openMinor, allocate: told, currency })],
      [other?.id ?? id, takenBack(`more-${id}`)],
      [id, takenBack(`told-${id}`)],
      [id, corrected(`credit-${id}`, { kind: 'credit', scope })],
      [id, corrected(`void-${id}`, { kind: 'void_and_reissue' })],
      [id, corrected(`undo-${id}`, { kind: 'undo_credit', creditNote })],
    ];
  });
  const last = periods.at(-1) ?? firstPeriod;
  return [
    ...facts.map(
      ([cycleId, fact]) =>
        () =>
          town.activities.bookFact({ cycleId, fact, nowMs }),
    ),
    () => issue(home, last),
    () => run(home, last),
    () => refund(home),
  ];
}

/** Which number a credit note gets is decided by the race; the first ones exist in any case. */
function noteAfter(cycles: readonly CycleRow[], index: number): string {
  const [prefix = ''] = (cycles[0]?.invoice ?? '').split('2026-');
  return `${prefix}C2026-${String(index + 1).padStart(6, '0')}`;
}

function issue({ seller, customer }: Home, period: string) {
  return town.activities.issueOrLoad({ seller, customer, period, nowMs });
}

async function run({ seller }: Home, asOf: string) {
  const runId = `run-${seller}`;
  await town.activities.openRun({ runId, seller, asOf, nowMs });
  await town.activities.issuePage({ runId, seller, asOf, page: 1, pageSize: 10, nowMs });
}

function refund({ seller, customer }: Home) {
  const refund = { refundId: 'once', amountMinor: 1, reason: 'asked for', decidedBy: 'caller' };
  return town.activities.refundCredit({ seller, customer, ...refund, nowMs });
}

/** An order of one's own for each caller, the same at every run of the test. */
function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const order = fc.shuffledSubarray([...items], { minLength: items.length });
  return fc.sample(order, { numRuns: 1, seed })[0] ?? items;
}

async function expectOnce(home: Home): Promise<void> {
  const em = town.database.em.fork();
  await expectAgreement(town);
  const { owedMinor, openMinor } = await owedBy(town.database, home);
  const [paid] = await em.execute<{ minor: number; payments: number; reversed: number }[]>(
    `select sum(amount_minor) filter (where reversal.payment_id is null)::int as minor,
       count(*)::int as payments, count(reversal.payment_id)::int as reversed
     from payment join seller on seller.id = payment.seller_id
       left join payment_reversal reversal on reversal.payment_id = payment.id
     where seller.code = ?`,
    [home.seller],
  );
  expect(paid?.payments).toBe(9);
  // Whether there was credit to pay back when it was asked for is decided by the race.
  const [refunded] = await em.execute<{ minor: number }[]>(
    `select coalesce(sum(amount_minor), 0)::int as minor from credit_refund refund
       join seller on seller.id = refund.seller_id where seller.code = ?`,
    [home.seller],
  );
  expect(openMinor).toBe(owedMinor - (paid?.minor ?? 0) + (refunded?.minor ?? 0));
  expect((await readHome(town.database, home)).cycles).toHaveLength(4);
}
