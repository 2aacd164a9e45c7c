import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterBooking,
  afterIssue,
  afterLadderStep,
  afterRefusal,
  afterReport,
  type Cycle,
  type CycleFromBooks,
  newCycle,
  nextStep,
  type PaymentReport,
} from '../../domain/cycle.ts';
import { scheduleOf } from '../../domain/ladder.ts';
import { type Claim, settle } from '../../domain/settlement.ts';
import { standardLadder } from '../../domain/standard-ladder.ts';

const issued: CycleFromBooks = {
  cycleId: 'c-1',
  invoiceNumber: 'FB2026-000001',
  currency: 'EUR',
  claimedMinor: 122_00,
  openMinor: 122_00,
  standing: 'open',
  dueOn: '2026-03-15',
  ladder: 'standard/1',
  runId: null,
  schedule: scheduleOf(standardLadder, '2026-03-15', 'UTC'),
};

const payment = (paymentId: string, amountMinor: number): PaymentReport => ({
  paymentId,
  amountMinor,
  currency: 'EUR',
  receivedOn: '2026-03-10',
  method: 'bank_transfer',
  reportedBy: 'test',
});

describe('the cycle names its next step', () => {
  test('a new cycle issues its invoice first, whatever was reported meanwhile', () => {
    expect(nextStep(afterReport(newCycle(null), payment('p', 1)))?.kind).toBe('issue');
  });

  test('a payment comes before every step of the ladder', () => {
    expect(nextStep(afterReport(newCycle(issued), payment('p', 1)))?.kind).toBe('book_payment');
  });

  test('a payment told twice is booked once', () => {
    const once = afterReport(newCycle(issued), payment('p', 1));
    expect(afterReport(once, payment('p', 1))).toBe(once);
  });

  test('nobody is reminded of what is paid', () => {
    const paid = afterBooking(newCycle(issued), 'p', { standing: 'paid', openMinor: 0 });
    expect(nextStep(paid)).toBeNull();
  });

  test('a refused cycle has no next step', () => {
    const refused = afterRefusal(newCycle(null), { code: 'customer_unknown', detail: 'Who?' });
    expect(nextStep(refused)).toBeNull();
  });

  test('a payment that arrives while a step is taken is not lost', () => {
    const before = newCycle(issued);
    const meanwhile = afterReport(before, payment('p', 122_00));
    const after = afterLadderStep(meanwhile, 1, 0, { standing: 'open', openMinor: 122_00 });
    expect(nextStep(after)?.kind).toBe('book_payment');
  });

  test('what is in the books is what a cycle taken up again begins with', () => {
    expect(afterIssue(newCycle(null), issued).books).toBe(issued);
  });
});

/** The books in memory: what the activities do to a claim, without their database. */
function takeAll(start: Cycle, claim: Claim, payments: readonly PaymentReport[]) {
  const story: string[] = [];
  const booked = new Set<string>();
  let cycle = start;
  let books = claim;
  let waiting = [...payments];
  for (let step = nextStep(cycle); step || waiting.length > 0; step = nextStep(cycle)) {
    const [arriving, ...later] = waiting;
    if (arriving && (!step || story.length % 2 === 0)) {
      cycle = afterReport(cycle, arriving);
      waiting = later;
      story.push('heard');
      continue;
    }
    if (!step || step.kind === 'issue') break;
    story.push(step.kind);
    if (step.kind === 'book_payment') {
      const { paymentId, amountMinor } = step.payment;
      if (!booked.has(paymentId)) books = settle(books, amountMinor).claim;
      booked.add(paymentId);
      cycle = afterBooking(cycle, paymentId, books);
    } else {
      if (step.kind === 'write_off' && books.standing === 'open') {
        books = { standing: 'written_off', openMinor: 0, writtenOffMinor: books.openMinor };
      }
      cycle = afterLadderStep(cycle, step.step, step.atMs, books);
    }
  }
  return { cycle, books, story };
}

describe('every story of payments and reminders', () => {
  test('ends in exactly one end, with each reminder at most once and none after the last payment', () => {
    const payments = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 9 }), minor: fc.integer({ min: 1, max: 200_00 }) }),
      { selector: ({ id }) => id, maxLength: 8 },
    );
    fc.assert(
      fc.property(payments, (list) => {
        const reports = list.map(({ id, minor }) => payment(`p${id}`, minor));
        const claim: Claim = { standing: 'open', openMinor: 122_00, writtenOffMinor: 0 };
        const { cycle, books, story } = takeAll(newCycle(issued), claim, reports);
        const total = list.reduce((sum, { minor }) => sum + minor, 0);
        expect(['paid', 'written_off']).toContain(cycle.books?.standing);
        expect(cycle.books?.standing).toBe(books.standing);
        expect(cycle.reported).toEqual([]);
        expect(story.filter((event) => event === 'remind').length).toBeLessThanOrEqual(4);
        expect(story.filter((event) => event === 'write_off').length).toBeLessThanOrEqual(1);
        expect(books.openMinor).toBe(0);
        expect(books.writtenOffMinor).toBe(Math.max(0, 122_00 - total));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('a payment divided', () => {
  test('adds up, and nothing falls below nothing', () => {
    const amounts = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(amounts, amounts, amounts, (openMinor, writtenOffMinor, amountMinor) => {
        const claim: Claim = { standing: 'open', openMinor, writtenOffMinor };
        const divided = settle(claim, amountMinor);
        const { toReceivableMinor, toRecoveryMinor, toCreditMinor } = divided;
        expect(toReceivableMinor + toRecoveryMinor + toCreditMinor).toBe(amountMinor);
        expect(divided.claim.openMinor).toBe(openMinor - toReceivableMinor);
        expect(divided.claim.writtenOffMinor).toBe(writtenOffMinor - toRecoveryMinor);
        const parts = [toReceivableMinor, toRecoveryMinor, toCreditMinor];
        expect(Math.min(...parts, divided.claim.openMinor, divided.claim.writtenOffMinor)).toBe(0);
      }),
    );
  });
});
