import { type LocalDate, periodAt, periodContaining } from '../calendar.ts';
import type { BookContract } from './book.ts';

type ContractCalendar = Pick<BookContract, 'anchorOn' | 'interval' | 'startsOn' | 'endsOn'>;

/**
 * The first period that is billed here: the first one that begins on the day or later, while the
 * contract lasts. Null when the contract ends before any such.
 */
export function firstBillOn(contract: ContractCalendar, billFrom: LocalDate): LocalDate | null {
  const { anchorOn, interval, startsOn, endsOn } = contract;
  const earliest = startsOn > billFrom ? startsOn : billFrom;
  const { index, period } = periodContaining(anchorOn, interval, earliest);
  const first =
    period.from >= earliest ? period.from : periodAt(anchorOn, interval, index + 1).from;
  return endsOn !== null && first >= endsOn ? null : first;
}

/**
 * The same day of the month so many months before. Only a day that every month has leads back to
 * where it came from when the months are counted forward again.
 */
export function monthsBefore(date: LocalDate, months: number): LocalDate {
  return periodAt(date, { unit: 'month', count: 1 }, -months).from;
}

export function isInEveryMonth(date: LocalDate): boolean {
  return Number(date.slice(-2)) <= 28;
}
