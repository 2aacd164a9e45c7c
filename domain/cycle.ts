/**
 * The billing cycle as a pure state machine.
 *
 * A cycle is one immutable value. Messages are transitions of it; from the value alone follows
 * the next step and its instant. The workflow is the durable runner of this machine, and the
 * same machine runs in memory for properties and rehearsals. What the money is, only the books
 * can say: every step brings back the cycle as they have it.
 */
import type { LocalDate } from './calendar.ts';
import type { CardDue } from './card.ts';
import type { Standing } from './claim.ts';
import type { DisputeReason, DisputeState } from './dispute/reasons.ts';
import type { Refusal } from './errors.ts';
import type { Fact } from './facts.ts';
import type { ScheduledStep } from './ladder.ts';

/** A promise to pay that suspends the ladder: when its next instalment is looked at. */
export type OpenPromise = {
  readonly promiseId: string;
  readonly on: LocalDate;
  readonly atMs: number;
};

/** What comes next of a dispute if nobody does anything. */
export type DisputeDeadline =
  | 'first_answer'
  | 'resolution'
  | 'idle'
  | 'escalation'
  | 'default'
  | 'approval';

/** A dispute that is not decided yet, as far as its cycle has to know it. */
export type OpenDispute = {
  readonly disputeId: string;
  readonly reason: DisputeReason;
  readonly state: DisputeState;
  readonly group: string;
  /** The login of whoever has it. */
  readonly owner: string | null;
  /** The next promise that was made to the customer. */
  readonly promiseByMs: number;
  readonly next: { readonly kind: DisputeDeadline; readonly atMs: number };
};

/** A letter that is to go out, and when it is tried. */
export type LetterDue = {
  readonly letterId: string;
  readonly template: string;
  readonly atMs: number;
};

/** A cycle as PostgreSQL has it: everything that is needed to go on from here. */
export type CycleFromBooks = {
  readonly cycleId: string;
  readonly invoiceNumber: string;
  readonly currency: string;
  readonly standing: Standing;
  readonly claimedMinor: number;
  readonly openMinor: number;
  readonly dueOn: LocalDate;
  /** Code and version, such as standard/1. */
  readonly ladder: string;
  readonly runId: string | null;
  /** Steps of the ladder still ahead, in order. */
  readonly schedule: readonly ScheduledStep[];
  readonly promise: OpenPromise | null;
  /** The next charge of the customer's card, where one is to come. */
  readonly card?: CardDue | null;
  /** The part of what is open that is disputed: nobody asks for it meanwhile. */
  readonly heldMinor?: number;
  readonly disputes?: readonly OpenDispute[];
  readonly letter?: LetterDue;
};

/** How one fact was answered: taken into the books, or refused by them. */
export type Answer = { readonly factId: string; readonly refused: Refusal | null };

/** The state of a running cycle. */
export type Cycle = {
  /** Null until the invoice is issued or, when it was issued before, loaded. */
  readonly books: CycleFromBooks | null;
  /** Facts heard of and not yet in the books, in order of arrival. */
  readonly reported: readonly Fact[];
  /** What became of the facts of this run, for those who wait for an answer. */
  readonly answers: readonly Answer[];
  /** Other cycles of the customer whose money a fact of this one touched, to be told. */
  readonly toTell: readonly Sibling[];
  /** Why there will be no invoice: the cycle ends without having begun. */
  readonly refused: Refusal | null;
};

/** Another cycle of the same customer, by its period. */
export type Sibling = { readonly period: LocalDate };

/** What the books answer to a step or a fact. */
export type Outcome = {
  readonly books: CycleFromBooks;
  readonly refused?: Refusal;
  readonly touched?: readonly Sibling[];
};

export type Step =
  | { readonly kind: 'issue'; readonly atMs: 0 }
  | { readonly kind: 'book'; readonly atMs: 0; readonly fact: Fact }
  | { readonly kind: 'tell'; readonly atMs: 0; readonly siblings: readonly Sibling[] }
  | ({ readonly kind: 'send_letter' } & LetterDue)
  | {
      readonly kind: 'tend_dispute';
      readonly atMs: number;
      readonly disputeId: string;
      readonly reason: DisputeReason;
      readonly deadline: DisputeDeadline;
    }
  | ({ readonly kind: 'check_promise' } & OpenPromise)
  | ({ readonly kind: 'charge_card' } & CardDue)
  | ({ readonly kind: 'climb' } & Pick<ScheduledStep, 'step' | 'name' | 'atMs' | 'on'>);

export function newCycle(books: CycleFromBooks | null): Cycle {
  return { books, reported: [], answers: [], toTell: [], refused: null };
}

/** Remembers a fact to be booked; the same fact told twice is remembered once. */
export function afterReport(cycle: Cycle, fact: Fact): Cycle {
  const known = cycle.reported.some(({ id }) => id === fact.id) || answerTo(cycle, fact.id);
  return known ? cycle : { ...cycle, reported: [...cycle.reported, fact] };
}

/**
 * The next thing to do and its instant, or null when the cycle is over. What was reported comes
 * before every step of the ladder: nobody is reminded of what they have paid. A promise to pay
 * stands before the ladder and before the card until it is kept or broken; a card is charged before
 * the customer is reminded in the same moment. Letters and the deadlines of disputes come in the
 * order of their instants, also after the bill itself has ended.
 */
export function nextStep({ books, reported, toTell, refused }: Cycle): Step | null {
  if (refused) return null;
  if (!books) return { kind: 'issue', atMs: 0 };
  const [fact] = reported;
  if (fact) return { kind: 'book', atMs: 0, fact };
  if (toTell.length > 0) return { kind: 'tell', atMs: 0, siblings: toTell };
  return firstOf([letterStep(books), disputeStep(books), claimStep(books)]);
}

/**
 * The next letter or deadline of a dispute: what must not wait for a reminder that does not get
 * away, although it comes later.
 */
export function nextBeside({ books }: Pick<Cycle, 'books'>): Step | null {
  return books && firstOf([letterStep(books), disputeStep(books)]);
}

/** The earliest; of several at the same instant the one that is named first. */
function firstOf(steps: readonly (Step | null)[]): Step | null {
  return steps.reduce(
    (first, step) => (step && (!first || step.atMs < first.atMs) ? step : first),
    null,
  );
}

function letterStep({ letter }: CycleFromBooks): Step | null {
  return letter ? { kind: 'send_letter', ...letter } : null;
}

function disputeStep({ disputes = [] }: CycleFromBooks): Step | null {
  const [first] = [...disputes].sort((one, other) => one.next.atMs - other.next.atMs);
  if (!first) return null;
  const { disputeId, reason, next } = first;
  return { kind: 'tend_dispute', disputeId, reason, deadline: next.kind, atMs: next.atMs };
}

/** What the bill itself brings next: a promise looked at, a card charged, the ladder climbed. */
function claimStep(books: CycleFromBooks): Step | null {
  if (books.standing !== 'open') return null;
  if (books.promise) return { kind: 'check_promise', ...books.promise };
  const [next] = books.schedule;
  const { card } = books;
  if (card && (!next || card.atMs <= next.atMs)) return { kind: 'charge_card', ...card };
  if (!next) return null;
  const { step, name, atMs, on } = next;
  return { kind: 'climb', step, name, atMs, on };
}

/** The invoice is issued or loaded, a promise looked at, a card charged, or the ladder climbed. */
export function afterStep(cycle: Cycle, { books }: Outcome): Cycle {
  return { ...cycle, books };
}

/** A fact went to the books, and this is what they say to it. */
export function afterBooking(cycle: Cycle, fact: Fact, outcome: Outcome): Cycle {
  const answer = { factId: fact.id, refused: outcome.refused ?? null };
  // A change elsewhere may be told again later; its answer must not make it look known.
  const answers = fact.kind === 'books_changed' ? cycle.answers : [...cycle.answers, answer];
  return {
    ...cycle,
    books: outcome.books,
    reported: cycle.reported.filter(({ id }) => id !== fact.id),
    toTell: [...cycle.toTell, ...(outcome.touched ?? [])],
    answers,
  };
}

/** These cycles know that their books changed. */
export function afterTelling(cycle: Cycle, told: readonly Sibling[]): Cycle {
  return { ...cycle, toTell: cycle.toTell.slice(told.length) };
}

/** There can be no invoice, and this is why. */
export function afterRefusal(cycle: Cycle, refused: Refusal): Cycle {
  return { ...cycle, refused };
}

export function answerTo({ answers }: Cycle, factId: string): Answer | undefined {
  return answers.find((answer) => answer.factId === factId);
}
