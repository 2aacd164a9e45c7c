/**
 * Where a price stands among the prices of others. Everything is counted: the figures shown are
 * prices that somebody pays, never an average of two, so no fraction of a cent can appear.
 */
import { checkedMinor } from '../money.ts';

/** Fewer customers than this are not compared, and nothing of them is shown. */
export const peersAtLeast = 20;

/** A price, and how many pay it. */
export type PriceCount = { readonly minor: number; readonly count: number };

/** Where the prices of others lie. */
export type Spread = {
  readonly peers: number;
  readonly medianMinor: number;
  /** A quarter of them pay the first or less, three quarters the second or less. */
  readonly lowerQuartileMinor: number;
  readonly upperQuartileMinor: number;
};

export type Comparison = Spread & {
  /** How many of them pay less, the same and more. */
  readonly less: number;
  readonly same: number;
  readonly more: number;
  /** 0 when all pay more, 100 when all pay less, 50 when all pay the same. */
  readonly percentile: number;
  /** Above nothing when the customer pays more than the median. */
  readonly differenceMinor: number;
};

/**
 * The median and quartiles of prices; null when they are too few. Each is that of the nearest rank:
 * the smallest price that at least so large a share pays or pays less than (Hyndman and Fan, Sample
 * Quantiles in Statistical Packages, The American Statistician 50, 1996, definition 1).
 */
export function spreadOf(prices: readonly PriceCount[], atLeast = peersAtLeast): Spread | null {
  const ordered = prices.toSorted((one, other) => one.minor - other.minor);
  const peers = countOf(ordered);
  if (peers === 0 || peers < atLeast) return null;
  return {
    peers,
    medianMinor: nearestRank(ordered, peers, 2, 4),
    lowerQuartileMinor: nearestRank(ordered, peers, 1, 4),
    upperQuartileMinor: nearestRank(ordered, peers, 3, 4),
  };
}

/**
 * Compares a price with those of others; null when they are too few.
 *
 * The percentile rank counts those who pay the same as half below and half above, and is rounded
 * half up to a whole number (Roscoe, Fundamental Research Statistics for the Behavioral Sciences,
 * 1975: the rank of a score is the share below it and half of the share at it).
 */
export function comparePrice(
  ownMinor: number,
  prices: readonly PriceCount[],
  atLeast = peersAtLeast,
): Comparison | null {
  const spread = spreadOf(prices, atLeast);
  if (!spread) return null;
  const { peers, medianMinor } = spread;
  const less = countOf(prices.filter(({ minor }) => minor < ownMinor));
  const same = countOf(prices.filter(({ minor }) => minor === ownMinor));
  return {
    ...spread,
    ...{ less, same, more: peers - less - same },
    percentile: Math.floor((100 * (2 * less + same) + peers) / (2 * peers)),
    differenceMinor: checkedMinor(ownMinor - medianMinor),
  };
}

/** The smallest price that at least so many parts of all pay or pay less than. */
function nearestRank(
  ordered: readonly PriceCount[],
  peers: number,
  part: number,
  parts: number,
): number {
  let counted = 0;
  for (const { minor, count } of ordered) {
    counted += count;
    if (counted * parts >= peers * part) return minor;
  }
  throw new Error('There is no price to take a rank of.');
}

function countOf(prices: readonly PriceCount[]): number {
  return prices.reduce((sum, { count }) => sum + count, 0);
}
