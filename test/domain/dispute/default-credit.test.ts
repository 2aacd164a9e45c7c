import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leftOfBill, type LineLeft } from '../../../domain/authority/worth.ts';
import { draftCreditNote } from '../../../domain/credit-note.ts';
import { defaultCredit } from '../../../domain/dispute/default-credit.ts';
import { line } from '../authority/examples.ts';
import { asIssued } from '../issued-line.ts';

/** 124.00 and 24.80 sold, 12.40 deducted again: 136.40 is left. */
const bill = [line(1, 100_00, 24_00), line(2, 20_00, 4_80), line(3, -10_00, -2_40)];

describe('where nobody decided', () => {
  test.each<readonly [string, 'whole' | readonly number[], number, unknown]>([
    ['all of a disputed line is credited where that is allowed', [2], 24_80, [[2, 20_00]]],
    ['no more than is allowed of a line that is dearer', [1], 50_00, [[1, 40_32]]],
    [
      'of several lines the same share',
      [1, 2],
      74_40,
      [
        [1, 50_00],
        [2, 10_00],
      ],
    ],
    ['nothing of what is not disputed', [2], 1_000_00, [[2, 20_00]]],
    [
      'no more than is left of the bill, which deducts',
      [1, 2],
      1_000_00,
      [
        [1, 91_66],
        [2, 18_33],
      ],
    ],
    ['a whole bill to the cent, with what it deducts', 'whole', 1_000_00, 136_40],
    ['of a whole bill what is allowed, to the cent', 'whole', 50_00, 50_00],
    ['nothing where nothing is allowed', 'whole', 0, null],
    ['nothing of a line that deducts', [3], 50_00, null],
    ['nothing of a line that the bill does not have', [9], 50_00, null],
    ['nothing where less is allowed than a unit of the line', [1], 1, null],
  ])('%s', (_, disputed, allowedMinor, credited) => {
    const scope = defaultCredit(bill, disputed, allowedMinor)?.scope ?? null;
    const short =
      scope?.kind === 'lines'
        ? scope.lines.map(({ position, netMinor }) => [position, netMinor])
        : scope?.kind === 'amount'
          ? scope.grossMinor
          : scope;
    expect(short).toEqual(credited);
  });

  test('nothing is credited of a bill that has nothing left', () => {
    const nothing = [line(1, 10_00, 2_40), line(2, -10_00, -2_40)];
    expect(defaultCredit(nothing, 'whole', 50_00)).toBeNull();
    expect(defaultCredit(nothing, [1], 50_00)).toBeNull();
  });
});

/** Small amounts as well as large ones: a cent too many shows where everything is rounded. */
const bills: fc.Arbitrary<LineLeft[]> = fc
  .array(
    fc.record({
      net: fc.oneof(fc.integer({ min: -20, max: 60 }), fc.integer({ min: -9_000, max: 30_000 })),
      rate: fc.constantFrom(0, 9, 10, 24, 27),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((lines) =>
    lines.map(({ net, rate }, index) => line(index + 1, net, Math.round((net * rate) / 100))),
  );

const cases = bills.chain((lines) =>
  fc.record({
    lines: fc.constant(lines),
    disputed: fc.oneof(
      fc.constant('whole' as const),
      fc.subarray(
        lines.map(({ position }) => position),
        { minLength: 1 },
      ),
    ),
    allowedMinor: fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 60_000 })),
  }),
);

test('what is credited is worth what its credit note says, and never above what is allowed', () => {
  let compared = 0;
  fc.assert(
    fc.property(cases, ({ lines, disputed, allowedMinor }) => {
      const credit = defaultCredit(lines, disputed, allowedMinor);
      if (!credit) return;
      expect(credit.worthMinor).toBeGreaterThan(0);
      expect(credit.worthMinor).toBeLessThanOrEqual(Math.min(allowedMinor, leftOfBill(lines)));
      const note = draftCreditNote(lines.map(asIssued), credit.scope);
      expect(note.grossMinor).toBe(credit.worthMinor);
      compared += 1;
    }),
    { numRuns: 20_000 },
  );
  expect(compared).toBeGreaterThan(5_000);
});

test('what fits is credited to the cent, and of what does not fit no line loses two units', () => {
  fc.assert(
    fc.property(cases, ({ lines, disputed, allowedMinor }) => {
      const sold = lines.filter(
        (one) =>
          (disputed === 'whole' || disputed.includes(one.position)) &&
          one.leftNetMinor > 0 &&
          one.leftNetMinor + one.leftTaxMinor > 0,
      );
      const mostMinor = Math.min(allowedMinor, leftOfBill(lines));
      const wishMinor = disputed === 'whole' ? mostMinor : Math.min(mostMinor, leftOfBill(sold));
      const lost = wishMinor - (defaultCredit(lines, disputed, allowedMinor)?.worthMinor ?? 0);
      const isExact = disputed === 'whole' || leftOfBill(sold) <= mostMinor;
      expect(lost).toBeGreaterThanOrEqual(0);
      expect(lost).toBeLessThanOrEqual(isExact ? 0 : 2 * sold.length);
    }),
    { numRuns: 20_000 },
  );
});
