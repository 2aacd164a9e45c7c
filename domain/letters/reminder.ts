/** The words of a reminder: friendly before the due date, firm later, in the customer's language. */
import type { LocalDate } from '../calendar.ts';
import { formatMoney } from '../money.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { et } from './et.ts';
import { sl } from './sl.ts';
import type { LetterLanguage, ReminderFacts, ReminderWords } from './words.ts';

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
    ...(words.link === null ? [] : [letter.seeBill(words.link)]),
    letter.closing(words),
  ];
  return { subject: letter.subject[facts.template](words), text: `${paragraphs.join('\n\n')}\n` };
}

function longDate(date: LocalDate, language: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(Date.parse(`${date}T00:00:00Z`));
}
