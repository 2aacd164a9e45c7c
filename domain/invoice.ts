/**
 * From what a customer agreed to, to the paper that tells them what they owe.
 * Pure: the same contract lines, parties and date always make the same invoice.
 */
import type { LocalDate, Period } from './calendar.ts';
import { checkedMinor, multiplyQuantity } from './money.ts';
import {
  allocateTax,
  summariseTax,
  type TaxCategory,
  type TaxSubtotal,
  type TaxTreatment,
  taxTreatment,
} from './tax.ts';

/** The seller as printed on the paper, fixed at issue. */
export type SellerOnInvoice = {
  readonly name: string;
  readonly addressLine: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
  readonly vatNumber: string | null;
  readonly email: string;
  readonly iban: string | null;
  readonly bic: string | null;
};

/** The buyer as printed on the paper, fixed at issue. */
export type Buyer = {
  readonly number: string;
  readonly name: string;
  readonly email: string;
  readonly addressLine: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
  readonly isBusiness: boolean;
  readonly vatNumber: string | null;
};

/** One service of a contract in the period to be billed. */
export type BillableLine = {
  readonly contractId: string;
  readonly serviceCode: string;
  readonly description: string;
  readonly taxCategory: TaxCategory;
  /** Decimal text, up to six places. */
  readonly quantity: string;
  readonly unitPriceMinor: number;
  readonly priceVersion: string | null;
  readonly period: Period;
  /** The discount that took it off the bill; left out on what is sold. */
  readonly discountId?: string;
};

export type InvoiceLine = Omit<BillableLine, 'taxCategory'> & {
  readonly taxTreatment: TaxTreatment;
  readonly rateBasisPoints: number;
  readonly netMinor: number;
  readonly taxMinor: number;
};

export type InvoiceDraft = {
  readonly lines: readonly InvoiceLine[];
  readonly taxSummary: readonly TaxSubtotal[];
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
};

export type TaxParties = {
  readonly seller: Pick<SellerOnInvoice, 'country' | 'vatNumber'> & {
    readonly oneStopShop: boolean;
  };
  readonly buyer: Pick<Buyer, 'country' | 'isBusiness' | 'vatNumber'>;
};

/**
 * Prices and taxes the lines. Tax is computed once per rate on the sum of its lines, as
 * EN 16931 asks (BR-CO-17), and then shared out so that the lines add up to it exactly.
 */
export function draftInvoice(
  lines: readonly BillableLine[],
  parties: TaxParties,
  taxPointOn: LocalDate,
): InvoiceDraft {
  const taxed = lines.map((line) => taxedLine(line, parties, taxPointOn));
  const { perRate, netMinor, taxMinor, grossMinor } = summariseTax(taxed);
  const shares = allocateTax(taxed);
  return {
    lines: taxed.map((line, index) => ({ ...line, taxMinor: checkedMinor(shares[index] ?? 0) })),
    taxSummary: perRate,
    netMinor,
    taxMinor,
    grossMinor,
  };
}

function taxedLine(line: BillableLine, { seller, buyer }: TaxParties, on: LocalDate) {
  const { taxCategory, ...kept } = line;
  const { treatment, rateBasisPoints } = taxTreatment({
    category: taxCategory,
    sellerCountry: seller.country,
    sellerVatNumber: seller.vatNumber,
    oneStopShop: seller.oneStopShop,
    buyerCountry: buyer.country,
    buyerIsBusiness: buyer.isBusiness,
    buyerVatNumber: buyer.vatNumber,
    on,
  });
  return {
    ...kept,
    taxTreatment: treatment,
    treatment,
    rateBasisPoints,
    netMinor: multiplyQuantity(line.unitPriceMinor, line.quantity),
  };
}
