/**
 * Instants and the local dates of a time zone, by the rules of the IANA database.
 *
 * The zone is asked anew for every instant, and only whole names of zones are taken: an offset
 * that is found once and kept moves every later period by an hour, and at midnight by a day.
 * Temporal keeps the rules of each zone it has met, so an answer takes some ten microseconds and
 * a cache of our own would not pay.
 */
import { Temporal } from 'temporal-polyfill';
import {
  checkedDate,
  dateOfDayNumber,
  dayNumberOf,
  isLocalDate,
  type LocalDate,
} from './civil-date.ts';
import { refuse } from './errors.ts';

/** A hundred million days either side of 1970, the farthest that ECMAScript's clocks reach. */
const farthestMs = 8.64e15;

/**
 * Whether the text names a zone of the IANA database, in the database's own spelling. A fixed
 * offset such as +02:00 is none.
 */
export function isTimeZone(id: string): boolean {
  if (!/^[A-Za-z]/.test(id)) return false;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(id).timeZoneId === id;
  } catch {
    return false;
  }
}

/** The date that calendars in the zone show at the instant. Refuses `time_zone_unknown`. */
export function localDateAt(epochMs: number, timeZone: string): LocalDate {
  if (!(Math.abs(epochMs) <= farthestMs)) {
    refuse('date_invalid', `${epochMs} ms from 1970 is no instant.`);
  }
  const instant = Temporal.Instant.fromEpochMilliseconds(Math.floor(epochMs));
  const date = withinZone(timeZone, () => instant.toZonedDateTimeISO(timeZone))
    .toPlainDate()
    .toString();
  return isLocalDate(date) ? date : refuse('date_invalid', `${date} is beyond the calendar.`);
}

/**
 * The instant at which clocks in the zone show the date and time (`HH:MM`), in milliseconds from
 * 1970. A time that the clocks skip is moved on by as much as they skip; a time that they show
 * twice is taken the first time. This is what RFC 5545 rules for calendars and what Temporal
 * calls "compatible". Refuses `date_invalid` and `time_zone_unknown`.
 */
export function instantAt(date: LocalDate, time: string, timeZone: string): number {
  return clockAt(date, time, timeZone).epochMilliseconds;
}

function clockAt(date: LocalDate, time: string, timeZone: string): Temporal.ZonedDateTime {
  const day = Temporal.PlainDate.from(checkedDate(date));
  const [, hour, minute] =
    /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ??
    refuse('date_invalid', `${JSON.stringify(time)} is no time of day such as 09:00.`);
  const plainTime = { hour: Number(hour), minute: Number(minute) };
  return withinZone(timeZone, () => day.toZonedDateTime({ timeZone, plainTime }));
}

/**
 * The first instant at which clocks in the zone show the date and time (`HH:MM`, up to `24:00`) or
 * a later one: where they skip it, the instant at which they skip. So an opening hour is never
 * after the closing hour that follows it. Refuses `date_invalid` and `time_zone_unknown`.
 */
export function firstInstantFrom(date: LocalDate, time: string, timeZone: string): number {
  if (time === '24:00') return firstInstantFrom(dayAfter(date), '00:00', timeZone);
  const clock = clockAt(date, time, timeZone);
  const shown = clock.toPlainDateTime().toString({ smallestUnit: 'minute' });
  if (shown === `${date}T${time}`) return clock.epochMilliseconds;
  // What is skipped from its very beginning is moved onto the change itself, so look from just after.
  const change = clock.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return (change ?? clock).epochMilliseconds;
}

function dayAfter(date: LocalDate): LocalDate {
  return dateOfDayNumber(dayNumberOf(checkedDate(date)) + 1);
}

function withinZone<T>(timeZone: string, action: () => T): T {
  const unknown = (): never =>
    refuse('time_zone_unknown', `${JSON.stringify(timeZone)} is no time zone.`);
  if (!/^[A-Za-z]/.test(timeZone)) return unknown();
  try {
    return action();
  } catch {
    return unknown();
  }
}
