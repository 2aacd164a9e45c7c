import { addDays, daysBetween, instantAt, type LocalDate, localDateAt } from './calendar.ts';
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

/** Whose ladder it is: from which day it counts, and where its hours are. */
export type LadderPlace = {
  readonly dueOn: LocalDate;
  readonly timeZone: string;
  /** The day of issue where the customer is. */
  readonly issuedOn: LocalDate;
};

/**
 * The steps that are left of a ladder for one claim, in order, each at its local time in the
 * customer's zone, after everything that moved them. A reminder that would have come by the day of
 * issue, because the terms are shorter than its distance, is none: the bill itself has just come.
 *
 * The instants are computed where zone data is at hand, and travel with the cycle: a worker with
 * other zone data must not see another timer on replay.
 */
export function scheduleOf(
  ladder: Pick<Ladder, 'steps' | 'lastResort' | 'timeOfDay'>,
  place: LadderPlace,
  events: readonly LadderEvent[] = [],
): ScheduledStep[] {
  const at = (on: LocalDate) => instantAt(on, ladder.timeOfDay, place.timeZone);
  const dateOf = (atMs: number) => localDateAt(atMs, place.timeZone);
  const { kind, offsetDays } = ladder.lastResort;
  const whole = [...ladder.steps, { name: kind, offsetDays }]
    .map((step, index) => {
      const on = addDays(place.dueOn, step.offsetDays);
      return { step: index + 1, name: step.name, on, atMs: at(on) };
    })
    .filter(({ step, on }) => step > ladder.steps.length || on > place.issuedOn);
  return [...events]
    .sort((one, other) => one.atMs - other.atMs)
    .reduce<ScheduledStep[]>((left, event) => afterEvent(left, event, at, dateOf), whole);
}

type InstantOf = (on: LocalDate) => number;
type DateOf = (atMs: number) => LocalDate;

function afterEvent(
  schedule: ScheduledStep[],
  event: LadderEvent,
  instantOf: InstantOf,
  dateOf: DateOf,
): ScheduledStep[] {
  switch (event.kind) {
    case 'taken': {
      const taken = schedule.find(({ step }) => step === event.step);
      const rest = schedule.filter(({ step }) => step > event.step);
      // By the calendar: what was due at nine and came after midnight came a day late.
      const lateDays = taken ? daysBetween(taken.on, dateOf(event.atMs)) : 0;
      return moved(rest, Math.max(0, lateDays), instantOf);
    }
    case 'held':
      return moved(schedule, -daysAfter(event.untilMs, event.atMs), instantOf);
    case 'at_once': {
      const [next] = schedule;
      return next ? moved(schedule, daysAfter(next.atMs, event.atMs), instantOf) : schedule;
    }
  }
}

/** Whole days from one instant to the other, downwards: below nothing when it comes before. */
function daysAfter(fromMs: number, toMs: number): number {
  return Math.floor((toMs - fromMs) / dayMs);
}

/**
 * All steps moved by the same whole days, at the same local hour: a step that came late, or a
 * hold, leaves the customer the days between two steps.
 */
function moved(steps: ScheduledStep[], days: number, instantOf: InstantOf): ScheduledStep[] {
  if (days === 0) return steps;
  return steps.map((step) => {
    const on = addDays(step.on, days);
    return { ...step, on, atMs: instantOf(on) };
  });
}
