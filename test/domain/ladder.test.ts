import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterTaking, dayMs, remaining, scheduleOf } from '../../domain/ladder.ts';
import { standardLadder } from '../../domain/standard-ladder.ts';

const schedule = scheduleOf(standardLadder, '2026-03-15', 'Europe/Tallinn');
const gaps = (steps: readonly { atMs: number }[]) =>
  steps.slice(1).map((step, index) => step.atMs - (steps[index]?.atMs ?? 0));

describe('the ladder of reminders', () => {
  test('a step is taken at nine in the morning of the customer, also across the change to summer time', () => {
    expect(schedule.map(({ name, atMs }) => [name, new Date(atMs).toISOString()])).toEqual([
      ['before_due', '2026-03-12T07:00:00.000Z'],
      ['reminder', '2026-03-22T07:00:00.000Z'],
      ['firm', '2026-03-29T06:00:00.000Z'],
      ['final', '2026-04-12T06:00:00.000Z'],
      ['write_off', '2026-05-14T06:00:00.000Z'],
    ]);
  });

  test('a step on time leaves the days of the others as they were', () => {
    const [first] = schedule;
    const rest = afterTaking(schedule, { step: 1, atMs: first?.atMs ?? 0 });
    expect(rest).toEqual(schedule.slice(1));
  });

  test('a late step pushes the rest, so that the customer has the same days between two steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 400 }), (step, days) => {
        const [late, ...rest] = schedule.slice(step - 1);
        const atMs = (late?.atMs ?? 0) + days * dayMs + 1;
        const left = afterTaking(schedule.slice(step - 1), { step, atMs });
        expect(gaps(left)).toEqual(gaps(rest));
        expect((left[0]?.atMs ?? 0) - atMs).toBeGreaterThan(dayMs * 5);
      }),
    );
  });

  test('steps told in any order leave the same schedule', () => {
    const taken = [1, 2, 3].map((step) => ({
      step,
      atMs: (schedule[step - 1]?.atMs ?? 0) + step * 3 * dayMs,
    }));
    fc.assert(
      fc.property(fc.shuffledSubarray(taken, { minLength: 3 }), (order) => {
        expect(remaining(schedule, order)).toEqual(remaining(schedule, taken));
      }),
    );
  });
});
