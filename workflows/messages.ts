/**
 * Everything that is said to a workflow, and the names under which workflows are found.
 * The API and the command line import this file; it holds no workflow code.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { BankDecision } from '../domain/bank/decision.ts';
import type { StatementSummary } from '../domain/bank/summary.ts';
import type { LocalDate } from '../domain/calendar.ts';
import type { Standing } from '../domain/claim.ts';
import type { Cycle, CycleFromBooks } from '../domain/cycle.ts';
import { type DeskAct, deskActs, type DeskMessage } from '../domain/dispute/acts.ts';
import type { Refusal } from '../domain/errors.ts';
import type {
  CorrectionRequest,
  PaymentReport,
  PromiseRequest,
  ReversalReport,
} from '../domain/facts.ts';

export const taskQueue = 'fairbill';

/** Which cycle: the seller, the customer's number with that seller, the period's first day. */
export type CycleIdentity = {
  readonly seller: string;
  readonly customer: string;
  readonly period: LocalDate;
};

export type BillingCycleInput = CycleIdentity & {
  /** Given by the billing run that has just issued the invoice; otherwise the books are asked. */
  readonly cycle?: CycleFromBooks;
};

export type BillingCycleResult = { readonly cycleId: string; readonly standing: Standing };

/** One cycle per customer and period, for ever: the id follows from them alone. */
export function billingCycleWorkflowId({ seller, customer, period }: CycleIdentity): string {
  return `billing-cycle/${seller}/${customer}/${period}`;
}

/** A payment is a fact that cannot be refused, hence a signal. */
export const reportPayment = defineSignal<[PaymentReport]>('reportPayment');

/** A bounced direct debit, a chargeback: a fact too. */
export const reportReversal = defineSignal<[ReversalReport]>('reportReversal');

/** Another cycle of the customer booked something that concerns this one. */
export const booksChanged = defineSignal<[{ readonly id: string }]>('booksChanged');

/** Answers as soon as the invoice is issued, or was issued long ago. */
export const issued = defineUpdate<CycleFromBooks>('issued');

/** Suspends the ladder until the promised dates, or says why not. */
export const promiseToPay = defineUpdate<CycleFromBooks, [PromiseRequest]>('promiseToPay');

/** Credits, voids and reissues, or undoes a credit; answers with the cycle as it is then. */
export const correctInvoice = defineUpdate<CycleFromBooks, [CorrectionRequest]>('correctInvoice');

/**
 * What people do about a disputed bill: open, take, answer, decide … Each answers with the cycle as
 * it is then, or says why not.
 */
export const deskUpdates = deskActs.map((act) => ({
  act,
  update: defineUpdate<CycleFromBooks, [DeskMessage]>(act),
}));

/** The update by which this is done. */
export function deskUpdate(act: DeskAct) {
  return defineUpdate<CycleFromBooks, [DeskMessage]>(act);
}

/** Where the cycle stands and what it does next. */
export const cycleQuery = defineQuery<Cycle>('cycle');

export type CreditRefundInput = {
  readonly seller: string;
  readonly customer: string;
  /** The requester's own id. */
  readonly refundId: string;
  readonly amountMinor: number;
  readonly reason: string;
  readonly decidedBy: string;
};

/** Why nothing was paid back, if nothing was. */
export type CreditRefundResult = { readonly refused: Refusal | null };

/** A refund is made once; a second start while it is under way joins it. */
export function creditRefundWorkflowId({
  seller,
  refundId,
}: Pick<CreditRefundInput, 'seller' | 'refundId'>): string {
  return `credit-refund/${seller}/${refundId}`;
}

/** A check by code: the code itself is made, hashed and sent by the worker and never comes here. */
export type CallerCheckInput = { readonly checkId: string };

/** False when nobody waits for a code any more. */
export type CallerCheckResult = { readonly isSent: boolean };

/** A check has one workflow; asked again, it sends a new code that replaces the one before. */
export function callerCheckWorkflowId({ checkId }: CallerCheckInput): string {
  return `caller-check/${checkId}`;
}

export type BillingRunInput = {
  readonly seller: string;
  /** Every period that began on or before this date is billed. */
  readonly asOf: LocalDate;
  readonly pageSize?: number;
  /** Handed over when the run continues as new. */
  readonly progress?: RunProgress;
};

export type RunProgress = {
  readonly pages: number;
  readonly invoices: number;
  readonly cyclesStarted: number;
  readonly problems: number;
  /** Customers that were due when the run began; the measure of its progress. */
  readonly due: number;
  readonly done: boolean;
};

/** A seller has one run at a time for a date; a second start joins the first. */
export function billingRunWorkflowId(input: Pick<BillingRunInput, 'seller' | 'asOf'>): string {
  return `billing-run/${input.seller}/${input.asOf}`;
}

export const runQuery = defineQuery<RunProgress>('progress');

/** A bank's file in the inbox; what is in it never goes through Temporal. */
export type BankImportInput = {
  readonly fileId: string;
  /** Whose account it is, where no invoice names the account. */
  readonly seller: string | null;
  readonly importedBy: string;
};

export type BankImportProgress = {
  readonly doing: 'reading' | 'matching' | 'reporting' | 'booking' | 'done';
  readonly matched: number;
  readonly unmatched: number;
  readonly reported: number;
};

export type BankImportResult = {
  readonly statements: readonly StatementSummary[];
  /** Reported, and not booked while the import waited for it. */
  readonly onTheirWay: number;
};

/** A file is imported once at a time; a second start joins the first. */
export function bankImportWorkflowId({ fileId }: Pick<BankImportInput, 'fileId'>): string {
  return `bank-import/${fileId}`;
}

export const bankImportQuery = defineQuery<BankImportProgress>('progress');

/** What a person made of an entry of the list. */
export type BankDecisionInput = {
  readonly entryId: string;
  readonly decision: BankDecision;
  readonly decidedBy: string;
};

/** Why the decision could not be taken, if it could not. */
export type BankDecisionResult = { readonly refused: Refusal | null };

/** Decisions on one entry come one after the other; the first one counts. */
export function bankDecisionWorkflowId({ entryId }: Pick<BankDecisionInput, 'entryId'>): string {
  return `bank-decision/${entryId}`;
}
