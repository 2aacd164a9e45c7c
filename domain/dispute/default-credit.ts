/** What is credited where nobody decided: the disputed lines, up to what the policy allows. Pure. */
import type { LineLeft } from '../authority/worth.ts';
import type { CreditScope } from '../facts.ts';
import { multiplyRatio, sumMinor } from '../money.ts';

export type DefaultCredit = {
  readonly scope: CreditScope;
  /** Gross. */
  readonly worthMinor: number;
};

/**
 * All that is left of the lines where it is no more than the most; else the same share of each,
 * rounded down, so that it is never above. Null when there is nothing to credit.
 */
export function defaultCredit(lines: readonly LineLeft[], mostMinor: number): DefaultCredit | null {
  const left = lines.filter((line) => line.leftNetMinor > 0 && grossOf(line) > 0);
  const allMinor = sumMinor(left.map(grossOf));
  if (allMinor <= 0 || mostMinor <= 0) return null;
  const isAll = allMinor <= mostMinor;
  const credited = left
    .map(({ position, leftNetMinor, leftTaxMinor }) => {
      const netMinor = isAll ? leftNetMinor : floorShare(leftNetMinor, mostMinor, allMinor);
      return { position, netMinor, taxMinor: multiplyRatio(leftTaxMinor, netMinor, leftNetMinor) };
    })
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

function grossOf({ leftNetMinor, leftTaxMinor }: LineLeft): number {
  return leftNetMinor + leftTaxMinor;
}

/** Rounded down twice: the tax on it is rounded by its own rule, and must not lift it above. */
function floorShare(minor: number, most: number, all: number): number {
  return Number((BigInt(minor) * BigInt(most)) / BigInt(all));
}
