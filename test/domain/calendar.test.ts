import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  daysBetween,
  type Interval,
  intervalFromText,
  isLocalDate,
  periodAt,
  periodContaining,
  periodStartingOn,
} from '../../domain/calendar.ts';
import { refusalOf } from './refusals.ts';

const runs = { numRuns: 5_000 };
const monthly: Interval = { unit: 'month', count: 1 };
const yearly: Interval = { unit: 'year', count: 1 };
const epoch = Temporal.PlainDate.from('1970-01-01');
const dateBetween = (from: string, to: string) =>
  fc
    .integer({
      min: epoch.until(from).days,
      max: epoch.until(to).days,
    })
    .map((days) => epoch.add({ days }).toString());
const date = dateBetween('1900-01-01', '2200-12-31');
/** Dates at the ends of months, where calendars go wrong, as often as any. */
const anchor = fc.oneof(
  date,
  fc
    .tuple(
      fc.integer({ min: 1900, max: 2200 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat({ max: 3 }),
    )
    .map(([year, month, fromEnd]) => {
      const last = Temporal.PlainDate.from({ year, month, day: 31 });
      return last.subtract({ days: fromEnd }).toString();
    }),
);
const interval: fc.Arbitrary<Interval> = fc.record({
  unit: fc.constantFrom('week', 'month', 'year'),
  count: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(24)),
});
const starts = (from: string, every: Interval, count: number) =>
  Array.from({ length: count }, (_, index) => periodAt(from, every, index).from);

describe('a date', () => {
  test('is a day of the calendar, leap days included, and nothing that looks like one', () => {
    for (const text of ['2026-01-31', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']) {
      expect(isLocalDate(text)).toBe(true);
    }
    for (const text of [
      '2026-02-29',
      '1900-02-29',
      '2100-02-29',
      '2026-04-31',
      '2026-13-01',
      '2026-00-10',
      '2026-01-00',
      '0000-01-01',
      '2026-1-1',
      '26-01-01',
      '2026-01-01T00:00',
      '2026-01-01\n',
      ' 2026-01-01',
      '20260101',
      '',
    ]) {
      expect(isLocalDate(text), text).toBe(false);
      expect(refusalOf(() => addDays(text, 1))).toBe('date_invalid');
    }
  });

  test('any number of days away is what Temporal says', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -150_000, max: 150_000 }), (from, days) => {
        const expected = Temporal.PlainDate.from(from).add({ days }).toString();
        expect(addDays(from, days)).toBe(expected);
        expect(daysBetween(from, expected)).toBe(days);
      }),
      runs,
    );
  });

  test('follows the last one on every single day from 1890 to 2210', () => {
    let day = Temporal.PlainDate.from('1890-01-01');
    let ours = day.toString();
    while (day.year < 2211) {
      day = day.add({ days: 1 });
      ours = addDays(ours, 1);
      if (ours !== day.toString()) expect(ours).toBe(day.toString());
    }
    expect(ours).toBe('2211-01-01');
  });

  test('beyond the calendar is refused', () => {
    expect(addDays('9999-12-30', 1)).toBe('9999-12-31');
    expect(refusalOf(() => addDays('9999-12-31', 1))).toBe('date_invalid');
    expect(refusalOf(() => addDays('0001-01-01', -1))).toBe('date_invalid');
    expect(refusalOf(() => addDays('2026-01-01', 0.5))).toBe('date_invalid');
    expect(refusalOf(() => addDays('2026-01-01', Number.NaN))).toBe('date_invalid');
    expect(refusalOf(() => daysBetween('2026-01-01', 'tomorrow'))).toBe('date_invalid');
  });
});

describe('a chain of periods', () => {
  test('has no gap and no overlap, for any anchor, interval and place', () => {
    const place = fc.integer({ min: -60, max: 240 });
    fc.assert(
      fc.property(anchor, interval, place, (from, every, index) => {
        const period = periodAt(from, every, index);
        expect(period.from < period.to).toBe(true);
        expect(periodAt(from, every, index + 1).from).toBe(period.to);
        expect(periodAt(from, every, 0).from).toBe(from);
      }),
      runs,
    );
  });

  test('is cut as Temporal counts from the anchor', () => {
    fc.assert(
      fc.property(anchor, interval, fc.integer({ min: -60, max: 240 }), (from, every, index) => {
        const step = { [`${every.unit}s`]: every.count * index };
        const expected = Temporal.PlainDate.from(from).add(step).toString();
        expect(periodAt(from, every, index).from).toBe(expected);
      }),
      runs,
    );
  });

  test('has each date in exactly one period, the one that is found for it', () => {
    fc.assert(
      fc.property(anchor, interval, date, (from, every, wanted) => {
        const { index, period } = periodContaining(from, every, wanted);
        expect(period.from <= wanted && wanted < period.to).toBe(true);
        expect(period).toEqual(periodAt(from, every, index));
      }),
      runs,
    );
  });

  test('finds each period again by its first and by its last day', () => {
    fc.assert(
      fc.property(anchor, interval, fc.integer({ min: -60, max: 240 }), (from, every, index) => {
        const period = periodAt(from, every, index);
        const lastDay = addDays(period.to, -1);
        expect(periodContaining(from, every, period.from)).toEqual({ index, period });
        expect(periodContaining(from, every, lastDay)).toEqual({ index, period });
        expect(periodStartingOn(from, every, period.from)).toEqual({ index, period });
        if (lastDay !== period.from) expect(periodStartingOn(from, every, lastDay)).toBeNull();
      }),
      runs,
    );
  });
});

describe('an anchor at the end of a month', () => {
  test('keeps its day in every month that has it, and else takes the last one', () => {
    const dayOfMonth = fc.integer({ min: 29, max: 31 });
    const place = fc.integer({ min: -1_200, max: 1_200 });
    fc.assert(
      fc.property(date, dayOfMonth, place, (near, day, index) => {
        const from = Temporal.PlainDate.from(near).with({ day });
        const start = Temporal.PlainDate.from(periodAt(from.toString(), monthly, index).from);
        expect(start.day).toBe(Math.min(from.day, start.daysInMonth));
      }),
      runs,
    );
  });

  test('on the 31st is the 31st again after every short month', () => {
    expect(starts('2026-01-31', monthly, 13)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
      '2026-06-30',
      '2026-07-31',
      '2026-08-31',
      '2026-09-30',
      '2026-10-31',
      '2026-11-30',
      '2026-12-31',
      '2027-01-31',
    ]);
  });

  test.each([
    ['2027-12-29', ['2027-12-29', '2028-01-29', '2028-02-29', '2028-03-29']],
    ['2027-12-30', ['2027-12-30', '2028-01-30', '2028-02-29', '2028-03-30']],
    ['2026-12-29', ['2026-12-29', '2027-01-29', '2027-02-28', '2027-03-29']],
    ['2026-02-28', ['2026-02-28', '2026-03-28', '2026-04-28', '2026-05-28']],
    ['2028-02-29', ['2028-02-29', '2028-03-29', '2028-04-29', '2028-05-29']],
  ])('on %s gives up its day only where a month has none', (from, expected) => {
    expect(starts(from, monthly, 4)).toEqual(expected);
  });

  test('on a leap day has its birthday back every four years, but not in 2100', () => {
    expect(starts('2024-02-29', yearly, 5)).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
    expect(periodAt('2024-02-29', yearly, 76).from).toBe('2100-02-28');
    expect(periodAt('2024-02-29', yearly, 80).from).toBe('2104-02-29');
  });

  test('in quarters goes through short months unharmed', () => {
    const quarterly: Interval = { unit: 'month', count: 3 };
    expect(starts('2025-11-30', quarterly, 5)).toEqual([
      '2025-11-30',
      '2026-02-28',
      '2026-05-30',
      '2026-08-30',
      '2026-11-30',
    ]);
  });

  test('has the 30th of January in the period before the 31st', () => {
    expect(periodContaining('2026-01-31', monthly, '2026-02-27').index).toBe(0);
    expect(periodContaining('2026-01-31', monthly, '2026-02-28').index).toBe(1);
    expect(periodContaining('2026-01-31', monthly, '2026-03-30').index).toBe(1);
    expect(periodContaining('2026-01-31', monthly, '2026-01-30').index).toBe(-1);
    expect(periodStartingOn('2026-01-31', monthly, '2026-03-30')).toBeNull();
  });
});

describe('weeks', () => {
  test('every two are fourteen days, across years and leap days', () => {
    const fortnightly: Interval = { unit: 'week', count: 2 };
    expect(starts('2027-12-20', fortnightly, 7)).toEqual([
      '2027-12-20',
      '2028-01-03',
      '2028-01-17',
      '2028-01-31',
      '2028-02-14',
      '2028-02-28',
      '2028-03-13',
    ]);
  });
});

describe('an interval', () => {
  test.each([
    ['weekly', 'week', 1],
    ['monthly', 'month', 1],
    ['Monthly', 'month', 1],
    ['quarterly', 'month', 3],
    ['half-yearly', 'month', 6],
    ['yearly', 'year', 1],
    ['annually', 'year', 1],
    ['every month', 'month', 1],
    ['every 2 weeks', 'week', 2],
    ['every 18 months', 'month', 18],
    ['every 1 year', 'year', 1],
  ])('is read from "%s"', (text, unit, count) => {
    expect(intervalFromText(text)).toEqual({ unit, count });
  });

  test.each([
    '',
    'daily',
    'biweekly',
    'every 0 weeks',
    'every -1 month',
    'every 2',
    'month',
    'monthly ',
  ])('is not read from "%s"', (text) => {
    expect(refusalOf(() => intervalFromText(text))).toBe('period_invalid');
  });

  test('of no whole number, and a place that is none, are refused', () => {
    for (const count of [0, -1, 0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(refusalOf(() => periodAt('2026-01-01', { unit: 'month', count }, 0))).toBe(
        'period_invalid',
      );
    }
    expect(refusalOf(() => periodAt('2026-01-01', monthly, 0.5))).toBe('period_invalid');
    expect(refusalOf(() => periodAt('2026-02-30', monthly, 0))).toBe('date_invalid');
    expect(refusalOf(() => periodAt('9999-12-01', monthly, 0))).toBe('date_invalid');
    expect(refusalOf(() => periodContaining('2026-01-01', monthly, '2026-02-30'))).toBe(
      'date_invalid',
    );
  });
});
