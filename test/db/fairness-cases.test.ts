import { beforeAll, describe, expect, test } from 'vitest';
import { readFairness } from '../../db/fairness.ts';
import { readGrantFlag } from '../../db/fairness-grants.ts';
import { newId } from '../../db/new-id.ts';
import { billOf, billTown, several, type TownCustomer } from './fairness-town.ts';
import { ownDatabase } from './own-database.ts';

const { database, em } = ownDatabase();
const on = '2026-03-10';

let sellers = 0;
const me: TownCustomer = { number: 'me', pays: { fibre: 100_00 } };

type Someone = { readonly seller: string; readonly customerId: string; readonly cycleId: string };

async function newTown(others: readonly TownCustomer[] = []): Promise<Someone> {
  const seller = `seller-${(sellers += 1)}`;
  await billTown(database(), seller, [me, ...others]);
  return { seller, ...(await billOf(em(), seller, 'me')) };
}

let policyId = '';
beforeAll(async () => {
  await billTown(database(), 'policies', [me]);
  policyId = newId();
  await em().execute(
    `insert into dispute_policy (id, seller_id, code, version, policy)
     select ?, id, 'standard', 1, '{}' from seller where code = 'policies'`,
    [policyId],
  );
});

type DisputeGiven = {
  readonly reason?: string;
  readonly openedAt?: string;
  /** By the first hour; null when nobody answered. */
  readonly answeredAt?: string | null;
  readonly isMissed?: boolean;
  /** Null while it is open. */
  readonly outcome?: string | null;
};

async function dispute({ customerId, cycleId }: Someone, given: DisputeGiven = {}) {
  const { reason = 'quality', openedAt = '2026-02-01T10:00:00Z', isMissed = false } = given;
  const { answeredAt = null, outcome = 'explained' } = given;
  const id = newId();
  await em().execute(
    `insert into dispute (id, seller_id, customer_id, cycle_id, external_id, reason, is_whole,
       language, opened_at, opened_by, opened_by_kind, channel, disputed_minor, currency, policy_id,
       state, case_group, first_answer_by, resolve_by, first_answered_at, first_answer_missed,
       held_from, ended_at, outcome)
     select ?, seller_id, id, ?, ?, ?, true, 'en', opened.at, 'customer', 'customer', 'page', 124_00,
       'EUR', ?, ?, 'front', opened.at + interval '1 hour', opened.at + interval '1 day', ?, ?,
       opened.at, case when ?::text is null then null else opened.at end, ?
     from customer, (select ?::timestamptz as at) opened where customer.id = ?`,
    [
      ...[id, cycleId, id, reason, policyId, outcome === null ? 'open' : 'resolved'],
      ...[answeredAt, isMissed, outcome, outcome, openedAt, customerId],
    ],
  );
  return id;
}

type GrantGiven = {
  readonly minor?: number;
  readonly reason?: string;
  readonly kind?: string;
  readonly state?: string;
  readonly askedAt?: string;
  readonly currency?: string;
};

async function grant(someone: Someone, given: GrantGiven = {}) {
  const { minor = 5_00, reason = 'quality', kind = 'goodwill_credit', state = 'granted' } = given;
  const { askedAt = '2026-02-01T12:00:00Z', currency = 'EUR' } = given;
  const disputeId = await dispute(someone, { reason, openedAt: askedAt });
  await em().execute(
    `insert into discount_grant (id, seller_id, customer_id, cycle_id, dispute_id, request_id, reason,
       kind, asked, worth_minor, currency, state, asked_by, policy, rules, asked_at, decided_at)
     select ?, seller_id, id, ?, ?, ?, ?, ?, '{}', ?, ?, ?, 'mari', 'standard 1', '[]', ?, ?
       from customer where id = ?`,
    [
      ...[newId(), someone.cycleId, disputeId, newId(), reason, kind, minor, currency, state],
      ...[askedAt, state === 'waiting' ? null : askedAt, someone.customerId],
    ],
  );
}

/** Each of these customers is granted something. */
async function grantEach(seller: string, numbers: readonly string[], given: GrantGiven = {}) {
  for (const number of numbers) {
    await grant({ seller, ...(await billOf(em(), seller, number)) }, given);
  }
}

const numbersOf = (customers: readonly TownCustomer[]) => customers.map(({ number }) => number);
const neighbours = (count: number, given: Partial<TownCustomer> = {}) =>
  several('N', count, { pays: { fibre: 90_00 }, ...given });

describe('first answers', () => {
  test('are kept when they came by the promised time, and count once given or missed', async () => {
    const mine = await newTown();
    // Promised by 11:00 each: at 11:00 in time; a second later and never are not.
    await dispute(mine, { answeredAt: '2026-02-01T11:00:00Z' });
    await dispute(mine, { answeredAt: '2026-02-01T11:00:01Z' });
    await dispute(mine, { isMissed: true });
    await dispute(mine, { outcome: 'withdrawn' });
    const view = await readFairness(em(), { ...mine, on });
    expect(view.answered).toEqual({
      ...{ inTime: 1, disputes: 3 },
      words: 'was answered in time 1 of 3 times',
    });
  });
});

describe('of the last twelve months are told', () => {
  test('disputes that have ended, the newest first, by the days of the customer', async () => {
    const mine = await newTown();
    await dispute(mine, { openedAt: '2026-02-01T10:00:00Z', outcome: 'rejected' });
    // In Tallinn 22:00 of Greenwich is the next day already: the 11th is within, the 10th is not.
    await dispute(mine, { openedAt: '2025-03-10T22:00:00Z', reason: 'duplicate' });
    await dispute(mine, { openedAt: '2025-03-10T21:59:59Z' });
    await dispute(mine, { outcome: null });
    const view = await readFairness(em(), { ...mine, on });
    const { cycleId } = mine;
    expect(view.disputes).toEqual({
      list: [
        { cycleId, reason: 'quality', openedOn: '2026-02-01', outcome: 'rejected' },
        { cycleId, reason: 'duplicate', openedOn: '2025-03-11', outcome: 'explained' },
      ],
      words: 'had 2 closed questions or complaints in the last 12 months',
    });
  });

  test('grants that were given, and nothing that was refused, undone, worthless or a correction', async () => {
    const mine = await newTown();
    await grant(mine, { minor: 5_00 });
    await grant(mine, { minor: 7_50, kind: 'free_months', askedAt: '2026-02-02T12:00:00Z' });
    for (const state of ['waiting', 'refused', 'declined', 'expired', 'undone']) {
      await grant(mine, { state });
    }
    await grant(mine, { kind: 'correction' });
    await grant(mine, { kind: 'explanation_only', minor: 0 });
    await grant(mine, { askedAt: '2025-03-10T12:00:00Z' });
    const view = await readFairness(em(), { ...mine, on });
    expect(view.grants).toEqual({
      list: [
        { kind: 'free_months', reason: 'quality', worthMinor: 7_50, askedOn: '2026-02-02' },
        { kind: 'goodwill_credit', reason: 'quality', worthMinor: 5_00, askedOn: '2026-02-01' },
      ],
      words: 'was given 2 discounts (€12.50) in the last 12 months',
    });
  });
});

describe('what similar customers were granted', () => {
  test('is told for each reason that is open, of twenty, and not of nineteen', async () => {
    const others = neighbours(20);
    const mine = await newTown(others);
    await dispute(mine, { reason: 'quality', outcome: null });
    await dispute(mine, { reason: 'wrong_price', outcome: null });
    await dispute(mine, { reason: 'duplicate' });
    await grantEach(mine.seller, numbersOf(others).slice(0, 19));
    const few = await readFairness(em(), { ...mine, on });
    expect(few.peerGrants.map(({ reason, peers }) => [reason, peers])).toEqual([
      ['quality', null],
      ['wrong_price', null],
    ]);
    // Only the newest grant of each counts: ten had 5.00 last, ten 9.00; half had 5.00 or less.
    await grantEach(mine.seller, numbersOf(others).slice(19));
    const newer = { minor: 9_00, askedAt: '2026-02-02T12:00:00Z' };
    await grantEach(mine.seller, numbersOf(others).slice(10), newer);
    const enough = await readFairness(em(), { ...mine, on });
    expect(enough.peerGrants.find(({ reason }) => reason === 'quality')).toEqual({
      reason: 'quality',
      peers: { peers: 20, medianMinor: 5_00, lowerQuartileMinor: 5_00, upperQuartileMinor: 9_00 },
      words:
        '20 similar customers were given a discount for this reason: half of them €5.00 or less, ' +
        'the middle half from €5.00 to €9.00',
    });
  });

  test('flags a grant both ways', async () => {
    const others = neighbours(20);
    const mine = await newTown(others);
    await grantEach(mine.seller, numbersOf(others), { minor: 50_00 });
    const flags = [44_99, 45_00, 55_00, 55_01].map((worthMinor) =>
      readGrantFlag(em(), { ...mine, on, reason: 'quality', worthMinor }),
    );
    expect(await Promise.all(flags)).toEqual(['far_below', 'usual', 'usual', 'far_above']);
    const asked = readGrantFlag(em(), { ...mine, on, reason: 'not_mine', worthMinor: 1 });
    expect(await asked).toBe('too_few');
  });

  test.each<[string, GrantGiven, Partial<TownCustomer>]>([
    ['for another reason', { reason: 'wrong_price' }, {}],
    ['more than twelve months ago', { askedAt: '2025-03-09T12:00:00Z' }, {}],
    ['as a correction', { kind: 'correction' }, {}],
    ['by explaining only', { kind: 'explanation_only', minor: 0 }, {}],
    ['without being given it', { state: 'refused' }, {}],
    ['in another currency', { currency: 'USD' }, {}],
    ['in another kind of contract', {}, { kind: 'one_year' }],
    ['with another tenure', {}, { since: '2026-01-01' }],
  ])('does not count what was granted %s', async (_how, given, other) => {
    const [one, ...others] = neighbours(20);
    if (!one) throw new Error('Twenty neighbours have a first one.');
    const mine = await newTown([...others, { ...one, ...other }]);
    await grantEach(mine.seller, numbersOf(others));
    await grantEach(mine.seller, [one.number], given);
    const flag = readGrantFlag(em(), { ...mine, on, reason: 'quality', worthMinor: 5_00 });
    expect(await flag).toBe('too_few');
  });

  test('does not count what the customer or the customers of another seller were granted', async () => {
    const others = neighbours(19);
    const mine = await newTown(others);
    const elsewhere = await newTown(neighbours(20));
    await grantEach(mine.seller, [...numbersOf(others), 'me']);
    await grantEach(elsewhere.seller, numbersOf(neighbours(20)));
    const flag = readGrantFlag(em(), { ...mine, on, reason: 'quality', worthMinor: 5_00 });
    expect(await flag).toBe('too_few');
  });
});

test('a charge that was waived is told with what was charged', async () => {
  const mine = await newTown();
  await grant(mine, { kind: 'waive_charges', minor: 40_00 });
  const charge = (id: string) =>
    em().execute(
      `insert into charge (id, cycle_id, kind, amount_minor, basis, charged_at)
       values (?, ?, 'fee', 40_00, '{}', '2026-02-01T12:00:00Z')`,
      [id, mine.cycleId],
    );
  const [waived, other] = [newId(), newId()];
  await charge(waived);
  await charge(other);
  await em().execute(
    `insert into waiver (id, cycle_id, charge_id, grant_id, amount_minor, waived_at)
     select ?, cycle_id, ?, id, 40_00, asked_at from discount_grant where customer_id = ?`,
    [newId(), waived, mine.customerId],
  );
  const { charges } = await readFairness(em(), { ...mine, on });
  expect(charges).toMatchObject({
    ...{ fees: 2, feesMinor: 80_00, waivedMinor: 40_00 },
    words: 'was charged 2 fees (€80.00) in the last 12 months, of which €40.00 was waived',
  });
});
