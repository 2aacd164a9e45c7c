/**
 * The billing cycle as a pure state machine.
 *
 * A cycle is one immutable value. Messages are transitions of it; from the value alone follows
 * the next step and its instant. The workflow is the durable runner of this machine, and the
 * same machine runs in memory for properties and rehearsals.
 */
import type { LocalDate } from './calendar.ts';
import type { Refusal } from './errors.ts';
import { afterTaking, type ScheduledStep } from './ladder.ts';

/** Where a cycle stands: still claimed, or ended in exactly one end. */
export type Standing = 'open' | 'paid' | 'written_off';

/** Money that came in, as its reporter told it. */
export type PaymentReport = {
  /** The reporter's own id: a second report with the same id changes nothing. */
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly receivedOn: LocalDate;
  readonly method: string;
  readonly reportedBy: string;
};

/** What the books say of the money; only they can say it. */
export type Balance = { readonly standing: Standing; readonly openMinor: number };

/** A cycle as PostgreSQL has it: everything that is needed to go on from here. */
export type CycleFromBooks = Balance & {
  readonly cycleId: string;
  readonly invoiceNumber: string;
  readonly currency: string;
  readonly claimedMinor: number;
  readonly dueOn: LocalDate;
  /** Code and version, such as standard/1. */
  readonly ladder: string;
  readonly runId: string | null;
  /** Steps of the ladder still ahead, in order. */
  readonly schedule: readonly ScheduledStep[];
};

/** The state of a running cycle. */
export type Cycle = {
  /** Null until the invoice is issued or, when it was issued before, loaded. */
  readonly books: CycleFromBooks | null;
  /** Payments heard of and not yet in the books, in order of arrival. */
  readonly reported: readonly PaymentReport[];
  /** Why there will be no invoice: the cycle ends without having begun. */
  readonly refused: Refusal | null;
};

type LadderStepDue = Pick<ScheduledStep, 'step' | 'name' | 'atMs' | 'on'>;

export type Step =
  | { readonly kind: 'issue'; readonly atMs: 0 }
  | { readonly kind: 'book_payment'; readonly atMs: 0; readonly payment: PaymentReport }
  | ({ readonly kind: ScheduledStep['kind'] } & LadderStepDue);

export function newCycle(books: CycleFromBooks | null): Cycle {
  return { books, reported: [], refused: null };
}

/** Remembers a payment to be booked; the same payment told twice is remembered once. */
export function afterReport(cycle: Cycle, payment: PaymentReport): Cycle {
  const known = cycle.reported.some(({ paymentId }) => paymentId === payment.paymentId);
  return known ? cycle : { ...cycle, reported: [...cycle.reported, payment] };
}

/**
 * The next thing to do and its instant, or null when the cycle is over. Money that was reported
 * comes before every step of the ladder: nobody is reminded of what they have paid.
 */
export function nextStep({ books, reported, refused }: Cycle): Step | null {
  if (refused) return null;
  if (!books) return { kind: 'issue', atMs: 0 };
  const [payment] = reported;
  if (payment) return { kind: 'book_payment', atMs: 0, payment };
  const [next] = books.standing === 'open' ? books.schedule : [];
  if (!next) return null;
  const { kind, step, name, atMs, on } = next;
  return { kind, step, name, atMs, on };
}

/** The invoice is issued, or was issued before: this is what the books say. */
export function afterIssue(cycle: Cycle, books: CycleFromBooks): Cycle {
  return { ...cycle, books };
}

/** There can be no invoice, and this is why. */
export function afterRefusal(cycle: Cycle, refused: Refusal): Cycle {
  return { ...cycle, refused };
}

/** The payment is in the books, and this is what they say now. */
export function afterBooking(cycle: Cycle, paymentId: string, balance: Balance): Cycle {
  const reported = cycle.reported.filter((payment) => payment.paymentId !== paymentId);
  return { ...cycle, ...balanced(cycle, balance), reported };
}

/** A ladder step was taken at this instant, or the books said that it was no longer due. */
export function afterLadderStep(cycle: Cycle, step: number, atMs: number, now: Balance): Cycle {
  const { books } = balanced(cycle, now);
  return {
    ...cycle,
    books: books && { ...books, schedule: afterTaking(books.schedule, { step, atMs }) },
  };
}

function balanced({ books }: Cycle, { standing, openMinor }: Balance): Pick<Cycle, 'books'> {
  return { books: books && { ...books, standing, openMinor } };
}
