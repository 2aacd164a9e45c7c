/**
 * The books: double entry, one function for each fact that moves money.
 *
 * Every posting is made of moves, each of which debits one account and credits another by the same
 * amount, so that none can be out of balance. Debit is above nothing, credit below. Accounts are
 * those of one currency; postings in different currencies are never added up.
 *
 * An amount below nothing is refused with `amount_invalid`, one that is too large to be exact with
 * `amount_too_large`. Parts that do not add up to their whole are nobody's input but a mistake in
 * the program, so they throw a plain `Error`.
 */
import { refuse } from './errors.ts';
import { sumMinor } from './money.ts';

/** The chart of accounts, as the database knows it. */
export const accounts = [
  'receivable',
  'revenue',
  'tax',
  'cash',
  'customer_credit',
  'discount',
  'interest',
  'fee',
  'write_off',
  'suspense',
] as const;

export type Account = (typeof accounts)[number];

/** One side of a fact, in minor units: a debit above nothing, a credit below. */
export type Entry = { readonly account: Account; readonly minor: number };

/** The entries of one fact: at most one for an account, none of nothing, together nothing. */
export type Posting = readonly Entry[];

/** A gross amount with the parts that it consists of. */
export type TaxedAmount = {
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
};

/** Money that came in, divided by what it settles. */
export type DividedPayment = {
  readonly toReceivableMinor: number;
  /** For a claim that had been written off. */
  readonly toRecoveryMinor: number;
  readonly toCreditMinor: number;
};

/** A gross amount claimed, of which the customer's credit pays a part at once. */
export type ClaimedAmount = TaxedAmount & { readonly creditUsedMinor: number };

/** A gross amount given back, divided: what is still owed falls, what was paid becomes credit. */
export type DividedCredit = TaxedAmount &
  Pick<DividedPayment, 'toReceivableMinor' | 'toCreditMinor'> & {
    /** What had been given up, and now is no claim at all. */
    readonly toWriteOffMinor: number;
  };

/**
 * A bill. The credit that the customer had with the seller pays its part at once. The net or the
 * tax alone may be below nothing (a discount taxed unlike what it is given on), the gross may not.
 */
export function invoicePosting(invoice: ClaimedAmount): Posting {
  return claimedPosting('revenue', invoice);
}

/** A discount that is claimed again: nothing more was sold, its price is what it was before. */
export function discountUndonePosting(invoice: ClaimedAmount): Posting {
  return claimedPosting('discount', invoice);
}

/** Money that came in: for what is owed, for what had been given up, and more than either. */
export function paymentPosting(payment: DividedPayment): Posting {
  return receiptPosting('cash', payment);
}

/**
 * A payment that was taken back, such as a bounced direct debit: what it had settled is owed
 * again, and what had become the customer's credit is taken from there.
 */
export function paymentReversalPosting(reversal: {
  readonly toReceivableMinor: number;
  readonly fromCreditMinor: number;
}): Posting {
  return posting([
    ...moved('receivable', 'cash', amount(reversal.toReceivableMinor)),
    ...moved('customer_credit', 'cash', amount(reversal.fromCreditMinor)),
  ]);
}

/**
 * A claim that is given up, gross. Its tax stays in the tax account: whether the seller may take
 * it back is the law of each state (Directive 2006/112/EC, article 90).
 */
export function writeOffPosting({ amountMinor }: { readonly amountMinor: number }): Posting {
  return posting(moved('write_off', 'receivable', amount(amountMinor)));
}

/** A correction of a bill: less was sold than it said. */
export function creditNotePosting(note: DividedCredit): Posting {
  return givenBackPosting('revenue', note);
}

/** A discount that was granted after the bill: the sale stands, the price of it falls. */
export function discountPosting(discount: DividedCredit): Posting {
  return givenBackPosting('discount', discount);
}

/** Late interest; no tax is due on it (Court of Justice, 222/81 B.A.Z. Bausystem). */
export function interestPosting({ amountMinor }: { readonly amountMinor: number }): Posting {
  return posting(moved('receivable', 'interest', amount(amountMinor)));
}

/** A fixed fee for a late payment: compensation like interest, without tax. */
export function feePosting({ amountMinor }: { readonly amountMinor: number }): Posting {
  return posting(moved('receivable', 'fee', amount(amountMinor)));
}

/** Interest or a fee that is let go, divided like a credit note; there is no tax in it. */
export function waivePosting({
  account,
  amountMinor,
  ...divided
}: Omit<DividedCredit, keyof TaxedAmount> & {
  readonly account: 'interest' | 'fee';
  readonly amountMinor: number;
}): Posting {
  const parts = { netMinor: amountMinor, taxMinor: 0, grossMinor: amountMinor };
  return givenBackPosting(account, { ...parts, ...divided });
}

/** The customer's credit, used for a claim that is open. */
export function creditUsePosting({ amountMinor }: { readonly amountMinor: number }): Posting {
  return posting(moved('customer_credit', 'receivable', amount(amountMinor)));
}

/** The customer's credit, paid back. */
export function creditRefundPosting({ amountMinor }: { readonly amountMinor: number }): Posting {
  return posting(moved('customer_credit', 'cash', amount(amountMinor)));
}

/** Money in the bank that nobody could yet say what it is for. */
export function suspensePosting({ amountMinor }: { readonly amountMinor: number }): Posting {
  return posting(moved('cash', 'suspense', amount(amountMinor)));
}

/** The same money, now that somebody can: a payment that does not come in a second time. */
export function suspenseReleasePosting(payment: DividedPayment): Posting {
  return receiptPosting('suspense', payment);
}

/** What undoes a posting: together they change no account. */
export function reversalOf(original: Posting): Posting {
  return posting(original.map(({ account, minor }) => ({ account, minor: -minor })));
}

/** Throws an `Error` unless the debits are as large as the credits. */
export function assertBalanced(entries: Posting): void {
  const difference = sumMinor(entries.map(({ minor }) => minor));
  if (difference !== 0) throw new Error(`a posting is out of balance by ${difference}`);
}

/** The balance of every account after these postings: a trial balance of one currency. */
export function accountTotals(postings: readonly Posting[]): Readonly<Record<Account, number>> {
  const entries = Map.groupBy(postings.flat(), ({ account }) => account);
  const totalOf = (account: Account) =>
    sumMinor((entries.get(account) ?? []).map(({ minor }) => minor));
  return {
    receivable: totalOf('receivable'),
    revenue: totalOf('revenue'),
    tax: totalOf('tax'),
    cash: totalOf('cash'),
    customer_credit: totalOf('customer_credit'),
    discount: totalOf('discount'),
    interest: totalOf('interest'),
    fee: totalOf('fee'),
    write_off: totalOf('write_off'),
    suspense: totalOf('suspense'),
  };
}

function claimedPosting(account: 'revenue' | 'discount', claimed: ClaimedAmount): Posting {
  const { netMinor, taxMinor, grossMinor, creditUsedMinor } = claimed;
  assertAddsUp(claimed);
  if (creditUsedMinor > grossMinor) {
    throw new Error(`credit of ${creditUsedMinor} is used for a bill of ${grossMinor}`);
  }
  return posting([
    ...moved('receivable', account, netMinor),
    ...moved('receivable', 'tax', taxMinor),
    ...moved('customer_credit', 'receivable', amount(creditUsedMinor)),
  ]);
}

function receiptPosting(from: 'cash' | 'suspense', payment: DividedPayment): Posting {
  return posting([
    ...moved(from, 'receivable', amount(payment.toReceivableMinor)),
    ...moved(from, 'write_off', amount(payment.toRecoveryMinor)),
    ...moved(from, 'customer_credit', amount(payment.toCreditMinor)),
  ]);
}

function givenBackPosting(
  account: 'revenue' | 'discount' | 'interest' | 'fee',
  given: DividedCredit,
): Posting {
  assertAddsUp(given);
  const parts = [given.toReceivableMinor, given.toWriteOffMinor, given.toCreditMinor].map(amount);
  if (sumMinor(parts) !== given.grossMinor) {
    throw new Error(`${parts.join(' and ')} do not add up to ${given.grossMinor}`);
  }
  return posting([
    ...moved(account, 'receivable', given.netMinor),
    ...moved('tax', 'receivable', given.taxMinor),
    ...moved('receivable', 'write_off', given.toWriteOffMinor),
    ...moved('receivable', 'customer_credit', given.toCreditMinor),
  ]);
}

function assertAddsUp({ netMinor, taxMinor, grossMinor }: TaxedAmount): void {
  if (sumMinor([netMinor, taxMinor]) !== amount(grossMinor)) {
    throw new Error(`${netMinor} and ${taxMinor} do not add up to ${grossMinor}`);
  }
}

function amount(minor: number): number {
  return minor >= 0 ? minor : refuse('amount_invalid', `${minor} is below nothing.`);
}

function moved(debited: Account, credited: Account, minor: number): Entry[] {
  return [
    { account: debited, minor },
    { account: credited, minor: -minor },
  ];
}

function posting(entries: readonly Entry[]): Posting {
  const byAccount = Map.groupBy(entries, ({ account }) => account);
  return [...byAccount]
    .map(([account, all]) => ({ account, minor: sumMinor(all.map(({ minor }) => minor)) }))
    .filter(({ minor }) => minor !== 0);
}
