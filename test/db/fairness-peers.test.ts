import { describe, expect, test } from 'vitest';
import { readFairness } from '../../db/fairness.ts';
import { billOf, billTown, march, several, type TownCustomer } from './fairness-town.ts';
import { ownDatabase } from './own-database.ts';

const { database, em } = ownDatabase();

let sellers = 0;

/** Bills these customers of a new seller, and reads the view of the one whose number is `me`. */
async function viewOf(customers: readonly TownCustomer[], on = march) {
  const seller = `seller-${(sellers += 1)}`;
  await billTown(database(), seller, customers);
  return readFairness(em(), { ...(await billOf(em(), seller, 'me')), on });
}

const me: TownCustomer = { number: 'me', pays: { fibre: 30_00, tv: 10_00 } };
const like = (count: number, given: Partial<TownCustomer> = {}) =>
  several(`P${count}`, count, { pays: { fibre: 25_00, tv: 10_00 }, ...given });

describe('a customer is compared', () => {
  test('with twenty similar customers to the cent, and with nineteen not at all', async () => {
    const nineteen = await viewOf([me, ...like(19)]);
    expect(nineteen.recurring.peers).toBeNull();
    expect(nineteen.services.map(({ peers, list }) => [peers, list])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(JSON.stringify(nineteen)).not.toContain('2500');

    // Twenty pay 35.00 for what costs this customer 40.00; for fibre 25.00 beside 30.00.
    const twenty = await viewOf([me, ...like(20)]);
    const level = { medianMinor: 35_00, lowerQuartileMinor: 35_00, upperQuartileMinor: 35_00 };
    expect(twenty.recurring).toEqual({
      ownMinor: 40_00,
      peers: {
        peers: 20,
        less: 20,
        same: 0,
        more: 0,
        percentile: 100,
        ...level,
        differenceMinor: 5_00,
      },
      words: 'pays €5.00 more than 20 similar customers (more than any of them)',
      spreadWords: 'the middle half of them pays €35.00',
    });
    expect(
      twenty.services.map(({ serviceCode, ownMinor, words, listWords }) => [
        ...[serviceCode, ownMinor, words, listWords],
      ]),
    ).toEqual([
      [
        'fibre',
        30_00,
        'pays €5.00 more than 20 similar customers (more than any of them)',
        'pays €5.00 more than most customers pay (€25.00, 20 of 20)',
      ],
      [
        'tv',
        10_00,
        'pays the same as all 20 similar customers',
        'pays what most customers pay (€10.00, 20 of 20)',
      ],
    ]);
  });

  test('by median, quartiles and rank over a spread of prices', async () => {
    // Forty pay 20.10, 20.20 … 24.00 for fibre, and 10.00 for television. Fibre at 22.05 is above
    // twenty of them: rank 50; median 22.00 (the twentieth), quartiles 21.00 and 23.00.
    const spread = Array.from({ length: 40 }, (_, index) => ({
      ...{ number: `S-${index}`, pays: { fibre: 20_10 + 10 * index, tv: 10_00 } },
    }));
    const view = await viewOf([{ ...me, pays: { fibre: 22_05, tv: 10_00 } }, ...spread]);
    const counts = { peers: 40, less: 20, same: 0, more: 20, percentile: 50, differenceMinor: 5 };
    expect(view.services[0]?.peers).toEqual({
      ...counts,
      ...{ medianMinor: 22_00, lowerQuartileMinor: 21_00, upperQuartileMinor: 23_00 },
    });
    expect(view.recurring.peers).toEqual({
      ...counts,
      ...{ medianMinor: 32_00, lowerQuartileMinor: 31_00, upperQuartileMinor: 33_00 },
    });
    expect(view.services[0]?.list).toBeNull();
  });

  test.each<[string, Partial<TownCustomer>]>([
    ['of another currency', { currency: 'USD' }],
    ['of another kind of contract', { kind: 'one_year' }],
    ['billed less often', { interval: { unit: 'month', count: 3 } }],
    ['of another band of tenure', { since: '2022-03-01' }],
    ['who came a day too late', { since: '2024-03-02' }],
  ])('never with a customer %s', async (_what, given) => {
    const others = several('X', 30, { pays: { fibre: 1, tv: 1 }, ...given });
    const view = await viewOf([me, ...like(19), ...others]);
    expect(view.recurring.peers).toBeNull();
    expect(view.services.map(({ peers }) => peers)).toEqual([null, null]);
  });

  test('never with a customer of another seller', async () => {
    await billTown(database(), 'elsewhere', like(30));
    expect((await viewOf([me, ...like(19)])).recurring.peers).toBeNull();
  });

  test('never with themselves, though others are enough', async () => {
    const { recurring } = await viewOf([me, ...like(20)]);
    expect(recurring.peers).toMatchObject({ peers: 20, same: 0 });
  });

  test('for all services only with who has just the same, and for one with whoever has it', async () => {
    const alone = several('A', 20, { pays: { fibre: 20_00 } });
    const more = several('B', 20, { pays: { fibre: 40_00, tv: 10_00, films: 0 } });
    const other = several('C', 20, { pays: { films: 1_00, tv: 10_00 } });
    const view = await viewOf([me, ...like(20), ...alone, ...more, ...other]);
    expect(view.recurring.peers).toMatchObject({ peers: 20, medianMinor: 35_00 });
    // Fibre: 20 × 20.00, 20 × 25.00, 20 × 40.00 beside 30.00; rank 40 of 60.
    expect(view.services[0]?.peers).toMatchObject({ peers: 60, less: 40, percentile: 67 });
    expect(view.services[1]?.peers).toMatchObject({ peers: 60, same: 60, percentile: 50 });
  });

  test('within the band of tenure up to its first and last day', async () => {
    // On 1 March 2026 24 to 47 whole months are: since 2 March 2022 up to 1 March 2024.
    const edges = [...like(10, { since: '2022-03-02' }), ...like(11, { since: '2024-03-01' })];
    expect((await viewOf([me, ...edges])).recurring.peers).toMatchObject({ peers: 21 });
  });

  test('when it began with the first contract, where the seller does not say since when', async () => {
    const since = { since: null, startsOn: '2023-06-01' };
    const view = await viewOf([{ ...me, ...since }, ...like(20, since)]);
    expect(view.tenure).toMatchObject({ since: '2023-06-01', months: 33, band: '24-47' });
    expect(view.recurring.peers).toMatchObject({ peers: 20 });
  });

  test('as new, who comes only later, with others who are new', async () => {
    const view = await viewOf([
      { ...me, since: '2026-05-01' },
      ...like(20, { since: '2025-09-02' }),
    ]);
    expect(view.tenure).toMatchObject({ months: 0, band: '0-5' });
    expect(view.recurring.peers).toMatchObject({ peers: 20 });
  });
});

describe('of the others counts the bill', () => {
  const april = '2026-04-01';
  const numbers = like(20).map(({ number }) => number);

  test('of the time of the bill in question, so that who left since is no peer any more', async () => {
    const seller = `seller-${(sellers += 1)}`;
    const gone = like(20).map((customer) => ({
      ...customer,
      lines: Object.entries(customer.pays).map(([service, unitPriceMinor]) => ({
        ...{ service, unitPriceMinor, toOn: april },
      })),
    }));
    await billTown(database(), seller, [me, ...gone], april);
    const peersIn = async (period: string) => {
      const bill = await billOf(em(), seller, 'me', period);
      return (await readFairness(em(), { ...bill, on: april })).recurring.peers?.peers;
    };
    expect([await peersIn(march), await peersIn(april)]).toEqual([20, undefined]);
  });

  test('that was not taken back', async () => {
    const seller = `seller-${(sellers += 1)}`;
    await billTown(database(), seller, [me, ...like(20)]);
    const mine = await billOf(em(), seller, 'me');
    const other = await billOf(em(), seller, numbers[0] ?? '');
    await em().execute(
      `update billing_cycle set standing = 'void', credited_minor = open_minor, open_minor = 0,
         ended_at = now() where id = ?`,
      [other.cycleId],
    );
    const { recurring, services } = await readFairness(em(), { ...mine, on: march });
    expect([recurring.peers, services[0]?.peers]).toEqual([null, null]);
  });

  test('as it was issued last', async () => {
    const seller = `seller-${(sellers += 1)}`;
    await billTown(database(), seller, [me, ...like(20)]);
    const mine = await billOf(em(), seller, 'me');
    const other = await billOf(em(), seller, numbers[0] ?? '');
    // One of twenty is billed 50.00 for fibre instead of 25.00: now one pays more than 30.00.
    await em().execute(
      `with again as (insert into invoice
         select (jsonb_populate_record(invoice, '{"revision": 2, "number": "again",
             "sequence_number": 1000}'::jsonb || jsonb_build_object('id', gen_random_uuid()))).*
           from invoice where cycle_id = ? returning id, cycle_id)
       insert into invoice_line select (jsonb_populate_record(line, jsonb_build_object(
           'invoice_id', again.id, 'unit_price_minor', line.unit_price_minor * 2,
           'net_minor', line.net_minor * 2))).*
         from again join invoice paper on paper.cycle_id = again.cycle_id
           join invoice_line line on line.invoice_id = paper.id`,
      [other.cycleId],
    );
    const { services } = await readFairness(em(), { ...mine, on: march });
    expect(services[0]?.peers).toMatchObject({ peers: 20, less: 19, more: 1 });
  });
});

test('a service on two lines counts once, at its average price', async () => {
  // 2 × 10.00 and 1 × 20.00 are 40.00 for three: 13.33 each.
  const lines = [
    { service: 'sim', unitPriceMinor: 10_00, quantity: '2' },
    { service: 'sim', unitPriceMinor: 20_00 },
  ];
  const peers = several('P', 20, { pays: {}, lines });
  const { services, recurring } = await viewOf([{ ...me, lines }, ...peers]);
  expect(services).toMatchObject([{ ownMinor: 13_33, peers: { peers: 20, same: 20 } }]);
  expect(recurring).toMatchObject({ ownMinor: 40_00, peers: { same: 20 } });
});

test('the list price is that of the version which was sold last, and of contracts that run', async () => {
  const priced = (unitPriceMinor: number, priceVersion: string, fromOn: string, toOn?: string) => ({
    pays: {},
    lines: [{ service: 'fibre', unitPriceMinor, priceVersion, fromOn, toOn: toOn ?? null }],
  });
  const { services } = await viewOf([
    { number: 'me', ...priced(30_00, '2025', '2025-01-01') },
    ...several('old', 60, priced(28_00, '2025', '2025-02-01')),
    ...several('new', 21, priced(31_00, '2026', '2026-01-01')),
    ...several('gone', 50, priced(1_00, '2027', '2026-02-01', march)),
  ]);
  expect(services[0]?.list).toEqual({
    ...{ minor: 31_00, priceVersion: '2026', payers: 21, customers: 21, differenceMinor: -1_00 },
  });
});

test('a cycle of somebody else is refused', async () => {
  await billTown(database(), 'refusing', [me, { ...me, number: 'you' }]);
  const mine = await billOf(em(), 'refusing', 'me');
  const yours = await billOf(em(), 'refusing', 'you');
  const asked = readFairness(em(), { ...mine, cycleId: yours.cycleId, on: march });
  await expect(asked).rejects.toMatchObject({ code: 'cycle_unknown' });
});
