import {
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { BankActivities } from '../activities/contract.ts';
import { importInWords } from './bank-story.ts';
import {
  type BankDecisionInput,
  type BankDecisionResult,
  type BankImportInput,
  type BankImportProgress,
  bankImportQuery,
  type BankImportResult,
} from './messages.ts';

const retry = { initialInterval: '1 second', maximumInterval: '1 minute' } as const;

const { storeBankFile, matchBankEntries, summariseBankImport, decideBankEntry } =
  proxyActivities<BankActivities>({ startToCloseTimeout: '5 minutes', retry });

/** Tells many cycles, and says how far it is. */
const { reportBankEntries } = proxyActivities<BankActivities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '1 minute',
  retry,
});

/** How long to wait for cycles that are booking, in milliseconds, look after look. */
const waitsMs = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000];

/**
 * Brings a bank's file into the books: keep what it says, match the money with what is owed, tell
 * the cycles, and see it booked. Returns follow when the payments that they take back are told.
 *
 * What each step did is kept with the entries, so an import that was killed anywhere goes on
 * without a double or a gap; so does one that was terminated, with the next import of its seller.
 */
export async function bankImport(input: BankImportInput): Promise<BankImportResult> {
  const importId = workflowInfo().firstExecutionRunId;
  let progress: BankImportProgress = { doing: 'reading', matched: 0, unmatched: 0, reported: 0 };
  setHandler(bankImportQuery, () => progress);

  const { sellers } = await storeBankFile({ ...input, importId, nowMs: Date.now() });
  for (const seller of sellers) {
    for (const kind of ['credit', 'return'] as const) {
      await matchAll(seller, kind);
      progress = { ...progress, doing: 'reporting' };
      const { reported } = await reportBankEntries({ seller, kind });
      progress = { ...progress, reported: progress.reported + reported };
    }
  }
  progress = { ...progress, doing: 'booking' };
  const result = await resultWhenBooked({ fileId: input.fileId, importId });
  progress = { ...progress, doing: 'done' };
  setCurrentDetails(importInWords(result));
  return result;

  async function matchAll(seller: string, kind: 'credit' | 'return'): Promise<void> {
    progress = { ...progress, doing: 'matching' };
    for (let isLast = false; !isLast; ) {
      const page = await matchBankEntries({ seller, kind, nowMs: Date.now() });
      progress = {
        ...progress,
        matched: progress.matched + page.matched,
        unmatched: progress.unmatched + page.unmatched,
      };
      ({ isLast } = page);
    }
  }
}

/** Looks until everything is booked, or for so long that some cycle must have trouble of its own. */
async function resultWhenBooked(of: {
  readonly fileId: string;
  readonly importId: string;
}): Promise<BankImportResult> {
  for (const waitMs of waitsMs) {
    const result = await summariseBankImport(of);
    if (result.onTheirWay === 0) return result;
    await sleep(waitMs);
  }
  return summariseBankImport(of);
}

/** Takes a person's decision on one entry, and tells the cycle that it concerns. */
export async function bankDecision(input: BankDecisionInput): Promise<BankDecisionResult> {
  const { refused, toReport } = await decideBankEntry({ ...input, nowMs: Date.now() });
  if (toReport) await reportBankEntries(toReport);
  return { refused };
}
