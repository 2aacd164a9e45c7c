/**
 * What granted discounts do to a coming bill: further lines below nothing, before tax. Pure.
 *
 * Discounts follow each other in a fixed order, whatever order they are told in: prices, then
 * percentages, then amounts; within these those of one service before those of the bill, then by
 * id. Each takes from what those before it left.
 */
import type { BillableLine } from '../invoice.ts';
import { allocate, multiplyQuantity, shareOf, sumMinor } from '../money.ts';
import type { TaxCategory } from '../tax.ts';

export type Discount = {
  readonly discountId: string;
  readonly kind: 'percent' | 'amount' | 'price';
  /** The one service that it is for; null for the whole bill. */
  readonly serviceCode: string | null;
  readonly basisPoints?: number;
  readonly netMinor?: number;
  readonly unitPriceMinor?: number;
  /** For how many bills it is still good. */
  readonly billsLeft: number;
  readonly description: string;
};

export type DiscountUse = {
  readonly discountId: string;
  /** What it took off this bill, net; a discount that took nothing waits for the next one. */
  readonly netMinor: number;
  readonly billsLeft: number;
};

export type DiscountedBill = {
  /** To be added to the bill's own lines. */
  readonly lines: readonly BillableLine[];
  /** Of each discount, in the order in which they were taken. */
  readonly used: readonly DiscountUse[];
};

/** The service code of a line that takes something off the whole bill. */
export const wholeBill = 'discount';

/** What is left of a service within one tax category: what discounts are taken from. */
type Pot = {
  readonly serviceCode: string;
  readonly taxCategory: TaxCategory;
  /** Its first line stands for it on the paper. */
  readonly first: BillableLine;
  readonly lines: readonly BillableLine[];
  readonly netMinor: number;
  leftMinor: number;
};

/**
 * Neither a service nor a tax category nor the bill is taken below nothing. A bill that has a tax
 * category below nothing by itself is left alone: its discounts wait for the next one.
 */
export function discountLines(
  lines: readonly BillableLine[],
  discounts: readonly Discount[],
): DiscountedBill {
  const pots = potsOf(lines);
  const isSound = [...byCategory(pots).values()].every((together) => leftOf(together) >= 0);
  const taken = inOrder(discounts).map((discount) => {
    const isToUse = isSound && discount.billsLeft > 0;
    return { discount, lines: isToUse ? taking(discount, pots) : [] };
  });
  return {
    lines: taken.flatMap((one) => one.lines),
    used: taken.map((one) => useOf(one.discount, one.lines)),
  };
}

function useOf({ discountId, billsLeft }: Discount, lines: readonly BillableLine[]): DiscountUse {
  const netMinor = sumMinor(lines.map(({ unitPriceMinor }) => -unitPriceMinor));
  return { discountId, netMinor, billsLeft: netMinor > 0 ? billsLeft - 1 : billsLeft };
}

/** Takes the discount from the pots and returns its lines, one for each tax category. */
function taking(discount: Discount, pots: readonly Pot[]): BillableLine[] {
  const { serviceCode } = discount;
  const concerned = pots.filter((pot) => serviceCode === null || pot.serviceCode === serviceCode);
  const groups = [...byCategory(concerned)].map(([taxCategory, together]) => ({
    together,
    roomMinor: roomIn(together, pots, taxCategory),
  }));
  const rooms = groups.map(({ roomMinor }) => roomMinor);
  const mostMinor = Math.min(sumMinor(rooms), Math.max(0, leftOf(concerned)));
  const wanted = groups.map((group) => wantedOf(discount, group));
  const wishMinor = discount.kind === 'amount' ? (discount.netMinor ?? 0) : sumMinor(wanted);
  const takenMinor = Math.min(wishMinor, mostMinor);
  if (takenMinor <= 0) return [];
  const weights = discount.kind === 'amount' ? rooms : wanted;
  const parts = allocate(takenMinor, weights);
  return groups.flatMap(({ together }, index) => {
    const partMinor = parts[index] ?? 0;
    return partMinor === 0 ? [] : [lineOf(discount, together, partMinor)];
  });
}

type Group = { readonly together: readonly Pot[]; readonly roomMinor: number };

/** What a price or a percentage would take of one tax category. */
function wantedOf(discount: Discount, { together, roomMinor }: Group): number {
  switch (discount.kind) {
    case 'amount':
      return roomMinor;
    case 'percent':
      return Math.min(roomMinor, shareOf(roomMinor, discount.basisPoints ?? 0));
    case 'price':
      return Math.min(roomMinor, sumMinor(together.map((pot) => abovePrice(discount, pot))));
  }
}

/** How far a service is above the price still, as a better price before may have lowered it. */
function abovePrice({ unitPriceMinor }: Discount, pot: Pot): number {
  if (unitPriceMinor === undefined) return 0;
  const above = pot.lines.map((line) => {
    const listMinor = multiplyQuantity(line.unitPriceMinor, line.quantity);
    return Math.max(0, listMinor - multiplyQuantity(unitPriceMinor, line.quantity));
  });
  return Math.max(0, sumMinor(above) - (pot.netMinor - pot.leftMinor));
}

/** Takes its part from the pots of one tax category, in proportion to what they have. */
function lineOf(discount: Discount, together: readonly Pot[], partMinor: number): BillableLine {
  const shares = allocate(
    partMinor,
    together.map(({ leftMinor }) => Math.max(0, leftMinor)),
  );
  for (const [index, pot] of together.entries()) pot.leftMinor -= shares[index] ?? 0;
  const [largest] = together.toSorted((one, other) => other.netMinor - one.netMinor);
  if (!largest) throw new Error('a discount was taken from no service');
  return {
    ...largest.first,
    serviceCode: discount.serviceCode ?? wholeBill,
    description: discount.description,
    quantity: '1',
    unitPriceMinor: -partMinor,
    priceVersion: null,
    discountId: discount.discountId,
  };
}

/** What may be taken from some pots of a tax category: what they have, and what the category has. */
function roomIn(together: readonly Pot[], pots: readonly Pot[], taxCategory: TaxCategory): number {
  const ofCategory = pots.filter((pot) => pot.taxCategory === taxCategory);
  const hasMinor = sumMinor(together.map(({ leftMinor }) => Math.max(0, leftMinor)));
  return Math.max(0, Math.min(hasMinor, leftOf(ofCategory)));
}

function potsOf(lines: readonly BillableLine[]): Pot[] {
  const groups = Map.groupBy(lines, (line) => JSON.stringify([line.serviceCode, line.taxCategory]));
  return [...groups.values()].flatMap((together) => {
    const [first] = together;
    if (!first) return [];
    const nets = together.map((line) => multiplyQuantity(line.unitPriceMinor, line.quantity));
    const netMinor = sumMinor(nets);
    const { serviceCode, taxCategory } = first;
    return [{ serviceCode, taxCategory, first, lines: together, netMinor, leftMinor: netMinor }];
  });
}

function byCategory(pots: readonly Pot[]): Map<TaxCategory, Pot[]> {
  return Map.groupBy(pots, ({ taxCategory }) => taxCategory);
}

function leftOf(pots: readonly Pot[]): number {
  return sumMinor(pots.map(({ leftMinor }) => leftMinor));
}

const kindsInOrder: readonly Discount['kind'][] = ['price', 'percent', 'amount'];

function inOrder(discounts: readonly Discount[]): Discount[] {
  const rank = ({ kind, serviceCode }: Discount) =>
    kindsInOrder.indexOf(kind) * 2 + (serviceCode === null ? 1 : 0);
  return discounts.toSorted(
    (one, other) => rank(one) - rank(other) || (one.discountId < other.discountId ? -1 : 1),
  );
}
