import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  afterServiceMinutes,
  hoursFault,
  serviceMinutesBetween,
  weekdays,
  weeklyMinutes,
} from '../../../domain/dispute/service-hours.ts';
import { anyHours, at, hoursOf, instant, officeHours } from './hours.ts';

const minuteMs = 60_000;
const runs = { numRuns: 250 };
const minutes = fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.constant(0), fc.constant(1));
const text = (atMs: number) => new Date(atMs).toISOString().slice(0, 16);
const whole = (span: { from: string; to: string }, zone = 'Europe/Tallinn') =>
  hoursOf([span], weekdays, { timeZone: zone });

describe('service time', () => {
  test('stands still outside the hours: a question of Friday evening waits until Monday', () => {
    const friday = at('2026-03-06T16:30+02:00');
    expect(text(afterServiceMinutes(friday, 30, officeHours))).toBe('2026-03-06T15:00');
    expect(text(afterServiceMinutes(friday, 31, officeHours))).toBe('2026-03-09T07:01');
    expect(text(afterServiceMinutes(at('2026-03-07T12:00Z'), 60, officeHours))).toBe(
      '2026-03-09T08:00',
    );
    expect(serviceMinutesBetween(friday, at('2026-03-09T10:00+02:00'), officeHours)).toBe(90);
    expect(
      serviceMinutesBetween(at('2026-03-07T00:00Z'), at('2026-03-08T23:00Z'), officeHours),
    ).toBe(0);
  });

  test('leaves out holidays by the date of the seller’s zone', () => {
    const hours = { ...officeHours, holidays: ['2026-03-09'] };
    expect(text(afterServiceMinutes(at('2026-03-06T17:00+02:00'), 1, hours))).toBe(
      '2026-03-10T07:01',
    );
  });

  test('runs through several spans of a day and to midnight without a seam', () => {
    const split = hoursOf([
      { from: '08:00', to: '12:00' },
      { from: '13:00', to: '24:00' },
    ]);
    const morning = at('2026-03-02T11:30+02:00');
    expect(text(afterServiceMinutes(morning, 60, split))).toBe('2026-03-02T11:30');
    expect(text(afterServiceMinutes(morning, 30 + 660, split))).toBe('2026-03-02T22:00');
    expect(text(afterServiceMinutes(morning, 30 + 661, split))).toBe('2026-03-03T06:01');
    const always = whole({ from: '00:00', to: '24:00' });
    expect(afterServiceMinutes(morning, 100_000, always)).toBe(morning + 100_000 * minuteMs);
  });

  test('has an hour less on the night to summer time and an hour more on the way back', () => {
    const night = whole({ from: '01:00', to: '06:00' });
    const between = (from: string, to: string, hours = night) =>
      serviceMinutesBetween(at(from), at(to), hours);
    expect(between('2026-03-28T12:00Z', '2026-03-29T12:00Z')).toBe(4 * 60);
    expect(between('2026-10-24T12:00Z', '2026-10-25T12:00Z')).toBe(6 * 60);
    // Tallinn skips from three to four: what would open in between opens when the clocks change.
    const skipped = whole({ from: '03:30', to: '04:30' });
    expect(between('2026-03-28T12:00Z', '2026-03-29T12:00Z', skipped)).toBe(30);
    const gone = whole({ from: '03:00', to: '04:00' });
    expect(between('2026-03-28T12:00Z', '2026-03-29T12:00Z', gone)).toBe(0);
    expect(text(afterServiceMinutes(at('2026-03-28T12:00Z'), 1, gone))).toBe('2026-03-30T00:01');
  });

  test('knows that Samoa had no 30 December 2011', () => {
    const hours = whole({ from: '09:00', to: '17:00' }, 'Pacific/Apia');
    const evening = at('2011-12-29T17:00-10:00');
    expect(text(afterServiceMinutes(evening, 60, hours))).toBe('2011-12-30T20:00');
  });

  test('is what a clock counts that looks at the wall every minute', () => {
    const shows = (atMs: number, zone: string) => {
      const now = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
      return { weekday: weekdays[now.dayOfWeek - 1] ?? 'mon', now };
    };
    fc.assert(
      fc.property(
        anyHours,
        fc.nat({ max: 300_000 }),
        fc.nat({ max: 1_500 }),
        (hours, from, span) => {
          // Where clocks show an hour twice, the wall says less than the rule; Tokyo never does.
          const timeZone = 'Asia/Tokyo';
          const fromMs = at('2026-03-01T00:00Z') + from * minuteMs;
          const counted = Array.from({ length: span }, (_, index) => {
            const { weekday, now } = shows(fromMs + index * minuteMs, timeZone);
            const time = now.toPlainTime().toString({ smallestUnit: 'minute' });
            const isHoliday = hours.holidays.includes(now.toPlainDate().toString());
            const spans = isHoliday ? [] : hours.weekly[weekday];
            return spans.some(({ from: opens, to }) => opens <= time && time < to);
          }).filter((isOpen) => isOpen).length;
          const ours = { ...hours, timeZone };
          expect(serviceMinutesBetween(fromMs, fromMs + span * minuteMs, ours)).toBe(counted);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('for any hours, zone and instant, changes of clocks included', () => {
  test('one wait and then another is the wait for both', () => {
    fc.assert(
      fc.property(anyHours, instant, minutes, minutes, (hours, fromMs, one, other) => {
        const inTwo = afterServiceMinutes(afterServiceMinutes(fromMs, one, hours), other, hours);
        expect(inTwo).toBe(afterServiceMinutes(fromMs, one + other, hours));
      }),
      runs,
    );
  });

  test('who begins later or waits longer is never done earlier', () => {
    fc.assert(
      fc.property(
        anyHours,
        instant,
        fc.nat({ max: 3 * 86_400_000 }),
        minutes,
        minutes,
        (hours, fromMs, laterMs, wait, more) => {
          const doneMs = afterServiceMinutes(fromMs, wait, hours);
          expect(doneMs).toBeGreaterThanOrEqual(fromMs + wait * minuteMs);
          expect(afterServiceMinutes(fromMs, wait + more, hours)).toBeGreaterThanOrEqual(doneMs);
          expect(afterServiceMinutes(fromMs + laterMs, wait, hours)).toBeGreaterThanOrEqual(
            wait > 0 ? doneMs : fromMs,
          );
        },
      ),
      runs,
    );
  });

  test('the minutes to the end of a wait are the minutes waited for, and none are counted backwards', () => {
    fc.assert(
      fc.property(anyHours, instant, minutes, (hours, fromMs, wait) => {
        const doneMs = afterServiceMinutes(fromMs, wait, hours);
        expect(serviceMinutesBetween(fromMs, doneMs, hours)).toBe(wait);
        expect(serviceMinutesBetween(doneMs, fromMs, hours)).toBe(0);
      }),
      runs,
    );
  });
});

describe('hours', () => {
  test('that somebody can keep have no fault', () => {
    expect(hoursFault(officeHours)).toBeNull();
    expect(weeklyMinutes(officeHours)).toBe(5 * 8 * 60);
    fc.assert(fc.property(anyHours, (hours) => hoursFault(hours) === null));
  });

  test('without any span, with a bad zone, span or holiday are refused in one sentence', () => {
    const { weekly } = officeHours;
    const friday = (...spans: unknown[]) => ({ ...officeHours, weekly: { ...weekly, fri: spans } });
    const { sun: _, ...sixDays } = weekly;
    for (const bad of [
      null,
      [],
      {},
      hoursOf([]),
      { ...officeHours, timeZone: 'Mars/Olympus' },
      { ...officeHours, timeZone: '+02:00' },
      { ...officeHours, weekly: sixDays },
      { ...officeHours, weekly: { ...weekly, Sat: [] } },
      { ...officeHours, holidays: ['2026-02-30'] },
      { ...officeHours, holidays: undefined },
      { ...officeHours, holidays: Array(2_001).fill('2026-12-25') },
      friday({ from: '17:00', to: '09:00' }),
      friday({ from: '09:00', to: '09:00' }),
      friday({ from: '9:00', to: '17:00' }),
      friday({ from: '09:00', to: '24:01' }),
      friday({ from: '24:00', to: '24:00' }),
      friday({ from: '09:00', to: '12:00' }, { from: '11:59', to: '17:00' }),
      friday({ from: '13:00', to: '17:00' }, { from: '09:00', to: '12:00' }),
      friday('09:00-17:00'),
    ]) {
      expect(hoursFault(bad), JSON.stringify(bad)?.slice(0, 200)).toMatch(/^[^.]{10,}\.$/);
    }
  });
});
