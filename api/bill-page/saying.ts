/** The customer's language and clock: how the page writes words, amounts, days and times. */
import type { Bill } from '../../db/bill-page.ts';
import { daysBetween, type LocalDate, localDateAt } from '../../domain/calendar.ts';
import { disputeLetterWords } from '../../domain/letters/dispute/languages.ts';
import type { DisputeLetterLanguage } from '../../domain/letters/dispute/words.ts';
import { formatsFor, type Formats } from '../../domain/paper/formats.ts';
import { paperWords } from '../../domain/paper/languages.ts';
import type { PaperWords } from '../../domain/paper/words.ts';
import { billPageWords } from './languages.ts';
import type { BillPageWords } from './words.ts';

export type Saying = {
  readonly words: BillPageWords;
  /** The names of reasons and scores, as the letters have them. */
  readonly letters: Pick<DisputeLetterLanguage, 'reasons' | 'scores' | 'instalment'>;
  readonly paper: PaperWords;
  readonly formats: Formats;
  readonly locale: string;
  readonly nowMs: number;
  /** The customer's today. */
  readonly today: LocalDate;
  readonly date: (date: LocalDate) => string;
  /** How far away a day is, such as "in 9 days". */
  readonly when: (date: LocalDate) => string;
  /** An instant as date and time in the customer's zone. */
  readonly time: (epochMs: number) => string;
  /** The day of an instant in the customer's zone. */
  readonly day: (epochMs: number) => string;
  readonly count: (number: number) => string;
  readonly list: (items: readonly string[]) => string;
};

export function sayingFor(
  { language, timeZone, currency }: Pick<Bill, 'language' | 'timeZone' | 'currency'>,
  nowMs: number,
): Saying {
  const letters = disputeLetterWords(language);
  const { locale, dates, times } = letters;
  const days = new Intl.DateTimeFormat(locale, { ...dates, timeZone: 'UTC' });
  const instants = new Intl.DateTimeFormat(locale, { ...times, timeZone });
  const distances = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const numbers = new Intl.NumberFormat(locale);
  const lists = new Intl.ListFormat(locale);
  const today = localDateAt(nowMs, timeZone);
  const date = (on: LocalDate) => days.format(Date.parse(`${on}T00:00:00Z`));
  return {
    words: billPageWords(language),
    letters,
    paper: paperWords(language),
    formats: formatsFor(locale, currency),
    locale,
    nowMs,
    today,
    date,
    when: (on) => distances.format(daysBetween(today, on), 'day'),
    time: (epochMs) => instants.format(epochMs),
    day: (epochMs) => date(localDateAt(epochMs, timeZone)),
    count: (number) => numbers.format(number),
    list: (items) => lists.format(items),
  };
}
