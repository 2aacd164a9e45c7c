/**
 * What the desk's pages show, as plain values: whoever reads the books fills them, and the pages are
 * pure functions of them. Amounts are minor units, instants milliseconds from 1970.
 */
import type { LocalDate } from '../../domain/calendar.ts';
import type { Currency } from '../../domain/currency.ts';
import type { DisputeReason, DisputeState } from '../../domain/dispute/reasons.ts';
import type { TimeLeft } from '../../domain/dispute/spoken.ts';
import type { Deed, Role } from '../../domain/staff.ts';

/** Who looks, where and when. */
export type Viewer = {
  readonly name: string;
  readonly login: string;
  readonly role: Role;
  readonly seller: string;
  readonly may: readonly Deed[];
  /** What every form carries, so that no other site can send one. */
  readonly formToken: string;
  /** The seller's, by whose clock the desk speaks. */
  readonly timeZone: string;
  readonly nowMs: number;
  /** How many grants wait for a second person, where this is one; null for everybody else. */
  readonly toApprove: number | null;
};

export type Money = { readonly minor: number; readonly currency: Currency };

/** What was just done, or why it was not: shown on top of the page that follows. */
export type Notice = {
  readonly kind: 'done' | 'refused';
  readonly title: string;
  /** The rules that refused, who could, or what comes next; each one sentence. */
  readonly details: readonly string[];
};

/** A case in a list. */
export type CaseRowView = {
  readonly disputeId: string;
  /** Masked where the viewer has not checked the caller. */
  readonly customer: string;
  readonly reason: DisputeReason;
  /** The customer's own words; empty when they wrote none. */
  readonly words: string;
  readonly amount: Money;
  readonly state: DisputeState;
  readonly left: TimeLeft;
  readonly language: string;
  /** The login of whoever has it. */
  readonly owner: string | null;
};

export type CaseListView = {
  /** How many there are, also those that are not shown. */
  readonly count: number;
  readonly rows: readonly CaseRowView[];
};

export type QueueView = {
  readonly mine: CaseListView;
  /** Free cases that fit the viewer, the most urgent first. */
  readonly next: CaseListView;
  /** Those whose decision waits for a second person. */
  readonly waiting: CaseListView;
  /** Those of the seller whose promise was missed, whoever has them. */
  readonly missed: CaseListView;
  /** The newest event that this list knows of: what comes after it is news. */
  readonly seenEvent: string;
};

export type PromiseView = { readonly dueAtMs: number; readonly left: TimeLeft };

export type CustomerView = {
  readonly number: string;
  /** Masked until the caller is checked, like the address of their mailbox. */
  readonly name: string;
  /** In short, such as `customer since 2019`; null until the caller is checked, like how they pay. */
  readonly tenure: string | null;
  /** In short, such as `pays on time (23 of 24)`. */
  readonly pays: string | null;
  readonly language: string;
  readonly isBusiness: boolean;
  /** Null when there is none. */
  readonly email: string | null;
  /** Empty until the caller is checked. */
  readonly address: readonly string[];
};

/** A fact that the caller can be asked for. */
export type AskedFact = { readonly code: string; readonly label: string };

/** Where the check of the caller stands. */
export type CheckView =
  | {
      readonly kind: 'not_checked';
      /** Masked; null when no code can be sent. */
      readonly codeTo: string | null;
      readonly facts: readonly AskedFact[];
    }
  | {
      readonly kind: 'code_sent';
      readonly codeTo: string;
      readonly expiresAtMs: number;
      readonly facts: readonly AskedFact[];
      readonly triesLeft: number;
    }
  | {
      readonly kind: 'checked';
      /** In words: `by a code`, `by two facts`, `by the signed link in their mail`. */
      readonly method: string;
      readonly atMs: number;
      readonly untilMs: number;
    }
  | { readonly kind: 'locked'; readonly untilMs: number };

export type BillLineView = {
  readonly position: number;
  readonly description: string;
  readonly notes: readonly string[];
  /** Before tax, as on the paper. */
  readonly netMinor: number;
  readonly isDisputed: boolean;
  /** What credit notes took back of it, before tax. */
  readonly creditedMinor: number;
};

export type BillView = {
  readonly number: string;
  readonly currency: Currency;
  readonly dueOn: LocalDate;
  readonly lines: readonly BillLineView[];
  readonly isWhole: boolean;
  readonly taxes: readonly { readonly label: string; readonly minor: number }[];
  readonly grossMinor: number;
  readonly openMinor: number;
  /** What stands still until this is decided. */
  readonly heldMinor: number;
};

export type StoryLine = {
  readonly atMs: number;
  /** What happened and by whom, in one sentence without a full stop. */
  readonly what: string;
  /** What somebody wrote, by themselves. */
  readonly words: string | null;
};

/** Why the bill is not what the one before was, from what the books say of both. */
export type ChangeView = {
  readonly differenceMinor: number;
  readonly currency: Currency;
  readonly before: string;
  readonly parts: readonly { readonly what: string; readonly minor: number }[];
};

type Spread = {
  readonly ownMinor: number;
  readonly words: string;
  readonly spreadWords: string | null;
  readonly peers: {
    readonly medianMinor: number;
    readonly lowerQuartileMinor: number;
    readonly upperQuartileMinor: number;
  } | null;
};

/** The fairness view as far as the desk shows it; a whole one fits. */
export type FairnessPanelView = {
  readonly currency: Currency;
  readonly recurring: Spread;
  readonly services: readonly (Spread & {
    readonly serviceCode: string;
    readonly description: string;
    readonly listWords: string;
  })[];
  readonly ended: readonly { readonly words: string }[];
  readonly charges: { readonly words: string };
  readonly promises: { readonly words: string };
  readonly paid: { readonly words: string };
  readonly tenure: { readonly words: string };
  readonly answered: { readonly words: string };
  readonly disputes: { readonly words: string };
  readonly grants: { readonly words: string };
  /** What similar customers were given, for each reason that is open on the bill. */
  readonly peerGrants: readonly { readonly words: string }[];
};

/** What was asked and given before. */
export type PastCaseView = {
  readonly disputeId: string;
  readonly openedOn: LocalDate;
  readonly reason: DisputeReason;
  readonly outcome: string;
  readonly granted: Money | null;
};

/** What the viewer may grant; the whole answer of the rules fits. */
export type AuthorityPanelView = {
  readonly currency: Currency;
  readonly aloneUpToMinor: number;
  readonly withSecondUpToMinor: number;
  readonly because: readonly string[];
  readonly against: readonly string[];
};

export const decisionKinds = [
  'explain',
  'correct',
  'grant',
  'promise',
  'change',
  'reject',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export type DecisionOption = {
  readonly kind: DecisionKind;
  /** Why not now, in one sentence; null when it can be taken. */
  readonly closedBecause: string | null;
};

export type RuleView = {
  readonly rule: string;
  readonly says: 'allowed' | 'needs_second_person' | 'refused';
  readonly words: string;
};

/** A grant that waits for a second person. */
export type WaitingGrantView = {
  readonly disputeId: string;
  readonly grantId: string;
  readonly customer: string;
  readonly reason: DisputeReason;
  /** In words, such as `€30.00 as goodwill`. */
  readonly what: string;
  readonly worth: Money;
  readonly askedBy: string;
  readonly askedAtMs: number;
  readonly expiresAtMs: number;
  readonly left: TimeLeft;
  readonly rules: readonly RuleView[];
  /** Set when it is far from what others with the same reason were given. */
  readonly flagWords: string | null;
  /** Why the viewer cannot be the second person; null when they can. */
  readonly closedBecause: string | null;
};

export type CaseView = {
  readonly disputeId: string;
  readonly state: DisputeState;
  readonly reason: DisputeReason;
  /** Null while the caller is not checked. */
  readonly words: string | null;
  readonly amount: Money;
  readonly openedAtMs: number;
  readonly channelWords: string;
  readonly group: string;
  readonly owner: string | null;
  readonly isMine: boolean;
  /** Whether the viewer may take it from the queue, or over from somebody. */
  readonly canTake: boolean;
  readonly promise: PromiseView | null;
  readonly customer: CustomerView;
  readonly check: CheckView;
  /** Null while the caller is not checked, like all that follows but the story. */
  readonly bill: BillView | null;
  readonly story: readonly StoryLine[];
  readonly change: ChangeView | null;
  readonly fairness: FairnessPanelView | null;
  readonly past: readonly PastCaseView[] | null;
  readonly authority: AuthorityPanelView | null;
  readonly decisions: readonly DecisionOption[];
  readonly waiting: WaitingGrantView | null;
  /** How it ended, in one sentence, where it did. */
  readonly ended: string | null;
  readonly canReopen: boolean;
  /** Ids for the requests of this page's forms: sent twice, done once. */
  readonly requestId: string;
};
