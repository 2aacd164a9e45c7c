import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factFault } from '../../domain/fact-fault.ts';
import {
  booksChangedFact,
  type CorrectionRequest,
  correctionFact,
  type Fact,
  paymentFact,
  type PaymentReport,
  promiseFact,
  type PromiseRequest,
  reversalFact,
  type ReversalReport,
} from '../../domain/facts.ts';

const payment: PaymentReport = {
  paymentId: 'bank/17',
  amountMinor: 1,
  currency: 'EUR',
  receivedOn: '2026-02-28',
  method: 'bank_transfer',
  reportedBy: 'bank connector',
};
const reversal: ReversalReport = {
  reversalId: 'r',
  paymentId: 'p',
  reason: 'Kein Konto – закрыто',
  reportedBy: 'b',
};
const promise: PromiseRequest = {
  promiseId: 'p',
  instalments: [{ on: '2026-03-01', amountMinor: 1 }],
  madeBy: 'c',
  acceptedBy: 'agent',
};
const decision = { correctionId: 'c', reason: 'wrong price', decidedBy: 'agent-17 (desk)' };
const undo: CorrectionRequest = { ...decision, kind: 'undo_credit', creditNote: 'FC1' };

const right: readonly Fact[] = [
  paymentFact(payment),
  paymentFact({ ...payment, allocate: 'oldest_first', fromSuspense: true }),
  paymentFact({ ...payment, allocate: [{ invoice: 'F1', amountMinor: 1 }] }),
  paymentFact({ ...payment, replaces: { reversalId: 'r', paymentId: 'p', reason: 'refund' } }),
  reversalFact(reversal),
  promiseFact(promise),
  correctionFact({ ...decision, kind: 'credit', scope: { kind: 'whole' } }),
  correctionFact({
    ...decision,
    kind: 'credit',
    scope: { kind: 'lines', lines: [{ position: 1, netMinor: 1 }] },
    invoice: 'F1',
  }),
  correctionFact({ ...decision, kind: 'credit', scope: { kind: 'amount', grossMinor: 1 } }),
  correctionFact({ ...decision, kind: 'void_and_reissue' }),
  correctionFact(undo),
  booksChangedFact({ id: 'x' }),
];

test.each(right)('a $kind as it must be has no fault: %j', (fact) => {
  expect(factFault(fact)).toBeNull();
});

/** A message as it comes when somebody typed it: JSON, whatever the types say. */
const told = (value: unknown) => JSON.parse(JSON.stringify(value ?? null)) as never;

const kinds = [paymentFact, reversalFact, promiseFact, correctionFact] as const;

describe('whatever is typed by hand', () => {
  test('is looked at and never thrown at, and what it lacks is named', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(...kinds), (text, factOf) => {
        const fact = factOf(told(JSON.parse(text)));
        expect(typeof fact.id).toBe('string');
        const fault = factFault(fact);
        expect(fault?.code).toBe('fact_invalid');
        expect(fault?.detail).toMatch(/^This cannot be a \w+: look at .+\.$/);
      }),
      { numRuns: 2_000 },
    );
  });

  /** Every field of a right message, made wrong one at a time. */
  const wrong = [
    fc.constantFrom<unknown>(null, '', 'a\u0000b', '\ud800', 'x'.repeat(1_001), [], {}, 0.5),
    fc.constant({ toString: 7, valueOf: 7 }),
  ];

  test.each([
    ['payment', paymentFact, payment, ['paymentId', 'receivedOn', 'method', 'reportedBy']],
    ['reversal', reversalFact, reversal, Object.keys(reversal)],
    ['promise', promiseFact, promise, ['promiseId', 'madeBy', 'acceptedBy']],
    ['correction', correctionFact, undo, Object.keys(undo)],
  ] as const)('a %s with any one field wrong is refused, and the field is named', (...given) => {
    const [, factOf, message, fields] = given;
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.oneof(...wrong), (field, value) => {
        const fact = (factOf as (message: unknown) => Fact)(told({ ...message, [field]: value }));
        expect(factFault(fact)?.detail).toContain(field);
      }),
    );
  });

  test.each([
    [promiseFact, { ...promise, instalments: [{ on: '2026-02-30', amountMinor: 1 }] }],
    [promiseFact, { ...promise, instalments: [{ on: '2026-03-01', amountMinor: '1' }] }],
    [promiseFact, { ...promise, instalments: { length: 1 } }],
    [paymentFact, { ...payment, allocate: [{ amountMinor: 1 }] }],
    [paymentFact, { ...payment, allocate: null }],
    [paymentFact, { ...payment, replaces: 'p' }],
    [correctionFact, { ...undo, kind: 'toString' }],
    [correctionFact, { ...decision, kind: 'credit' }],
    [correctionFact, { ...decision, kind: 'credit', scope: { kind: 'amount', grossMinor: 1e16 } }],
    [correctionFact, { ...decision, kind: 'credit', scope: { kind: 'lines', lines: [1] } }],
  ])('%o of %j is refused', (factOf, message) => {
    expect((factOf as (message: unknown) => Fact)(told(message))).toSatisfy(
      (fact: Fact) => factFault(fact)?.code === 'fact_invalid',
    );
  });
});
