/** Which payment a return on a bank statement takes back. */
import { toDecimal } from '../money.ts';
import { type Credit, type Unmatched, unmatched } from './matches.ts';
import { formsOf } from './payer-name.ts';
import { quotesOf } from './quoted-invoices.ts';

/** A payment of this seller that stands: in the books, or on its way into them. */
export type StandingPayment = {
  readonly paymentId: string;
  /** The cycle that is told of the return. */
  readonly cycleId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly amountMinor: number;
  /** What the bank called it when it came in, if it came in by a statement. */
  readonly endToEndId: string | null;
  readonly servicerReference: string | null;
  /** Who paid, as the bank wrote it then; nobody when no statement brought it. */
  readonly payerIban: string | null;
  readonly payerNames: readonly string[];
  /** Numbers and references of the invoices that it settled. */
  readonly settled: readonly string[];
};

export type ReturnMatch = {
  readonly by: 'payment_id' | 'end_to_end_id' | 'servicer_reference' | 'reference';
  readonly reason: string;
  readonly customerId: string;
  readonly cycleId: string;
  readonly paymentId: string;
};

/**
 * The one payment that was taken back: by its own id, then by an id that the bank gives again with
 * the return, then by what it paid. Its amount must be that of the return, or what the return says
 * that had been asked for. Two that fit equally well are for a person, and so is none.
 *
 * The bank's own reference is believed only of the same payer: banks count anew each day, and
 * customers owe the same amounts, so another's payment may have both.
 */
export function matchReturn(
  { entry, currency }: Credit,
  payments: readonly StandingPayment[],
): ReturnMatch | Unmatched {
  const amounts = [entry.amountMinor, entry.instructedMinor];
  const ofAmount = payments.filter(
    (payment) => payment.currency === currency && amounts.includes(payment.amountMinor),
  );
  for (const { by, names, fits } of ways({ entry, currency })) {
    const fitting = ofAmount.filter(fits);
    const [only, ...others] = fitting;
    if (!only) continue;
    const ids = fitting.map(({ paymentId }) => paymentId);
    if (others.length > 0) return unmatched('several_fit', `${names} fits ${ids.join(', ')}.`);
    const { customerId, cycleId, paymentId } = only;
    return { by, reason: `${names} is of ${paymentId}.`, customerId, cycleId, paymentId };
  }
  const amount = `${toDecimal(entry.amountMinor, currency)} ${currency}`;
  return unmatched('nothing_fits', `No payment of ${amount} that stands has what it names.`);
}

type Way = {
  readonly by: ReturnMatch['by'];
  readonly names: string;
  readonly fits: (payment: StandingPayment) => boolean;
};

function ways({ entry }: Credit): Way[] {
  const { endToEndId, otherIds, servicerReference } = entry;
  const names = new Set(entry.payerNames.flatMap(formsOf));
  const isOfSamePayer = ({ payerIban, payerNames }: StandingPayment) =>
    (payerIban !== null && payerIban === entry.payerIban) ||
    payerNames.flatMap(formsOf).some((form) => names.has(form));
  const ids = [endToEndId, ...otherIds].filter((id) => id !== null);
  const quoted = new Set(
    quotesOf(entry).flatMap(({ references, numbers }) => [...references, ...numbers]),
  );
  return [
    {
      by: 'payment_id',
      names: 'The id that the return names',
      fits: ({ paymentId }) => ids.includes(paymentId),
    },
    {
      by: 'end_to_end_id',
      names: 'The end-to-end id of the return',
      fits: (payment) => endToEndId !== null && payment.endToEndId === endToEndId,
    },
    {
      by: 'servicer_reference',
      names: 'The bank’s reference of the return, with its payer,',
      fits: (payment) =>
        servicerReference !== null &&
        payment.servicerReference === servicerReference &&
        isOfSamePayer(payment),
    },
    {
      by: 'reference',
      names: 'The reference in the return',
      fits: ({ settled }) => settled.some((name) => quoted.has(name)),
    },
  ];
}
