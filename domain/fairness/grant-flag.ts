/** Whether a discount is far from what similar customers with the same reason were given. */
import { checkedMinor } from '../money.ts';
import { peersAtLeast } from './comparison.ts';

export type GrantFlag = 'far_below' | 'usual' | 'far_above' | 'too_few';

/** Where most were given the same, a difference of a tenth, or of one hundred units, is no wonder. */
const floorMinor = 100n;
const floorParts = 10n;

/** 3 × 1.4826, in ten thousandths. */
const tenThousand = 10_000n;
const madsAway = 44_478n;

/**
 * Far is what lies outside the median ± 3 × 1.4826 × MAD, the median of the distances from the
 * median: Leys, Ley, Klein, Bernard and Licata, Detecting outliers: Do not use standard deviation
 * around the mean, use absolute deviation around the median, Journal of Experimental Social
 * Psychology 49 (2013), pages 764–766; 1.4826 makes the MAD of normal figures their standard
 * deviation (Rousseeuw and Croux 1993). The paper calls 3 very conservative: nobody is told that a
 * grant is odd without need. Fewer than half of the grants, however odd, cannot move the limits
 * far. Where more than half are the same the MAD is nothing, so the distance has a floor.
 *
 * Exact: an even number of grants has its median between two of them, so twice the amounts and
 * four times the MAD are compared, as whole numbers. Refuses `amount_invalid`.
 */
export function grantFlag({
  worthMinor,
  peers,
  atLeast = peersAtLeast,
}: {
  readonly worthMinor: number;
  readonly peers: readonly number[];
  readonly atLeast?: number;
}): GrantFlag {
  const worth = 2n * BigInt(checkedMinor(worthMinor));
  if (peers.length === 0 || peers.length < atLeast) return 'too_few';
  const given = peers.map((minor) => 2n * BigInt(checkedMinor(minor)));
  const median = twiceMedian(given) / 2n;
  const fourMads = twiceMedian(given.map((minor) => sizeOf(minor - median)));
  const distance = worth - median;
  const isUsual =
    2n * tenThousand * sizeOf(distance) <= madsAway * fourMads ||
    sizeOf(distance) <= 2n * floorMinor ||
    floorParts * sizeOf(distance) <= sizeOf(median);
  if (isUsual) return 'usual';
  return distance < 0n ? 'far_below' : 'far_above';
}

/** The sum of the two in the middle, which are the same one when the number is odd. */
function twiceMedian(values: readonly bigint[]): bigint {
  const ordered = values.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  const lower = ordered[Math.floor((ordered.length - 1) / 2)];
  const upper = ordered[Math.floor(ordered.length / 2)];
  if (lower === undefined || upper === undefined) throw new Error('Nothing has no median.');
  return lower + upper;
}

function sizeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}
