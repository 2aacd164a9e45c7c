/** What a letter about a dispute is made from: amounts, dates and what people wrote. */
import type { LocalDate } from '../../calendar.ts';
import type { DisputeReason } from '../../dispute/reasons.ts';
import type { Instalment } from '../../facts.ts';

/** What the letter is about; read when it is written, also when that is days later. */
export type DisputeLetterAbout = {
  readonly language: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly sellerName: string;
  readonly customerName: string;
  readonly invoiceNumber: string;
  readonly disputeId: string;
  /** What is still to be paid for the bill. */
  readonly openMinor: number;
  /** Until when a closed question can be taken up again; null where it cannot. */
  readonly reopenUntilMs: number | null;
  /** The address of the bill's page; null where there is none. */
  readonly link: string | null;
};

/** What it says. It is JSON-safe, so that it can be kept until the letter is sent. */
export type DisputeLetterSaying =
  | {
      readonly template: 'received';
      readonly reason: DisputeReason;
      readonly firstAnswerByMs: number;
      /** The part of what is open that waits for the answer, and the part that stays due. */
      readonly heldMinor: number;
      readonly restMinor: number;
      /** Asked again after it was closed. */
      readonly isReopened: boolean;
    }
  | {
      readonly template: 'answered';
      /** What the agent wrote. */
      readonly explanation: string;
      /** Until when it is decided; null when the answer is all. */
      readonly decideByMs: number | null;
    }
  | { readonly template: 'waiting'; readonly untilMs: number }
  | { readonly template: 'decided'; readonly decision: DecisionTold }
  | {
      readonly template: 'default_decision';
      readonly promisedByMs: number;
      /** Nothing where the policy has no more than an explanation to give. */
      readonly amountMinor: number;
      readonly creditNote: string | null;
    }
  | { readonly template: 'withdrawn' }
  /** A payment or a credit left nothing to decide. */
  | { readonly template: 'moot' }
  | { readonly template: 'satisfaction' };

export type DisputeLetterFacts = DisputeLetterAbout & { readonly says: DisputeLetterSaying };

/** What a person decided, as the customer is told. An explanation is what the agent wrote. */
export type DecisionTold =
  | { readonly outcome: 'explained'; readonly explanation: string }
  | {
      readonly outcome: 'corrected';
      readonly creditNote: string;
      readonly creditedMinor: number;
      /** The bill that takes the old one's place, where there is one. */
      readonly newInvoice: string | null;
      readonly explanation: string | null;
    }
  | {
      readonly outcome: 'granted';
      readonly grant: GrantTold;
      /** In all, gross. */
      readonly worthMinor: number;
      readonly creditNote: string | null;
      readonly explanation: string | null;
    }
  | { readonly outcome: 'promised'; readonly instalments: readonly Instalment[] }
  | { readonly outcome: 'rejected'; readonly explanation: string }
  | {
      readonly outcome: 'changed';
      /** The new contract or services, in a person's words. */
      readonly change: string;
      readonly from: LocalDate | null;
    };

/** A grant as `GrantRequest` names it; a better price also with the name of its service. */
export type GrantTold =
  | {
      readonly kind: 'percent_off_lines';
      readonly positions: readonly number[];
      readonly basisPoints: number;
    }
  | { readonly kind: 'amount_off_lines'; readonly lines: readonly { readonly position: number }[] }
  | {
      readonly kind: 'percent_off_next_bills';
      readonly basisPoints: number;
      readonly bills: number;
    }
  | { readonly kind: 'amount_off_next_bills'; readonly netMinor: number; readonly bills: number }
  | { readonly kind: 'free_months'; readonly months: number }
  | { readonly kind: 'waive_charges' }
  | { readonly kind: 'goodwill_credit' }
  | {
      readonly kind: 'better_price';
      readonly serviceName: string;
      readonly unitPriceMinor: number;
      readonly bills: number;
    };
