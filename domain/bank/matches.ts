/** What matching knows and says: shared by the ways in which a credit or a return is matched. */
import type { LocalDate } from '../calendar.ts';
import type { AllocationOrder } from '../facts.ts';
import type { StatementEntry } from './statement.ts';

/** An invoice that may be paid, with the money of its cycle. */
export type Payable = {
  readonly invoice: string;
  readonly reference: string;
  readonly cycleId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly currency: string;
  readonly openMinor: number;
  /** Written off, and taken back into the books when it comes in after all. */
  readonly givenUpMinor: number;
  readonly dueOn: LocalDate;
};

/** What the books know of all that a page of entries could mean. */
export type PayableBook = {
  /** Invoices that the entries quote, whether anything is open on them or not. */
  readonly quoted: readonly Payable[];
  /** One invoice of each cycle that has as much open as some entry brings, and no money on its way. */
  readonly open: readonly Payable[];
};

/** Where the money goes; `allocate` is the order for the payment's report. */
export type Match = {
  readonly by: 'reference' | 'amount_and_name';
  readonly reason: string;
  /** The invoices that it pays. */
  readonly invoices: readonly string[];
  readonly customerId: string;
  readonly cycleId: string;
  readonly allocate: 'this' | 'oldest_first' | readonly AllocationOrder[];
};

/** Why a person must look. */
export type Doubt =
  | 'nothing_fits'
  | 'several_fit'
  | 'several_customers'
  | 'other_currency'
  | 'reversal'
  | 'undivided_batch';

export type Unmatched = {
  readonly by: null;
  readonly doubt: Doubt;
  readonly reason: string;
  /** Invoices that a person may want to look at first. */
  readonly invoices: readonly string[];
};

export type Credit = { readonly entry: StatementEntry; readonly currency: string };

/** Few enough to be read. */
const namedAtMost = 5;

export function unmatched(
  doubt: Doubt,
  reason: string,
  invoices: readonly string[] = [],
): Unmatched {
  return { by: null, doubt, reason, invoices: invoices.slice(0, namedAtMost) };
}

/** A, B, C, D, E and 7 more. */
export function shortList(names: readonly string[]): string {
  const shown = names.slice(0, namedAtMost).join(', ');
  return names.length > namedAtMost ? `${shown} and ${names.length - namedAtMost} more` : shown;
}
