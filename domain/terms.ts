import { addDays, type LocalDate } from './calendar.ts';
import { checkedDate, type CivilDate, dateText, dayNumberOf, daysInMonth } from './civil-date.ts';
import { refuse } from './errors.ts';

/**
 * When a bill is due. `net_days`: so many days after it is issued. `end_of_month`: so many days
 * after the last day of the month in which it is issued ("net 30 end of month"). `fixed_day`: the
 * next such day of a month after the day of issue, the last day of a month that is too short.
 */
export type PaymentTerms =
  | { readonly kind: 'net_days'; readonly days: number }
  | { readonly kind: 'end_of_month'; readonly days: number }
  | { readonly kind: 'fixed_day'; readonly dayOfMonth: number };

/** What becomes of a due date on which banks do not work. */
export type WeekendRule = 'keep' | 'next_working_day' | 'previous_working_day';

const longestTermDays = 3_660;

/** Whether a value from outside, such as parsed JSON, is terms that `dueDate` takes. */
export function isPaymentTerms(value: unknown): value is PaymentTerms {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  switch (value.kind) {
    case 'net_days':
    case 'end_of_month':
      return 'days' in value && typeof value.days === 'number' && isTermDays(value.days);
    case 'fixed_day':
      return (
        'dayOfMonth' in value &&
        typeof value.dayOfMonth === 'number' &&
        isDayOfMonth(value.dayOfMonth)
      );
    default:
      return false;
  }
}

/**
 * The day by which a bill is to be paid; never before the day on which it is issued.
 *
 * Saturdays, Sundays and the holidays given are no working days. The next working day is what
 * Regulation (EEC, Euratom) No 1182/71, article 3(4), gives to every period that ends on one. The
 * previous working day is kept to only from the day of issue on; if there is none, the next one
 * is taken, because nobody can pay before the bill exists.
 *
 * Refuses `date_invalid`: dates that are none, terms that no calendar can follow.
 */
export function dueDate(
  issuedOn: LocalDate,
  terms: PaymentTerms,
  weekendRule: WeekendRule,
  holidays: ReadonlySet<LocalDate> = new Set(),
): LocalDate {
  const due = dueByTerms(issuedOn, terms);
  if (weekendRule === 'keep') return due;
  if (weekendRule === 'next_working_day') return workingDayFrom(due, 1, holidays);
  const previous = workingDayFrom(due, -1, holidays);
  return previous >= issuedOn ? previous : workingDayFrom(due, 1, holidays);
}

function dueByTerms(issuedOn: LocalDate, terms: PaymentTerms): LocalDate {
  const issued = checkedDate(issuedOn);
  switch (terms.kind) {
    case 'net_days':
      return addDays(issuedOn, checkedDays(terms.days));
    case 'end_of_month':
      return addDays(dayOfMonth(issued, 0, 31), checkedDays(terms.days));
    case 'fixed_day':
      return nextFixedDay(issued, issuedOn, terms.dayOfMonth);
    default:
      return terms satisfies never;
  }
}

function nextFixedDay(issued: CivilDate, issuedOn: LocalDate, wanted: number): LocalDate {
  if (!isDayOfMonth(wanted)) {
    refuse('date_invalid', `${wanted} is no day of a month to be due on.`);
  }
  const thisMonth = dayOfMonth(issued, 0, wanted);
  return thisMonth > issuedOn ? thisMonth : dayOfMonth(issued, 1, wanted);
}

/** The day of the date's month or of one after it, or that month's last day if it has no such. */
function dayOfMonth({ year, month }: CivilDate, monthsLater: 0 | 1, wanted: number): LocalDate {
  const due =
    month + monthsLater > 12 ? { year: year + 1, month: 1 } : { year, month: month + monthsLater };
  return dateText({ ...due, day: Math.min(wanted, daysInMonth(due.year, due.month)) });
}

function workingDayFrom(
  date: LocalDate,
  step: 1 | -1,
  holidays: ReadonlySet<LocalDate>,
): LocalDate {
  let day = date;
  while (isWeekend(day) || holidays.has(day)) day = addDays(day, step);
  return day;
}

/** The day of number 0, 1970-01-01, was a Thursday. */
function isWeekend(date: LocalDate): boolean {
  const dayFromThursday = ((dayNumberOf(checkedDate(date)) % 7) + 7) % 7;
  return dayFromThursday === 2 || dayFromThursday === 3;
}

function checkedDays(days: number): number {
  return isTermDays(days)
    ? days
    : refuse('date_invalid', `${days} is no number of days to pay in.`);
}

function isTermDays(days: number): boolean {
  return Number.isInteger(days) && days >= 0 && days <= longestTermDays;
}

function isDayOfMonth(day: number): boolean {
  return Number.isInteger(day) && day >= 1 && day <= 31;
}
