/**
 * Dates of the proleptic Gregorian calendar as day numbers, without a time zone: plain integer
 * arithmetic, because a billing run needs tens of thousands of dates.
 *
 * The two conversions follow `days_from_civil` and `civil_from_days` in Howard Hinnant's
 * "chrono-Compatible Low-Level Date Algorithms" (howardhinnant.github.io/date_algorithms.html):
 * a year that begins in March has its leap day last, and 400 years are always 146,097 days.
 */
import { refuse } from './errors.ts';

/** A date without a time zone, `YYYY-MM-DD`, of the years 0001 to 9999. */
export type LocalDate = string;

export type CivilDate = { readonly year: number; readonly month: number; readonly day: number };

const daysOfEra = 146_097;
/** From 1 March of the year 0 to 1 January 1970, the day of number 0. */
const daysBeforeEpoch = 719_468;

/** The number of days from 1970-01-01 to the date. */
export function dayNumberOf({ year, month, day }: CivilDate): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * daysOfEra + yearOfEra * 365 + leapDays + dayOfYear - daysBeforeEpoch;
}

/** The date so many days from 1970-01-01. Refuses `date_invalid` outside the years 0001 to 9999. */
export function dateOfDayNumber(dayNumber: number): LocalDate {
  const shifted = dayNumber + daysBeforeEpoch;
  const era = Math.floor(shifted / daysOfEra);
  const dayOfEra = shifted - era * daysOfEra;
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const daysOfYears = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - daysOfYears;
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return dateText({
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  });
}

/** The parts of a date, or null when it is none. */
function civilDateOf(date: LocalDate): CivilDate | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return null;
  const [year, month, day] = [digits(date, 0, 4), digits(date, 5, 7), digits(date, 8, 10)];
  const isDate =
    year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return isDate ? { year, month, day } : null;
}

export function isLocalDate(text: string): boolean {
  return civilDateOf(text) !== null;
}

/** The parts of a date. Refuses `date_invalid`. */
export function checkedDate(date: LocalDate): CivilDate {
  return (
    civilDateOf(date) ??
    refuse('date_invalid', `${JSON.stringify(date).slice(0, 40)} is no date such as 2026-01-31.`)
  );
}

/** The text of a date. Refuses `date_invalid` outside the years 0001 to 9999. */
export function dateText({ year, month, day }: CivilDate): LocalDate {
  if (!(year >= 1 && year <= 9_999)) {
    refuse('date_invalid', `A date in the year ${year} is beyond the calendar.`);
  }
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function digits(text: string, from: number, to: number): number {
  return Number(text.slice(from, to));
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
