import { describe, expect, test } from 'vitest';
import { type CycleFromBooks, newCycle, nextStep } from '../../domain/cycle.ts';

describe('a card within the cycle', () => {
  const books: CycleFromBooks = {
    cycleId: 'c-1',
    invoiceNumber: 'F-1',
    currency: 'EUR',
    standing: 'open',
    claimedMinor: 100,
    openMinor: 100,
    dueOn: '2035-03-15',
    ladder: 'standard/1',
    runId: null,
    schedule: [{ step: 1, name: 'before_due', on: '2035-03-12', atMs: 1_000 }],
    promise: null,
    card: { attempt: 1, on: '2035-03-01', atMs: 500 },
  };
  const kindOf = (changes: Partial<CycleFromBooks>) =>
    nextStep(newCycle({ ...books, ...changes }))?.kind;

  test('is charged before a later step of the ladder, and at the same moment too', () => {
    expect(nextStep(newCycle(books))).toEqual({ kind: 'charge_card', ...books.card });
    expect(kindOf({ card: { attempt: 2, on: '2035-03-12', atMs: 1_000 } })).toBe('charge_card');
    expect(kindOf({ card: { attempt: 2, on: '2035-03-13', atMs: 1_001 } })).toBe('climb');
  });

  test('waits for a promise, and for what was reported', () => {
    const promise = { promiseId: 'p-1', on: '2035-03-20', atMs: 9_000 };
    expect(kindOf({ promise })).toBe('check_promise');
    const reported = [{ kind: 'books_changed' as const, id: 'other' }];
    expect(nextStep({ ...newCycle(books), reported })?.kind).toBe('book');
  });

  test('is not charged when the cycle has ended', () => {
    expect(kindOf({ standing: 'paid', openMinor: 0 })).toBeUndefined();
    expect(kindOf({ standing: 'written_off' })).toBeUndefined();
  });

  test('that is not there leaves the cycle as it was', () => {
    const { card: _card, ...without } = books;
    expect(nextStep(newCycle(without))?.kind).toBe('climb');
    expect(kindOf({ card: null })).toBe('climb');
  });
});
