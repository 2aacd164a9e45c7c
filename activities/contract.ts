/**
 * What the activities promise to the workflows. Types only: workflows import nothing else of
 * this room. Every activity is safe to run twice, and is told the time by the workflow.
 */
import type { LocalDate } from '../domain/calendar.ts';
import type { Outcome, Sibling } from '../domain/cycle.ts';
import type { Fact } from '../domain/facts.ts';
import type {
  CallerCheckInput,
  CallerCheckResult,
  CreditRefundInput,
  CreditRefundResult,
  CycleIdentity,
} from '../workflows/messages.ts';

export type { BankActivities } from './bank-contract.ts';

export type IssuePageInput = {
  readonly runId: string;
  readonly seller: string;
  readonly asOf: LocalDate;
  /** From 1; the page before it says where this one begins. */
  readonly page: number;
  readonly pageSize: number;
  readonly nowMs: number;
};

export type IssuedPage = {
  readonly invoices: number;
  readonly problems: number;
  readonly isLast: boolean;
};

export type BillingActivities = {
  /** How many customers are due: the denominator of the run's progress. Opens the run's row. */
  openRun(input: {
    runId: string;
    seller: string;
    asOf: LocalDate;
    nowMs: number;
  }): Promise<{ due: number }>;
  /** Issues the invoices of one page of customers in one transaction. */
  issuePage(input: IssuePageInput): Promise<IssuedPage>;
  /** Starts the workflows of a page's cycles that have none yet. */
  startCycles(input: { runId: string; page: number }): Promise<{ started: number }>;
  /** Starts those of the seller's open cycles that an earlier run left without a workflow. */
  startLeftCycles(input: { seller: string }): Promise<{ started: number }>;
  closeRun(input: { runId: string; nowMs: number }): Promise<void>;

  /** Issues the bill of one customer and period or, if it is issued, returns what the books say. */
  issueOrLoad(input: CycleIdentity & { nowMs: number }): Promise<Outcome>;
  /** Takes a fact into the books with its entries, or refuses it. */
  bookFact(input: { cycleId: string; fact: Fact; nowMs: number }): Promise<Outcome>;
  /** Looks whether a promise to pay was kept. */
  checkPromise(input: { cycleId: string; nowMs: number }): Promise<Outcome>;
  /** Does what a dispute's deadline brings: escalates it, gives it back, or decides by default. */
  tendDispute(input: { cycleId: string; disputeId: string; nowMs: number }): Promise<Outcome>;
  /** Sends a letter once, or puts it off when the mail server does not take it. */
  sendLetter(input: { cycleId: string; letterId: string; nowMs: number }): Promise<Outcome>;
  /** Takes one step of the ladder, unless the books say that nothing is owed any more. */
  climbLadder(input: { cycleId: string; step: number; nowMs: number }): Promise<Outcome>;
  /** Charges the customer's card once for this attempt, or finds out what became of it. */
  chargeCard(input: { cycleId: string; attempt: number; nowMs: number }): Promise<Outcome>;
  /** Pays a customer's credit back in the books, or says why not. */
  refundCredit(input: CreditRefundInput & { nowMs: number }): Promise<CreditRefundResult>;
  /** Makes a code for a caller check, keeps its hash and sends it; the one before is void. */
  sendCheckCode(input: CallerCheckInput & { nowMs: number }): Promise<CallerCheckResult>;
  /** Tells other cycles of the customer that their books changed. */
  tellCycles(input: CycleIdentity & { siblings: readonly Sibling[]; id: string }): Promise<void>;
};
