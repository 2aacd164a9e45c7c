/** What a credit note takes back from an invoice: never more than is left of it. Pure. */
import type { Period } from './calendar.ts';
import { refuse } from './errors.ts';
import type { CreditScope } from './facts.ts';
import type { InvoiceDraft, InvoiceLine } from './invoice.ts';
import { allocate, multiplyRatio, sumMinor } from './money.ts';
import type { TaxSubtotal } from './tax.ts';

/** A line of an issued invoice with what credit notes have left of it. */
export type CreditableLine = Omit<InvoiceLine, 'netMinor' | 'taxMinor'> & {
  readonly position: number;
  readonly period: Period;
  readonly leftNetMinor: number;
  readonly leftTaxMinor: number;
};

export type CreditDraft = InvoiceDraft & { readonly lines: readonly CreditLine[] };
type CreditLine = InvoiceLine & { readonly correctsPosition: number };

/** The lines of a credit note for this scope, or the refusal that too much was asked for. */
export function draftCreditNote(lines: readonly CreditableLine[], scope: CreditScope): CreditDraft {
  const parts = partsOf(lines, scope).filter(({ netMinor, taxMinor }) => netMinor + taxMinor !== 0);
  if (parts.length === 0) refuse('nothing_to_credit', 'Nothing is left of this invoice to credit.');
  const credited = parts.map(({ line, netMinor, taxMinor }) => {
    const { position, leftNetMinor: _net, leftTaxMinor: _tax, ...kept } = line;
    return { ...kept, correctsPosition: position, netMinor, taxMinor };
  });
  const netMinor = sumMinor(credited.map((line) => line.netMinor));
  const taxMinor = sumMinor(credited.map((line) => line.taxMinor));
  return {
    lines: credited,
    taxSummary: summarise(credited),
    netMinor,
    taxMinor,
    grossMinor: netMinor + taxMinor,
  };
}

type Part = { line: CreditableLine; netMinor: number; taxMinor: number };

function partsOf(lines: readonly CreditableLine[], scope: CreditScope): Part[] {
  switch (scope.kind) {
    case 'whole':
      return lines.map((line) => ({
        line,
        netMinor: line.leftNetMinor,
        taxMinor: line.leftTaxMinor,
      }));
    case 'lines':
      return scope.lines.map(({ position, netMinor }) => partOfLine(lines, position, netMinor));
    case 'amount':
      return partsOfAmount(lines, scope.grossMinor);
  }
}

/** A part of one line takes its share of the line's tax; all of the line takes all of it. */
function partOfLine(lines: readonly CreditableLine[], position: number, netMinor: number): Part {
  const line =
    lines.find((candidate) => candidate.position === position) ??
    refuse('line_unknown', `The invoice has no line ${position}.`);
  if (netMinor <= 0 || netMinor > line.leftNetMinor) {
    refuse(
      'credit_too_large',
      `Of line ${position} a net amount of ${line.leftNetMinor} is left; ${netMinor} was asked for.`,
    );
  }
  return {
    line,
    netMinor,
    taxMinor: multiplyRatio(line.leftTaxMinor, netMinor, line.leftNetMinor),
  };
}

/** A gross amount is shared over the lines by what is left of each, and split as they are taxed. */
function partsOfAmount(lines: readonly CreditableLine[], grossMinor: number): Part[] {
  const weights = lines.map((line) => Math.max(0, line.leftNetMinor + line.leftTaxMinor));
  const leftMinor = sumMinor(weights);
  if (grossMinor <= 0 || grossMinor > leftMinor) {
    refuse(
      'credit_too_large',
      `Of this invoice ${leftMinor} is left to credit; ${grossMinor} was asked for.`,
    );
  }
  const shares = allocate(grossMinor, weights);
  return lines.map((line, index) => {
    const share = shares[index] ?? 0;
    const weight = weights[index] ?? 0;
    const taxMinor = weight === 0 ? 0 : multiplyRatio(line.leftTaxMinor, share, weight);
    return { line, netMinor: share - taxMinor, taxMinor };
  });
}

function summarise(lines: readonly CreditLine[]): TaxSubtotal[] {
  const groups = Map.groupBy(lines, (line) => `${line.taxTreatment} ${line.rateBasisPoints}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [
      {
        treatment: first.taxTreatment,
        rateBasisPoints: first.rateBasisPoints,
        netMinor: sumMinor(group.map((line) => line.netMinor)),
        taxMinor: sumMinor(group.map((line) => line.taxMinor)),
      },
    ];
  });
}
