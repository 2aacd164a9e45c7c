/** What a language has to provide for letters about disputes: amounts and dates come written. */
import type { DisputeReason } from '../../dispute/reasons.ts';
import type { GrantTold } from './facts.ts';

/** What every letter may name. */
export type AboutWords = {
  readonly sellerName: string;
  readonly customerName: string;
  readonly invoiceNumber: string;
};

type Words<Own> = AboutWords & Own;

export type ReceivedWords = Words<{
  /** Null where the closed list has no better name than "something else". */
  readonly reason: string | null;
  readonly answerBy: string;
  /** Null when nothing is open that could wait, or nothing else that stays due. */
  readonly held: string | null;
  readonly rest: string | null;
  readonly isReopened: boolean;
}>;
export type AnsweredWords = Words<{
  readonly explanation: string;
  readonly decideBy: string | null;
}>;
export type WaitingWords = Words<{ readonly until: string }>;
export type ExplainedWords = Words<{ readonly explanation: string }>;
export type CorrectedWords = Words<{
  readonly creditNote: string;
  readonly amount: string;
  readonly newInvoice: string | null;
  readonly explanation: string | null;
}>;
export type GrantedWords = Words<{
  /** What was granted, as a sentence of `grants`. */
  readonly grant: string;
  readonly worth: string;
  readonly creditNote: string | null;
  readonly explanation: string | null;
}>;
/** Each instalment stands on a line of its own. */
export type PromisedWords = Words<{ readonly instalments: string }>;
export type ChangedWords = Words<{ readonly change: string; readonly from: string | null }>;
export type DefaultWords = Words<{
  readonly promisedBy: string;
  /** Null where nothing is credited. */
  readonly amount: string | null;
  readonly creditNote: string | null;
}>;

/** A subject, and paragraphs; a paragraph that is null is left out. */
type Letter<LetterWords> = {
  readonly subject: (words: LetterWords) => string;
  readonly body: (words: LetterWords) => readonly (string | null)[];
};

type DecisionLetters = {
  readonly explained: Letter<ExplainedWords>;
  readonly corrected: Letter<CorrectedWords>;
  readonly granted: Letter<GrantedWords>;
  readonly promised: Letter<PromisedWords>;
  readonly rejected: Letter<ExplainedWords>;
  readonly changed: Letter<ChangedWords>;
};

type PlainLetters = {
  readonly received: Letter<ReceivedWords>;
  readonly answered: Letter<AnsweredWords>;
  readonly waiting: Letter<WaitingWords>;
  readonly default_decision: Letter<DefaultWords>;
  readonly withdrawn: Letter<AboutWords>;
  readonly moot: Letter<AboutWords>;
  readonly satisfaction: Letter<AboutWords>;
};

/** What a grant names: of it each kind takes what it has. */
export type GrantWords = {
  readonly positions: string;
  readonly positionCount: number;
  readonly rate: string;
  readonly amount: string;
  readonly bills: number;
  readonly serviceName: string;
  readonly worth: string;
};

/** The scale of satisfaction, from 1 to 5. */
export type ScoreWords = readonly [string, string, string, string, string];

/** One language: adding one is adding one file like en.ts and naming it in languages.ts. */
export type DisputeLetterLanguage = {
  readonly locale: string;
  readonly dates: Intl.DateTimeFormatOptions;
  readonly times: Intl.DateTimeFormatOptions;
  /** As the customer chooses it from a list. */
  readonly reasons: Readonly<Record<DisputeReason, string>>;
  readonly greeting: (customerName: string) => string;
  readonly closing: (sellerName: string) => string;
  readonly instalment: (words: { readonly amount: string; readonly on: string }) => string;
  readonly grants: Readonly<Record<GrantTold['kind'], (words: GrantWords) => string>>;
  readonly letters: PlainLetters & DecisionLetters;
  /** What is still to be paid after a question was closed; null when nothing is. */
  readonly stillOpen: (amount: string | null) => string;
  readonly reopen: (until: string) => string;
  readonly seeQuestion: (link: string) => string;
  readonly scores: ScoreWords;
  /** Said where there is no page to press on. */
  readonly replyWithScore: string;
};
