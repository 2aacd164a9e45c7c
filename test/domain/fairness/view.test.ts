import { describe, expect, test } from 'vitest';
import { comparePrice } from '../../../domain/fairness/comparison.ts';
import type { FairnessFacts } from '../../../domain/fairness/facts.ts';
import { listPrice } from '../../../domain/fairness/list-price.ts';
import { fairnessView } from '../../../domain/fairness/view.ts';
import {
  answeredWords,
  chargesWords,
  disputesWords,
  endedWords,
  grantsWords,
  listWords,
  paidWords,
  peerGrantsWords,
  peersWords,
  promisesWords,
  spreadWords,
  tenureWords,
} from '../../../domain/fairness/words.ts';

const facts: FairnessFacts = {
  customerId: 'customer-1',
  cycleId: 'cycle-1',
  on: '2026-03-10',
  currency: 'EUR',
  since: '2024-01-31',
  bill: { number: 'N2026-000001', from: '2026-03-01', to: '2026-04-01' },
  recurring: { ownMinor: 39_80, prices: [{ minor: 36_70, count: 19 }] },
  services: [
    {
      serviceCode: 'fibre',
      contractKind: 'monthly',
      interval: { unit: 'month', count: 1 },
      description: 'Fibre 300',
      ownMinor: 29_90,
      prices: [{ minor: 24_90, count: 20 }],
      agreed: [{ priceVersion: '2026', minor: 27_90, customers: 20, newestOn: '2026-01-01' }],
    },
  ],
  ended: [],
  charges: { fees: 0, feesMinor: 0, interests: 0, interestMinor: 0, waivedMinor: 0 },
  promises: { kept: 0, broken: 0 },
  paid: { onTime: 23, bills: 24 },
  answered: { inTime: 0, disputes: 0 },
  disputes: [],
  grants: [],
  peerGrants: [
    { reason: 'quality', worths: Array<number>(19).fill(7_77) },
    {
      reason: 'wrong_price',
      worths: [...Array<number>(10).fill(5_00), ...Array<number>(15).fill(8_00)],
    },
  ],
};

/** No figure of a small group may be in what is shown and stored. */
const without = (view: unknown, figure: string) =>
  expect(JSON.stringify(view)).not.toContain(figure);

describe('the fairness view', () => {
  test('says nothing of a group that is too small, and compares the one that is not', () => {
    const view = fairnessView(facts);
    expect(view.recurring).toEqual({
      ownMinor: 39_80,
      peers: null,
      words: 'too few similar customers to compare with',
      spreadWords: null,
    });
    without(view, '3670');
    expect(view.services).toMatchObject([
      {
        ownMinor: 29_90,
        peers: { peers: 20, differenceMinor: 5_00, percentile: 100 },
        words: 'pays €5.00 more than 20 similar customers (more than any of them)',
        list: { minor: 27_90, differenceMinor: 2_00 },
        listWords: 'pays €2.00 more than most customers pay (€27.90, 20 of 20)',
      },
    ]);
  });

  test('compares with as few as it is told to', () => {
    expect(fairnessView(facts, 19).recurring.peers?.differenceMinor).toBe(3_10);
    const none = fairnessView(facts, 21);
    expect(none.services).toMatchObject([{ peers: null, list: null }]);
    without(none, '2490');
    without(none, '2790');
  });

  test('says what was granted for the same reason, if enough were granted something', () => {
    const view = fairnessView(facts);
    expect(view.peerGrants).toEqual([
      {
        reason: 'quality',
        peers: null,
        words: 'too few similar customers were given a discount for this reason',
      },
      {
        reason: 'wrong_price',
        peers: { peers: 25, medianMinor: 8_00, lowerQuartileMinor: 5_00, upperQuartileMinor: 8_00 },
        words:
          '25 similar customers were given a discount for this reason: half of them €8.00 or less, ' +
          'the middle half from €5.00 to €8.00',
      },
    ]);
    without(view, '777');
  });

  test('is the same after it was stored as JSON', () => {
    const view = fairnessView(facts);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    expect(view).toMatchObject({ form: 1, peersAtLeast: 20, unused: { serviceCodes: null } });
    expect(view.tenure).toMatchObject({ months: 25, band: '24-47' });
  });
});

describe('the words', () => {
  /** 212 others of whom so many pay less, and the rest more, than 39.80. */
  const among = (less: number, same = 0, own = 39_80) =>
    comparePrice(own, [
      { minor: 36_70, count: less },
      { minor: 39_80, count: same },
      { minor: 42_90, count: 212 - less - same },
    ]);

  test.each([
    [among(131), 'pays €3.10 more than 212 similar customers (62nd percentile)'],
    [among(65), 'pays €3.10 less than 212 similar customers (31st percentile)'],
    [among(48), 'pays €3.10 less than 212 similar customers (23rd percentile)'],
    [among(27), 'pays €3.10 less than 212 similar customers (13th percentile)'],
    [among(0, 212), 'pays the same as all 212 similar customers'],
    [among(1, 210), 'pays as much as 212 similar customers (50th percentile)'],
    [among(212), 'pays €3.10 more than 212 similar customers (more than any of them)'],
    [among(0), 'pays €3.10 less than 212 similar customers (less than any of them)'],
    [among(1), 'pays €3.10 less than 212 similar customers (1st percentile)'],
    [among(211), 'pays €3.10 more than 212 similar customers (99th percentile)'],
    [null, 'too few similar customers to compare with'],
  ])('of a comparison are exact', (comparison, words) => {
    expect(peersWords(comparison, 'EUR')).toBe(words);
  });

  test('of the others name the median and the middle half', () => {
    const [spread, most, same] = [among(100), among(1, 210), among(0, 212)];
    if (!spread || !most || !same) throw new Error('212 are enough to compare with.');
    expect(spreadWords(spread, 'EUR')).toBe(
      'half of them pay €42.90 or less, the middle half from €36.70 to €42.90',
    );
    expect(spreadWords(most, 'EUR')).toBe('the middle half of them pays €39.80');
    expect(spreadWords(same, 'EUR')).toBeNull();
  });

  test('of the list price say how many pay it', () => {
    const price = { priceVersion: null, customers: 1_200, newestOn: '2026-01-01', minor: 29_90 };
    const words = (own: number) => listWords(listPrice(own, [price]), 'EUR');
    expect([29_90, 27_90, 30_00].map(words)).toEqual([
      'pays what most customers pay (€29.90, 1,200 of 1,200)',
      'pays €2.00 less than most customers pay (€29.90, 1,200 of 1,200)',
      'pays €0.10 more than most customers pay (€29.90, 1,200 of 1,200)',
    ]);
    expect(listWords(null, 'EUR')).toBe('there is no price that most customers pay');
  });

  test('of the time as a customer count years and months', () => {
    expect([0, 1, 11, 12, 25, 84].map(tenureWords)).toEqual([
      ...['customer for less than a month', 'customer for 1 month', 'customer for 11 months'],
      ...['customer for 1 year', 'customer for 2 years and 1 month', 'customer for 7 years'],
    ]);
  });

  test('of an ended price say what comes after it', () => {
    const ended = {
      ...{ serviceCode: 'tv', description: 'TV', unitPriceMinor: 5_00, endedOn: '2026-03-01' },
    };
    expect(endedWords({ ...ended, nowMinor: 9_90 }, 'EUR')).toBe(
      'TV at €5.00 ended on 1 March 2026 and costs €9.90 now',
    );
    expect(endedWords({ ...ended, nowMinor: null }, 'EUR')).toBe(
      'TV at €5.00 ended on 1 March 2026',
    );
  });

  test('of charges, promises and payments count them', () => {
    const none = { fees: 0, feesMinor: 0, interests: 0, interestMinor: 0, waivedMinor: 0 };
    const both = { fees: 2, feesMinor: 80_00, interests: 3, interestMinor: 4_50, waivedMinor: 0 };
    expect(chargesWords(none, 'EUR')).toMatch(/^was charged no fee and no interest/);
    expect(chargesWords(both, 'EUR')).toBe(
      'was charged 2 fees (€80.00) and interest (€4.50) in the last 12 months',
    );
    expect(chargesWords({ ...both, waivedMinor: 40_00 }, 'EUR')).toMatch(
      /in the last 12 months, of which €40\.00 was waived$/,
    );
    expect(promisesWords({ kept: 0, broken: 0 })).toBe('has made no promise to pay');
    expect(promisesWords({ kept: 3, broken: 1 })).toBe('kept 3 of 4 promises to pay');
    expect(paidWords({ onTime: 0, bills: 0 })).toBe('has had no bill that fell due');
    expect(paidWords({ onTime: 1, bills: 1 })).toBe('paid 1 of the last 1 bill on time');
  });

  test('of questions and grants count them', () => {
    const asked = {
      cycleId: 'c',
      reason: 'quality',
      openedOn: '2026-01-01',
      outcome: 'granted',
    } as const;
    const given = {
      kind: 'goodwill_credit',
      reason: 'quality',
      worthMinor: 5_00,
      askedOn: '2026-01-01',
    } as const;
    expect([[], [asked], [asked, asked]].map(disputesWords)).toEqual([
      'had no closed question or complaint in the last 12 months',
      'had 1 closed question or complaint in the last 12 months',
      'had 2 closed questions or complaints in the last 12 months',
    ]);
    expect([[], [given], [given, given]].map((list) => grantsWords(list, 'EUR'))).toEqual([
      'was given no discount in the last 12 months',
      'was given 1 discount (€5.00) in the last 12 months',
      'was given 2 discounts (€10.00) in the last 12 months',
    ]);
    expect(answeredWords({ inTime: 0, disputes: 0 })).toBe(
      'was never promised an answer that fell due',
    );
    expect(answeredWords({ inTime: 2, disputes: 3 })).toBe('was answered in time 2 of 3 times');
    const same = {
      peers: 20,
      medianMinor: 5_00,
      lowerQuartileMinor: 5_00,
      upperQuartileMinor: 5_00,
    };
    expect(peerGrantsWords(same, 'EUR')).toBe(
      '20 similar customers were given a discount for this reason: the middle half of them €5.00',
    );
  });
});
