/** A bank's statement of an account as Fairbill understands it, and whether its sums agree. */
import type { LocalDate } from '../calendar.ts';
import { checkedMinor, sumMinor } from '../money.ts';

/**
 * What an entry is to a seller: money that came in, money that came in before and was taken back
 * (a returned direct debit, a reversed credit), or money that the seller spent.
 */
export type EntryKind = 'credit' | 'return' | 'outgoing';

/** A reference that the payer gave in a field made for it, with the part of the money it is for. */
export type StructuredReference = {
  readonly reference: string;
  readonly amountMinor: number | null;
};

/**
 * Of an account or an entry. ISO 20022 has 35 characters; a text that no index of a database can
 * hold would fail the import of its file again and again.
 */
export const longestId = 200;

/** One movement on the account; a batch is as many as its details are. */
export type StatementEntry = {
  readonly kind: EntryKind;
  /** A credit that takes back what the seller had spent: no customer paid it. */
  readonly isReversal: boolean;
  readonly amountMinor: number;
  /** What was asked for, where the bank says so: a return may be larger by the bank's own fee. */
  readonly instructedMinor: number | null;
  readonly bookedOn: LocalDate;
  readonly valueOn: LocalDate;
  /** The bank's own reference; of the whole batch when `isBatchReference`. */
  readonly servicerReference: string | null;
  readonly isBatchReference: boolean;
  /** Several payments of which the bank tells no more than their sum. */
  readonly isUndividedBatch: boolean;
  readonly endToEndId: string | null;
  /** Further ids under which somebody may know it. */
  readonly otherIds: readonly string[];
  readonly structured: readonly StructuredReference[];
  readonly unstructured: string;
  /** What the bank itself wrote beside it. */
  readonly remark: string;
  /** Who paid, and for whom, as the bank writes them; none when it does not say. */
  readonly payerNames: readonly string[];
  readonly payerIban: string | null;
  /** ISO 20022's code or the bank's words for why money was returned. */
  readonly returnReason: string | null;
};

export type BankStatement = {
  /** The bank's own id of the statement. */
  readonly number: string;
  /** An IBAN in capitals without blanks, or the bank's own number of the account. */
  readonly account: string;
  readonly currency: string;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  /** Balances below nothing are overdrafts; null when the statement has none. */
  readonly openingMinor: number | null;
  readonly closingMinor: number | null;
  /** What is booked; entries that are only announced are counted and left out. */
  readonly entries: readonly StatementEntry[];
  readonly notBooked: number;
};

/** How many and how much. */
export type Tally = { readonly count: number; readonly amountMinor: number };

export function tallyOf(entries: readonly { readonly amountMinor: number }[]): Tally {
  return {
    count: entries.length,
    amountMinor: sumMinor(entries.map(({ amountMinor }) => amountMinor)),
  };
}

export type StatementTotals = Readonly<Record<EntryKind, Tally>>;

export function totalsOf({ entries }: Pick<BankStatement, 'entries'>): StatementTotals {
  const of = (kind: EntryKind) => tallyOf(entries.filter((entry) => entry.kind === kind));
  return { credit: of('credit'), return: of('return'), outgoing: of('outgoing') };
}

/** A statement's balances and sums. */
export type StatementSums = Pick<BankStatement, 'openingMinor' | 'closingMinor'> & {
  readonly totals: StatementTotals;
};

/**
 * By how much the closing balance is above what the opening balance and the entries make; zero
 * when they agree, null when the statement lacks a balance.
 */
export function balanceDifference(sums: StatementSums): number | null {
  const { openingMinor, closingMinor, totals } = sums;
  if (openingMinor === null || closingMinor === null) return null;
  const spentMinor = totals.return.amountMinor + totals.outgoing.amountMinor;
  return checkedMinor(closingMinor - openingMinor - totals.credit.amountMinor + spentMinor);
}
