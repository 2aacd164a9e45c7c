/** What a reminder says, and what a language has to provide for it. */
import type { LocalDate } from '../calendar.ts';
import type { LadderStep } from '../ladder.ts';

export type ReminderFacts = {
  readonly template: LadderStep['template'];
  readonly language: string;
  readonly sellerName: string;
  readonly customerName: string;
  readonly invoiceNumber: string;
  readonly reference: string;
  readonly iban: string | null;
  readonly openMinor: number;
  /** Interest and fees within what is open. */
  readonly chargedMinor: number;
  readonly currency: string;
  readonly dueOn: LocalDate;
  /** Below nothing when the due date is still to come. */
  readonly daysOverdue: number;
  /** The address of the bill's page; null where there is none. */
  readonly link: string | null;
};

/** What a letter says, already in the reader's own form of amounts and dates. */
export type ReminderWords = Omit<
  ReminderFacts,
  'language' | 'openMinor' | 'chargedMinor' | 'currency' | 'dueOn'
> & {
  readonly amount: string;
  /** Null when being late has cost nothing yet. */
  readonly charges: string | null;
  readonly dueOn: string;
};

/** One language: adding one is adding one file like en.ts and naming it here. */
export type LetterLanguage = {
  readonly subject: Record<LadderStep['template'], (words: ReminderWords) => string>;
  readonly body: Record<LadderStep['template'], (words: ReminderWords) => string>;
  /** Said when interest or fees are within the amount. */
  readonly charges: (charges: string) => string;
  readonly howToPay: (words: ReminderWords) => string;
  /** Said when there is a page of the bill. */
  readonly seeBill: (link: string) => string;
  readonly greeting: (words: ReminderWords) => string;
  readonly closing: (words: ReminderWords) => string;
};
