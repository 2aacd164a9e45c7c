/** What the books say of a customer for the fairness view, before anything is compared. */
import type { Interval, LocalDate } from '../calendar.ts';
import type { Currency } from '../currency.ts';
import type { DisputeReason } from '../dispute/reasons.ts';
import type { PriceCount } from './comparison.ts';
import type { AgreedPrice } from './list-price.ts';

export type FairnessFacts = {
  readonly customerId: string;
  readonly cycleId: string;
  readonly on: LocalDate;
  readonly currency: Currency;
  readonly since: LocalDate;
  readonly bill: { readonly number: string; readonly from: LocalDate; readonly to: LocalDate };
  /** What the recurring services of the bill cost before tax, and of those with the same set. */
  readonly recurring: { readonly ownMinor: number; readonly prices: readonly PriceCount[] };
  readonly services: readonly ServiceFacts[];
  readonly ended: readonly EndedPrice[];
  readonly charges: LateChargesOfYear;
  readonly promises: PromisesMade;
  readonly paid: PaidOnTime;
  readonly answered: AnsweredInTime;
  readonly disputes: readonly PastDispute[];
  readonly grants: readonly PastGrant[];
  /** For each reason that is open on the bill, what similar customers were granted for it. */
  readonly peerGrants: readonly ReasonGrants[];
};

export type ServiceKey = {
  readonly serviceCode: string;
  readonly contractKind: string;
  readonly interval: Interval;
};

export type ServiceFacts = ServiceKey & {
  readonly description: string;
  readonly ownMinor: number;
  readonly prices: readonly PriceCount[];
  readonly agreed: readonly AgreedPrice[];
};

/** A price that was agreed for a time which is over; what the service costs now, if it goes on. */
export type EndedPrice = {
  readonly serviceCode: string;
  readonly description: string;
  readonly unitPriceMinor: number;
  readonly endedOn: LocalDate;
  readonly nowMinor: number | null;
};

export type LateChargesOfYear = {
  readonly fees: number;
  readonly feesMinor: number;
  readonly interests: number;
  readonly interestMinor: number;
  /** Of both, what was waived since. */
  readonly waivedMinor: number;
};

/** Promises to pay that have ended one way or the other. */
export type PromisesMade = { readonly kept: number; readonly broken: number };

/** Of the newest bills that were paid or fell due, how many were paid by their due date. */
export type PaidOnTime = { readonly onTime: number; readonly bills: number };

/** Of first answers that were given or missed, how many came by the promised time. */
export type AnsweredInTime = { readonly inTime: number; readonly disputes: number };

/** A question or complaint of the last twelve months that has ended. */
export type PastDispute = {
  readonly cycleId: string;
  readonly reason: DisputeReason;
  readonly openedOn: LocalDate;
  readonly outcome: string;
};

/** A discount that was given in the last twelve months; what corrects a mistake is none. */
export type PastGrant = {
  readonly kind: string;
  readonly reason: DisputeReason;
  readonly worthMinor: number;
  readonly askedOn: LocalDate;
};

export type ReasonGrants = {
  readonly reason: DisputeReason;
  readonly worths: readonly number[];
};
