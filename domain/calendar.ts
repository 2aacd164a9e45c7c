/**
 * Billing periods: civil dates cut from an anchor, without clocks. A period begins on its date
 * wherever the customer lives, so no change to summer time, no new rule of a zone and no server's
 * clock can move, double or drop one. Only `localDateAt` and `instantAt` know of zones.
 */
import {
  type CivilDate,
  checkedDate,
  dateOfDayNumber,
  dateText,
  dayNumberOf,
  daysInMonth,
  type LocalDate,
} from './civil-date.ts';
import { refuse } from './errors.ts';

export { isLocalDate, type LocalDate } from './civil-date.ts';
export { firstInstantFrom, instantAt, isTimeZone, localDateAt } from './zone.ts';

/** How often a bill comes: every so many weeks, months or years. A quarter is three months. */
export type Interval = { readonly unit: 'week' | 'month' | 'year'; readonly count: number };

/** From the first day up to, and without, the day on which the next period begins. */
export type Period = { readonly from: LocalDate; readonly to: LocalDate };

/** A period with its place in the chain that begins at the anchor with 0. */
export type PlacedPeriod = { readonly index: number; readonly period: Period };

const daysOfWeek = 7;
const monthsOfYear = 12;

/** The date so many days later, or earlier. Refuses `date_invalid`. */
export function addDays(date: LocalDate, days: number): LocalDate {
  if (!Number.isSafeInteger(days)) refuse('date_invalid', `${days} is no number of days.`);
  return dateOfDayNumber(dayNumberOf(checkedDate(date)) + days);
}

/** How many days the second date is after the first. Refuses `date_invalid`. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumberOf(checkedDate(to)) - dayNumberOf(checkedDate(from));
}

/**
 * The period at a place in the chain, from the anchor itself and never from its neighbour: what
 * begins on the 31st begins on the 31st again after a short month, and on the last day of a month
 * that has none; what begins on 29 February begins on the 28th in common years only.
 * Refuses `date_invalid` and `period_invalid`.
 */
export function periodAt(anchor: LocalDate, interval: Interval, index: number): Period {
  return periodFrom(checkedDate(anchor), checkedInterval(interval), index);
}

/** The one period of the chain that the date is in; its index is negative before the anchor. */
export function periodContaining(
  anchor: LocalDate,
  interval: Interval,
  date: LocalDate,
): PlacedPeriod {
  const start = checkedDate(anchor);
  const wanted = checkedDate(date);
  const step = checkedInterval(interval);
  const estimate = Math.floor(unitsBetween(start, wanted, step.unit) / step.count);
  // Within the month in which a period begins, the date can still be before its day.
  const isBefore = startOf(start, step, estimate) > date;
  const index = isBefore ? estimate - 1 : estimate;
  return { index, period: periodFrom(start, step, index) };
}

/** The period of the chain that begins on the date, or null when none does. */
export function periodStartingOn(
  anchor: LocalDate,
  interval: Interval,
  date: LocalDate,
): PlacedPeriod | null {
  const found = periodContaining(anchor, interval, date);
  return found.period.from === date ? found : null;
}

const namedIntervals: ReadonlyMap<string, Interval> = new Map([
  ['weekly', { unit: 'week', count: 1 }],
  ['monthly', { unit: 'month', count: 1 }],
  ['quarterly', { unit: 'month', count: 3 }],
  ['half-yearly', { unit: 'month', count: 6 }],
  ['yearly', { unit: 'year', count: 1 }],
  ['annually', { unit: 'year', count: 1 }],
]);

/**
 * `weekly`, `monthly`, `quarterly`, `half-yearly`, `yearly`, `annually`, `every month`,
 * `every 2 weeks` and the like. Not `biweekly`, which is twice a week to some and every two weeks
 * to others. Refuses `period_invalid`.
 */
export function intervalFromText(text: string): Interval {
  const words = text.toLowerCase();
  const named = namedIntervals.get(words);
  if (named) return named;
  const [, digits = '1', unit] = /^every (?:(\d{1,3}) )?(week|month|year)s?$/.exec(words) ?? [];
  if (unit !== 'week' && unit !== 'month' && unit !== 'year') {
    refuse('period_invalid', `${JSON.stringify(text)} is no interval such as monthly.`);
  }
  return checkedInterval({ unit, count: Number(digits) });
}

function periodFrom(anchor: CivilDate, interval: Interval, index: number): Period {
  if (!Number.isSafeInteger(index)) refuse('period_invalid', `${index} is no place of a period.`);
  return {
    from: startOf(anchor, interval, index),
    to: startOf(anchor, interval, index + 1),
  };
}

function startOf(anchor: CivilDate, { unit, count }: Interval, index: number): LocalDate {
  if (unit === 'week') return dateOfDayNumber(dayNumberOf(anchor) + daysOfWeek * count * index);
  const months = (unit === 'year' ? monthsOfYear : 1) * count * index + anchor.month - 1;
  const year = anchor.year + Math.floor(months / monthsOfYear);
  const month = months - Math.floor(months / monthsOfYear) * monthsOfYear + 1;
  return dateText({ year, month, day: Math.min(anchor.day, daysInMonth(year, month)) });
}

/** How many weeks, calendar months or years begin after the one date and up to the other. */
function unitsBetween(from: CivilDate, to: CivilDate, unit: Interval['unit']): number {
  if (unit === 'week') return Math.floor((dayNumberOf(to) - dayNumberOf(from)) / daysOfWeek);
  const years = to.year - from.year;
  return unit === 'year' ? years : years * monthsOfYear + to.month - from.month;
}

function checkedInterval(interval: Interval): Interval {
  const { unit, count } = interval;
  const isInterval =
    (unit === 'week' || unit === 'month' || unit === 'year') &&
    Number.isSafeInteger(count) &&
    count >= 1;
  return isInterval
    ? interval
    : refuse('period_invalid', `Every ${count} ${unit} is no interval of whole weeks or months.`);
}
