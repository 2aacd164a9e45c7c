import type { LocalDate, Period } from '../calendar.ts';
import type { Buyer, InvoiceLine, SellerOnInvoice } from '../invoice.ts';
import type { TaxSubtotal } from '../tax.ts';
import type { PaymentTerms } from '../terms.ts';

export type PaperKind = 'invoice' | 'credit_note';

/** One line of an issued paper. */
export type PaperLine = Pick<
  InvoiceLine,
  | 'description'
  | 'period'
  | 'quantity'
  | 'unitPriceMinor'
  | 'taxTreatment'
  | 'rateBasisPoints'
  | 'netMinor'
> & {
  readonly position: number;
  /** On a credit note: the line of the corrected invoice that it takes back. */
  readonly correctsPosition: number | null;
};

/** An issued paper: everything that was fixed when it was issued, and nothing that came later. */
export type PaperFacts = {
  readonly kind: PaperKind;
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly period: Period;
  readonly currency: string;
  readonly language: string;
  readonly seller: SellerOnInvoice;
  readonly buyer: Buyer;
  readonly lines: readonly PaperLine[];
  readonly taxSummary: readonly TaxSubtotal[];
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
  readonly terms: PaymentTerms;
  readonly reference: string;
  /** The paper that this one corrects, replaces or undoes. */
  readonly corrects: CorrectedPaper | null;
  readonly reason: string | null;
  /** What the customer's credit settled of an invoice when it was issued. */
  readonly creditUsedMinor: number;
  /** What of a credit note was not taken off a claim but became the customer's credit. */
  readonly creditKeptMinor: number;
};

export type CorrectedPaper = Pick<PaperFacts, 'kind' | 'number' | 'issuedOn'>;
