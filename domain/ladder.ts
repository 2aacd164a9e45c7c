import { addDays, instantAt, type LocalDate } from './calendar.ts';
import type { LastEnd } from './claim.ts';

/** What happens when every reminder went unheard. */
export type LastResort = { readonly kind: LastEnd; readonly offsetDays: number };

/** One step of a ladder: how many days from the due date, in which tone, at what cost. */
export type LadderStep = {
  readonly name: string;
  /** Days from the due date; below nothing is before it. */
  readonly offsetDays: number;
  readonly channel: 'email';
  readonly template: 'friendly' | 'reminder' | 'firm' | 'final';
  /** A fixed fee by currency, in minor units; a currency that is not named costs nothing. */
  readonly feeMinor?: Readonly<Record<string, number>>;
  /** Charge the late interest that has accrued by now. */
  readonly interest?: boolean;
};

/**
 * Late interest by rule: simple, on the principal that is open, for the days since it was due or
 * since it was last charged. For businesses in the EU the law gives a floor: the ECB's reference
 * rate plus at least eight points (Directive 2011/7/EU, Articles 2(6) and 3).
 */
export type LateInterest = {
  readonly annualBasisPoints: number;
  readonly daysInYear: 360 | 365;
  readonly appliesTo: 'businesses' | 'everybody';
};

/** A version of a ladder of reminders. A running cycle keeps the version it began with. */
export type Ladder = {
  readonly code: string;
  readonly version: number;
  /** Local time in the customer's zone at which steps are taken, HH:MM. */
  readonly timeOfDay: string;
  readonly steps: readonly LadderStep[];
  readonly lastResort: LastResort;
  readonly lateInterest?: LateInterest | null;
};

/** A step with the instant at which it is to be taken. */
export type ScheduledStep = {
  /** Position in the ladder, from 1; what makes the step unique in its cycle. */
  readonly step: number;
  readonly name: string;
  readonly on: LocalDate;
  readonly atMs: number;
};

/** What moved a cycle's ladder, in the order of its time. */
export type LadderEvent =
  | { readonly kind: 'taken'; readonly step: number; readonly atMs: number }
  /** Nobody was reminded from here to there; the days that were left are still left. */
  | { readonly kind: 'held'; readonly atMs: number; readonly untilMs: number }
  /** A promise was broken: the next step comes now. */
  | { readonly kind: 'at_once'; readonly atMs: number };

export const dayMs = 86_400_000;

/**
 * The steps of a ladder for one claim, in order, each at its local time in the customer's zone.
 *
 * The instants are computed once, where zone data is at hand, and travel with the cycle: a
 * worker with other zone data must not see another timer on replay.
 */
export function scheduleOf(ladder: Ladder, dueOn: LocalDate, timeZone: string): ScheduledStep[] {
  const { kind, offsetDays } = ladder.lastResort;
  return [...ladder.steps, { name: kind, offsetDays }].map((step, index) => {
    const on = addDays(dueOn, step.offsetDays);
    return {
      step: index + 1,
      name: step.name,
      on,
      atMs: instantAt(on, ladder.timeOfDay, timeZone),
    };
  });
}

/** What is left of a schedule after everything that happened to the cycle. */
export function remaining(
  schedule: readonly ScheduledStep[],
  events: readonly LadderEvent[],
): ScheduledStep[] {
  return [...events]
    .sort((one, other) => one.atMs - other.atMs)
    .reduce<ScheduledStep[]>(afterEvent, [...schedule]);
}

function afterEvent(schedule: ScheduledStep[], event: LadderEvent): ScheduledStep[] {
  switch (event.kind) {
    case 'taken':
      return afterTaking(schedule, event.step, event.atMs);
    case 'held':
      return moved(schedule, Math.max(0, Math.ceil((event.untilMs - event.atMs) / dayMs)));
    case 'at_once': {
      const [next] = schedule;
      return next ? moved(schedule, Math.floor((event.atMs - next.atMs) / dayMs)) : schedule;
    }
  }
}

/**
 * A step that came late (a worker was down, a claim was reopened) pushes all that follow by the
 * same whole days, so that the customer always has the days between two steps and never finds
 * three reminders in one morning.
 */
function afterTaking(schedule: ScheduledStep[], taken: number, atMs: number): ScheduledStep[] {
  const step = schedule.find((candidate) => candidate.step === taken);
  const rest = schedule.filter((candidate) => candidate.step > taken);
  return moved(rest, step ? Math.max(0, Math.floor((atMs - step.atMs) / dayMs)) : 0);
}

function moved(schedule: ScheduledStep[], days: number): ScheduledStep[] {
  if (days === 0) return schedule;
  return schedule.map((step) => ({
    ...step,
    on: addDays(step.on, days),
    atMs: step.atMs + days * dayMs,
  }));
}
