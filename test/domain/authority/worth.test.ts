import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GrantRequest } from '../../../domain/authority/grant.ts';
import {
  creditScopeOf,
  leftOfBill,
  type WorthFacts,
  worthOf,
} from '../../../domain/authority/worth.ts';
import { draftCreditNote } from '../../../domain/credit-note.ts';
import { RefusalError } from '../../../domain/errors.ts';
import { asIssued } from '../issued-line.ts';
import { refusalOf } from '../refusals.ts';
import { bill, expected, goodwill, line, pairs } from './examples.ts';

const price = (unitPriceMinor: number, bills: number): GrantRequest => ({
  kind: 'better_price',
  serviceCode: 'tv',
  unitPriceMinor,
  priceVersion: 'v2',
  bills,
});

describe('a grant is worth', () => {
  test.each<readonly [string, GrantRequest, number]>([
    [
      'its share of the lines with their tax',
      { kind: 'percent_off_lines', positions: [2], basisPoints: 25_00 },
      6_20,
    ],
    [
      'what it takes off a line and the tax on that',
      { kind: 'amount_off_lines', lines: [{ position: 1, netMinor: 10_00 }] },
      12_40,
    ],
    [
      'both amounts where a line is named twice',
      {
        kind: 'amount_off_lines',
        lines: [
          { position: 2, netMinor: 1_00 },
          { position: 2, netMinor: 2_00 },
        ],
      },
      3_72,
    ],
    ['the amount itself where it is gross', goodwill(7_77), 7_77],
    [
      'a share of each of the next bills',
      { kind: 'percent_off_next_bills', basisPoints: 10_00, bills: 3 },
      26_04,
    ],
    [
      'an amount off each of the next bills, with tax',
      { kind: 'amount_off_next_bills', netMinor: 5_00, bills: 2 },
      12_40,
    ],
    ['the whole of the next bills where they are free', { kind: 'free_months', months: 2 }, 173_60],
    ['what stood of the charges', { kind: 'waive_charges', chargeIds: ['fee', 'interest'] }, 6_25],
    ['old price less new, with tax, for each bill', price(15_00, 6), 37_20],
    ['nothing where the price is no better', price(25_00, 6), 0],
    ['nothing where it only explains', { kind: 'explanation_only' }, 0],
  ])('%s', (_, request, worthMinor) => {
    expect(worthOf(request, bill)).toBe(worthMinor);
  });

  test('the better price of every piece, in parts too', () => {
    const nextBill = [{ ...expected('tv', 50_00, 12_00), quantity: '2.5', unitPriceMinor: 20_00 }];
    expect(worthOf(price(15_00, 1), { ...bill, nextBill })).toBe(15_50);
  });
});

describe('a grant is refused', () => {
  test('on coming bills where none is expected, as nobody knows what it would be worth', () => {
    const none = { ...bill, nextBill: [] };
    const free = { kind: 'free_months', months: 12 } as const;
    const percent = { kind: 'percent_off_next_bills', basisPoints: 1, bills: 1 } as const;
    expect(refusalOf(() => worthOf(free, none))).toBe('nothing_to_credit');
    expect(refusalOf(() => worthOf(percent, none))).toBe('nothing_to_credit');
  });

  const twoOfLine = {
    kind: 'amount_off_lines',
    lines: [{ position: 2, netMinor: 20_01 }],
  } as const;
  test.each<readonly [string, GrantRequest, string]>([
    ['above what is left of its line', twoOfLine, 'credit_too_large'],
    ['above what is left of the bill', goodwill(86_81), 'credit_too_large'],
    [
      'above what the next bill is expected to be',
      { kind: 'amount_off_next_bills', netMinor: 70_01, bills: 1 },
      'credit_too_large',
    ],
    [
      'on a line that the bill does not have',
      { kind: 'percent_off_lines', positions: [3], basisPoints: 1 },
      'line_unknown',
    ],
    [
      'on a service that no coming bill has',
      { ...price(1, 1), serviceCode: 'radio' } as GrantRequest,
      'line_unknown',
    ],
    [
      'on a charge that does not stand',
      { kind: 'waive_charges', chargeIds: ['fee', 'gone'] },
      'charge_unknown',
    ],
  ])('%s', (_, request, code) => {
    expect(refusalOf(() => worthOf(request, bill))).toBe(code);
  });

  test('where a deduction leaves less of the bill than of its line', () => {
    const lines = [line(1, 50_00, 12_00), line(2, -20_00, -4_80)];
    const whole: GrantRequest = { kind: 'percent_off_lines', positions: [1], basisPoints: 100_00 };
    expect(refusalOf(() => worthOf(whole, { ...bill, lines }))).toBe('credit_too_large');
    expect(leftOfBill(lines)).toBe(37_20);
  });
});

const drawnLines = fc
  .array(fc.record({ net: fc.integer({ min: -9_000, max: 30_000 }), rate: fc.nat({ max: 27 }) }), {
    minLength: 2,
    maxLength: 4,
  })
  .map((lines) =>
    lines.map(({ net, rate }, index) => line(index + 1, net, Math.round((net * rate) / 100))),
  );

test('a grant on the bill is worth to the cent what its credit note says', () => {
  let compared = 0;
  fc.assert(
    fc.property(drawnLines, pairs, (lines, [request]) => {
      const worthMinor = worthOrNull(request, { ...bill, lines });
      if (worthMinor === null || worthMinor === 0) return;
      const scope = creditScopeOf(request, lines);
      if (scope === null) return;
      expect(draftCreditNote(lines.map(asIssued), scope).grossMinor).toBe(worthMinor);
      compared += 1;
    }),
    { numRuns: 8_000 },
  );
  expect(compared).toBeGreaterThan(500);
});

test('no grant is worth less than nothing, nor more than is left of what it is taken from', () => {
  fc.assert(
    fc.property(drawnLines, pairs, (lines, [request]) => {
      const worthMinor = worthOrNull(request, { ...bill, lines });
      if (worthMinor === null) return;
      expect(worthMinor).toBeGreaterThanOrEqual(0);
      if (creditScopeOf(request, lines)) expect(worthMinor).toBeLessThanOrEqual(leftOfBill(lines));
    }),
    { numRuns: 8_000 },
  );
});

test('a smaller grant is never worth more than a larger one', () => {
  fc.assert(
    fc.property(drawnLines, pairs, (lines, [smaller, larger]) => {
      const largerMinor = worthOrNull(larger, { ...bill, lines });
      if (largerMinor === null) return;
      expect(worthOf(smaller, { ...bill, lines })).toBeLessThanOrEqual(largerMinor);
    }),
    { numRuns: 8_000 },
  );
});

function worthOrNull(request: GrantRequest, facts: WorthFacts): number | null {
  try {
    return worthOf(request, facts);
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}
