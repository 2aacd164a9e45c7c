import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterDeadline,
  type DisputeClock,
  isUndecided,
  nextDeadline,
  promiseDue,
} from '../../../domain/dispute/deadlines.ts';
import { type DisputePolicy, promiseOf } from '../../../domain/dispute/policy.ts';
import { policyFault } from '../../../domain/dispute/policy-fault.ts';
import { afterServiceMinutes, weeklyMinutes } from '../../../domain/dispute/service-hours.ts';
import { standardDisputePolicy } from '../../../domain/dispute/standard-policy.ts';
import { anyHours, at, instant } from './hours.ts';

const standard = standardDisputePolicy('Europe/Tallinn');
const monday = at('2026-03-02T09:00+02:00');
const question = {
  reason: 'not_understood',
  amountMinor: 20_00,
  currency: 'EUR',
  isBusiness: false,
} as const;

function opened(policy: DisputePolicy, openedAtMs: number): DisputeClock {
  return {
    state: 'open',
    group: policy.groups[0] ?? '',
    openedAtMs,
    ...promiseOf(policy, question, openedAtMs),
    firstAnsweredAtMs: null,
    workedAtMs: null,
    escalatedAtMs: null,
    firstAnswerMissed: false,
    resolutionMissed: false,
    approvalUntilMs: null,
  };
}

const local = (atMs: number) => new Date(atMs + 2 * 3_600_000).toISOString().slice(5, 16);

/** What happens when nobody acts, as instant in Tallinn, note, group and state. */
function storyOf(clock: DisputeClock, policy = standard): string[] {
  const next = nextDeadline(policy, clock);
  if (!next) return ['nothing'];
  const after = afterDeadline(policy, clock, next.kind, next.atMs);
  const line = `${local(next.atMs)} ${after.note} ${after.group} ${after.state}`;
  return next.kind === 'default' ? [line] : [line, ...storyOf(after, policy)];
}

describe('a dispute that nobody decides', () => {
  test('goes from group to group until the policy decides', () => {
    expect(storyOf(opened(standard, monday))).toEqual([
      '03-02T13:00 first_answer_missed senior open',
      '03-02T15:00 escalated supervisor open',
      '03-04T17:00 resolution_missed supervisor open',
      '03-05T11:00 default_due supervisor open',
    ]);
  });

  test('that was answered in time stays with its group until its decision is overdue', () => {
    const answered = { ...opened(standard, monday), firstAnsweredAtMs: at('2026-03-02T10:00Z') };
    expect(storyOf(answered)).toEqual([
      '03-04T17:00 resolution_missed senior open',
      '03-05T11:00 escalated supervisor open',
      '03-05T13:00 default_due supervisor open',
    ]);
  });

  test('goes back when who has it does nothing with it', () => {
    const claimed: DisputeClock = {
      ...opened(standard, monday),
      state: 'claimed',
      workedAtMs: at('2026-03-02T09:30+02:00'),
    };
    expect(storyOf(claimed).slice(0, 2)).toEqual([
      '03-02T10:30 given_back front open',
      '03-02T13:00 first_answer_missed senior open',
    ]);
  });

  test('is taken from who has it without an answer, but not from the last group', () => {
    const worked = { state: 'claimed', workedAtMs: at('2026-03-02T12:59+02:00') } as const;
    const front = { ...opened(standard, monday), ...worked };
    expect(storyOf(front)[0]).toBe('03-02T13:00 first_answer_missed senior open');
    const last = { ...front, group: 'supervisor' };
    expect(storyOf(last).slice(0, 2)).toEqual([
      '03-02T13:00 first_answer_missed supervisor claimed',
      '03-02T13:59 given_back supervisor open',
    ]);
  });

  test('that waits for a second person goes back when nobody came, and its promise still counts', () => {
    const waiting: DisputeClock = {
      ...opened(standard, monday),
      state: 'waiting',
      firstAnsweredAtMs: monday,
      approvalUntilMs: at('2026-03-05T10:00+02:00'),
    };
    expect(storyOf(waiting)).toEqual([
      '03-04T17:00 resolution_missed senior waiting',
      '03-05T10:00 approval_expired senior open',
      '03-05T11:00 escalated supervisor open',
      '03-05T13:00 default_due supervisor open',
    ]);
  });

  test('keeps on record that its first answer came too late, and goes nowhere for it', () => {
    const late = { ...opened(standard, monday), firstAnsweredAtMs: at('2026-03-02T13:01+02:00') };
    expect(storyOf(late)[0]).toBe('03-02T13:00 first_answer_missed front open');
    const inTime = { ...late, firstAnsweredAtMs: at('2026-03-02T13:00+02:00') };
    expect(storyOf(inTime)[0]).toBe('03-04T17:00 resolution_missed senior open');
    const answeredNow = {
      ...opened(standard, monday),
      group: 'senior',
      firstAnswerMissed: true,
      escalatedAtMs: at('2026-03-02T13:00+02:00'),
      firstAnsweredAtMs: at('2026-03-02T14:00+02:00'),
    };
    expect(storyOf(answeredNow)[0]).toBe('03-04T17:00 resolution_missed supervisor open');
  });

  test('is decided without a detour where supervisors are the only group', () => {
    const policy = { ...standard, groups: ['supervisor'] };
    expect(storyOf(opened(policy, monday), policy)).toEqual([
      '03-02T13:00 first_answer_missed supervisor open',
      '03-04T17:00 resolution_missed supervisor open',
      '03-05T11:00 default_due supervisor open',
    ]);
  });
});

test('a dispute that has ended has no deadline, whatever its clock says', () => {
  for (const state of ['resolved', 'withdrawn', 'moot'] as const) {
    const ended = { ...opened(standard, monday), state };
    expect(nextDeadline(standard, ended)).toBeNull();
    expect(isUndecided(ended)).toBe(false);
  }
});

test('a dispute is measured by its first answer until that is given, then by its decision', () => {
  const clock = opened(standard, monday);
  expect(promiseDue(clock)).toEqual({ kind: 'first_answer', atMs: clock.firstAnswerByMs });
  const answered = { ...clock, firstAnsweredAtMs: monday };
  expect(promiseDue(answered)).toEqual({ kind: 'resolution', atMs: clock.resolveByMs });
});

const acts = ['claim', 'answer', 'work', 'release', 'ask', 'approval refused'] as const;
type Act = { readonly act: (typeof acts)[number]; readonly afterMs: number };

/** What staff do to a clock; what the state does not allow changes nothing. */
function acted(policy: DisputePolicy, clock: DisputeClock, act: Act['act'], atMs: number) {
  const { state } = clock;
  if (act === 'claim' && state === 'open')
    return { ...clock, state: 'claimed', workedAtMs: atMs } as const;
  if (act === 'approval refused' && state === 'waiting') {
    return { ...clock, state: 'claimed', workedAtMs: atMs, approvalUntilMs: null } as const;
  }
  if (state !== 'claimed') return clock;
  if (act === 'answer') {
    return { ...clock, firstAnsweredAtMs: clock.firstAnsweredAtMs ?? atMs, workedAtMs: atMs };
  }
  if (act === 'work') return { ...clock, workedAtMs: atMs };
  if (act === 'release') return { ...clock, state: 'open', workedAtMs: null } as const;
  if (act !== 'ask') return clock;
  const approvalUntilMs = afterServiceMinutes(atMs, policy.approvalMinutes, policy.hours);
  return { ...clock, state: 'waiting', approvalUntilMs } as const;
}

/** Parts of a fortnight of service, so that a policy of few hours has no promise of many years. */
const share = fc.integer({ min: 1, max: 1_000 });
const anyPolicy = fc
  .record({
    hours: fc.oneof(fc.constant(standard.hours), anyHours),
    groups: fc.subarray(['front', 'senior', 'expert', 'supervisor'], { minLength: 1 }),
    firstAnswer: share,
    more: fc.nat({ max: 1_000 }),
    escalateAfter: share,
    idle: share,
    approval: share,
  })
  .map(({ hours, groups, ...shares }): DisputePolicy => {
    const minutes = (part: number) => Math.ceil((weeklyMinutes(hours) * 2 * part) / 1_000);
    const firstAnswerMinutes = minutes(shares.firstAnswer);
    const resolutionMinutes = firstAnswerMinutes + minutes(shares.more);
    return {
      ...standard,
      hours,
      groups,
      promises: [{ firstAnswerMinutes, resolutionMinutes }],
      escalateAfterMinutes: minutes(shares.escalateAfter),
      idleMinutes: minutes(shares.idle),
      approvalMinutes: minutes(shares.approval),
    };
  });
const anyActs = fc.array(
  fc.record({
    act: fc.constantFrom(...acts),
    afterMs: fc.oneof(fc.nat({ max: 7_200_000 }), fc.nat({ max: 3 * 86_400_000 })),
  }),
  { maxLength: 25 },
);

/** Takes every deadline up to the instant, each so much too late, and tells when the last was. */
function tended(policy: DisputePolicy, from: DisputeClock, untilMs: number, lateMs: number) {
  let clock = from;
  const taken: number[] = [];
  let isDefault = false;
  for (let steps = 0; steps < policy.groups.length + 8; steps += 1) {
    const next = nextDeadline(policy, clock);
    expect(next).not.toBeNull();
    if (!next || next.atMs > untilMs) return { clock, taken, isDefault };
    taken.push(next.atMs);
    isDefault = next.kind === 'default';
    if (isDefault) return { clock, taken, isDefault };
    const { note: _, ...after } = afterDeadline(policy, clock, next.kind, next.atMs + lateMs);
    clock = after;
  }
  throw new Error('The dispute never comes to an end.');
}

/** The life of a dispute: staff do something now and then, and at last nobody does. */
function lifeOf(policy: DisputePolicy, openedAtMs: number, deeds: readonly Act[], lateMs: number) {
  let clock = opened(policy, openedAtMs);
  let nowMs = openedAtMs;
  const taken: number[] = [];
  for (const { act, afterMs } of deeds) {
    nowMs += afterMs;
    const life = tended(policy, clock, nowMs, lateMs);
    taken.push(...life.taken);
    if (life.isDefault) return taken;
    clock = acted(policy, life.clock, act, nowMs);
  }
  const end = tended(policy, clock, Infinity, lateMs);
  expect(end.isDefault).toBe(true);
  if (lateMs === 0) expect(end.taken[0] ?? nowMs).toBeGreaterThanOrEqual(nowMs);
  return [...taken, ...end.taken];
}

describe('for any policy and whatever staff do short of a decision', () => {
  test('a dispute never lacks a deadline, no deadline lies before the last, and a default ends it', () => {
    fc.assert(
      fc.property(anyPolicy, instant, anyActs, (policy, openedAtMs, deeds) => {
        expect(policyFault(policy)).toBeNull();
        const taken = lifeOf(policy, openedAtMs, deeds, 0);
        expect(taken).toEqual([...taken].sort((one, other) => one - other));
      }),
      { numRuns: 150 },
    );
  });

  test('the default comes once every group had its time after the promised decision, and no later', () => {
    fc.assert(
      fc.property(anyPolicy, instant, anyActs, (policy, openedAtMs, deeds) => {
        const { resolveByMs } = opened(policy, openedAtMs);
        const turn = policy.escalateAfterMinutes;
        const endMs = lifeOf(policy, openedAtMs, deeds, 0).at(-1) ?? 0;
        const { hours, groups } = policy;
        expect(endMs).toBeGreaterThanOrEqual(afterServiceMinutes(resolveByMs, turn, hours));
        expect(endMs).toBeLessThanOrEqual(
          afterServiceMinutes(resolveByMs, turn * groups.length, hours),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('deadlines that are taken days too late still end in a default after a few steps', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        instant,
        anyActs,
        fc.nat({ max: 9 * 86_400_000 }),
        (policy, openedAtMs, deeds, lateMs) => {
          lifeOf(policy, openedAtMs, deeds, lateMs);
        },
      ),
      { numRuns: 100 },
    );
  });
});
