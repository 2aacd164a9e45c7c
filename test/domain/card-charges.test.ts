import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CardAttempt,
  type CardHeld,
  type CardPlace,
  lookAgainAt,
  nextCharge,
  standardCardRule as rule,
} from '../../domain/card.ts';
import { type DeclineKind, declineKind } from '../../domain/card-declines.ts';

const place: CardPlace = {
  issuedAtMs: Date.parse('2035-03-01T11:00:00Z'),
  dueOn: '2035-03-15',
  timeOfDay: '09:00',
  timeZone: 'Europe/Ljubljana',
};
const held: CardHeld = { method: 'pm_1', setAtMs: Date.parse('2034-12-01T00:00:00Z') };

function declined(attempt: number, kind: DeclineKind, at: string, method = 'pm_1'): CardAttempt {
  const atMs = Date.parse(at);
  return { attempt, method, state: 'declined', kind, atMs, lookAtMs: null };
}

describe('when a card is charged', () => {
  test('first on the day of issue, at the hour of the ladder', () => {
    expect(nextCharge(rule, place, held, [])).toEqual({
      attempt: 1,
      on: '2035-03-01',
      atMs: Date.parse('2035-03-01T08:00:00Z'),
    });
  });

  test('on the due date where the rule says so', () => {
    const onDue = { ...rule, first: { from: 'due' as const, offsetDays: -1 } };
    expect(nextCharge(onDue, place, held, [])).toMatchObject({ attempt: 1, on: '2035-03-14' });
  });

  test('after soft declines again 3, 5 and 7 days later, and then never', () => {
    const days: string[] = [];
    const attempts: CardAttempt[] = [];
    for (let due = nextCharge(rule, place, held, attempts); due; ) {
      days.push(due.on);
      attempts.push(declined(due.attempt, 'soft', new Date(due.atMs).toISOString()));
      due = nextCharge(rule, place, held, attempts);
    }
    expect(days).toEqual(['2035-03-01', '2035-03-04', '2035-03-09', '2035-03-16']);
  });

  test('a reason nobody gave is tried once more', () => {
    const first = declined(1, 'unknown', '2035-03-01T11:00:00Z');
    expect(nextCharge(rule, place, held, [first])).toMatchObject({ on: '2035-03-04' });
    const second = declined(2, 'unknown', '2035-03-04T08:00:00Z');
    expect(nextCharge(rule, place, held, [first, second])).toBeNull();
  });

  test.each(['hard', 'authentication_required', 'impossible'] as const)(
    'a decline that is %s is never tried again',
    (kind) => {
      const attempts = [declined(1, kind, '2035-03-01T11:00:00Z')];
      expect(nextCharge(rule, place, held, attempts)).toBeNull();
    },
  );

  test('another card begins the attempts anew, with a number of their own', () => {
    const attempts = [declined(1, 'hard', '2035-03-01T11:00:00Z')];
    const other = { method: 'pm_2', setAtMs: Date.parse('2035-03-05T10:00:00Z') };
    expect(nextCharge(rule, place, other, attempts)).toMatchObject({
      attempt: 2,
      on: '2035-03-05',
    });
    const again = [...attempts, declined(2, 'soft', '2035-03-05T10:00:00Z', 'pm_2')];
    expect(nextCharge(rule, place, other, again)).toMatchObject({ attempt: 3, on: '2035-03-08' });
  });

  test('nobody without a card is charged, yet what was begun is looked after', () => {
    expect(nextCharge(rule, place, null, [])).toBeNull();
    const lookAtMs = Date.parse('2035-03-01T12:00:00Z');
    const begun = { ...declined(1, 'soft', '2035-03-01T11:00:00Z'), state: 'begun' as const };
    const unsettled = { ...begun, kind: null, lookAtMs };
    expect(nextCharge(rule, place, null, [unsettled])).toMatchObject({
      attempt: 1,
      atMs: lookAtMs,
    });
  });

  test('a provider that does not answer is asked ever more rarely, once a day at last', () => {
    const hours = [0, 1, 2, 3, 4, 5, 6, 50].map((looks) => lookAgainAt(0, looks) / 3_600_000);
    expect(hours).toEqual([1, 2, 4, 8, 16, 24, 24, 24]);
  });
});

const kinds = fc.constantFrom<(DeclineKind | 'paid' | 'skipped' | 'dropped')[]>(
  'soft',
  'hard',
  'authentication_required',
  'unknown',
  'impossible',
  'paid',
  'skipped',
  'dropped',
);

test('attempts rise in number and time, end, and never follow a charge, whatever the answers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ kind: kinds, lateHours: fc.nat({ max: 400 }) }), { minLength: 40 }),
      fc.constantFrom('Europe/Ljubljana', 'America/New_York', 'Pacific/Apia', 'UTC'),
      (answers, timeZone) => {
        const attempts: CardAttempt[] = [];
        let beforeMs = Number.NEGATIVE_INFINITY;
        for (const { kind, lateHours } of answers) {
          const due = nextCharge(rule, { ...place, timeZone }, held, attempts);
          if (!due) break;
          expect(due.attempt).toBe(attempts.length + 1);
          expect(due.atMs).toBeGreaterThan(beforeMs);
          expect(attempts.some(({ state }) => state === 'succeeded')).toBe(false);
          const atMs = Math.max(due.atMs, place.issuedAtMs) + lateHours * 3_600_000;
          beforeMs = atMs;
          attempts.push(answered(due.attempt, kind, atMs));
        }
        expect(nextCharge(rule, { ...place, timeZone }, held, attempts)).toBeNull();
        expect(attempts.length).toBeLessThanOrEqual(4);
      },
    ),
    { numRuns: 3_000 },
  );
});

function answered(
  attempt: number,
  kind: DeclineKind | 'paid' | 'skipped' | 'dropped',
  atMs: number,
): CardAttempt {
  const common = { attempt, method: 'pm_1', atMs, lookAtMs: null };
  if (kind === 'paid') return { ...common, state: 'succeeded', kind: null };
  if (kind === 'skipped' || kind === 'dropped') return { ...common, state: kind, kind: null };
  return { ...common, state: 'declined', kind };
}

describe('what a decline means', () => {
  test.each([
    ['insufficient_funds', undefined, 'soft'],
    ['try_again_later', undefined, 'soft'],
    ['processing_error', undefined, 'soft'],
    ['issuer_not_available', undefined, 'soft'],
    ['expired_card', undefined, 'hard'],
    ['lost_card', undefined, 'hard'],
    ['stolen_card', undefined, 'hard'],
    ['invalid_account', undefined, 'hard'],
    ['resource_missing', undefined, 'hard'],
    ['authentication_required', undefined, 'authentication_required'],
    ['authentication_required', 'do_not_try_again', 'authentication_required'],
    ['amount_too_small', undefined, 'impossible'],
    ['generic_decline', undefined, 'unknown'],
    ['do_not_honor', undefined, 'unknown'],
    ['a_code_of_tomorrow', undefined, 'unknown'],
    ['generic_decline', 'try_again_later', 'soft'],
    ['generic_decline', 'do_not_try_again', 'hard'],
    ['insufficient_funds', 'do_not_try_again', 'hard'],
    ['incorrect_cvc', 'confirm_card_data', 'hard'],
  ])('%s with the advice %s is %s', (code, adviceCode, kind) => {
    expect(declineKind({ code, adviceCode })).toBe(kind);
  });
});
