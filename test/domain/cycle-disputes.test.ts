import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterBooking,
  afterReport,
  afterStep,
  type Cycle,
  type CycleFromBooks,
  newCycle,
  nextStep,
  type Step,
} from '../../domain/cycle.ts';
import { deskActs } from '../../domain/dispute/acts.ts';
import {
  correctionFact,
  deskFact,
  type Fact,
  paymentFact,
  promiseFact,
  reversalFact,
} from '../../domain/facts.ts';
import { dayMs } from '../../domain/ladder.ts';
import { memoryBooks } from './books-in-memory.ts';
import { memoryDesk, type Said } from './desk-in-memory.ts';

const gross = 122_00;
const issued = memoryBooks(gross).read();

const instant = fc.integer({ min: 1, max: 1_000 });
const booksDrawn: fc.Arbitrary<CycleFromBooks> = fc
  .record({
    standing: fc.constantFrom('open', 'open', 'paid', 'void', 'written_off', 'in_collection'),
    schedule: fc.array(instant, { maxLength: 3 }),
    promise: fc.option(instant),
    card: fc.option(instant),
    disputes: fc.array(instant, { maxLength: 3 }),
    letter: fc.option(instant),
  })
  .map(({ standing, schedule, promise, card, disputes, letter }) => ({
    ...issued,
    standing,
    schedule: schedule
      .toSorted((one, other) => one - other)
      .map((atMs, index) => ({ step: index + 1, name: 'reminder', on: '2026-03-01', atMs })),
    promise: promise === null ? null : { promiseId: 'w', on: '2026-03-01', atMs: promise },
    ...(card !== null && { card: { attempt: 1, on: '2026-03-01', atMs: card } }),
    ...(disputes.length > 0 && {
      disputes: disputes.map((atMs, index) => ({
        ...({ disputeId: `d${index}`, reason: 'quality', state: 'open', group: 'front' } as const),
        ...{ owner: null, promiseByMs: atMs, next: { kind: 'first_answer', atMs } as const },
      })),
    }),
    ...(letter !== null && { letter: { letterId: 'l', template: 'received', atMs: letter } }),
  }));

describe('whatever the books say', () => {
  test('a cycle is over exactly when nothing is owed, asked or to be written', () => {
    fc.assert(
      fc.property(booksDrawn, (books) => {
        const { standing, schedule, promise, card, disputes = [], letter } = books;
        const isOwed =
          standing === 'open' && (schedule.length > 0 || promise !== null || card != null);
        const isOver = !isOwed && disputes.length === 0 && !letter;
        expect(nextStep(newCycle(books)) === null).toBe(isOver);
      }),
      { numRuns: 2_000 },
    );
  });

  test('no letter and no deadline waits for what comes after it', () => {
    fc.assert(
      fc.property(booksDrawn, (books) => {
        const step = nextStep(newCycle(books));
        const { disputes = [], letter } = books;
        for (const { next } of disputes) expect(step?.atMs).toBeLessThanOrEqual(next.atMs);
        if (letter) expect(step?.atMs).toBeLessThanOrEqual(letter.atMs);
      }),
      { numRuns: 2_000 },
    );
  });

  test('what was heard comes first, then what others have to be told', () => {
    fc.assert(
      fc.property(booksDrawn, fc.boolean(), (books, isHeard) => {
        const toTell = [{ period: '2026-02-01' }];
        const cycle = { ...newCycle(books), toTell };
        const heard = isHeard ? afterReport(cycle, desk('takeDispute', 'r', 'd0')) : cycle;
        expect(nextStep(heard)?.kind).toBe(isHeard ? 'book' : 'tell');
      }),
    );
  });
});

const desk = (act: (typeof deskActs)[number], requestId: string, disputeId: string): Fact =>
  deskFact(act, { requestId, disputeId });

const factOf = (index: number): fc.Arbitrary<Fact> => {
  const minor = fc.integer({ min: 1, max: 200_00 });
  const common = { currency: 'EUR', receivedOn: '2026-03-10', method: 'bank', reportedBy: 'bank' };
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(fc.constantFrom(...deskActs, 'openDispute', 'takeDispute'), fc.nat({ max: 2 }))
        .map(([act, dispute]) => desk(act, `r${index}`, `d${dispute}`)),
    },
    minor.map((amountMinor) => paymentFact({ paymentId: `p${index}`, amountMinor, ...common })),
    fc.nat({ max: 9 }).map((other) =>
      reversalFact({
        ...{ reversalId: `b${index}`, paymentId: `p${other}` },
        ...{ reason: 'bounced', reportedBy: 'bank' },
      }),
    ),
    minor.map((grossMinor) =>
      correctionFact({
        ...{ correctionId: `c${index}`, reason: 'wrong', decidedBy: 'agent', kind: 'credit' },
        scope: { kind: 'amount', grossMinor },
      }),
    ),
    fc.constant(
      promiseFact({ promiseId: `w${index}`, instalments: [], madeBy: 'c', acceptedBy: 'agent' }),
    ),
  );
};

type Event = { readonly fact: Fact; readonly afterMs: number; readonly said: Said };

const pause = fc.oneof(fc.nat({ max: dayMs / 12 }), fc.nat({ max: 20 * dayMs }));
const said: fc.Arbitrary<Said> = fc.record({
  minor: fc.oneof(fc.constant('whole' as const), fc.integer({ min: 1, max: 150_00 })),
  decision: fc.constantFrom('explain', 'credit', 'wait'),
});
const events: fc.Arbitrary<Event[]> = fc
  .array(fc.tuple(pause, said), { maxLength: 16 })
  .chain((drawn) =>
    fc.tuple(
      ...drawn.map(([afterMs, said], index) =>
        factOf(index).map((fact) => ({ fact, afterMs, said })),
      ),
    ),
  );

/** Runs the machine as the workflow does, with facts arriving at their time, some told twice. */
function runStory(list: readonly Event[], takenTwice: boolean) {
  const inbox = new Map(
    list.flatMap(({ fact, said }) => (fact.kind === 'desk' ? [[fact.desk.requestId, said]] : [])),
  );
  const books = memoryDesk(gross, inbox);
  let cycle: Cycle = newCycle(books.read());
  let nowMs = Date.parse('2026-03-02T09:00:00Z');
  const waiting = [...list];
  const taken = new Set<string>();
  for (let turn = 0; turn < 1_000; turn += 1) {
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
    expectNew(taken, step, nowMs);
    expectRight(cycle, step);
    const outcome = books.take(step, nowMs, takenTwice ? 2 : 1);
    cycle =
      step.kind === 'book' ? afterBooking(cycle, step.fact, outcome) : afterStep(cycle, outcome);
  }
  throw new Error(`the story does not end: ${books.story.slice(-8).join(', ')}`);
}

/** Time goes on: no step is taken a second time in the same moment. */
function expectNew(taken: Set<string>, step: Step, nowMs: number): void {
  const name = JSON.stringify([step, nowMs]);
  expect(taken.has(name), name).toBe(false);
  taken.add(name);
}

/** Nobody asks for what is disputed, and nothing is given up while anything is. */
function expectRight({ books, reported }: Cycle, step: Step): void {
  if (reported.length > 0) expect(step.kind).toBe('book');
  const { disputes, heldMinor = 0, openMinor = 0 } = books ?? {};
  if (disputes && heldMinor >= openMinor) {
    expect(['climb', 'check_promise', 'charge_card']).not.toContain(step.kind);
  }
  if (disputes && step.kind === 'climb') expect(step.name).not.toBe('written_off');
}

describe('every story of disputes, letters, payments, promises and silence', () => {
  test('ends in exactly one end, with every question decided and every letter sent, once', () => {
    let ended = 0;
    fc.assert(
      fc.property(events, fc.boolean(), (list, takenTwice) => {
        const { cycle, books } = runStory(list, takenTwice);
        expect(cycle.books?.standing).not.toBe('open');
        expect(cycle.books?.disputes).toBeUndefined();
        expect(cycle.books?.letter).toBeUndefined();
        expect(new Set(books.sent).size).toBe(books.sent.length);
        const ends = books.story.filter((event) => event.startsWith('end '));
        expect(new Set(ends).size).toBe(ends.length);
        const received = books.sent.filter((letter) => letter.includes('/received/'));
        expect(ends).toHaveLength(received.length);
        ended += ends.length;
      }),
      { numRuns: 600 },
    );
    expect(ended).toBeGreaterThan(300);
  });

  test('is the same when every step is taken twice', () => {
    fc.assert(
      fc.property(events, (list) => {
        const [once, twice] = [runStory(list, false), runStory(list, true)];
        expect(twice.books.money()).toEqual(once.books.money());
        expect(twice.books.story).toEqual(once.books.story);
        expect(twice.books.sent).toEqual(once.books.sent);
      }),
      { numRuns: 200 },
    );
  });
});
