/** What the activities of bank statements promise; types only, like the whole contract. */
import type { StatementSummary } from '../domain/bank/summary.ts';
import type { Refusal } from '../domain/errors.ts';
import type { BankDecisionInput, BankImportInput } from '../workflows/messages.ts';

/** The entries of a seller that a step works on; returns come after the credits. */
export type BankWork = {
  readonly seller: string;
  readonly kind: 'credit' | 'return';
};

export type BankActivities = {
  /** Reads a file from the inbox and keeps its statements and new entries, all or nothing. */
  storeBankFile(
    input: BankImportInput & { importId: string; nowMs: number },
  ): Promise<{ sellers: readonly string[] }>;
  /** Matches a page of a seller's new entries; what fits nothing goes to suspense. */
  matchBankEntries(
    input: BankWork & { nowMs: number },
  ): Promise<{ matched: number; unmatched: number; isLast: boolean }>;
  /** Tells the cycles of payments and returns that are matched and not yet reported. */
  reportBankEntries(input: BankWork): Promise<{ reported: number }>;
  /** What became of the file's entries that were new to this import. */
  summariseBankImport(input: {
    fileId: string;
    importId: string;
  }): Promise<{ statements: readonly StatementSummary[]; onTheirWay: number }>;
  /** Takes a person's decision into the books, or says why not. */
  decideBankEntry(
    input: BankDecisionInput & { nowMs: number },
  ): Promise<{ refused: Refusal | null; toReport: BankWork | null }>;
};
