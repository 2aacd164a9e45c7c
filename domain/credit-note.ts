/** What a credit note takes back from an invoice: never more than is left of it. Pure. */
import type { Period } from './calendar.ts';
import { refuse } from './errors.ts';
import type { CreditedLine, CreditScope } from './facts.ts';
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

export type CreditDraft = Omit<InvoiceDraft, 'lines'> & { readonly lines: readonly CreditLine[] };
type CreditLine = InvoiceLine & { readonly correctsPosition: number };

/** What credit notes have left of an invoice, gross. */
export function leftToCredit(lines: readonly CreditableLine[]): number {
  return sumMinor(lines.map(leftOf));
}

/** The lines of a credit note for this scope, or the refusal that too much was asked for. */
export function draftCreditNote(lines: readonly CreditableLine[], scope: CreditScope): CreditDraft {
  const leftMinor = leftToCredit(lines);
  if (leftMinor <= 0) refuse('nothing_to_credit', 'Nothing is left of this invoice to credit.');
  const parts = partsOf(lines, scope).filter(({ netMinor, taxMinor }) => netMinor + taxMinor !== 0);
  const askedMinor = sumMinor(parts.map(({ netMinor, taxMinor }) => netMinor + taxMinor));
  if (askedMinor > leftMinor) refuseTooMuch(askedMinor, leftMinor);
  if (askedMinor <= 0) refuse('nothing_to_credit', 'What was asked for comes to nothing.');
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
      return partsOfLines(lines, scope.lines);
    case 'amount':
      return partsOfAmount(lines, scope.grossMinor);
  }
}

/** A line that is named twice is asked for once, with both amounts. */
function partsOfLines(lines: readonly CreditableLine[], asked: readonly CreditedLine[]): Part[] {
  const byPosition = Map.groupBy(asked, ({ position }) => position);
  return [...byPosition].map(([position, together]) =>
    partOfLine(lines, position, sumMinor(together.map(({ netMinor }) => netMinor))),
  );
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

/**
 * A gross amount takes the same share of every line, of what is sold as of what is deducted, and
 * is split as the line is taxed. So no line is ever left with less than nothing.
 */
function partsOfAmount(lines: readonly CreditableLine[], grossMinor: number): Part[] {
  const leftMinor = leftToCredit(lines);
  if (grossMinor <= 0 || grossMinor > leftMinor) refuseTooMuch(grossMinor, leftMinor);
  const sold = lines.map((line) => Math.max(0, leftOf(line)));
  const deducted = lines.map((line) => Math.max(0, -leftOf(line)));
  const ofSoldMinor = multiplyRatio(sumMinor(sold), grossMinor, leftMinor);
  const soldShares = sharesOf(ofSoldMinor, sold);
  const deductedShares = sharesOf(ofSoldMinor - grossMinor, deducted);
  return lines.map((line, index) => {
    const share = (soldShares[index] ?? 0) - (deductedShares[index] ?? 0);
    const taxMinor = share === 0 ? 0 : multiplyRatio(line.leftTaxMinor, share, leftOf(line));
    return { line, netMinor: share - taxMinor, taxMinor };
  });
}

function sharesOf(minor: number, weights: readonly number[]): number[] {
  return minor === 0 ? weights.map(() => 0) : allocate(minor, weights);
}

function leftOf({ leftNetMinor, leftTaxMinor }: CreditableLine): number {
  return leftNetMinor + leftTaxMinor;
}

function refuseTooMuch(askedMinor: number, leftMinor: number): never {
  return refuse(
    'credit_too_large',
    `Of this invoice ${leftMinor} is left to credit; ${askedMinor} was asked for.`,
  );
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
