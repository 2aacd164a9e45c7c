import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openOf } from '../../domain/claim.ts';
import {
  afterBooking,
  afterRefusal,
  afterReport,
  afterStep,
  type Cycle,
  newCycle,
  nextStep,
} from '../../domain/cycle.ts';
import {
  correctionFact,
  type Fact,
  paymentFact,
  promiseFact,
  reversalFact,
} from '../../domain/facts.ts';
import { dayMs } from '../../domain/ladder.ts';
import { memoryBooks } from './books-in-memory.ts';

const gross = 122_00;
const issued = memoryBooks(gross).read();

const payment = (paymentId: string, amountMinor: number): Fact =>
  paymentFact({
    paymentId,
    amountMinor,
    currency: 'EUR',
    receivedOn: '2026-03-10',
    method: 'bank_transfer',
    reportedBy: 'test',
    allocate: 'this',
  });

describe('the cycle names its next step', () => {
  test('a new cycle issues its invoice first, whatever was reported meanwhile', () => {
    expect(nextStep(afterReport(newCycle(null), payment('p', 1)))?.kind).toBe('issue');
  });

  test('a payment comes before every step of the ladder', () => {
    expect(nextStep(afterReport(newCycle(issued), payment('p', 1)))?.kind).toBe('book');
  });

  test('a payment told twice is booked once, also after its answer', () => {
    const once = afterReport(newCycle(issued), payment('p', 1));
    expect(afterReport(once, payment('p', 1))).toBe(once);
    const booked = afterBooking(once, payment('p', 1), { books: issued });
    expect(afterReport(booked, payment('p', 1))).toBe(booked);
  });

  test('nobody is reminded of what is paid', () => {
    const paid = { ...issued, standing: 'paid' as const, openMinor: 0 };
    expect(nextStep(afterStep(newCycle(issued), { books: paid }))).toBeNull();
  });

  test('a promise stands before the ladder', () => {
    const promise = { promiseId: 'w', on: '2026-03-20', atMs: 1 };
    expect(nextStep(newCycle({ ...issued, promise }))?.kind).toBe('check_promise');
  });

  test('a refused cycle has no next step', () => {
    const refused = afterRefusal(newCycle(null), { code: 'customer_unknown', detail: 'Who?' });
    expect(nextStep(refused)).toBeNull();
  });

  test('a payment that arrives while a step is taken is not lost', () => {
    const meanwhile = afterReport(newCycle(issued), payment('p', gross));
    expect(nextStep(afterStep(meanwhile, { books: issued }))?.kind).toBe('book');
  });

  test('the other cycles that a payment settled are told before the ladder goes on', () => {
    const heard = afterReport(newCycle(issued), payment('p', 1));
    const touched = [{ period: '2026-02-01' }];
    const booked = afterBooking(heard, payment('p', 1), { books: issued, touched });
    expect(nextStep(booked)).toEqual({ kind: 'tell', atMs: 0, siblings: touched });
  });
});

type Event = { readonly fact: Fact; readonly afterMs: number };

const factOf = (index: number): fc.Arbitrary<Fact> => {
  const amount = fc.integer({ min: 1, max: 200_00 });
  return fc.oneof(
    amount.map((minor) => payment(`p${index}`, minor)),
    fc.nat({ max: 9 }).map((other) =>
      reversalFact({
        reversalId: `r${index}`,
        paymentId: `p${other}`,
        reason: 'bounced',
        reportedBy: 'bank',
      }),
    ),
    amount.map((grossMinor) =>
      correctionFact({
        correctionId: `c${index}`,
        kind: 'credit',
        scope: { kind: 'amount', grossMinor },
        reason: 'wrong price',
        decidedBy: 'agent',
      }),
    ),
    fc.constant(
      promiseFact({
        promiseId: `w${index}`,
        instalments: [],
        madeBy: 'customer',
        acceptedBy: 'agent',
      }),
    ),
  );
};

const events: fc.Arbitrary<Event[]> = fc
  .array(fc.integer({ min: 0, max: 40 * dayMs }), { maxLength: 10 })
  .chain((pauses) =>
    fc.tuple(...pauses.map((afterMs, index) => factOf(index).map((fact) => ({ fact, afterMs })))),
  );

/** Runs the machine as the workflow does, with facts arriving at their time, some told twice. */
function runStory(list: readonly Event[], takenTwice: boolean) {
  const books = memoryBooks(gross);
  let cycle: Cycle = newCycle(books.read());
  let nowMs = Date.parse('2026-03-01T00:00:00Z');
  const waiting = [...list];
  for (let turn = 0; turn < 500; turn += 1) {
    const step = nextStep(cycle);
    const next = waiting[0];
    if (!step && !next) return { cycle, books };
    if (next && (!step || step.atMs > nowMs + next.afterMs)) {
      nowMs += next.afterMs;
      cycle = afterReport(afterReport(cycle, next.fact), next.fact);
      waiting.shift();
      continue;
    }
    if (!step) break;
    nowMs = Math.max(nowMs, step.atMs);
    const outcome = books.take(step, nowMs, takenTwice ? 2 : 1);
    cycle =
      step.kind === 'book' ? afterBooking(cycle, step.fact, outcome) : afterStep(cycle, outcome);
  }
  throw new Error(`the story does not end: ${books.story.slice(-8).join(', ')}`);
}

describe('every story of payments, reversals, credits, promises and silence', () => {
  test('ends, in exactly one end, with no reminder sent twice and every cent accounted for', () => {
    fc.assert(
      fc.property(events, fc.boolean(), (list, takenTwice) => {
        const { cycle, books } = runStory(list, takenTwice);
        const { claim, customerCreditMinor, creditedGrossMinor, payments } = books.money();
        expect(cycle.books?.standing).not.toBe('open');
        expect(openOf(claim)).toBe(0);
        const reminders = books.story.filter((event) => event.startsWith('reminder'));
        expect(new Set(reminders).size).toBe(reminders.length);
        const cashMinor = [...payments.values()].reduce(
          (sum, part) => sum + part.settledMinor + part.creditMinor,
          0,
        );
        const owedMinor = claim.claimedMinor + claim.chargedMinor - creditedGrossMinor;
        expect(cashMinor + claim.writtenOffMinor - customerCreditMinor).toBe(owedMinor);
        for (const part of Object.values(claim)) {
          if (typeof part === 'number') expect(part).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  test('is the same when every step is taken twice', () => {
    fc.assert(
      fc.property(events, (list) => {
        const once = runStory(list, false);
        const twice = runStory(list, true);
        expect(twice.books.money()).toEqual(once.books.money());
        expect(twice.books.story).toEqual(once.books.story);
      }),
      { numRuns: 1_000 },
    );
  });
});
