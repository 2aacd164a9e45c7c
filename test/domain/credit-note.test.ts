import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CreditableLine,
  type CreditDraft,
  draftCreditNote,
  leftToCredit,
} from '../../domain/credit-note.ts';
import { RefusalError } from '../../domain/errors.ts';
import type { CreditScope } from '../../domain/facts.ts';
import { sumMinor } from '../../domain/money.ts';
import { refusalOf } from './refusals.ts';

const period = { from: '2026-03-01', to: '2026-04-01' };

function line(position: number, leftNetMinor: number, leftTaxMinor: number): CreditableLine {
  return {
    position,
    period,
    contractId: '0199c0de-7000-7000-8000-000000000001',
    serviceCode: 'fibre',
    description: 'Fibre',
    quantity: '1',
    unitPriceMinor: leftNetMinor,
    priceVersion: null,
    taxTreatment: 'standard',
    rateBasisPoints: 2_400,
    leftNetMinor,
    leftTaxMinor,
  };
}

/** What is left after the note: as the database adds it up. */
function after(lines: readonly CreditableLine[], note: CreditDraft): CreditableLine[] {
  return lines.map((kept) => {
    const taken = note.lines.filter(({ correctsPosition }) => correctsPosition === kept.position);
    return {
      ...kept,
      leftNetMinor: kept.leftNetMinor - sumMinor(taken.map(({ netMinor }) => netMinor)),
      leftTaxMinor: kept.leftTaxMinor - sumMinor(taken.map(({ taxMinor }) => taxMinor)),
    };
  });
}

/** 124.00 sold and 24.80 deducted again: 99.20 is claimed. */
const withDiscount = [line(1, 10_000, 2_400), line(2, -2_000, -480)];

test('a credit note is never above what is left, also where lines deduct something', () => {
  const amount = (grossMinor: number): CreditScope => ({ kind: 'amount', grossMinor });
  expect(refusalOf(() => draftCreditNote(withDiscount, amount(9_921)))).toBe('credit_too_large');
  const lines: CreditScope = { kind: 'lines', lines: [{ position: 1, netMinor: 10_000 }] };
  expect(refusalOf(() => draftCreditNote(withDiscount, lines))).toBe('credit_too_large');
  expect(draftCreditNote(withDiscount, amount(9_920)).grossMinor).toBe(9_920);
});

test('half of an amount takes back half of what was sold and half of what was deducted', () => {
  const half = draftCreditNote(withDiscount, { kind: 'amount', grossMinor: 4_960 });
  expect(half.lines.map(({ netMinor, taxMinor }) => [netMinor, taxMinor])).toEqual([
    [5_000, 1_200],
    [-1_000, -240],
  ]);
});

test('a line that is named twice gives no more than it has', () => {
  const scope: CreditScope = {
    kind: 'lines',
    lines: [
      { position: 1, netMinor: 600 },
      { position: 1, netMinor: 600 },
    ],
  };
  const lines = [line(1, 1_000, 240), line(2, 1_000, 240)];
  expect(refusalOf(() => draftCreditNote(lines, scope))).toBe('credit_too_large');
});

const taxed = fc
  .record({ net: fc.integer({ min: -20_000, max: 100_000 }), rate: fc.constantFrom(0, 9, 24) })
  .map(({ net, rate }) => [net, Math.round((net * rate) / 100)] as const);

const invoices = fc
  .array(taxed, { minLength: 1, maxLength: 5 })
  .map((lines) => lines.map(([net, tax], index) => line(index + 1, net, tax)))
  .filter((lines) => leftToCredit(lines) > 0);

const scopes = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('amount' as const), percent: fc.integer({ min: 1, max: 120 }) }),
    fc.record({ kind: fc.constant('line' as const), percent: fc.integer({ min: 1, max: 120 }) }),
  ),
  { maxLength: 6 },
);

test('whatever was credited before, no line goes past nothing and the whole takes the exact rest', () => {
  fc.assert(
    fc.property(invoices, scopes, (invoice, asked) => {
      let lines = invoice;
      let creditedMinor = 0;
      const take = (scope: CreditScope) => {
        const note = draftCreditNote(lines, scope);
        expect(note.grossMinor).toBe(note.netMinor + note.taxMinor);
        expect(sumMinor(note.taxSummary.map(({ netMinor }) => netMinor))).toBe(note.netMinor);
        lines = after(lines, note);
        creditedMinor += note.grossMinor;
      };
      for (const [index, { kind, percent }] of asked.entries()) {
        const position = (index % lines.length) + 1;
        const share = (minor: number) => Math.ceil((minor * percent) / 100);
        const netMinor = share(lines[position - 1]?.leftNetMinor ?? 0);
        ignoringRefusals(() =>
          take(
            kind === 'amount'
              ? { kind, grossMinor: share(leftToCredit(lines)) }
              : { kind: 'lines', lines: [{ position, netMinor }] },
          ),
        );
        expect(leftToCredit(lines)).toBeGreaterThanOrEqual(0);
        for (const [at, { leftNetMinor, leftTaxMinor }] of lines.entries()) {
          const issued = invoice[at];
          expectBetween(leftNetMinor, issued?.leftNetMinor ?? 0);
          expectBetween(leftTaxMinor, issued?.leftTaxMinor ?? 0);
        }
      }
      ignoringRefusals(() => take({ kind: 'whole' }));
      expect(creditedMinor).toBe(leftToCredit(invoice));
    }),
    { numRuns: 2_000 },
  );
});

/** Between nothing and what was issued, on whichever side of nothing that is. */
function expectBetween(leftMinor: number, issuedMinor: number): void {
  expect(Math.abs(leftMinor)).toBeLessThanOrEqual(Math.abs(issuedMinor));
  expect(leftMinor * issuedMinor).toBeGreaterThanOrEqual(0);
}

function ignoringRefusals(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
  }
}
