import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  type Interval,
  instantAt,
  isTimeZone,
  localDateAt,
  periodAt,
} from '../../domain/calendar.ts';
import { refusalOf } from './refusals.ts';

const runs = { numRuns: 3_000 };
const minuteMs = 60_000;
const zones = [
  'UTC',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Caracas',
  'America/Havana',
  'America/Juneau',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'Asia/Pyongyang',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Europe/Istanbul',
  'Europe/Lisbon',
  'Europe/London',
  'Europe/Tallinn',
  'Europe/Volgograd',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Kwajalein',
];
const zone = fc.constantFrom(...zones);
const instant = fc.integer({ min: Date.UTC(1972, 0), max: Date.UTC(2100, 0) });
const day = fc.integer({ min: 0, max: 365 * 60 }).map((days) => addDays('1975-01-01', days));
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

const clocks = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'short',
      hourCycle: 'h23',
    }),
  ]),
);
/** What a clock on the wall shows, as a second opinion: date, blank, hours and minutes. */
const shownAt = (epochMs: number, timeZone: string) => clocks.get(timeZone)?.format(epochMs) ?? '';
/** Days that never came: the zone moved over the date line. */
const skipped = new Set(['Pacific/Apia 2011-12-30', 'Pacific/Kwajalein 1993-08-21']);
const kiritimatiSkipped = ['1994-12-31', '1995-01-01'];

describe('the local date at an instant', () => {
  test('is the one that clocks in the zone show', () => {
    fc.assert(
      fc.property(instant, zone, (epochMs, timeZone) => {
        expect(localDateAt(epochMs, timeZone)).toBe(shownAt(epochMs, timeZone).slice(0, 10));
      }),
      runs,
    );
  });

  test('is right to the minute around every change of the clocks in 2010 to 2030', () => {
    for (const timeZone of ['America/St_Johns', 'Africa/Cairo', 'Asia/Gaza', 'Pacific/Apia']) {
      const changes = changesOfClocks(timeZone, 2010, 2030);
      expect(changes.length).toBeGreaterThan(5);
      for (const epochMs of changes) {
        for (const offset of [-61, -60, -59, -1, 0, 1, 59, 60, 61]) {
          const at = epochMs + offset * minuteMs;
          expect(localDateAt(at, timeZone)).toBe(shownAt(at, timeZone).slice(0, 10));
        }
      }
    }
  });

  test('of what is no instant or no zone is refused', () => {
    for (const epochMs of [Number.NaN, Number.POSITIVE_INFINITY, 8.65e15, 8.64e15, -8.64e15]) {
      expect(refusalOf(() => localDateAt(epochMs, 'UTC'))).toBe('date_invalid');
    }
    for (const timeZone of ['', 'Mars/Phobos', '+02:00', '02:00', 'Europe/Tallinn ']) {
      expect(refusalOf(() => localDateAt(0, timeZone))).toBe('time_zone_unknown');
      expect(refusalOf(() => instantAt('2026-01-01', '09:00', timeZone))).toBe('time_zone_unknown');
    }
  });
});

describe('the instant of a local time', () => {
  test('is the first at which clocks show it, or else beyond the gap by as much as they skip', () => {
    fc.assert(
      fc.property(day, time, zone, (on, at, timeZone) => {
        const wanted = `${on} ${at}`;
        const epochMs = instantAt(on, at, timeZone);
        const shown = shownAt(epochMs, timeZone);
        if (shown === wanted) {
          for (const hoursMs of [30, 60, 120, 1440].map((minutes) => minutes * minuteMs)) {
            expect(shownAt(epochMs - hoursMs, timeZone)).not.toBe(wanted);
          }
        } else {
          expect(shown > wanted).toBe(true);
          const skippedMs = Date.parse(`${shown}Z`) - Date.parse(`${wanted}Z`);
          expect(shownAt(epochMs - skippedMs, timeZone) < wanted).toBe(true);
        }
      }),
      runs,
    );
  });

  test('never runs back from one day to the next', () => {
    fc.assert(
      fc.property(day, time, zone, (on, at, timeZone) => {
        const gapMs = instantAt(addDays(on, 1), at, timeZone) - instantAt(on, at, timeZone);
        const isSkipped = skipped.has(`${timeZone} ${on}`) || kiritimatiSkipped.includes(on);
        expect(gapMs).toBeGreaterThanOrEqual(isSkipped ? 0 : 21 * 60 * minuteMs);
      }),
      runs,
    );
  });

  test('in the middle of a day is on that day, and its midnight not before it', () => {
    fc.assert(
      fc.property(day, zone, (on, timeZone) => {
        fc.pre(!skipped.has(`${timeZone} ${on}`) && !kiritimatiSkipped.includes(on));
        expect(localDateAt(instantAt(on, '12:00', timeZone), timeZone)).toBe(on);
        expect(localDateAt(instantAt(on, '00:00', timeZone), timeZone)).toBe(on);
      }),
      runs,
    );
  });

  test.each([
    ['Europe/Tallinn', '2026-03-28', '09:00', '2026-03-28T07:00Z', 'winter time'],
    ['Europe/Tallinn', '2026-03-29', '09:00', '2026-03-29T06:00Z', 'summer time from that morning'],
    ['Europe/Tallinn', '2026-03-29', '03:30', '2026-03-29T01:30Z', 'skipped: 04:30'],
    ['Europe/Tallinn', '2026-10-25', '03:30', '2026-10-25T00:30Z', 'twice: the first'],
    ['Europe/Tallinn', '2026-10-25', '09:00', '2026-10-25T07:00Z', 'winter time again'],
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:30Z', 'skipped: 03:30'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30Z', 'twice: the first'],
    ['America/New_York', '2026-11-01', '02:00', '2026-11-01T07:00Z', 'once'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45Z', 'half an hour skipped'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45Z', 'half an hour twice'],
    ['Africa/Casablanca', '2024-03-10', '02:30', '2024-03-10T01:30Z', 'Ramadan: twice, the first'],
    ['Africa/Casablanca', '2024-04-14', '02:30', '2024-04-14T02:30Z', 'after Ramadan: skipped'],
    ['Pacific/Apia', '2011-12-29', '09:00', '2011-12-29T19:00Z', 'the last day east of the line'],
    ['Pacific/Apia', '2011-12-30', '09:00', '2011-12-30T19:00Z', 'a day that never came'],
    ['Pacific/Apia', '2011-12-31', '09:00', '2011-12-30T19:00Z', 'the day after it'],
    ['America/Sao_Paulo', '2018-11-04', '00:00', '2018-11-04T03:00Z', 'a midnight skipped'],
    ['America/Sao_Paulo', '2019-11-04', '00:00', '2019-11-04T03:00Z', 'no summer time any more'],
    ['Europe/Istanbul', '2015-12-01', '09:00', '2015-12-01T07:00Z', 'winter time, the last year'],
    ['Europe/Istanbul', '2016-12-01', '09:00', '2016-12-01T06:00Z', 'summer time for ever'],
    ['Asia/Pyongyang', '2015-08-14', '09:00', '2015-08-14T00:00Z', 'before its own time'],
    ['Asia/Pyongyang', '2016-08-14', '09:00', '2016-08-14T00:30Z', 'its own time'],
    ['Asia/Pyongyang', '2018-08-14', '09:00', '2018-08-14T00:00Z', 'given up again'],
  ])('in %s on %s at %s is %s (%s)', (timeZone, on, at, expected) => {
    expect(new Date(instantAt(on, at, timeZone)).toISOString()).toBe(
      new Date(expected).toISOString(),
    );
  });

  test.each(['', '9:00', '24:00', '09:60', '09:00:00', '0900', '-1:00', '09:00 '])(
    'is refused for the time "%s"',
    (at) => {
      expect(refusalOf(() => instantAt('2026-01-01', at, 'UTC'))).toBe('date_invalid');
    },
  );

  test('is refused for what is no date', () => {
    expect(refusalOf(() => instantAt('2026-02-29', '09:00', 'UTC'))).toBe('date_invalid');
  });
});

describe('a period in a zone', () => {
  test('begins on its own date for everyone, and a run at its first minute finds it begun', () => {
    const monthly: Interval = { unit: 'month', count: 1 };
    fc.assert(
      fc.property(day, zone, fc.nat({ max: 48 }), (anchorOn, timeZone, index) => {
        const { from, to } = periodAt(anchorOn, monthly, index);
        const [fromMs, toMs] = [from, to].map((on) => instantAt(on, '00:00', timeZone));
        expect(localDateAt(Number(fromMs), timeZone) >= from).toBe(true);
        expect(Number(toMs)).toBeGreaterThan(Number(fromMs));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a time zone', () => {
  test('that the platform lists is known, and noon in it is on its day', () => {
    for (const id of Intl.supportedValuesOf('timeZone')) {
      expect(isTimeZone(id), id).toBe(true);
      expect(localDateAt(instantAt('2026-06-15', '12:00', id), id), id).toBe('2026-06-15');
    }
  });

  test.each(['UTC', 'Europe/Tallinn', 'Europe/Kyiv', 'America/Argentina/Ushuaia', 'Etc/GMT+5'])(
    '%s is known',
    (id) => {
      expect(isTimeZone(id)).toBe(true);
    },
  );

  test.each([
    '',
    'Europe',
    'europe/tallinn',
    '+02:00',
    'UTC+2',
    'Mars/Phobos',
    'Local',
    'PST',
    '\0',
  ])('"%s" is none', (id) => {
    expect(isTimeZone(id)).toBe(false);
  });
});

/** The instants, to the minute, at which the zone's clocks are put forward or back. */
function changesOfClocks(timeZone: string, fromYear: number, toYear: number): number[] {
  const changes: number[] = [];
  const offsetAt = (ms: number) => Date.parse(`${shownAt(ms, timeZone)}Z`) - ms;
  const hourMs = 60 * minuteMs;
  for (let ms = Date.UTC(fromYear, 0); ms < Date.UTC(toYear, 0); ms += 24 * hourMs) {
    if (offsetAt(ms) === offsetAt(ms + 24 * hourMs)) continue;
    let change = ms;
    while (offsetAt(change) === offsetAt(ms)) change += minuteMs;
    changes.push(change);
  }
  return changes;
}
