import type { Client } from '@temporalio/client';
import { type EntryToReport, entriesToReport, entriesUnbooked } from '../db/bank-entries.ts';
import type { Database } from '../db/orm.ts';
import { sellerByCode } from '../db/seller.ts';
import { writeReported } from '../db/write-bank-matches.ts';
import type { PaymentReport, ReversalReport } from '../domain/facts.ts';
import { reportPayment, reportReversal } from '../workflows/messages.ts';
import { cycleStartOptions } from '../workflows/start-options.ts';
import type { BankActivities } from './bank-contract.ts';

/** Marked together, so that a kill repeats a few harmless signals and no more. */
const markedTogether = 100;

/** Enough to keep two cores of a server busy. */
const signalsAtOnce = 16;

/**
 * Tells each cycle of the payments and returns that are matched with it, the way every payment is
 * told; a cycle that had ended is taken up again. A signal that is repeated because its mark was
 * lost is booked once, by the payment's id. So those that were told and are not in the books are
 * told anew: whoever terminates a workflow ends what it had heard and not booked, too.
 */
export async function reportBankEntries(
  database: Database,
  client: Client,
  { seller: code, kind }: Parameters<BankActivities['reportBankEntries']>[0],
  onProgress: (reported: number) => void,
): Promise<{ reported: number }> {
  const em = database.em.fork();
  const seller = await sellerByCode(em, code);
  await tellAll(client, await entriesUnbooked(em, seller.id, kind));
  for (let reported = 0; ; ) {
    const entries = await entriesToReport(em, seller.id, kind, markedTogether);
    await tellAll(client, entries);
    await writeReported(
      em,
      entries.map(({ id }) => id),
    );
    reported += entries.length;
    onProgress(reported);
    if (entries.length < markedTogether) return { reported };
  }
}

async function tellAll(client: Client, entries: readonly EntryToReport[]): Promise<void> {
  const waiting = entries.values();
  const worker = async () => {
    for (const entry of waiting) await tell(client, entry);
  };
  await Promise.all(Array.from({ length: signalsAtOnce }, worker));
}

async function tell(client: Client, entry: EntryToReport): Promise<void> {
  const { seller, customer, period } = entry;
  const options = cycleStartOptions({ seller, customer, period });
  const reversal = reversalOf(entry);
  await (reversal
    ? client.workflow.signalWithStart('billingCycle', {
        ...options,
        signal: reportReversal,
        signalArgs: [reversal],
      })
    : client.workflow.signalWithStart('billingCycle', {
        ...options,
        signal: reportPayment,
        signalArgs: [paymentOf(entry)],
      }));
}

function paymentOf(entry: EntryToReport): PaymentReport {
  const { paymentId, amountMinor, currency, valueOn, allocate, fromSuspense, reportedBy } = entry;
  return {
    paymentId,
    amountMinor,
    currency,
    receivedOn: valueOn,
    method: 'bank_transfer',
    reportedBy,
    allocate: allocate ?? 'this',
    ...(fromSuspense && { fromSuspense }),
  };
}

/** The bank's code for the reason and not its words, which may name people. */
function reversalOf(entry: EntryToReport): ReversalReport | null {
  const { paymentId, reversedPaymentId, returnReason, reportedBy } = entry;
  if (reversedPaymentId === null) return null;
  const code = /^[A-Z0-9]{4}(?=:|$)/.exec(returnReason ?? '')?.[0];
  return {
    reversalId: paymentId,
    paymentId: reversedPaymentId,
    reason: code ?? 'returned_by_bank',
    reportedBy,
  };
}
