/** What is credited where nobody decided: what is disputed, up to what the policy allows. Pure. */
import { leftOfBill, type LineLeft } from '../authority/worth.ts';
import type { CreditScope } from '../facts.ts';
import { allocate, multiplyRatio, sumMinor } from '../money.ts';

export type DefaultCredit = {
  readonly scope: CreditScope;
  /** Gross. */
  readonly worthMinor: number;
};

/** What the dispute is about: the bill as a whole, or lines of it by their positions. */
type Disputed = 'whole' | readonly number[];

/**
 * All that is left of what is disputed, where that is no more than the policy allows and than is
 * left of the bill; else as much as fits. Of the whole bill it is an amount, which takes the same
 * share of what is sold and of what is deducted. Null when there is nothing to credit.
 */
export function defaultCredit(
  bill: readonly LineLeft[],
  disputed: Disputed,
  allowedMinor: number,
): DefaultCredit | null {
  const mostMinor = Math.min(allowedMinor, leftOfBill(bill));
  if (mostMinor <= 0) return null;
  return disputed === 'whole'
    ? { scope: { kind: 'amount', grossMinor: mostMinor }, worthMinor: mostMinor }
    : creditOfLines(
        bill.filter(({ position }) => disputed.includes(position)),
        mostMinor,
      );
}

function creditOfLines(lines: readonly LineLeft[], mostMinor: number): DefaultCredit | null {
  const left = lines.filter((line) => line.leftNetMinor > 0 && grossOf(line) > 0);
  const grosses = left.map(grossOf);
  const allMinor = sumMinor(grosses);
  if (allMinor === 0) return null;
  const shares = allMinor <= mostMinor ? grosses : allocate(mostMinor, grosses);
  const credited = left
    .map((line, index) => partOf(line, shares[index] ?? 0))
    .filter(({ netMinor }) => netMinor > 0);
  if (credited.length === 0) return null;
  return {
    scope: {
      kind: 'lines',
      lines: credited.map(({ position, netMinor }) => ({ position, netMinor })),
    },
    worthMinor: sumMinor(credited.flatMap(({ netMinor, taxMinor }) => [netMinor, taxMinor])),
  };
}

/**
 * A part of a line that comes to no more than so much with its tax. The net is rounded down; the tax
 * on it, rounded as on the credit note, is half a unit off at most, too little to pass a whole one.
 */
function partOf(line: LineLeft, grossMinor: number) {
  const { position, leftNetMinor, leftTaxMinor } = line;
  const net = (BigInt(leftNetMinor) * BigInt(grossMinor)) / BigInt(grossOf(line));
  const netMinor = Number(net);
  return { position, netMinor, taxMinor: multiplyRatio(leftTaxMinor, netMinor, leftNetMinor) };
}

function grossOf({ leftNetMinor, leftTaxMinor }: LineLeft): number {
  return leftNetMinor + leftTaxMinor;
}
