import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '../../domain/calendar.ts';
import {
  dueDate,
  isPaymentTerms,
  type PaymentTerms,
  type WeekendRule,
} from '../../domain/terms.ts';
import { refusalOf } from './refusals.ts';

const runs = { numRuns: 5_000 };
const issuedOn = fc.integer({ min: 0, max: 365 * 200 }).map((days) => addDays('1950-01-01', days));
const terms: fc.Arbitrary<PaymentTerms> = fc.oneof(
  fc.record({ kind: fc.constant('net_days' as const), days: fc.nat({ max: 120 }) }),
  fc.record({ kind: fc.constant('end_of_month' as const), days: fc.nat({ max: 120 }) }),
  fc.record({
    kind: fc.constant('fixed_day' as const),
    dayOfMonth: fc.integer({ min: 1, max: 31 }),
  }),
);
const rule = fc.constantFrom<WeekendRule>('keep', 'next_working_day', 'previous_working_day');
const isWeekend = (date: string) => Temporal.PlainDate.from(date).dayOfWeek >= 6;

describe('a due date', () => {
  test('is never before the bill, whatever the terms, the rule and the holidays', () => {
    fc.assert(
      fc.property(issuedOn, terms, rule, fc.array(fc.nat({ max: 160 })), (on, when, move, days) => {
        const holidays = new Set(days.map((offset) => addDays(on, offset - 10)));
        const due = dueDate(on, when, move, holidays);
        expect(due >= on).toBe(true);
        if (move === 'keep') return;
        expect(isWeekend(due) || holidays.has(due)).toBe(false);
      }),
      runs,
    );
  });

  test('is moved to the nearest working day, and not at all where it is one', () => {
    fc.assert(
      fc.property(issuedOn, terms, rule, (on, when, move) => {
        const kept = dueDate(on, when, 'keep');
        const moved = dueDate(on, when, move);
        const days = daysBetween(kept, moved);
        if (!isWeekend(kept) || move === 'keep') expect(days).toBe(0);
        else if (days > 0) expect(days).toBe(8 - Temporal.PlainDate.from(kept).dayOfWeek);
        else expect(-days).toBe(Temporal.PlainDate.from(kept).dayOfWeek - 5);
        if (move === 'next_working_day') expect(days).toBeGreaterThanOrEqual(0);
      }),
      runs,
    );
  });
});

describe('terms', () => {
  test('are counted as Temporal counts', () => {
    fc.assert(
      fc.property(issuedOn, terms, (on, when) => {
        expect(dueDate(on, when, 'keep')).toBe(countedByTemporal(on, when));
      }),
      runs,
    );
  });

  test.each<[string, PaymentTerms, string]>([
    ['2026-03-02', { kind: 'net_days', days: 14 }, '2026-03-16'],
    ['2028-02-15', { kind: 'net_days', days: 14 }, '2028-02-29'],
    ['2026-12-31', { kind: 'net_days', days: 0 }, '2026-12-31'],
    ['2026-03-02', { kind: 'end_of_month', days: 0 }, '2026-03-31'],
    ['2026-02-28', { kind: 'end_of_month', days: 0 }, '2026-02-28'],
    ['2028-02-01', { kind: 'end_of_month', days: 0 }, '2028-02-29'],
    ['2026-01-05', { kind: 'end_of_month', days: 30 }, '2026-03-02'],
    ['2026-12-05', { kind: 'end_of_month', days: 10 }, '2027-01-10'],
    ['2026-03-02', { kind: 'fixed_day', dayOfMonth: 15 }, '2026-03-15'],
    ['2026-03-15', { kind: 'fixed_day', dayOfMonth: 15 }, '2026-04-15'],
    ['2026-03-16', { kind: 'fixed_day', dayOfMonth: 15 }, '2026-04-15'],
    ['2026-12-16', { kind: 'fixed_day', dayOfMonth: 15 }, '2027-01-15'],
    ['2026-02-03', { kind: 'fixed_day', dayOfMonth: 31 }, '2026-02-28'],
    ['2026-02-28', { kind: 'fixed_day', dayOfMonth: 31 }, '2026-03-31'],
    ['2028-01-31', { kind: 'fixed_day', dayOfMonth: 30 }, '2028-02-29'],
  ])('of a bill of %s, %j, are %s', (on, when, expected) => {
    expect(dueDate(on, when, 'keep')).toBe(expected);
  });

  test.each<[WeekendRule, string, string, string]>([
    ['next_working_day', '2026-08-01', '2026-08-03', 'a Saturday'],
    ['next_working_day', '2026-08-02', '2026-08-03', 'a Sunday'],
    ['next_working_day', '2026-08-03', '2026-08-03', 'a Monday'],
    ['previous_working_day', '2026-08-01', '2026-07-31', 'a Saturday'],
    ['previous_working_day', '2026-08-02', '2026-07-31', 'a Sunday'],
    ['next_working_day', '1969-07-20', '1969-07-21', 'a Sunday before 1970'],
    ['next_working_day', '1969-07-24', '1969-07-24', 'a Thursday before 1970'],
  ])('%s: due on %s is due on %s (%s)', (move, due, expected) => {
    expect(dueDate(addDays(due, -14), { kind: 'net_days', days: 14 }, move)).toBe(expected);
  });

  test('a weekend between two holidays is passed over whole', () => {
    const easter = new Set(['2026-04-03', '2026-04-06']);
    const when: PaymentTerms = { kind: 'net_days', days: 14 };
    expect(dueDate('2026-03-20', when, 'next_working_day', easter)).toBe('2026-04-07');
    expect(dueDate('2026-03-22', when, 'previous_working_day', easter)).toBe('2026-04-02');
    expect(dueDate('2026-03-20', when, 'keep', easter)).toBe('2026-04-03');
  });

  test('a bill of a Saturday, due at once, is due on Monday when Friday has gone', () => {
    const atOnce: PaymentTerms = { kind: 'net_days', days: 0 };
    expect(dueDate('2026-08-01', atOnce, 'previous_working_day')).toBe('2026-08-03');
    expect(dueDate('2026-07-31', { kind: 'net_days', days: 1 }, 'previous_working_day')).toBe(
      '2026-07-31',
    );
  });

  test.each<PaymentTerms>([
    { kind: 'net_days', days: -1 },
    { kind: 'net_days', days: 1.5 },
    { kind: 'net_days', days: 1e9 },
    { kind: 'end_of_month', days: -1 },
    { kind: 'fixed_day', dayOfMonth: 0 },
    { kind: 'fixed_day', dayOfMonth: 32 },
    { kind: 'fixed_day', dayOfMonth: Number.NaN },
  ])('%j are refused', (when) => {
    expect(refusalOf(() => dueDate('2026-01-01', when, 'keep'))).toBe('date_invalid');
  });

  test('of what is no date are refused', () => {
    const when: PaymentTerms = { kind: 'net_days', days: 14 };
    expect(refusalOf(() => dueDate('2026-02-29', when, 'keep'))).toBe('date_invalid');
  });
});

describe('terms from outside', () => {
  test('are taken exactly when a due date follows from them', () => {
    const count = fc.oneof(fc.integer({ min: -3, max: 40 }), fc.integer(), fc.double());
    fc.assert(
      fc.property(count, (value) => {
        for (const when of [
          { kind: 'net_days', days: value } as const,
          { kind: 'end_of_month', days: value } as const,
          { kind: 'fixed_day', dayOfMonth: value } as const,
        ]) {
          const refusal = isPaymentTerms(when) ? undefined : 'date_invalid';
          expect(refusalOf(() => dueDate('2026-01-15', when, 'keep'))).toBe(refusal);
        }
      }),
      runs,
    );
    expect(isPaymentTerms(JSON.parse('{"kind":"net_days","days":14}'))).toBe(true);
    expect(isPaymentTerms({ kind: 'end_of_month', days: 3_660 })).toBe(true);
    expect(isPaymentTerms({ kind: 'fixed_day', dayOfMonth: 31 })).toBe(true);
  });

  test.each([
    [null],
    [undefined],
    [14],
    ['net_days'],
    [[]],
    [{}],
    [{ days: 14 }],
    [{ kind: 'net_days' }],
    [{ kind: 'net_days', days: '14' }],
    [{ kind: 'net_days', days: null }],
    [{ kind: 'net_days', days: 3_661 }],
    [{ kind: 'net_days', dayOfMonth: 14 }],
    [{ kind: 'fixed_day', days: 15 }],
    [{ kind: 'toString', days: 1 }],
  ])('%j are none', (value) => {
    expect(isPaymentTerms(value)).toBe(false);
  });
});

function countedByTemporal(on: string, when: PaymentTerms): string | undefined {
  const issued = Temporal.PlainDate.from(on);
  if (when.kind === 'net_days') return issued.add({ days: when.days }).toString();
  const firstOfMonth = issued.with({ day: 1 });
  if (when.kind === 'end_of_month') {
    return firstOfMonth
      .add({ months: 1 })
      .add({ days: when.days - 1 })
      .toString();
  }
  return [0, 1]
    .map((months) => firstOfMonth.add({ months }).with({ day: when.dayOfMonth }).toString())
    .find((candidate) => candidate > on);
}
