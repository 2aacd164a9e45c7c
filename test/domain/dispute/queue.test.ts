import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fits,
  moreUrgent,
  nextCase,
  type QueueCase,
  type Skills,
} from '../../../domain/dispute/queue.ts';
import { disputeReasons } from '../../../domain/dispute/reasons.ts';

const now = 1_000;
const item: QueueCase = {
  disputeId: 'a',
  state: 'open',
  group: 'front',
  language: 'et',
  reason: 'quality',
  dueAtMs: now + 100,
  openedAtMs: 0,
  preferredStaffId: null,
};
const anna: Skills = { staffId: 'anna', groups: ['front', 'senior'], languages: [], reasons: [] };
const idOfNext = (...cases: Partial<QueueCase>[]) =>
  nextCase(
    cases.map((differs) => ({ ...item, ...differs })),
    anna,
    now,
  )?.disputeId;

describe('a case fits', () => {
  test('who is in its group and knows its language and reason, where they do not know all', () => {
    expect(fits(item, anna)).toBe(true);
    expect(fits(item, { ...anna, groups: ['supervisor'] })).toBe(false);
    expect(fits(item, { ...anna, groups: [] })).toBe(false);
    expect(fits(item, { ...anna, languages: ['sl', 'et'], reasons: ['quality'] })).toBe(true);
    expect(fits(item, { ...anna, languages: ['sl'] })).toBe(false);
    expect(fits(item, { ...anna, reasons: ['duplicate'] })).toBe(false);
    expect(fits({ ...item, language: 'de-AT' }, { ...anna, languages: ['de'] })).toBe(true);
    expect(fits({ ...item, language: 'den' }, { ...anna, languages: ['de'] })).toBe(false);
  });

  test('nobody else while somebody has it, while it waits, or when it has ended', () => {
    for (const state of ['claimed', 'waiting', 'resolved', 'withdrawn', 'moot'] as const) {
      expect(fits({ ...item, state }, anna)).toBe(false);
      expect(idOfNext({ state, preferredStaffId: 'anna' })).toBeUndefined();
    }
  });
});

describe('the next case', () => {
  test('is one whose promise was missed, then the earliest promise, then the oldest, then by id', () => {
    expect(idOfNext({ disputeId: 'later' }, { disputeId: 'missed', dueAtMs: now - 1 })).toBe(
      'missed',
    );
    expect(idOfNext({ disputeId: 'later' }, { disputeId: 'sooner', dueAtMs: now + 99 })).toBe(
      'sooner',
    );
    expect(idOfNext({ disputeId: 'new', openedAtMs: 1 }, { disputeId: 'old' })).toBe('old');
    expect(idOfNext({ disputeId: 'b' }, { disputeId: 'a' })).toBe('a');
    expect(idOfNext()).toBeUndefined();
  });

  test('is one that the agent knows already, but never before a promise that was missed', () => {
    const known = { disputeId: 'known', preferredStaffId: 'anna', dueAtMs: now + 500 };
    expect(idOfNext({}, known)).toBe('known');
    expect(idOfNext({ disputeId: 'missed', dueAtMs: now }, known)).toBe('missed');
    expect(idOfNext({ disputeId: 'known', preferredStaffId: 'bert' })).toBe('known');
  });

  test('is in any order of the queue the same, and nothing that fits is missed more', () => {
    const anyCase = fc.record<QueueCase>({
      disputeId: fc.uuid(),
      state: fc.constantFrom('open', 'open', 'claimed', 'waiting'),
      group: fc.constantFrom('front', 'senior', 'supervisor'),
      language: fc.constantFrom('et', 'de-AT', 'sl'),
      reason: fc.constantFrom(...disputeReasons),
      dueAtMs: fc.nat({ max: 20 }),
      openedAtMs: fc.nat({ max: 5 }),
      preferredStaffId: fc.constantFrom('anna', 'bert', null),
    });
    const skills = { ...anna, languages: ['et', 'de'] };
    const queue = fc.uniqueArray(anyCase, { selector: ({ disputeId }) => disputeId });
    fc.assert(
      fc.property(queue, fc.nat({ max: 20 }), (cases, nowMs) => {
        const next = nextCase(cases, skills, nowMs);
        const fitting = cases.filter((candidate) => fits(candidate, skills));
        expect(nextCase([...cases].reverse(), skills, nowMs)).toBe(next);
        expect(next === null).toBe(fitting.length === 0);
        if (!next) return;
        expect(fitting).toContain(next);
        const missed = fitting.filter(({ dueAtMs }) => dueAtMs <= nowMs);
        expect(missed.every((other) => moreUrgent(next, other) <= 0)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
