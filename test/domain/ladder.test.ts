import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, instantAt, localDateAt } from '../../domain/calendar.ts';
import { dayMs, type LadderEvent, scheduleOf } from '../../domain/ladder.ts';
import { standardLadder } from '../../domain/standard-ladder.ts';

const hourMs = 3_600_000;
const place = { dueOn: '2026-03-15', timeZone: 'Europe/Tallinn', issuedOn: '2026-03-01' };
const after = (events: readonly LadderEvent[]) => scheduleOf(standardLadder, place, events);
const schedule = scheduleOf(standardLadder, place);
const atOf = (step: number) => schedule[step - 1]?.atMs ?? 0;
const gaps = (steps: readonly { on: string }[]) =>
  steps.slice(1).map((step, index) => daysBetween(steps[index]?.on ?? '', step.on));

describe('the ladder of reminders', () => {
  test('takes its steps at nine in the customer’s morning, also across the change to summer time', () => {
    expect(schedule.map(({ name, atMs }) => [name, new Date(atMs).toISOString()])).toEqual([
      ['before_due', '2026-03-12T07:00:00.000Z'],
      ['reminder', '2026-03-22T07:00:00.000Z'],
      ['firm', '2026-03-29T06:00:00.000Z'],
      ['final', '2026-04-12T06:00:00.000Z'],
      ['written_off', '2026-05-14T06:00:00.000Z'],
    ]);
  });

  test.each([
    ['2026-03-11', ['before_due', 'reminder', 'firm', 'final', 'written_off']],
    ['2026-03-12', ['reminder', 'firm', 'final', 'written_off']],
    ['2026-03-15', ['reminder', 'firm', 'final', 'written_off']],
  ])('for a bill of %s has no step on the day of issue or before: %j', (issuedOn, names) => {
    const left = scheduleOf(standardLadder, { ...place, issuedOn });
    expect(left.map(({ name }) => name)).toEqual(names);
    expect(left).toEqual(schedule.filter(({ name }) => names.includes(name)));
  });

  test('leaves the days of the other steps as they were after one on time', () => {
    expect(after([{ kind: 'taken', step: 1, atMs: atOf(1) + 5_000 }])).toEqual(schedule.slice(1));
  });

  test('after a late step leaves the customer the same days between the steps that follow', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 400 }),
        (step, days) => {
          const before: LadderEvent[] = [1, 2, 3]
            .filter((earlier) => earlier < step)
            .map((earlier) => ({ kind: 'taken', step: earlier, atMs: atOf(earlier) }));
          const atMs = atOf(step) + days * dayMs + 1;
          const left = after([...before, { kind: 'taken', step, atMs }]);
          expect(gaps(left)).toEqual(gaps(schedule.slice(step)));
          const meantMs = atOf(step + 1) - atOf(step);
          expect(Math.abs((left[0]?.atMs ?? 0) - atMs - meantMs)).toBeLessThanOrEqual(
            dayMs + hourMs,
          );
        },
      ),
    );
  });

  test('counts the days to the next step from the day on which a late step was taken, whatever the hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 * 24 }), (hours) => {
        const atMs = atOf(1) + hours * hourMs;
        const [next] = after([{ kind: 'taken', step: 1, atMs }]);
        const takenOn = localDateAt(atMs, place.timeZone);
        expect(daysBetween(takenOn, next?.on ?? '')).toBe(10);
      }),
    );
  });

  test('goes on with the days that were left after a hold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), (days) => {
        const atMs = atOf(1) - dayMs;
        const held: LadderEvent = { kind: 'held', atMs, untilMs: atMs + days * dayMs };
        expect(after([held]).map((step) => step.on)).toEqual(
          schedule.map((step) => addDays(step.on, days)),
        );
      }),
    );
  });

  test('keeps its local hour when a hold moves it across a clock change', () => {
    const held: LadderEvent = {
      kind: 'held',
      atMs: atOf(1) - 1,
      untilMs: atOf(1) - 1 + 30 * dayMs,
    };
    for (const { on, atMs } of after([held])) {
      expect(atMs).toBe(instantAt(on, '09:00', 'Europe/Tallinn'));
    }
  });

  test('takes the next step at once when a promise was broken, and keeps the days after it', () => {
    const atMs = atOf(2) - 3 * dayMs - 1_000;
    const left = after([
      { kind: 'taken', step: 1, atMs: atOf(1) },
      { kind: 'at_once', atMs },
    ]);
    expect(left[0]?.atMs).toBeLessThanOrEqual(atMs);
    expect(gaps(left)).toEqual(gaps(schedule.slice(1)));
  });

  test('is the same whatever the order in which its events are told', () => {
    const events: LadderEvent[] = [
      { kind: 'taken', step: 1, atMs: atOf(1) },
      { kind: 'held', atMs: atOf(1) + dayMs, untilMs: atOf(1) + 9 * dayMs },
      { kind: 'taken', step: 2, atMs: atOf(2) + 12 * dayMs },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: 3 }), (order) => {
        expect(after(order)).toEqual(after(events));
      }),
    );
  });
});
