/**
 * Service time: the minutes in which somebody is there to answer. Outside the seller's hours and
 * on their holidays the clock of a promise stands still. Pure.
 *
 * Spans are cut by the clocks of the seller's zone, and last as long as they really do: the night
 * on which the clocks go back has an hour more. What is counted is whole days, never minutes.
 */
import {
  addDays,
  daysBetween,
  firstInstantFrom,
  isLocalDate,
  isTimeZone,
  type LocalDate,
  localDateAt,
} from '../calendar.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** From one local time up to, and without, another of the same day; the day ends at 24:00. */
export type ServiceSpan = { readonly from: string; readonly to: string };

export type ServiceHours = {
  readonly timeZone: string;
  readonly weekly: Readonly<Record<Weekday, readonly ServiceSpan[]>>;
  /** Days without any service, whatever weekday they are. */
  readonly holidays: readonly LocalDate[];
};

const minuteMs = 60_000;
const holidaysAtMost = 2_000;
/** A day whose weekday everybody knows. */
const aMonday: LocalDate = '1970-01-05';

/**
 * The first instant by which so many minutes of service time have passed; the instant itself for
 * no minutes. Refuses `date_invalid` beyond the calendar.
 */
export function afterServiceMinutes(fromMs: number, minutes: number, hours: ServiceHours): number {
  let leftMs = minutes * minuteMs;
  if (leftMs <= 0) return fromMs;
  for (const { beginsMs, endsMs } of spansFrom(fromMs, hours)) {
    const startMs = Math.max(beginsMs, fromMs);
    if (startMs + leftMs <= endsMs) return startMs + leftMs;
    leftMs -= Math.max(0, endsMs - startMs);
  }
  throw new Error('Service hours without any span never pass.');
}

/** The whole minutes of service time between two instants; none when the second is earlier. */
export function serviceMinutesBetween(fromMs: number, toMs: number, hours: ServiceHours): number {
  return Math.floor(serviceMsBetween(fromMs, toMs, hours) / minuteMs);
}

function serviceMsBetween(fromMs: number, toMs: number, hours: ServiceHours): number {
  let passedMs = 0;
  if (fromMs >= toMs) return passedMs;
  for (const { beginsMs, endsMs } of spansFrom(fromMs, hours)) {
    if (beginsMs >= toMs) break;
    passedMs += Math.max(0, Math.min(endsMs, toMs) - Math.max(beginsMs, fromMs));
  }
  return passedMs;
}

type Span = { readonly beginsMs: number; readonly endsMs: number };

/** The spans of the instant's day and of all days after it, in order. None when there is none. */
function* spansFrom(fromMs: number, hours: ServiceHours): Generator<Span> {
  if (weekdays.every((weekday) => hours.weekly[weekday].length === 0)) return;
  const { timeZone } = hours;
  for (let date = localDateAt(fromMs, timeZone); ; date = addDays(date, 1)) {
    if (hours.holidays.includes(date)) continue;
    for (const { from, to } of hours.weekly[weekdayOf(date)]) {
      const beginsMs = firstInstantFrom(date, from, timeZone);
      yield { beginsMs, endsMs: firstInstantFrom(date, to, timeZone) };
    }
  }
}

function weekdayOf(date: LocalDate): Weekday {
  const days = daysBetween(aMonday, date) % weekdays.length;
  return weekdays.at(days) ?? 'mon';
}

/** The minutes of service in a week without holidays, as the clocks show them. */
export function weeklyMinutes({ weekly }: Pick<ServiceHours, 'weekly'>): number {
  return weekdays
    .flatMap((weekday) => weekly[weekday])
    .reduce((sum, { from, to }) => sum + minuteOfDay(to) - minuteOfDay(from), 0);
}

/** Why the value cannot be anybody's hours, in one sentence, or null when it can. */
export function hoursFault(value: unknown): string | null {
  if (!isRecord(value)) return 'The hours are missing.';
  const { timeZone, weekly, holidays } = value;
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone)) {
    return 'The hours need a time zone such as Europe/Tallinn.';
  }
  if (!isRecord(weekly)) return 'The hours need their week.';
  const faults = weekdays.map((weekday) => dayFault(weekday, weekly[weekday]));
  const stranger = Object.keys(weekly).find((key) => !weekdays.some((weekday) => weekday === key));
  if (stranger !== undefined) return `${JSON.stringify(stranger)} is no day from mon to sun.`;
  const fault = faults.find((found) => found !== null);
  if (fault !== undefined) return fault;
  const hasSpan = Object.values(weekly).some((spans) => Array.isArray(spans) && spans.length > 0);
  if (!hasSpan) return 'There must be at least one span of service in the week.';
  return areHolidays(holidays)
    ? null
    : `The holidays are a list of at most ${holidaysAtMost} dates such as 2026-12-25.`;
}

function dayFault(weekday: Weekday, spans: unknown): string | null {
  if (!Array.isArray(spans)) return `The hours of ${weekday} are missing; an empty list is closed.`;
  const areSpans = spans.every(isSpan);
  if (!areSpans) return `Each span of ${weekday} goes from one time to a later, as 09:00 to 17:00.`;
  const areRising = spans.every((span, index) => {
    const before = spans[index - 1];
    return before === undefined || before.to <= span.from;
  });
  return areRising ? null : `The spans of ${weekday} rise and do not overlap.`;
}

function isSpan(value: unknown): value is ServiceSpan {
  if (!isRecord(value)) return false;
  const { from, to } = value;
  if (typeof from !== 'string' || typeof to !== 'string') return false;
  const isTime = /^([01]\d|2[0-3]):[0-5]\d$/;
  return isTime.test(from) && (isTime.test(to) || to === '24:00') && from < to;
}

function areHolidays(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length <= holidaysAtMost &&
    value.every((date) => typeof date === 'string' && isLocalDate(date))
  );
}

function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
