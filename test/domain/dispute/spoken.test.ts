import { describe, expect, test } from 'vitest';
import { timeLeft } from '../../../domain/dispute/spoken.ts';
import { at, officeHours } from './hours.ts';

const promise = {
  kind: 'first_answer',
  promisedAtMs: at('2026-03-02T09:00+02:00'),
  dueAtMs: at('2026-03-02T13:00+02:00'),
} as const;
const spoken = (now: string) => timeLeft(promise, at(`2026-03-02T${now}+02:00`), officeHours);

describe('the time left on a promise', () => {
  test('is said in hours and minutes, and marked when under a quarter of it is left', () => {
    expect(spoken('09:00')).toEqual({ words: 'first answer due in 4 h', mark: 'ok' });
    expect(spoken('11:20')).toEqual({ words: 'first answer due in 1 h 40 min', mark: 'ok' });
    expect(spoken('12:00')).toEqual({ words: 'first answer due in 1 h', mark: 'ok' });
    expect(spoken('12:01')).toEqual({ words: 'first answer due in 59 min', mark: 'soon' });
    expect(spoken('12:59:01').words).toBe('first answer due in less than 1 min');
  });

  test('is missed from the instant on at which it was due', () => {
    expect(spoken('12:59:59').mark).toBe('soon');
    expect(spoken('13:00')).toEqual({
      words: 'first answer was due less than 1 min ago',
      mark: 'missed',
    });
    expect(spoken('15:05').words).toBe('first answer was due 2 h 5 min ago');
  });

  test('is by the wall over a weekend, but little only when little service time is left', () => {
    const friday = {
      kind: 'resolution',
      promisedAtMs: at('2026-03-06T16:00+02:00'),
      dueAtMs: at('2026-03-09T12:00+02:00'),
    } as const;
    const left = (now: string) => timeLeft(friday, at(now), officeHours);
    expect(left('2026-03-06T17:00+02:00')).toEqual({
      words: 'decision due in 2 d 19 h',
      mark: 'ok',
    });
    expect(left('2026-03-09T09:00+02:00')).toEqual({ words: 'decision due in 3 h', mark: 'ok' });
    expect(left('2026-03-09T11:30+02:00')).toEqual({
      words: 'decision due in 30 min',
      mark: 'soon',
    });
  });
});
