/**
 * Value added tax: which law and which rate a sale falls under, and how much that is.
 *
 * The rules are those for telecommunications and other services supplied electronically
 * (Directive 2006/112/EC, articles 44, 58 and 59c), which are taxed where the customer is. Goods
 * and services bound to a place would need others.
 */
import type { LocalDate } from './calendar.ts';
import { refuse } from './errors.ts';
import { checkedMinor, type ExactShare, roundedToSum, shareOf, sumMinor } from './money.ts';
import { isInUnion, isWithoutTax, taxCountryOf, taxRatesOn } from './tax-rates.ts';
import { vatNumberCountry } from './vat-number.ts';

export { isVatNumber } from './vat-number.ts';

/** What kind of sale a service is where it is taxed. */
export type TaxCategory = 'standard' | 'reduced' | 'zero' | 'exempt' | 'outside_scope';

/** What becomes of a line: its category, or the buyer owes the tax. */
export type TaxTreatment = TaxCategory | 'reverse_charge';

/** Why a line is taxed otherwise than at home, for the paper to say. */
export type TaxNote = 'reverse_charge' | 'one_stop_shop' | 'outside_union' | 'abroad' | 'no_tax';

export type TaxQuestion = {
  readonly category: TaxCategory;
  readonly sellerCountry: string;
  /** Null when the seller is known to have none; left out when it does not matter. */
  readonly sellerVatNumber?: string | null;
  /** Whether the seller declares sales to consumers in other states through a one-stop shop. */
  readonly oneStopShop?: boolean;
  readonly buyerCountry: string;
  readonly buyerIsBusiness: boolean;
  readonly buyerVatNumber?: string | null;
  /** The tax point. */
  readonly on: LocalDate;
};

export type TaxAnswer = {
  readonly treatment: TaxTreatment;
  readonly rateBasisPoints: number;
  /** The country whose law decides. */
  readonly country: string;
  readonly note: TaxNote | null;
};

/** What the lines of one treatment and rate come to. */
export type TaxSubtotal = {
  readonly treatment: TaxTreatment;
  readonly rateBasisPoints: number;
  readonly netMinor: number;
  readonly taxMinor: number;
};

export type TaxedLine = Omit<TaxSubtotal, 'taxMinor'>;

export type TaxSummary = {
  readonly perRate: TaxSubtotal[];
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
};

/**
 * How a sale is taxed.
 *
 * - Lines that are exempt or outside the scope of tax stay so.
 * - At home: the rate of the category there.
 * - To a business in another EU state that gives a VAT number of another state than the seller's:
 *   reverse charge (articles 44 and 196). Here only the number's form counts; whether it is in use
 *   is asked when it is taken down. Without one the buyer is taxed like a consumer, as Regulation
 *   (EU) No 282/2011, article 18(2), allows.
 * - To a consumer in another EU state: the rates there if the seller uses the one-stop shop,
 *   those at home if not, which is right below 10,000 euros a year (article 59c).
 * - Out of the Union, and from a seller outside it to buyers abroad: outside the scope, unless a
 *   one-stop shop is used for consumers in the Union.
 *
 * Refuses `tax_rule_missing`: a country or day without known rates, a code that is no country's,
 * and a reverse charge by a seller without a VAT number, which no invoice may show (EN 16931,
 * BR-AE-02).
 */
export function taxTreatment(question: TaxQuestion): TaxAnswer {
  const { category, buyerIsBusiness, on } = question;
  const seller = taxCountryOf(checkedCountry(question.sellerCountry));
  const buyer = taxCountryOf(checkedCountry(question.buyerCountry));
  const home = answerAt(seller, category, on);
  if (category === 'exempt' || category === 'outside_scope' || buyer === seller) return home;
  if (isInUnion(buyer)) {
    const numberOf = buyerIsBusiness ? vatNumberCountry(question.buyerVatNumber ?? '') : null;
    const isRegistered = numberOf !== null && isInUnion(numberOf);
    if (isRegistered && isInUnion(seller)) {
      return numberOf === seller ? home : reverseCharge(question, buyer);
    }
    if (!isRegistered && question.oneStopShop) {
      return { ...answerAt(buyer, category, on), note: 'one_stop_shop' };
    }
    if (isInUnion(seller)) return home;
  }
  const note = isInUnion(seller) ? 'outside_union' : 'abroad';
  return { treatment: 'outside_scope', rateBasisPoints: 0, country: buyer, note };
}

function reverseCharge({ sellerVatNumber }: TaxQuestion, country: string): TaxAnswer {
  if (sellerVatNumber === null) {
    refuse('tax_rule_missing', 'A seller without a VAT number cannot bill under reverse charge.');
  }
  const treatment = 'reverse_charge';
  return { treatment, rateBasisPoints: 0, country, note: treatment };
}

function answerAt(country: string, category: TaxCategory, on: LocalDate): TaxAnswer {
  const untaxed = { rateBasisPoints: 0, country };
  if (category === 'exempt' || category === 'outside_scope') {
    return { ...untaxed, treatment: category, note: null };
  }
  if (isWithoutTax(country)) return { ...untaxed, treatment: 'outside_scope', note: 'no_tax' };
  const rates =
    taxRatesOn(country, on) ??
    refuse('tax_rule_missing', `The rates of tax in ${country} on ${on} are not known.`);
  if (category === 'zero') return { ...untaxed, treatment: category, note: null };
  // A state without reduced rates, such as Denmark, taxes such lines in full.
  const [reduced] = category === 'reduced' ? rates.reducedBasisPoints : [];
  return reduced === undefined
    ? { treatment: 'standard', rateBasisPoints: rates.standardBasisPoints, country, note: null }
    : { treatment: 'reduced', rateBasisPoints: reduced, country, note: null };
}

/** A slip such as `Germany` or `germany` must not pass for a country outside the Union. */
function checkedCountry(code: string): string {
  return /^[A-Z]{2}$/.test(code)
    ? code
    : refuse('tax_rule_missing', `${JSON.stringify(code)} is no country code such as EE.`);
}

const order: readonly TaxTreatment[] = [
  'standard',
  'reduced',
  'zero',
  'reverse_charge',
  'exempt',
  'outside_scope',
];

/**
 * The tax of an invoice: computed once for each treatment and rate on the sum of its lines, as
 * EN 16931 has it (BR-CO-17), and not as a sum of rounded lines, which drifts by a cent a line.
 */
export function summariseTax(lines: readonly TaxedLine[]): TaxSummary {
  const perRate = groupsOf(lines)
    .map(({ treatment, rateBasisPoints, netMinor }) => ({
      treatment,
      rateBasisPoints,
      netMinor,
      taxMinor: shareOf(netMinor, rateBasisPoints),
    }))
    .sort(
      (one, other) =>
        order.indexOf(one.treatment) - order.indexOf(other.treatment) ||
        other.rateBasisPoints - one.rateBasisPoints,
    );
  const netMinor = sumMinor(perRate.map((subtotal) => subtotal.netMinor));
  const taxMinor = sumMinor(perRate.map((subtotal) => subtotal.taxMinor));
  return { perRate, netMinor, taxMinor, grossMinor: sumMinor([netMinor, taxMinor]) };
}

/**
 * The tax of each line, in the order of the lines: the exact share of each within less than a
 * unit, such that the lines of a rate add up to the tax of that rate. The opposite lines have the
 * opposite taxes, so that a credit note for a whole invoice mirrors it line by line.
 */
export function allocateTax(lines: readonly TaxedLine[]): number[] {
  const taxes = lines.map(() => 0);
  for (const { members, netMinor, rateBasisPoints } of groupsOf(lines)) {
    const total = shareOf(netMinor, rateBasisPoints);
    const leading = members.find(({ line }) => line.netMinor !== 0)?.line.netMinor ?? 0;
    const sign = Math.sign(netMinor === 0 ? leading : netMinor) < 0 ? -1n : 1n;
    const shares = members.map(({ line }) =>
      exactShare(sign * BigInt(line.netMinor) * BigInt(rateBasisPoints)),
    );
    const parts = roundedToSum(shares, sign * BigInt(total));
    for (const [place, { index }] of members.entries()) {
      taxes[index] = checkedMinor(sign * (parts[place] ?? 0n));
    }
  }
  return taxes;
}

/** Rounded down, also below nothing, so that every remainder is a part still to be given. */
function exactShare(product: bigint): ExactShare {
  const remainder = ((product % 10_000n) + 10_000n) % 10_000n;
  return { whole: (product - remainder) / 10_000n, remainder };
}

type Member = { readonly line: TaxedLine; readonly index: number };
type Group = TaxedLine & { readonly members: readonly Member[] };

function groupsOf(lines: readonly TaxedLine[]): Group[] {
  const groups = Map.groupBy(
    lines.map((line, index) => ({ line, index })),
    ({ line }) => `${line.treatment} ${checkedRate(line)}`,
  );
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const { treatment, rateBasisPoints } = first.line;
    const netMinor = sumMinor(members.map(({ line }) => line.netMinor));
    return [{ treatment, rateBasisPoints, netMinor, members }];
  });
}

/** A rate that cannot be is nobody's input but a mistake in the program. */
function checkedRate({ treatment, rateBasisPoints }: TaxedLine): number {
  const isTaxed = treatment === 'standard' || treatment === 'reduced';
  const isRate = Number.isInteger(rateBasisPoints) && rateBasisPoints >= 0;
  if (!isRate || (rateBasisPoints > 0 && !isTaxed)) {
    throw new Error(`a line that is ${treatment} cannot have a rate of ${rateBasisPoints}`);
  }
  return rateBasisPoints;
}
