/**
 * The books as pure rules, to run the cycle's machine through thousands of stories. It applies
 * the same domain rules that the activities apply under a row lock, and nothing else.
 */
import {
  afterCharge,
  afterCreditNote,
  afterLastResort,
  afterPayment,
  afterReversal,
  type Claim,
  newClaim,
  openOf,
  standingOf,
} from '../../domain/claim.ts';
import type { CycleFromBooks, Outcome, Step } from '../../domain/cycle.ts';
import type { Fact } from '../../domain/facts.ts';
import { dayMs, type LadderEvent, scheduleOf } from '../../domain/ladder.ts';
import { standardLadder } from '../../domain/standard-ladder.ts';

const dueOn = '2026-03-15';
const place = { dueOn, timeZone: 'UTC', issuedOn: '2026-01-01' };

export function memoryBooks(grossMinor: number) {
  let claim: Claim = newClaim(grossMinor, 0);
  let customerCreditMinor = 0;
  let endedAtMs: number | null = null;
  let creditedGrossMinor = 0;
  const events: LadderEvent[] = [];
  const facts = new Set<string>();
  const payments = new Map<string, { settledMinor: number; creditMinor: number }>();
  const story: string[] = [];
  let promise: { id: string; atMs: number; madeAtMs: number } | null = null;

  const save = (next: Claim, nowMs: number) => {
    const wasOpen = standingOf(claim) === 'open';
    claim = next;
    const isOpen = standingOf(claim) === 'open';
    if (wasOpen && !isOpen) endedAtMs = nowMs;
    if (!wasOpen && isOpen && endedAtMs !== null) {
      events.push({ kind: 'held', atMs: endedAtMs, untilMs: nowMs });
      endedAtMs = null;
    }
    if (!isOpen) promise = null;
  };

  const book = (fact: Fact, nowMs: number) => {
    if (facts.has(fact.id)) return;
    facts.add(fact.id);
    story.push(fact.kind);
    if (fact.kind === 'payment') {
      const settlement = afterPayment(claim, fact.payment.amountMinor);
      const { toReceivableMinor, toRecoveryMinor, toCreditMinor } = settlement;
      payments.set(fact.payment.paymentId, {
        settledMinor: toReceivableMinor + toRecoveryMinor,
        creditMinor: toCreditMinor,
      });
      customerCreditMinor += toCreditMinor;
      save(settlement.claim, nowMs);
    } else if (fact.kind === 'reversal') {
      const payment = payments.get(fact.reversal.paymentId);
      if (!payment) return;
      payments.delete(fact.reversal.paymentId);
      const taken = Math.min(customerCreditMinor, payment.creditMinor);
      customerCreditMinor -= taken;
      save(afterReversal(claim, payment.settledMinor, payment.creditMinor - taken), nowMs);
    } else if (fact.kind === 'correction' && fact.correction.kind === 'credit') {
      const { scope } = fact.correction;
      const leftMinor = claim.claimedMinor - creditedGrossMinor;
      const minor = scope.kind === 'amount' ? Math.min(scope.grossMinor, leftMinor) : leftMinor;
      const crediting = afterCreditNote(claim, minor);
      creditedGrossMinor += minor;
      customerCreditMinor += crediting.toCreditMinor;
      save(crediting.claim, nowMs);
    } else if (fact.kind === 'promise' && standingOf(claim) === 'open' && !promise) {
      promise = { id: fact.promise.promiseId, atMs: nowMs + 10 * dayMs, madeAtMs: nowMs };
    }
  };

  const climb = (step: number, nowMs: number) => {
    if (standingOf(claim) !== 'open') return;
    if (step > standardLadder.steps.length) {
      story.push('last resort');
      return save(afterLastResort(claim, 'written_off'), nowMs);
    }
    story.push(`reminder ${step}`);
    if (step > 2) save(afterCharge(claim, 5_00), nowMs);
    events.push({ kind: 'taken', step, atMs: nowMs });
  };

  const checkPromise = (nowMs: number) => {
    if (!promise) return;
    story.push('promise broken');
    events.push({ kind: 'held', atMs: promise.madeAtMs, untilMs: nowMs });
    events.push({ kind: 'at_once', atMs: nowMs });
    promise = null;
  };

  const read = (): CycleFromBooks => ({
    cycleId: 'c-1',
    invoiceNumber: 'FB2026-000001',
    currency: 'EUR',
    standing: standingOf(claim),
    claimedMinor: claim.claimedMinor,
    openMinor: openOf(claim),
    dueOn,
    ladder: 'standard/1',
    runId: null,
    schedule: standingOf(claim) === 'open' ? scheduleOf(standardLadder, place, events) : [],
    promise: promise && { promiseId: promise.id, on: dueOn, atMs: promise.atMs },
  });

  return {
    read,
    story,
    /** Nobody was reminded from here to there. */
    hold: (fromMs: number, untilMs: number) => events.push({ kind: 'held', atMs: fromMs, untilMs }),
    /** What was promised is disputed now. */
    endPromise: (nowMs: number) => {
      if (promise) events.push({ kind: 'held', atMs: promise.madeAtMs, untilMs: nowMs });
      promise = null;
    },
    money: () => ({ claim, customerCreditMinor, creditedGrossMinor, payments }),
    /** Takes a step as an activity would, twice when it is asked to. */
    take(step: Step, nowMs: number, times: number): Outcome {
      for (let time = 0; time < times; time += 1) {
        if (step.kind === 'book') book(step.fact, nowMs);
        else if (step.kind === 'climb' && !isTaken(step.step)) climb(step.step, nowMs);
        else if (step.kind === 'check_promise') checkPromise(nowMs);
      }
      return { books: read() };
    },
  };

  function isTaken(step: number): boolean {
    return events.some((event) => event.kind === 'taken' && event.step === step);
  }
}
