import { addDays, instantAt, type LocalDate } from './calendar.ts';

/** What happens when every reminder went unheard. */
export type LastResort = { readonly kind: 'write_off'; readonly offsetDays: number };

/** One step of a ladder: how many days from the due date, and in which tone. */
export type LadderStep = {
  readonly name: string;
  /** Days from the due date; below nothing is before it. */
  readonly offsetDays: number;
  readonly channel: 'email';
  readonly template: 'friendly' | 'reminder' | 'firm' | 'final';
};

/** A version of a ladder of reminders. A running cycle keeps the version it began with. */
export type Ladder = {
  readonly code: string;
  readonly version: number;
  /** Local time in the customer's zone at which steps are taken, HH:MM. */
  readonly timeOfDay: string;
  readonly steps: readonly LadderStep[];
  readonly lastResort: LastResort;
};

/** A step with the instant at which it is to be taken. */
export type ScheduledStep = {
  /** Position in the ladder, from 1; what makes the step unique in its cycle. */
  readonly step: number;
  readonly name: string;
  readonly kind: 'remind' | LastResort['kind'];
  readonly template?: LadderStep['template'];
  readonly on: LocalDate;
  readonly atMs: number;
};

/** A step that was already taken, and when. */
export type TakenStep = { readonly step: number; readonly atMs: number };

export const dayMs = 86_400_000;

/**
 * The steps of a ladder for one claim, in order, each at its local time in the customer's zone.
 *
 * The instants are computed once, where zone data is at hand, and travel with the cycle: a
 * worker with other zone data must not see another timer on replay.
 */
export function scheduleOf(ladder: Ladder, dueOn: LocalDate, timeZone: string): ScheduledStep[] {
  const place = (offsetDays: number) => {
    const on = addDays(dueOn, offsetDays);
    return { on, atMs: instantAt(on, ladder.timeOfDay, timeZone) };
  };
  const reminders = ladder.steps.map((step, index) => ({
    step: index + 1,
    name: step.name,
    kind: 'remind' as const,
    template: step.template,
    ...place(step.offsetDays),
  }));
  const { kind, offsetDays } = ladder.lastResort;
  return [
    ...reminders,
    { step: reminders.length + 1, name: kind, kind, ...place(offsetDays) },
  ];
}

/**
 * What is left of a schedule after a step was taken. A step that came late (a worker was down,
 * a claim was reopened) pushes all that follow by the same whole days, so that the customer
 * always has the days between two steps and never finds three reminders in one morning.
 */
export function afterTaking(schedule: readonly ScheduledStep[], taken: TakenStep): ScheduledStep[] {
  const step = schedule.find((candidate) => candidate.step === taken.step);
  const rest = schedule.filter((candidate) => candidate.step > taken.step);
  const lateDays = step ? Math.max(0, Math.floor((taken.atMs - step.atMs) / dayMs)) : 0;
  return lateDays === 0 ? rest : rest.map((later) => postponed(later, lateDays));
}

/** What is left of a schedule after all these steps were taken, in any order of telling. */
export function remaining(
  schedule: readonly ScheduledStep[],
  taken: readonly TakenStep[],
): ScheduledStep[] {
  return [...taken]
    .sort((one, other) => one.step - other.step)
    .reduce<ScheduledStep[]>((left, step) => afterTaking(left, step), [...schedule]);
}

function postponed(step: ScheduledStep, days: number): ScheduledStep {
  return { ...step, on: addDays(step.on, days), atMs: step.atMs + days * dayMs };
}
