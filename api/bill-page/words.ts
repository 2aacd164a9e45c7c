/**
 * Everything that the customer's page says. One language: adding one is adding a file like
 * words-en.ts and naming it in languages.ts. Amounts, dates and times come in as the language
 * writes them; the names of reasons and of scores are those of the letters.
 */
import type { DisputeState } from '../../domain/dispute/reasons.ts';

type Say<Words> = (words: Words) => string;

/** A day, with how far away it is: "in 9 days". */
type OnWhen = { readonly on: string; readonly when: string };

export type BillPageWords = {
  readonly page: Record<'skip' | 'back' | 'problem' | 'error' | 'download' | 'optional', string> & {
    readonly linkUntil: Say<string>;
  };
  /** Where the bill stands today, in one sentence. */
  readonly status: Record<'paid' | 'void' | 'writtenOff' | 'allHeld', string> & {
    readonly toPay: Say<{ readonly amount: string } & OnWhen>;
    readonly overdue: Say<{ readonly amount: string } & OnWhen>;
    readonly inCollection: Say<string>;
    readonly suspended: Say<string>;
    readonly held: Say<string>;
    readonly promised: Say<string>;
  };
  readonly line: Record<'column' | 'ask' | 'asked' | 'askBill', string> & {
    /** The name of the press for who hears the page instead of seeing it. */
    readonly askAbout: Say<string>;
    readonly askedAbout: Say<string>;
  };
  readonly account: Record<
    'heading' | 'billed' | 'charged' | 'credited' | 'paid' | 'creditUsed' | 'writtenOff' | 'open',
    string
  > & {
    readonly creditNote: Say<{
      readonly number: string;
      readonly on: string;
      readonly amount: string;
    }>;
  };
  readonly why: Record<'heading' | 'lines' | 'charges' | 'compared' | 'first' | 'same', string> & {
    readonly line: Say<{
      readonly description: string;
      readonly period: string;
      readonly quantity: string;
      readonly unitPrice: string;
      readonly net: string;
      readonly tax: string;
    }>;
    readonly tax: Say<{ readonly label: string; readonly net: string; readonly tax: string }>;
    readonly total: Say<{ readonly net: string; readonly tax: string; readonly gross: string }>;
    readonly fee: Say<{ readonly amount: string; readonly on: string }>;
    readonly interest: Say<{
      readonly amount: string;
      readonly rate: string;
      readonly principal: string;
      readonly from: string;
      readonly to: string;
      readonly days: number;
    }>;
    readonly creditTakenBack: Say<{ readonly amount: string; readonly on: string }>;
    readonly waived: Say<string>;
    readonly more: Say<Compared>;
    readonly less: Say<Compared>;
    readonly equal: Say<{ readonly number: string; readonly before: string }>;
    readonly added: Say<{ readonly description: string; readonly now: string }>;
    readonly gone: Say<{ readonly description: string; readonly before: string }>;
    readonly changed: Say<{
      readonly description: string;
      readonly before: string;
      readonly now: string;
    }>;
  };
  readonly pay: {
    readonly nothingNow: string;
    readonly onlyRest: Say<{ readonly rest: string; readonly held: string }>;
  };
  readonly question: Record<
    | 'title'
    | 'intro'
    | 'about'
    | 'whole'
    | 'askedAlready'
    | 'reason'
    | 'words'
    | 'wordsHint'
    | 'whatHappens'
    | 'send'
    | 'payLater',
    string
  >;
  readonly errors: Record<
    | 'reasonMissing'
    | 'linesMissing'
    | 'scoreMissing'
    | 'dateMissing'
    | 'dateInvalid'
    | 'datesNotRising'
    | 'asked'
    | 'nothingLeft'
    | 'ended'
    | 'undecided'
    | 'tooLateToReopen'
    | 'tooLateToAnswer'
    | 'nothingOpen'
    | 'promiseActive'
    | 'promiseNeedsTalk'
    | 'changedMeanwhile'
    | 'notSure'
    | 'refused',
    string
  > & {
    readonly wordsTooLong: Say<{ readonly count: string; readonly most: string }>;
    readonly dateTooEarly: Say<string>;
    readonly dateTooLate: Say<string>;
  };
  readonly standing: Record<
    | 'heading'
    | 'title'
    | 'see'
    | 'whole'
    | 'reason'
    | 'about'
    | 'yourWords'
    | 'asked'
    | 'state'
    | 'missed'
    | 'letters'
    | 'noLetters'
    | 'withdraw'
    | 'withdrawMeans'
    | 'withdrawPress'
    | 'reopen'
    | 'reopenWords'
    | 'reopenPress',
    string
  > & {
    readonly states: Readonly<Record<DisputeState, string>>;
    readonly answerBy: Say<string>;
    readonly decideBy: Say<string>;
    readonly reopenUntil: Say<string>;
    readonly line: Say<{ readonly position: number; readonly description: string }>;
  };
  readonly promise: Record<
    'title' | 'intro' | 'first' | 'second' | 'third' | 'dateHint' | 'check' | 'checkTitle',
    string
  > &
    Record<'checkIntro' | 'confirm' | 'change' | 'means', string> & {
      readonly until: Say<string>;
    };
  readonly satisfaction: Record<
    'title' | 'question' | 'comment' | 'send' | 'thanks' | 'notNow',
    string
  > & {
    readonly answered: Say<string>;
    readonly changeUntil: Say<string>;
  };
  /** A link that opens nothing, too many requests, and a part of ours that is away. */
  readonly dead: Record<'title' | 'text', string>;
  readonly busy: Record<'title' | 'text', string>;
  readonly away: Record<'title' | 'text', string>;
};

type Compared = {
  readonly number: string;
  readonly before: string;
  readonly difference: string;
};
