/**
 * What users of other billing systems reported of periods that time zones moved, as cases of
 * ours. The numbers are those of the issues of killbill/killbill, getlago/lago and
 * getlago/lago-api on GitHub.
 */
import { describe, expect, test } from 'vitest';
import {
  addDays,
  type Interval,
  instantAt,
  localDateAt,
  periodAt,
  periodContaining,
  periodStartingOn,
} from '../../domain/calendar.ts';

const monthly: Interval = { unit: 'month', count: 1 };
const hourMs = 3_600_000;

describe('a customer in Juneau who signs up just after midnight in summer (killbill 445)', () => {
  const timeZone = 'America/Juneau';
  const signedUpMs = Date.parse('2015-10-01T08:09:02Z');
  const anchor = localDateAt(signedUpMs, timeZone);

  test('is billed from the local date of that day, not of the day before', () => {
    expect(anchor).toBe('2015-10-01');
  });

  test('has one period after the other when the clocks go back, and none of them twice', () => {
    const periods = [0, 1, 2, 3].map((index) => periodAt(anchor, monthly, index));
    expect(periods.map(({ from }) => from)).toEqual([
      '2015-10-01',
      '2015-11-01',
      '2015-12-01',
      '2016-01-01',
    ]);
  });

  test('is not due at the sign-up hour of UTC on the first of December, but an hour later', () => {
    const sameHourMs = Date.parse('2015-12-01T08:09:02Z');
    const early = localDateAt(sameHourMs, timeZone);
    const later = localDateAt(sameHourMs + hourMs, timeZone);
    expect([early, later]).toEqual(['2015-11-30', '2015-12-01']);
    expect(periodContaining(anchor, monthly, early).index).toBe(1);
    expect(periodContaining(anchor, monthly, later).index).toBe(2);
  });

  test('a run at the first minute of every period for ten years moves on by exactly one', () => {
    for (let index = 0; index < 120; index += 1) {
      const { from, to } = periodAt(anchor, monthly, index);
      const runOn = localDateAt(instantAt(from, '00:00', timeZone), timeZone);
      const before = localDateAt(instantAt(from, '00:00', timeZone) - 1, timeZone);
      expect(periodStartingOn(anchor, monthly, runOn)).toEqual({ index, period: { from, to } });
      expect(periodContaining(anchor, monthly, before).index).toBe(index - 1);
    }
  });
});

describe('two customers with the same use, one signed up before summer time, one after (killbill 1934)', () => {
  const timeZone = 'America/New_York';
  const [before, after] = ['2023-02-01T15:00:00Z', '2023-03-20T15:00:00Z'].map((signedUp) =>
    localDateAt(Date.parse(signedUp), timeZone),
  );

  test('have the same period for the last use of March and for the first of April', () => {
    const lastOfMarch = localDateAt(Date.parse('2023-04-01T03:59:59Z'), timeZone);
    const firstOfApril = localDateAt(Date.parse('2023-04-01T04:00:00Z'), timeZone);
    expect([lastOfMarch, firstOfApril]).toEqual(['2023-03-31', '2023-04-01']);
    const billedFrom = '2023-01-01';
    for (const signedUpOn of [before, after]) {
      expect(signedUpOn).toBeDefined();
      expect(periodContaining(billedFrom, monthly, lastOfMarch).period.to).toBe('2023-04-01');
      expect(periodContaining(billedFrom, monthly, firstOfApril).period.from).toBe('2023-04-01');
    }
  });

  test('have the end of the month at the same instant, by the rule of that day', () => {
    const { to } = periodContaining('2023-02-01', monthly, '2023-03-20').period;
    expect(new Date(instantAt(to, '00:00', timeZone)).toISOString()).toBe(
      '2023-04-01T04:00:00.000Z',
    );
    const winter = periodAt('2023-02-01', monthly, 0).to;
    expect(new Date(instantAt(winter, '00:00', timeZone)).toISOString()).toBe(
      '2023-03-01T05:00:00.000Z',
    );
  });
});

describe('a discount of three months from the evening of 28 February in New York (killbill 1923)', () => {
  const anchor = localDateAt(Date.parse('2023-03-01T03:47:56Z'), 'America/New_York');

  test('begins on the local date', () => {
    expect(anchor).toBe('2023-02-28');
  });

  test('ends with the third bill, so that no bill is cut short', () => {
    const discount = periodAt(anchor, { unit: 'month', count: 3 }, 0);
    expect(discount).toEqual({ from: '2023-02-28', to: '2023-05-28' });
    expect([0, 1, 2, 3].map((index) => periodAt(anchor, monthly, index))).toEqual([
      { from: '2023-02-28', to: '2023-03-28' },
      { from: '2023-03-28', to: '2023-04-28' },
      { from: '2023-04-28', to: '2023-05-28' },
      { from: '2023-05-28', to: '2023-06-28' },
    ]);
    expect(periodStartingOn(anchor, monthly, discount.to)?.index).toBe(3);
  });
});

describe('customers in London and in Copenhagen with a bill a month (lago 61)', () => {
  test('have June where they are: the same instant is in June for one and in July for the other', () => {
    const usedMs = Date.parse('2022-06-30T22:30:00Z');
    const monthOf = (timeZone: string) =>
      periodContaining('2022-01-01', monthly, localDateAt(usedMs, timeZone)).period;
    expect(monthOf('Europe/London')).toEqual({ from: '2022-06-01', to: '2022-07-01' });
    expect(monthOf('Europe/Copenhagen')).toEqual({ from: '2022-07-01', to: '2022-08-01' });
  });

  test('have months that begin at their own midnight, an hour apart', () => {
    const starts = ['Europe/London', 'Europe/Copenhagen'].map((timeZone) =>
      instantAt('2022-07-01', '00:00', timeZone),
    );
    expect(starts.map((ms) => new Date(ms).toISOString())).toEqual([
      '2022-06-30T23:00:00.000Z',
      '2022-06-30T22:00:00.000Z',
    ]);
  });
});

describe('other reports of the same kind', () => {
  test('a period that begins on the day Apia skipped begins with the next, and is found there', () => {
    const timeZone = 'Pacific/Apia';
    const period = { from: '2011-12-30', to: '2012-01-30' };
    const beginsMs = instantAt(period.from, '00:00', timeZone);
    expect(new Date(beginsMs).toISOString()).toBe('2011-12-30T10:00:00.000Z');
    const [before, after] = [beginsMs - 1, beginsMs].map((ms) => localDateAt(ms, timeZone));
    expect([before, after]).toEqual(['2011-12-29', '2011-12-31']);
    expect(periodContaining('2011-11-30', monthly, '2011-12-29').index).toBe(0);
    expect(periodContaining('2011-11-30', monthly, '2011-12-31')).toEqual({ index: 1, period });
  });

  test('thirty days from a late evening in Los Angeles end on the 31st, not on the 1st (killbill 743)', () => {
    const startedOn = localDateAt(Date.parse('2017-03-02T07:30:00Z'), 'America/Los_Angeles');
    expect(startedOn).toBe('2017-03-01');
    expect(addDays(startedOn, 30)).toBe('2017-03-31');
  });

  test('a bill on the 31st comes after every short month, and on the 31st again (killbill 127)', () => {
    expect([0, 1, 2, 3].map((index) => periodAt('2017-01-31', monthly, index).from)).toEqual([
      '2017-01-31',
      '2017-02-28',
      '2017-03-31',
      '2017-04-30',
    ]);
  });

  test('a year ends on the date on which it began, without a day given back (killbill 139)', () => {
    const timeZone = 'America/Los_Angeles';
    const startedOn = localDateAt(Date.parse('2013-01-20T07:30:42Z'), timeZone);
    const { from, to } = periodAt(startedOn, { unit: 'year', count: 1 }, 0);
    expect([from, to]).toEqual(['2013-01-19', '2014-01-19']);
    expect(localDateAt(instantAt(to, '00:00', timeZone), timeZone)).toBe(to);
  });

  test('a day in Kiritimati is one day, though UTC sees two dates in it (lago-api 879)', () => {
    const timeZone = 'Pacific/Kiritimati';
    const dayMs = [0, 6, 12, 18, 23].map(
      (hours) => instantAt('2023-03-01', '00:00', timeZone) + hours * hourMs,
    );
    const dates = new Set(dayMs.map((ms) => localDateAt(ms, timeZone)));
    const datesInUtc = new Set(dayMs.map((ms) => localDateAt(ms, 'UTC')));
    expect([dates.size, datesInUtc.size]).toEqual([1, 2]);
  });
});
