/** The words of a reminder: friendly before the due date, firm later, in the customer's language. */
import type { LocalDate } from '../calendar.ts';
import type { LadderStep } from '../ladder.ts';
import { formatMoney } from '../money.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { et } from './et.ts';
import { sl } from './sl.ts';

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
  readonly greeting: (words: ReminderWords) => string;
  readonly closing: (words: ReminderWords) => string;
};

const languages: Record<string, LetterLanguage> = { en, et, sl, de };

/** Subject and plain text of a reminder. A language without a file is written in English. */
export function reminderLetter(facts: ReminderFacts): { subject: string; text: string } {
  const { language, openMinor, chargedMinor, currency, dueOn, ...rest } = facts;
  const spoken = languages[language] ? language : 'en';
  const letter = languages[spoken] ?? en;
  const words: ReminderWords = {
    ...rest,
    amount: formatMoney(openMinor, currency, spoken),
    charges: chargedMinor > 0 ? formatMoney(chargedMinor, currency, spoken) : null,
    dueOn: longDate(dueOn, spoken),
  };
  const paragraphs = [
    letter.greeting(words),
    letter.body[facts.template](words),
    ...(words.charges ? [letter.charges(words.charges)] : []),
    letter.howToPay(words),
    letter.closing(words),
  ];
  return { subject: letter.subject[facts.template](words), text: `${paragraphs.join('\n\n')}\n` };
}

function longDate(date: LocalDate, language: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(Date.parse(`${date}T00:00:00Z`));
}
