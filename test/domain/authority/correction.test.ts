import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeCorrection, judgeCorrectionApproval } from '../../../domain/authority/correction.ts';
import { standardDiscountPolicy } from '../../../domain/authority/policy.ts';
import { leftOfBill, type LineLeft } from '../../../domain/authority/worth.ts';
import { draftCreditNote } from '../../../domain/credit-note.ts';
import { RefusalError } from '../../../domain/errors.ts';
import type { CorrectionKind, CreditScope } from '../../../domain/facts.ts';
import type { Role } from '../../../domain/staff.ts';
import { asIssued } from '../issued-line.ts';
import { line } from './examples.ts';

/** 2,480.00 sold and 12.40 deducted again. */
const lines = [line(1, 2_000_00, 480_00), line(2, -10_00, -2_40)];
const facts = {
  ...({ role: 'agent', currency: 'EUR', correctedMinor: 0 } as const),
  ...{ leftMinor: leftOfBill(lines), lines },
};

const amount = (grossMinor: number): CorrectionKind => ({
  kind: 'credit',
  scope: { kind: 'amount', grossMinor },
});
const judged = (
  correction: CorrectionKind,
  given: Partial<{ role: Role; currency: string }> = {},
) => judgeCorrection(standardDiscountPolicy, correction, { ...facts, ...given });

describe('a correction', () => {
  test.each<readonly [string, CorrectionKind, Role, string, number]>([
    ['of a small amount is made alone', amount(100_00), 'agent', 'allowed', 100_00],
    ['above it takes a second person', amount(100_01), 'agent', 'needs_second_person', 100_01],
    ['above all limits is refused', amount(2_000_01), 'agent', 'refused', 2_000_01],
    [
      'is made alone up to more by a supervisor',
      amount(2_000_00),
      'supervisor',
      'allowed',
      2_000_00,
    ],
    ['is made by nobody whose role decides nothing', amount(1), 'operator', 'refused', 1],
    [
      'of everything is worth what is left',
      { kind: 'credit', scope: { kind: 'whole' } },
      'supervisor',
      'needs_second_person',
      2_467_60,
    ],
    [
      'that issues the bill anew is worth what it voids',
      { kind: 'void_and_reissue' },
      'supervisor',
      'needs_second_person',
      2_467_60,
    ],
    [
      'that claims again takes nothing off',
      { kind: 'undo_credit', creditNote: 'C' },
      'agent',
      'allowed',
      0,
    ],
  ])('%s', (_, correction, role, verdict, worthMinor) => {
    expect(judged(correction, { role })).toMatchObject({ verdict, worthMinor });
  });

  test('in a currency without a limit is nobody’s to make', () => {
    expect(judged(amount(1), { currency: 'TRY' }).verdict).toBe('refused');
  });

  test('of a line in a thousand parts is not worth less than in one', () => {
    const cents = Array.from({ length: 1_000 }, () => ({ position: 1, netMinor: 2 }));
    const credit = (asked: typeof cents): CorrectionKind => ({
      kind: 'credit',
      scope: { kind: 'lines', lines: asked },
    });
    expect(judged(credit(cents)).worthMinor).toBe(24_80);
    expect(judged(credit([{ position: 1, netMinor: 20_00 }])).worthMinor).toBe(24_80);
  });
});

describe('the second person for a correction', () => {
  const asked = { grantedBy: 'maja', worthMinor: 1_500_00, currency: 'EUR' } as const;
  const code = (approver: { id: string; role: Role }, given: Partial<typeof asked> = {}) =>
    judgeCorrectionApproval(standardDiscountPolicy, { ...asked, ...given }, approver).refusal?.code;

  test('is another one whose own limit covers it', () => {
    expect(code({ id: 'ana', role: 'supervisor' })).toBeUndefined();
  });

  test('is never who asked, nor a role that approves nothing, nor above their own limit', () => {
    expect(code({ id: 'maja', role: 'supervisor' })).toBe('approval_same_person');
    expect(code({ id: 'ivo', role: 'agent' })).toBe('authority_exceeded');
    const { refusal } = judgeCorrectionApproval(
      standardDiscountPolicy,
      { ...asked, worthMinor: 2_000_01 },
      { id: 'ana', role: 'supervisor' },
    );
    expect(refusal?.code).toBe('authority_exceeded');
  });
});

const bills: fc.Arbitrary<LineLeft[]> = fc
  .array(fc.record({ net: fc.integer({ min: -900, max: 3_000 }), rate: fc.nat({ max: 27 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((drawn) =>
    drawn.map(({ net, rate }, index) => line(index + 1, net, Math.round((net * rate) / 100))),
  );
const scopes: fc.Arbitrary<CreditScope> = fc.oneof(
  fc.constant({ kind: 'whole' as const }),
  fc.record({ kind: fc.constant('amount' as const), grossMinor: fc.nat({ max: 4_000 }) }),
  fc.record({
    kind: fc.constant('lines' as const),
    lines: fc.array(
      fc.record({
        position: fc.integer({ min: 1, max: 4 }),
        netMinor: fc.integer({ min: -50, max: 900 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
);

test('a correction is worth to the cent what its credit note says', () => {
  let compared = 0;
  fc.assert(
    fc.property(bills, scopes, (lines, scope) => {
      const note = draftOrNull(lines, scope);
      if (!note) return;
      const bill = { ...facts, lines, leftMinor: leftOfBill(lines) };
      const { worthMinor } = judgeCorrection(
        standardDiscountPolicy,
        { kind: 'credit', scope },
        bill,
      );
      expect(worthMinor).toBe(note.grossMinor);
      compared += 1;
    }),
    { numRuns: 8_000 },
  );
  expect(compared).toBeGreaterThan(1_000);
});

function draftOrNull(lines: readonly LineLeft[], scope: CreditScope) {
  try {
    return draftCreditNote(lines.map(asIssued), scope);
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}
