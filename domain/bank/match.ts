/**
 * What a credit on a bank statement pays, and why that is believed.
 *
 * First what the payer named: a creditor reference or an invoice number, in the structured
 * reference, then in the text, then in what the bank wrote beside it; whatever the amount is. Only
 * then the amount: what one claim, and one alone, has open to the cent, when the payer's name is
 * the customer's. Everything else is for a person. A wrong match costs a customer a reminder for a
 * bill that was paid, a missing one costs somebody a minute.
 *
 * A reference to what is settled already, as a standing order repeats it month after month, names
 * the customer only: the money is for what else they owe, not a credit beside an open bill.
 */
import type { AllocationOrder } from '../facts.ts';
import { sumMinor } from '../money.ts';
import { byAmountAndName, indexOpen } from './match-by-name.ts';
import {
  type Credit,
  type Match,
  type Payable,
  type PayableBook,
  shortList,
  type Unmatched,
  unmatched,
} from './matches.ts';
import { type Place, type Quotes, quotesOf } from './quoted-invoices.ts';

/**
 * Matches the credits of a page together: what one of them names is not open for another that
 * names nothing, and an open claim is matched by its amount once.
 */
export function matchCredits(credits: readonly Credit[], book: PayableBook): (Match | Unmatched)[] {
  const index = indexed(book.quoted);
  const named = credits.map((credit) => doubted(credit) ?? byReference(credit, index));
  const spoken = new Set(named.flatMap((one) => (one?.by ? cyclesOf(one, index) : [])));
  const open = indexOpen(book.open);
  return credits.map((credit, at) => {
    const first = named[at];
    if (first) return first;
    const match = byAmountAndName(credit, open, spoken);
    if (match.by) spoken.add(match.cycleId);
    return match;
  });
}

type Index = ReadonlyMap<string, readonly Payable[]>;

/** By reference and by number; an invoice and one that replaced it may share the reference. */
function indexed(payables: readonly Payable[]): Index {
  const pairs = payables.flatMap((payable) =>
    [payable.reference, payable.invoice].map((name) => ({ name, payable })),
  );
  const groups = Map.groupBy(pairs, ({ name }) => name);
  return new Map([...groups].map(([name, all]) => [name, all.map(({ payable }) => payable)]));
}

function cyclesOf(match: Match, index: Index): string[] {
  if (typeof match.allocate === 'string') return [match.cycleId];
  return match.allocate.flatMap(({ invoice }) =>
    (index.get(invoice) ?? []).map(({ cycleId }) => cycleId),
  );
}

/** Money of which it can be said beforehand that no rule may place it. */
function doubted({ entry }: Credit): Unmatched | null {
  if (entry.isReversal) {
    return unmatched('reversal', 'It takes back what the seller had paid; no customer paid it.');
  }
  if (entry.isUndividedBatch) {
    return unmatched('undivided_batch', 'The bank tells only the sum of several payments.');
  }
  return null;
}

/** Null when no place quotes an invoice of this seller. */
function byReference({ entry, currency }: Credit, index: Index): Match | Unmatched | null {
  for (const quotes of quotesOf(entry)) {
    const found = quotedPayables(quotes, index);
    if (found.length > 0) return settled(found, quotes, entry.amountMinor, currency);
  }
  return null;
}

type Found = { readonly name: string; readonly payable: Payable };

/** One for each cycle, as the payer named it. */
function quotedPayables({ references, numbers }: Quotes, index: Index): Found[] {
  const known = references.filter((name) => index.has(name));
  // Of two readings of one place, which begin alike, the longer one was meant.
  const meant = known.filter(
    (name) => !known.some((longer) => longer !== name && longer.startsWith(name)),
  );
  const byCycle = new Map<string, Found>();
  for (const name of [...meant, ...numbers]) {
    for (const payable of index.get(name) ?? []) {
      if (!byCycle.has(payable.cycleId)) byCycle.set(payable.cycleId, { name, payable });
    }
  }
  return [...byCycle.values()];
}

function settled(
  found: readonly Found[],
  quotes: Quotes,
  amountMinor: number,
  currency: string,
): Match | Unmatched {
  const invoices = found.map(({ payable }) => payable.invoice);
  if (found.some(({ payable }) => payable.currency !== currency)) {
    const reason = `${invoices.join(', ')} is named, and not to be paid in ${currency}.`;
    return unmatched('other_currency', reason, invoices);
  }
  const customers = new Set(found.map(({ payable }) => payable.customerId));
  if (customers.size > 1) {
    const reason = `Invoices of ${customers.size} customers are named: ${shortList(invoices)}.`;
    return unmatched('several_customers', reason, invoices);
  }
  const oldestFirst = [...found].sort((one, other) => inOrder(one.payable, other.payable));
  const [home] = oldestFirst;
  if (!home) return unmatched('nothing_fits', 'Nothing is named.');
  const { customerId, cycleId } = home.payable;
  const by = 'reference';
  const reason = reasonOf(found, quotes.place);
  if (found.every(({ payable }) => wantedBy(payable) === 0)) {
    const why = `${reason} Nothing is open there: it settles what else is, from the oldest on.`;
    return { by, reason: why, invoices, customerId, cycleId, allocate: 'oldest_first' };
  }
  const allocate = found.length === 1 ? 'this' : ordersOf(oldestFirst, quotes, amountMinor);
  return { by, reason, invoices, customerId, cycleId, allocate };
}

/** What is open, and what was given up and is taken back when it comes after all. */
function wantedBy({ openMinor, givenUpMinor }: Payable): number {
  return openMinor + givenUpMinor;
}

/**
 * As the payer said, where each invoice has its part and the parts make the whole; else each gets
 * what it still needs, from the oldest on. What is left is the oldest one's, as credit.
 */
function ordersOf(
  found: readonly Found[],
  { amounts }: Quotes,
  amountMinor: number,
): AllocationOrder[] {
  const told = found.map(({ name, payable }) => ({
    invoice: payable.invoice,
    amountMinor: amounts.get(name) ?? 0,
  }));
  const parts = told.map((order) => order.amountMinor);
  const isWhole = parts.every((part) => part > 0) && sumMinor(parts) === amountMinor;
  if (isWhole) return told;
  return found
    .map(({ payable }) => ({ invoice: payable.invoice, amountMinor: wantedBy(payable) }))
    .filter((order) => order.amountMinor > 0);
}

function inOrder(one: Payable, other: Payable): number {
  if (one.dueOn !== other.dueOn) return one.dueOn < other.dueOn ? -1 : 1;
  return one.invoice < other.invoice ? -1 : 1;
}

function reasonOf(found: readonly Found[], place: Place): string {
  const named = found.map(({ name, payable }) =>
    name === payable.invoice ? name : `${name} of ${payable.invoice}`,
  );
  return `The ${place} names ${shortList(named)}.`;
}
