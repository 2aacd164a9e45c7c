/**
 * What happens to a dispute when nobody acts: a missed promise brings it to the next group and in
 * the end to the decision that the policy names, so that no customer waits for ever. Pure: the
 * next deadline follows from policy and clock, and what it leads to is a clock again.
 */
import type { DisputePolicy } from './policy.ts';
import type { DisputeState } from './reasons.ts';
import { afterServiceMinutes } from './service-hours.ts';

/** What the deadlines of a dispute depend on. Instants in milliseconds from 1970. */
export type DisputeClock = {
  readonly state: DisputeState;
  /** Who may take it now. */
  readonly group: string;
  readonly openedAtMs: number;
  readonly firstAnswerByMs: number;
  readonly resolveByMs: number;
  readonly firstAnsweredAtMs: number | null;
  /** The last work of who has it; the claim is the first. */
  readonly workedAtMs: number | null;
  /** Since when the group has it after a missed promise. */
  readonly escalatedAtMs: number | null;
  readonly firstAnswerMissed: boolean;
  readonly resolutionMissed: boolean;
  /** Until when a waiting decision may get its second person. */
  readonly approvalUntilMs: number | null;
};

export type DeadlineKind =
  /** The first answer was promised by now. */
  | 'first_answer'
  /** The decision was promised by now. */
  | 'resolution'
  /** Who has it did nothing with it. */
  | 'idle'
  /** The group that was asked after a missed promise has had its time. */
  | 'escalation'
  /** The last group has had its time too: the policy's decision is taken. */
  | 'default'
  /** The second person did not come. */
  | 'approval';

export type Deadline = { readonly kind: DeadlineKind; readonly atMs: number };

/** What became of a dispute at its deadline. */
export type DeadlineNote =
  | 'first_answer_missed'
  | 'resolution_missed'
  | 'given_back'
  | 'escalated'
  | 'default_due'
  | 'approval_expired';

/** The promise that a dispute is measured by now: the first answer until it is given. */
export function promiseDue(clock: DisputeClock): Deadline {
  return clock.firstAnsweredAtMs === null
    ? { kind: 'first_answer', atMs: clock.firstAnswerByMs }
    : { kind: 'resolution', atMs: clock.resolveByMs };
}

/** Whether the dispute still has to be decided. */
export function isUndecided({ state }: Pick<DisputeClock, 'state'>): boolean {
  return state === 'open' || state === 'claimed' || state === 'waiting';
}

/** The earliest thing to happen without anybody's doing; null for a dispute that has ended. */
export function nextDeadline(policy: DisputePolicy, clock: DisputeClock): Deadline | null {
  if (!isUndecided(clock)) return null;
  // In the order in which they are taken at the same instant.
  const deadlines = [
    firstAnswerDeadline(clock),
    resolutionDeadline(clock),
    clock.state === 'waiting' && clock.approvalUntilMs !== null
      ? deadline('approval', clock.approvalUntilMs)
      : null,
    turnDeadline(policy, clock),
    idleDeadline(policy, clock),
  ];
  return deadlines.reduce((earliest, next) =>
    next && (!earliest || next.atMs < earliest.atMs) ? next : earliest,
  );
}

/** An answer that came too late, before anybody looked, is still a missed promise on record. */
function firstAnswerDeadline(clock: DisputeClock): Deadline | null {
  const { firstAnsweredAtMs, firstAnswerByMs, firstAnswerMissed } = clock;
  const isKept = firstAnsweredAtMs !== null && firstAnsweredAtMs <= firstAnswerByMs;
  return isKept || firstAnswerMissed ? null : deadline('first_answer', firstAnswerByMs);
}

function resolutionDeadline({ resolutionMissed, resolveByMs }: DisputeClock): Deadline | null {
  return resolutionMissed ? null : deadline('resolution', resolveByMs);
}

function idleDeadline(policy: DisputePolicy, clock: DisputeClock): Deadline | null {
  if (clock.state !== 'claimed') return null;
  const sinceMs = clock.workedAtMs ?? clock.escalatedAtMs ?? clock.openedAtMs;
  return deadline('idle', afterServiceMinutes(sinceMs, policy.idleMinutes, policy.hours));
}

/**
 * The end of a group's turn. After a missed resolution every group has one, the last one too;
 * after a missed first answer only until there is an answer, and the last one keeps the case until
 * the decision is overdue. A decision that waits for its second person does not stop it, or
 * asking for one again and again would put off the customer for ever.
 */
function turnDeadline(policy: DisputePolicy, clock: DisputeClock): Deadline | null {
  const { firstAnswerMissed, firstAnsweredAtMs, resolutionMissed } = clock;
  const isUnanswered = firstAnswerMissed && firstAnsweredAtMs === null;
  if (!resolutionMissed && !isUnanswered) return null;
  const isLast = nextGroup(policy, clock.group) === null;
  if (isLast && !resolutionMissed) return null;
  const missedAtMs = resolutionMissed ? clock.resolveByMs : clock.firstAnswerByMs;
  const sinceMs = clock.escalatedAtMs ?? missedAtMs;
  const endMs = afterServiceMinutes(sinceMs, policy.escalateAfterMinutes, policy.hours);
  return deadline(isLast ? 'default' : 'escalation', endMs);
}

/**
 * The dispute after its deadline, taken at the instant. `default` leaves the state: what was
 * decided is for the caller to book.
 */
export function afterDeadline(
  policy: DisputePolicy,
  clock: DisputeClock,
  kind: DeadlineKind,
  atMs: number,
): DisputeClock & { readonly note: DeadlineNote } {
  switch (kind) {
    case 'first_answer': {
      const missed = { ...clock, firstAnswerMissed: true };
      const next = clock.firstAnsweredAtMs === null ? passedOn(policy, missed, atMs) : missed;
      return { ...next, note: 'first_answer_missed' };
    }
    case 'resolution': {
      const next = passedOn(policy, { ...clock, resolutionMissed: true }, atMs);
      return { ...next, note: 'resolution_missed' };
    }
    case 'escalation':
      return { ...passedOn(policy, clock, atMs), note: 'escalated' };
    case 'idle':
      return { ...clock, state: 'open', workedAtMs: null, note: 'given_back' };
    case 'approval':
      return {
        ...clock,
        state: 'open',
        workedAtMs: null,
        approvalUntilMs: null,
        note: 'approval_expired',
      };
    case 'default':
      return { ...clock, note: 'default_due' };
  }
}

/**
 * In the queue of the next group, from now on. The last group keeps its case, with who has it; a
 * decision that waits for its second person goes on waiting.
 */
function passedOn(policy: DisputePolicy, clock: DisputeClock, atMs: number): DisputeClock {
  const group = nextGroup(policy, clock.group);
  if (group === null) return { ...clock, escalatedAtMs: atMs };
  const moved = { ...clock, group, escalatedAtMs: atMs };
  return clock.state === 'waiting' ? moved : { ...moved, state: 'open', workedAtMs: null };
}

/** The group after this one, or null after the last; the first one after a group nobody knows. */
function nextGroup({ groups }: DisputePolicy, group: string): string | null {
  return groups[groups.indexOf(group) + 1] ?? null;
}

function deadline(kind: DeadlineKind, atMs: number): Deadline {
  return { kind, atMs };
}
