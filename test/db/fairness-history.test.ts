import { describe, expect, test } from 'vitest';
import { readCustomerFacts, type StandingOfCustomer } from '../../db/customer-facts.ts';
import { readFairness } from '../../db/fairness.ts';
import { newId } from '../../db/new-id.ts';
import { billOf, billTown, march, type TownCustomer } from './fairness-town.ts';
import { ownDatabase } from './own-database.ts';

const { database, em } = ownDatabase();

let sellers = 0;
const me: TownCustomer = { number: 'me', pays: { fibre: 100_00 } };

/** A customer whose months up to a day are billed: each is 124.00 with tax, due after 14 days. */
async function newCustomer(given: Partial<TownCustomer> = {}, asOf = march) {
  const seller = `seller-${(sellers += 1)}`;
  await billTown(database(), seller, [{ ...me, ...given }], asOf);
  return { seller, ...(await billOf(em(), seller, 'me')) };
}

/** Settles a bill as the books would, by a payment that came on a day. */
async function pay(
  { seller, customerId }: { seller: string; customerId: string },
  period: string,
  receivedOn: string,
  { minor = 124_00, isReversed = false } = {},
) {
  const { cycleId } = await billOf(em(), seller, 'me', period);
  const paymentId = newId();
  await em().execute(
    `with paid as (insert into payment (id, seller_id, customer_id, external_id, currency,
         amount_minor, received_on, method, recorded_at, actor)
       select ?, seller_id, id, ?, currency, ?, ?, 'bank_transfer', now(), 'bank'
         from customer where id = ?)
     insert into allocation (payment_id, cycle_id, kind, amount_minor) values (?, ?, 'receivable', ?)`,
    [paymentId, paymentId, minor, receivedOn, customerId, paymentId, cycleId, minor],
  );
  if (isReversed) {
    await em().execute(
      `insert into payment_reversal (payment_id, external_id, reason, reversed_at, actor)
       values (?, 'back', 'no funds', now(), 'bank')`,
      [paymentId],
    );
    return;
  }
  await em().execute(
    `update billing_cycle set paid_minor = paid_minor + ?, open_minor = open_minor - ?,
       standing = case when open_minor = ? then 'paid' else 'open' end,
       ended_at = case when open_minor = ? then now() end where id = ?`,
    [minor, minor, minor, minor, cycleId],
  );
}

/** Takes back a part of a bill, or all of it. */
async function credit(seller: string, period: string, minor: number) {
  const { cycleId } = await billOf(em(), seller, 'me', period);
  await em().execute(
    `update billing_cycle set credited_minor = ?, open_minor = open_minor - ?,
       standing = case when open_minor = ? then 'void' else 'open' end,
       ended_at = case when open_minor = ? then now() end where id = ?`,
    [minor, minor, minor, minor, cycleId],
  );
}

const charge = (cycleId: string, kind: string, minor: number, at: string) =>
  em().execute(
    `insert into charge (id, cycle_id, kind, amount_minor, basis, charged_at)
     values (?, ?, ?, ?, '{}', ?)`,
    [newId(), cycleId, kind, minor, at],
  );

const promise = (customerId: string, cycleId: string, state: string) =>
  em().execute(
    `insert into promise (id, cycle_id, customer_id, external_id, instalments, paid_before_minor,
       made_at, made_by, accepted_by, state)
     values (?, ?, ?, ?, '[]', 0, now(), 'customer', 'agent', ?)`,
    [newId(), cycleId, customerId, newId(), state],
  );

describe('bills paid on time', () => {
  test('are those for which enough had come in by the due date, in money that stayed', async () => {
    const mine = await newCustomer({}, '2026-10-01');
    const view = () => readFairness(em(), { ...mine, on: '2026-10-20' });
    // March to October are due 14 days after the run, on 15 October; none is paid on the 20th.
    expect((await view()).paid).toMatchObject({ onTime: 0, bills: 8 });
    await pay(mine, '2026-03-01', '2026-10-15');
    await pay(mine, '2026-04-01', '2026-10-16');
    await pay(mine, '2026-05-01', '2026-10-14', { minor: 100_00 });
    await pay(mine, '2026-05-01', '2026-10-17', { minor: 24_00 });
    // 24.00 of June were credited and the rest came in time; July's payment was taken back.
    await credit(mine.seller, '2026-06-01', 24_00);
    await pay(mine, '2026-06-01', '2026-10-15', { minor: 100_00 });
    await pay(mine, '2026-07-01', '2026-10-15', { isReversed: true });
    // August was taken back whole: there was nothing to pay.
    await credit(mine.seller, '2026-08-01', 124_00);
    expect((await view()).paid).toEqual({
      onTime: 2,
      bills: 7,
      words: 'paid 2 of the last 7 bills on time',
    });
  });

  test('leave out what is not due yet, unless it is paid', async () => {
    const mine = await newCustomer({}, '2026-04-01');
    const paidOn = async (on: string) => (await readFairness(em(), { ...mine, on })).paid;
    expect(await paidOn('2026-04-15')).toMatchObject({ onTime: 0, bills: 0 });
    expect(await paidOn('2026-04-16')).toMatchObject({ onTime: 0, bills: 2 });
    await pay(mine, '2026-04-01', '2026-04-03');
    expect(await paidOn('2026-04-15')).toMatchObject({ onTime: 1, bills: 1 });
  });

  test('are counted among the newest twenty-four', async () => {
    const mine = await newCustomer({}, '2028-03-01');
    // 25 bills from March 2026 to March 2028; the oldest, which is paid, is one too many.
    await pay(mine, '2026-03-01', '2026-03-01');
    const { paid } = await readFairness(em(), { ...mine, on: '2029-01-01' });
    expect(paid).toMatchObject({ onTime: 0, bills: 24 });
  });
});

describe('of the last twelve months are told', () => {
  test('prices that ended, with what the service costs now', async () => {
    const lines = [
      { service: 'fibre', unitPriceMinor: 20_00, toOn: '2026-02-01' },
      { service: 'fibre', unitPriceMinor: 30_00, fromOn: '2026-02-01' },
      { service: 'tv', unitPriceMinor: 5_00, toOn: '2025-03-11', description: 'TV for a start' },
      { service: 'films', unitPriceMinor: 1_00, toOn: '2025-03-10' },
      { service: 'sim', unitPriceMinor: 2_00, toOn: '2026-03-11' },
    ];
    const mine = await newCustomer({ lines });
    const { ended } = await readFairness(em(), { ...mine, on: '2026-03-10' });
    expect(ended).toEqual([
      {
        ...{ serviceCode: 'fibre', description: 'FIBRE', unitPriceMinor: 20_00 },
        ...{ endedOn: '2026-02-01', nowMinor: 30_00 },
        words: 'FIBRE at €20.00 ended on 1 February 2026 and costs €30.00 now',
      },
      {
        ...{ serviceCode: 'tv', description: 'TV for a start', unitPriceMinor: 5_00 },
        ...{ endedOn: '2025-03-11', nowMinor: null },
        words: 'TV for a start at €5.00 ended on 11 March 2025',
      },
    ]);
  });

  test('fees and interest, by the days of the customer, and no credit that was taken back', async () => {
    const mine = await newCustomer();
    await charge(mine.cycleId, 'fee', 40_00, '2026-02-01T12:00:00Z');
    await charge(mine.cycleId, 'interest', 1_25, '2026-02-01T12:00:00Z');
    // In Tallinn the 10th ends at 22:00 of Greenwich: the second is of the 11th.
    await charge(mine.cycleId, 'fee', 9_99, '2025-03-10T21:59:59Z');
    await charge(mine.cycleId, 'interest', 1_00, '2025-03-10T22:00:00Z');
    await charge(mine.cycleId, 'credit_taken_back', 50_00, '2026-02-01T12:00:00Z');
    const { charges } = await readFairness(em(), { ...mine, on: '2026-03-10' });
    expect(charges).toEqual({
      ...{ fees: 1, feesMinor: 40_00, interests: 2, interestMinor: 2_25, waivedMinor: 0 },
      words: 'was charged 1 fee (€40.00) and interest (€2.25) in the last 12 months',
    });
  });
});

test('promises to pay are told when they were kept or broken, and no others', async () => {
  const mine = await newCustomer();
  const other = await newCustomer();
  for (const state of ['kept', 'kept', 'broken', 'active', 'moot']) {
    await promise(mine.customerId, mine.cycleId, state);
  }
  await promise(other.customerId, other.cycleId, 'broken');
  const { promises } = await readFairness(em(), { ...mine, on: march });
  expect(promises).toEqual({ kept: 2, broken: 1, words: 'kept 2 of 3 promises to pay' });
});

describe('the facts for the rules of authority', () => {
  const factsOf = async (given: Partial<TownCustomer>, asOf = march, on = '2026-03-10') => {
    const mine = await newCustomer(given, asOf);
    return readCustomerFacts(em(), mine.customerId, on);
  };

  test('are those of the customer, their contracts and their newest bill', async () => {
    const facts: StandingOfCustomer = {
      ...{ tenureMonths: 26, monthlyMinor: 124_00, paidOnTime: 0, bills: 0 },
      ...{ contractKinds: ['two_years'], isBusiness: true, arm: 'b' },
    };
    const given = { kind: 'two_years', isBusiness: true, attributes: { arm: 'b' } };
    expect(await factsOf(given)).toEqual(facts);
    expect(await factsOf({})).toMatchObject({ isBusiness: false, arm: null });
  });

  test.each([
    [{ unit: 'month', count: 3 }, 41_33],
    [{ unit: 'year', count: 1 }, 10_33],
    [{ unit: 'week', count: 2 }, 268_67],
  ] as const)('take a bill every %o for its part of a month', async (interval, monthlyMinor) => {
    // 124.00 ÷ 3, ÷ 12, and × 52 ÷ 24.
    expect(await factsOf({ interval })).toMatchObject({ monthlyMinor });
  });

  test('take the newest bill that stands', async () => {
    const lines = [
      { service: 'fibre', unitPriceMinor: 100_00, toOn: '2026-04-01' },
      { service: 'fibre', unitPriceMinor: 50_00, fromOn: '2026-04-01' },
    ];
    const mine = await newCustomer({ lines }, '2026-04-01');
    const monthly = async () =>
      (await readCustomerFacts(em(), mine.customerId, '2026-04-10')).monthlyMinor;
    expect(await monthly()).toBe(62_00);
    await credit(mine.seller, '2026-04-01', 62_00);
    expect(await monthly()).toBe(124_00);
  });

  test('count bills as the fairness view does', async () => {
    const mine = await newCustomer({}, '2026-04-01');
    await pay(mine, '2026-04-01', '2026-04-03');
    const { paid } = await readFairness(em(), { ...mine, on: '2026-04-20' });
    const facts = await readCustomerFacts(em(), mine.customerId, '2026-04-20');
    expect([facts.paidOnTime, facts.bills]).toEqual([paid.onTime, paid.bills]);
    expect(paid).toMatchObject({ onTime: 1, bills: 2 });
  });

  test('of nobody are refused', async () => {
    const asked = readCustomerFacts(em(), newId(), march);
    await expect(asked).rejects.toMatchObject({ code: 'customer_unknown' });
  });
});
