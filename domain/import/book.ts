/**
 * A book of business: who sells, what, to whom, on which terms. What an import reads from a file
 * and what the database takes in; everything is named by its natural key, nothing by an id.
 */
import type { Interval, LocalDate } from '../calendar.ts';
import type { Ladder } from '../ladder.ts';
import type { TaxCategory } from '../tax.ts';
import type { PaymentTerms } from '../terms.ts';

export type BookSeller = {
  readonly code: string;
  readonly name: string;
  readonly addressLine: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
  readonly vatNumber: string | null;
  readonly email: string;
  readonly iban: string | null;
  readonly bic: string | null;
  readonly language: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly weekendRule: 'keep' | 'next_working_day' | 'previous_working_day';
  readonly oneStopShop: boolean;
  readonly invoicePrefix: string;
};

export type BookService = {
  readonly seller: string;
  readonly code: string;
  /** Its name in each language; the invoice takes the customer's, else English. */
  readonly names: Readonly<Record<string, string>>;
  readonly taxCategory: TaxCategory;
};

export type BookLadder = Ladder & { readonly seller: string };

export type BookCustomer = {
  readonly seller: string;
  /** The customer's number with the seller. */
  readonly number: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly country: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly isBusiness: boolean;
  readonly vatNumber: string | null;
  readonly addressLine: string;
  readonly postalCode: string;
  readonly city: string;
  readonly customerSince: LocalDate | null;
  readonly paymentMethod: string | null;
  /** Whatever else is known, as text and never looked into. */
  readonly attributes: Readonly<Record<string, string>>;
};

export type BookContract = {
  readonly seller: string;
  readonly customer: string;
  readonly number: string;
  readonly kind: string;
  readonly anchorOn: LocalDate;
  readonly interval: Interval;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate | null;
  readonly terms: PaymentTerms;
  readonly ladder: { readonly code: string; readonly version: number };
  /** First day of the first period to be billed; null when there is none to come. */
  readonly nextBillOn: LocalDate | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly lines: readonly BookLine[];
};

export type BookLine = {
  readonly service: string;
  /** Stands on the invoice instead of the service's name. */
  readonly description: string | null;
  /** Decimal text, up to six places. */
  readonly quantity: string;
  readonly unitPriceMinor: number;
  readonly priceVersion: string | null;
  readonly fromOn: LocalDate | null;
  readonly toOn: LocalDate | null;
};

export type Book = {
  readonly sellers: readonly BookSeller[];
  readonly services: readonly BookService[];
  readonly ladders: readonly BookLadder[];
  readonly customers: readonly BookCustomer[];
  readonly contracts: readonly BookContract[];
};
