/** What a service costs by list, read from what customers agreed to: there is no catalogue. */
import type { LocalDate } from '../calendar.ts';
import { checkedMinor } from '../money.ts';
import { peersAtLeast } from './comparison.ts';

/** A price of a service in contracts that run, how many customers have it, and since when the last. */
export type AgreedPrice = {
  readonly priceVersion: string | null;
  readonly minor: number;
  readonly customers: number;
  readonly newestOn: LocalDate;
};

export type ListPrice = {
  readonly minor: number;
  readonly priceVersion: string | null;
  /** So many of so many customers with this version of the price pay exactly this. */
  readonly payers: number;
  readonly customers: number;
  /** Above nothing when the customer pays more than the list price. */
  readonly differenceMinor: number;
};

/**
 * The price that more than half of the customers with the current version of the price pay; null
 * when no price is paid by so many, or when they are too few. The current version is the one that
 * a customer took last, of the versions that enough customers have: a price tried with a few is
 * not the list price.
 */
export function listPrice(
  ownMinor: number,
  agreed: readonly AgreedPrice[],
  atLeast = peersAtLeast,
): ListPrice | null {
  const [current] = [...Map.groupBy(agreed, ({ priceVersion }) => priceVersion)]
    .map(([priceVersion, prices]) => versionOf(priceVersion, prices))
    .filter(({ customers }) => customers >= atLeast)
    .toSorted(newestFirst);
  const usual = current?.prices.find(({ customers }) => 2 * customers > current.customers);
  if (!current || !usual) return null;
  return {
    minor: usual.minor,
    priceVersion: current.priceVersion,
    payers: usual.customers,
    customers: current.customers,
    differenceMinor: checkedMinor(ownMinor - usual.minor),
  };
}

type Version = {
  readonly priceVersion: string | null;
  readonly prices: readonly AgreedPrice[];
  readonly customers: number;
  readonly newestOn: LocalDate;
};

function versionOf(priceVersion: string | null, prices: readonly AgreedPrice[]): Version {
  return {
    priceVersion,
    prices,
    customers: prices.reduce((sum, { customers }) => sum + customers, 0),
    newestOn: prices.map(({ newestOn }) => newestOn).reduce((a, b) => (a > b ? a : b)),
  };
}

/** Of two versions taken last on the same day, the one that more customers have. */
function newestFirst(one: Version, other: Version): number {
  if (one.newestOn !== other.newestOn) return one.newestOn < other.newestOn ? 1 : -1;
  return other.customers - one.customers;
}
