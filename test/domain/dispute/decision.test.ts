import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GrantRequest } from '../../../domain/authority/grant.ts';
import {
  type Decision,
  decisionOf,
  needsCheck,
  needsWords,
} from '../../../domain/dispute/decision.ts';
import { RefusalError } from '../../../domain/errors.ts';
import { goodwill } from '../authority/examples.ts';
import { refusalOf } from '../refusals.ts';

const grant = (request: GrantRequest, invoice?: string): Decision => ({
  kind: 'grant',
  grant: request,
  ...(invoice !== undefined && { invoice }),
});
const credit = (scope: unknown, more: object = {}) => ({
  kind: 'correct',
  correction: { kind: 'credit', scope, ...more },
});
const instalments = (...list: unknown[]) => ({ kind: 'promise', instalments: list });

/** Each decision, and whether it needs words for the customer and a checked caller. */
const decisions: readonly (readonly [Decision, needsWords: boolean, needsCheck: boolean])[] = [
  [{ kind: 'explain' }, true, false],
  [{ kind: 'reject' }, true, false],
  [{ kind: 'change' }, true, true],
  [{ kind: 'correct', correction: { kind: 'void_and_reissue' } }, true, true],
  [
    { kind: 'correct', correction: { kind: 'credit', scope: { kind: 'whole' }, invoice: 'F-1' } },
    true,
    true,
  ],
  [
    {
      kind: 'correct',
      correction: {
        kind: 'credit',
        scope: { kind: 'lines', lines: [{ position: 1, netMinor: 5 }] },
      },
    },
    true,
    true,
  ],
  [grant(goodwill(5_00)), false, true],
  [grant(goodwill(5_00), 'FB2026-000002'), false, true],
  [grant({ kind: 'free_months', months: 1 }), false, true],
  [grant({ kind: 'explanation_only' }), true, false],
  [{ kind: 'promise', instalments: [{ on: '2026-03-01', amountMinor: 1 }] }, false, true],
];

test.each(decisions)('%j is read as it was asked', (decision, words, check) => {
  expect(decisionOf({ decision })).toEqual(decision);
  expect(needsWords(decision)).toBe(words);
  expect(needsCheck(decision)).toBe(check);
});

describe('what is no decision is refused', () => {
  test.each<readonly [unknown, string]>([
    [undefined, 'fact_invalid'],
    [null, 'fact_invalid'],
    ['explain', 'fact_invalid'],
    [['explain'], 'fact_invalid'],
    [{}, 'fact_invalid'],
    [{ kind: 'toString' }, 'fact_invalid'],
    [{ kind: 'correct' }, 'fact_invalid'],
    [{ kind: 'correct', correction: { kind: 'forgive' } }, 'fact_invalid'],
    [{ kind: 'correct', correction: { kind: 'constructor' } }, 'fact_invalid'],
    [credit({ kind: 'part' }), 'fact_invalid'],
    [credit({ kind: 'amount', grossMinor: 0.5 }), 'fact_invalid'],
    [credit({ kind: 'lines', lines: [{ position: 1 }] }), 'fact_invalid'],
    [credit({ kind: 'whole' }, { invoice: 7 }), 'fact_invalid'],
    [{ kind: 'grant' }, 'grant_invalid'],
    [{ kind: 'grant', grant: { kind: 'goodwill_credit', grossMinor: -1 } }, 'grant_invalid'],
    [{ kind: 'grant', grant: goodwill(1), invoice: 7 }, 'fact_invalid'],
    [{ kind: 'promise' }, 'fact_invalid'],
    [instalments({ on: '2026-02-30', amountMinor: 1 }), 'fact_invalid'],
    [instalments({ on: '2026-03-01', amountMinor: '1' }), 'fact_invalid'],
    [instalments({ on: '2026-03-01', amountMinor: 1 }, null), 'fact_invalid'],
  ])('%j', (decision, code) => {
    expect(refusalOf(() => decisionOf({ decision }))).toBe(code);
  });

  test('also the undoing of a credit, which is no answer to a question', () => {
    const undo = { kind: 'undo_credit', creditNote: 'FBC2026-000001' };
    const decision = { kind: 'correct', correction: undo };
    expect(refusalOf(() => decisionOf({ decision }))).toBe('fact_invalid');
  });
});

test('whatever JSON comes as a decision, it is read or refused, and read again the same', () => {
  const kinds = fc.constantFrom('explain', 'correct', 'grant', 'change', 'promise', 'reject', 'x');
  const parts = fc.oneof(fc.jsonValue(), fc.record({ kind: fc.string(), scope: fc.jsonValue() }));
  const fields = fc.dictionary(
    fc.constantFrom('correction', 'grant', 'instalments', 'invoice'),
    parts,
  );
  const payloads = fc.tuple(kinds, fields).map(([kind, rest]) => ({ decision: { ...rest, kind } }));
  fc.assert(
    fc.property(fc.oneof(payloads, fc.dictionary(fc.string(), fc.jsonValue())), (payload) => {
      try {
        const decision = decisionOf(payload);
        expect(decisionOf({ decision })).toEqual(decision);
      } catch (error) {
        if (!(error instanceof RefusalError)) throw error;
      }
    }),
    { numRuns: 2_000 },
  );
});
