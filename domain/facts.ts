/** What can be said to a cycle about its money. Every fact has an id of its own: told twice, it counts once. */
import type { LocalDate } from './calendar.ts';
import type { DeskAct, DeskMessage } from './dispute/acts.ts';

/** Money that came in, as its reporter told it. */
export type PaymentReport = {
  /** The reporter's own id. */
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly receivedOn: LocalDate;
  readonly method: string;
  readonly reportedBy: string;
  /**
   * How it is shared out: to this cycle and the rest to the customer's credit, over all open
   * invoices of the customer from the oldest on, or as told by invoice number.
   */
  readonly allocate?: 'this' | 'oldest_first' | readonly AllocationOrder[];
  /**
   * A payment in whose place this one stands, such as what is left of a charge after a part was
   * refunded: it is taken back in the same moment, so that nothing is owed again in between.
   */
  readonly replaces?: Omit<ReversalReport, 'reportedBy'>;
  /** The money is in the books already, in suspense, and moves from there. */
  readonly fromSuspense?: boolean;
};

export type AllocationOrder = { readonly invoice: string; readonly amountMinor: number };

/** A payment that was taken back: a bounced direct debit, a chargeback. */
export type ReversalReport = {
  readonly reversalId: string;
  readonly paymentId: string;
  readonly reason: string;
  readonly reportedBy: string;
};

/** A customer's word to pay by these dates; it suspends the ladder. */
export type PromiseRequest = {
  readonly promiseId: string;
  readonly instalments: readonly Instalment[];
  readonly madeBy: string;
  /** After two broken promises only a supervisor may accept another. */
  readonly acceptedBy: 'customer' | 'agent' | 'supervisor';
};

export type Instalment = { readonly on: LocalDate; readonly amountMinor: number };

/** What a credit note takes back: everything, some lines by their net amount, or a gross amount. */
export type CreditScope =
  | { readonly kind: 'whole' }
  | { readonly kind: 'lines'; readonly lines: readonly CreditedLine[] }
  | { readonly kind: 'amount'; readonly grossMinor: number };

export type CreditedLine = { readonly position: number; readonly netMinor: number };

/** A correction of an issued invoice; every one has a reason and who did it. */
export type CorrectionRequest = CorrectionKind & {
  readonly correctionId: string;
  readonly reason: string;
  readonly decidedBy: string;
};

/**
 * A credit note; or all that is left of the cycle's invoices credited and one issued anew from the
 * contract as it is now; or an invoice that claims again what a wrong credit note took back.
 */
export type CorrectionKind =
  | {
      readonly kind: 'credit';
      readonly scope: CreditScope;
      /** The invoice's number, where the cycle has several. */
      readonly invoice?: string;
    }
  | { readonly kind: 'void_and_reissue' }
  | { readonly kind: 'undo_credit'; readonly creditNote: string };

export type Fact =
  | { readonly kind: 'payment'; readonly id: string; readonly payment: PaymentReport }
  | { readonly kind: 'reversal'; readonly id: string; readonly reversal: ReversalReport }
  | { readonly kind: 'promise'; readonly id: string; readonly promise: PromiseRequest }
  | { readonly kind: 'correction'; readonly id: string; readonly correction: CorrectionRequest }
  /** Somebody did something about a dispute; what it was stands in their request. */
  | {
      readonly kind: 'desk';
      readonly id: string;
      readonly act: DeskAct;
      readonly desk: DeskMessage;
    }
  /** Another cycle booked something that concerns this one too. */
  | { readonly kind: 'books_changed'; readonly id: string };

export const paymentFact = (payment: PaymentReport): Fact => ({
  kind: 'payment',
  id: `payment/${idIn(payment, 'paymentId')}`,
  payment,
});

export const reversalFact = (reversal: ReversalReport): Fact => ({
  kind: 'reversal',
  id: `reversal/${idIn(reversal, 'reversalId')}`,
  reversal,
});

export const promiseFact = (promise: PromiseRequest): Fact => ({
  kind: 'promise',
  id: `promise/${idIn(promise, 'promiseId')}`,
  promise,
});

export const correctionFact = (correction: CorrectionRequest): Fact => ({
  kind: 'correction',
  id: `correction/${idIn(correction, 'correctionId')}`,
  correction,
});

export const deskFact = (act: DeskAct, desk: DeskMessage): Fact => ({
  kind: 'desk',
  id: `desk/${idIn(desk, 'requestId')}`,
  act,
  desk,
});

export const booksChangedFact = (change: { readonly id: string }): Fact => ({
  kind: 'books_changed',
  id: idIn(change, 'id'),
});

/** What somebody typed by hand may have no id, or be nothing at all; it is refused later. */
function idIn<Name extends string>(said: Readonly<Record<Name, string>>, name: Name): string {
  const id: unknown = said?.[name];
  return typeof id === 'string' ? id : 'unknown';
}
