import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chosenLines, disputeOpening, type NamedLine } from '../../../domain/dispute/opening.ts';
import { disputeReasons } from '../../../domain/dispute/reasons.ts';
import { RefusalError } from '../../../domain/errors.ts';
import { refusalOf } from '../refusals.ts';

describe('an opening', () => {
  test.each(disputeReasons)('can have the reason %s', (reason) => {
    expect(disputeOpening({ reason, lines: 'whole' })).toEqual({ reason, lines: 'whole' });
  });

  test('can name lines, and the bill of each where there are several', () => {
    const lines = [{ position: 1 }, { position: 1, invoice: 'FB2026-000002' }];
    expect(disputeOpening({ reason: 'quality', lines }).lines).toEqual(lines);
  });

  test.each<readonly [string, Record<string, unknown>]>([
    ['without a reason', { lines: 'whole' }],
    ['with a reason that is not on the list', { reason: 'too dear', lines: 'whole' }],
    ['with the name of what every object has for a reason', { reason: 'toString', lines: 'whole' }],
    ['about nothing', { reason: 'quality' }],
    ['about no lines', { reason: 'quality', lines: [] }],
    ['about a part that has no name', { reason: 'quality', lines: 'half' }],
    ['about a line without a position', { reason: 'quality', lines: [{}] }],
    ['about a line that is none', { reason: 'quality', lines: [null] }],
    ['about half a line', { reason: 'quality', lines: [{ position: 1.5 }] }],
    ['about a line in words', { reason: 'quality', lines: [{ position: '1' }] }],
    ['about a bill by its place', { reason: 'quality', lines: [{ position: 1, invoice: 1 }] }],
    [
      'about one line that is right and one that is not',
      { reason: 'quality', lines: [{ position: 1 }, 2] },
    ],
  ])('%s is refused', (_, payload) => {
    expect(refusalOf(() => disputeOpening(payload))).toBe('fact_invalid');
  });

  test('is read or refused, whatever JSON it came as', () => {
    const payloads = fc.oneof(
      fc.dictionary(fc.constantFrom('reason', 'lines', 'more'), fc.jsonValue()),
      fc.record({
        reason: fc.constantFrom(...disputeReasons, 'else'),
        lines: fc.array(fc.oneof(fc.jsonValue(), fc.record({ position: fc.jsonValue() }))),
      }),
    );
    fc.assert(
      fc.property(payloads, (payload) => {
        ignoringRefusals(() => {
          const { reason, lines } = disputeOpening(payload);
          expect(disputeReasons).toContain(reason);
          if (lines === 'whole') return;
          expect(lines.length).toBeGreaterThan(0);
          for (const { position } of lines) expect(Number.isSafeInteger(position)).toBe(true);
        });
      }),
      { numRuns: 2_000 },
    );
  });
});

type Line = Parameters<typeof chosenLines>[0][number];

const line = (position: number, given: Partial<Line> = {}): Line => ({
  invoice: 'FB2026-000001',
  position,
  leftMinor: 12_40,
  disputeId: null,
  ...given,
});

const second = 'FB2026-000002';
/** Two bills of one cycle: the second was issued when a credit note was undone. */
const all = [
  line(1),
  line(2, { leftMinor: 0 }),
  line(3, { leftMinor: -2_48 }),
  line(1, { invoice: second, leftMinor: 5_00 }),
];

describe('the lines of a dispute are', () => {
  test.each<readonly [string, 'whole' | readonly NamedLine[], readonly Line[]]>([
    ['all of them where it is about the whole, also what is deducted', 'whole', all],
    ['the one of the newest bill where none is named', [{ position: 1 }], all.slice(3)],
    [
      'the one of the bill that is named',
      [{ position: 1, invoice: 'FB2026-000001' }],
      all.slice(0, 1),
    ],
    [
      'each once, however often it is named',
      [{ position: 1 }, { position: 1, invoice: second }],
      all.slice(3),
    ],
    [
      'only those that have something left',
      [{ position: 1 }, { position: 2 }, { position: 3 }],
      all.slice(3),
    ],
  ])('%s', (_, asked, chosen) => {
    expect(chosenLines(all, asked)).toEqual(chosen);
  });

  test.each<readonly [string, readonly Line[], 'whole' | readonly NamedLine[], string]>([
    ['that is not on the bill', all, [{ position: 4 }], 'line_unknown'],
    ['of a bill of another cycle', all, [{ position: 1, invoice: 'other' }], 'line_unknown'],
    ['that was credited', all, [{ position: 2 }], 'nothing_to_dispute'],
    ['that only deducts', all, [{ position: 3 }], 'nothing_to_dispute'],
    ['of a bill that was credited', [line(1, { leftMinor: 0 })], 'whole', 'nothing_to_dispute'],
    ['that another dispute has', [line(1, { disputeId: 'd' })], [{ position: 1 }], 'dispute_open'],
    [
      'of a bill of which another dispute has one',
      [line(1, { disputeId: 'd' }), line(2)],
      'whole',
      'dispute_open',
    ],
  ])('refused for a line %s', (_, lines, asked, code) => {
    expect(refusalOf(() => chosenLines(lines, asked))).toBe(code);
  });
});

const lines: fc.Arbitrary<Line[]> = fc
  .array(
    fc.record({
      leftMinor: fc.integer({ min: -500, max: 5_000 }),
      disputeId: fc.constantFrom(null, null, null, null, null, 'one', 'other'),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drawn) =>
    drawn.map((given, index) =>
      line((index % 4) + 1, { ...given, invoice: index < 4 ? 'FB2026-000001' : second }),
    ),
  );
const asked = fc.oneof(
  fc.constant('whole' as const),
  fc.array(
    fc.record(
      {
        position: fc.integer({ min: 1, max: 5 }),
        invoice: fc.constantFrom('FB2026-000001', second),
      },
      { requiredKeys: ['position'] },
    ),
    { minLength: 1, maxLength: 5 },
  ),
);

test('no line is ever in two disputes, none is taken twice, and there is something to decide', () => {
  let chosen = 0;
  fc.assert(
    fc.property(lines, asked, (all, wish) => {
      ignoringRefusals(() => {
        const taken = chosenLines(all, wish);
        expect(taken.every(({ disputeId }) => disputeId === null)).toBe(true);
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken.some(({ leftMinor }) => leftMinor > 0)).toBe(true);
        if (wish === 'whole') expect(taken).toEqual(all);
        else expect(taken.every(({ leftMinor }) => leftMinor > 0)).toBe(true);
        chosen += 1;
      });
    }),
    { numRuns: 2_000 },
  );
  expect(chosen).toBeGreaterThan(200);
});

function ignoringRefusals(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
  }
}
