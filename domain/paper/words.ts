import type { TaxTreatment } from '../tax.ts';
import type { PaymentTerms } from '../terms.ts';
import type { PaperKind } from './facts.ts';

/** Another paper, named in a sentence; its date is written out. */
export type NamedPaper = { readonly number: string; readonly issuedOn: string };

/**
 * One language of the papers: adding one is adding a file like en.ts and naming it in
 * languages.ts. Amounts and dates come in as the language writes them.
 */
export type PaperWords = {
  /** How numbers, dates and countries are written: a BCP 47 tag, perhaps with a region. */
  readonly locale: string;
  readonly kind: Record<PaperKind, string>;
  readonly facts: Record<'number' | 'issuedOn' | 'period' | 'customer' | 'dueOn' | 'terms', string>;
  readonly billedTo: string;
  readonly vatNumber: string;
  readonly lines: Record<
    'heading' | 'position' | 'description' | 'quantity' | 'unitPrice' | 'tax',
    string
  > & { readonly net: (currency: string) => string };
  readonly partOfLine: (position: number) => string;
  readonly taxSummary: Record<'heading' | 'treatment' | 'net' | 'tax', string>;
  /** What stands beside a line and in the summary; the rate is as the language writes it. */
  readonly treatment: Record<TaxTreatment, (rate: string) => string>;
  /** What the law wants to be said of a treatment, if anything. */
  readonly legalNote: Record<TaxTreatment, string | null>;
  readonly totals: Record<'net' | 'tax' | 'gross' | 'creditUsed' | 'toPay' | 'credited', string>;
  readonly terms: {
    readonly [Kind in PaymentTerms['kind']]: (
      terms: Extract<PaymentTerms, { kind: Kind }>,
    ) => string;
  };
  readonly payment: Record<'heading' | 'payee' | 'reference' | 'qr', string> & {
    readonly request: (words: { readonly amount: string; readonly dueOn: string }) => string;
    readonly nothing: string;
  };
  readonly credit: Record<'heading', string> & {
    readonly takenOff: (amount: string) => string;
    readonly kept: (amount: string) => string;
  };
  readonly corrects: {
    /** A credit note, and the invoice that it corrects. */
    readonly credits: (invoice: NamedPaper) => string;
    /** An invoice, and the one in whose place it comes. */
    readonly replaces: (invoice: NamedPaper) => string;
    /** An invoice, and the credit note whose amount it claims again. */
    readonly undoes: (creditNote: NamedPaper) => string;
    readonly reason: (reason: string) => string;
  };
  readonly page: (page: string, pages: string) => string;
};
