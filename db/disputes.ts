/** Disputes as the activities change them: under the lock of their cycle's row. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DisputeClock } from '../domain/dispute/deadlines.ts';
import type { DisputePolicy } from '../domain/dispute/policy.ts';
import type { DisputeReason } from '../domain/dispute/reasons.ts';
import { type Refusal, refuse } from '../domain/errors.ts';
import type { DisputeLetterSaying } from '../domain/letters/dispute/facts.ts';
import { newId } from './new-id.ts';
import { clockSql } from './open-disputes.ts';

/** How a dispute ended. */
export type DisputeOutcome =
  | 'explained'
  | 'corrected'
  | 'granted'
  | 'changed'
  | 'promised'
  | 'rejected'
  | 'defaulted'
  | 'withdrawn'
  | 'moot';

/** A dispute with everything that decides what may be done about it. */
export type Dispute = {
  readonly disputeId: string;
  readonly cycleId: string;
  readonly sellerId: string;
  readonly customerId: string;
  readonly reason: DisputeReason;
  readonly isWhole: boolean;
  readonly disputedMinor: number;
  readonly currency: string;
  readonly openedByKind: 'customer' | 'staff' | 'service';
  readonly staffId: string | null;
  readonly owner: string | null;
  readonly endedAtMs: number | null;
  readonly outcome: DisputeOutcome | null;
  readonly daysLeft: number;
  readonly reopened: number;
  readonly clock: DisputeClock;
  readonly policy: DisputePolicy;
};

const select = `
  select dispute.id as "disputeId", dispute.cycle_id as "cycleId", dispute.seller_id as "sellerId",
    dispute.customer_id as "customerId", dispute.reason, dispute.is_whole as "isWhole",
    dispute.disputed_minor as "disputedMinor", dispute.currency,
    dispute.opened_by_kind as "openedByKind", dispute.staff_id as "staffId", dispute.owner,
    round(extract(epoch from dispute.ended_at) * 1000) as "endedAtMs", dispute.outcome,
    dispute.days_left as "daysLeft", dispute.reopened,
    json_build_object(${clockSql}) as clock, dispute_policy.policy
  from dispute join dispute_policy on dispute_policy.id = dispute.policy_id`;

type Row = Omit<Dispute, 'disputedMinor' | 'endedAtMs'> & {
  disputedMinor: string;
  endedAtMs: string | null;
};

/** The dispute of this cycle, whatever became of it; refuses one that is not there. */
export async function readDispute(
  em: EntityManager,
  cycleId: string,
  disputeId: string,
): Promise<Dispute> {
  const [row] = await em.execute<Row[]>(
    `${select} where dispute.cycle_id = ? and dispute.id::text = ?`,
    [cycleId, disputeId],
  );
  return row ? fromRow(row) : refuse('dispute_unknown', `This cycle has no dispute ${disputeId}.`);
}

/** The undecided disputes of a cycle, oldest first. */
export async function readOpenDisputes(em: EntityManager, cycleId: string): Promise<Dispute[]> {
  const rows = await em.execute<Row[]>(
    `${select} where dispute.cycle_id = ? and dispute.ended_at is null order by dispute.id`,
    [cycleId],
  );
  return rows.map(fromRow);
}

function fromRow(row: Row): Dispute {
  const { disputedMinor, endedAtMs } = row;
  return {
    ...row,
    disputedMinor: Number(disputedMinor),
    endedAtMs: endedAtMs === null ? null : Number(endedAtMs),
  };
}

/** Whose a case is from now on. */
export type CaseOwner = { readonly staffId: string; readonly owner: string };

/** Writes where an undecided dispute stands; without an owner it is nobody's. */
export async function saveClock(
  em: EntityManager,
  disputeId: string,
  clock: DisputeClock,
  owner: CaseOwner | null,
): Promise<void> {
  await em.execute(
    `update dispute set state = ?, case_group = ?, staff_id = ?, owner = ?, worked_at = ?,
       first_answered_at = ?, first_answer_missed = ?, resolution_missed = ?, escalated_at = ?,
       approval_until = ?, first_answer_by = ?, resolve_by = ?
     where id = ?`,
    [
      ...[clock.state, clock.group, owner?.staffId ?? null, owner?.owner ?? null],
      ...[instant(clock.workedAtMs), instant(clock.firstAnsweredAtMs)],
      ...[clock.firstAnswerMissed, clock.resolutionMissed, instant(clock.escalatedAtMs)],
      ...[instant(clock.approvalUntilMs), instant(clock.firstAnswerByMs)],
      ...[instant(clock.resolveByMs), disputeId],
    ],
  );
}

function instant(atMs: number | null): Date | null {
  return atMs === null ? null : new Date(atMs);
}

export type DisputeEnd = {
  readonly state: 'resolved' | 'withdrawn' | 'moot';
  readonly outcome: DisputeOutcome;
  readonly decidedBy: string;
};

/**
 * Ends a dispute, for good or until it is reopened, and writes down for how long it held what. What
 * still waits for a second person is given up with it: there is nothing left to decide.
 */
export async function endDispute(
  em: EntityManager,
  disputeId: string,
  { state, outcome, decidedBy }: DisputeEnd,
  at: Date,
): Promise<void> {
  await em.execute(
    `with expired as (
       update discount_grant set state = 'expired', decided_at = ?
        where dispute_id = ? and state = 'waiting'),
     ended as (
       update dispute set state = ?, outcome = ?, decided_by = ?, ended_at = ?,
         approval_until = null,
         first_answered_at = coalesce(first_answered_at, case when ? then ?::timestamptz end)
       where id = ? returning id, cycle_id, held_from, ended_at, disputed_minor)
     insert into dispute_span (dispute_id, cycle_id, from_at, until_at, minor)
     select id, cycle_id, least(held_from, ended_at), ended_at, disputed_minor from ended
     on conflict (dispute_id, from_at) do nothing`,
    [at, disputeId, state, outcome, decidedBy, at, state === 'resolved', at, disputeId],
  );
}

/** Opens a dispute again, about what is left of it by now and with the promises of a new one. */
export async function reopen(
  em: EntityManager,
  dispute: Pick<Dispute, 'disputeId' | 'clock' | 'disputedMinor' | 'daysLeft'>,
  at: Date,
): Promise<void> {
  const { disputeId, clock, disputedMinor, daysLeft } = dispute;
  await em.execute(
    `update dispute set state = 'open', ended_at = null, outcome = null, decided_by = null,
       held_from = ?, disputed_minor = ?, days_left = ?, reopened = reopened + 1 where id = ?`,
    [at, disputedMinor, daysLeft, disputeId],
  );
  await saveClock(em, disputeId, clock, null);
}

export type DisputeEvent = {
  readonly disputeId: string;
  /** What makes a repeat of the same step write nothing. */
  readonly fact: string;
  readonly kind: string;
  readonly at: Date;
  readonly actor: string;
  readonly staffId?: string | null;
  readonly words?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
};

/** Writes a line of the case's story; one that is there already is left as it is. */
export async function tellCase(em: EntityManager, event: DisputeEvent): Promise<void> {
  const { disputeId, fact, kind, at, actor, staffId = null, words = null, details = {} } = event;
  await em.execute(
    `insert into dispute_event (dispute_id, fact, kind, at, actor, staff_id, words, details)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (dispute_id, fact) do nothing`,
    [disputeId, fact, kind, at, actor, staffId, words, JSON.stringify(details)],
  );
}

/** Whether this step was taken before. */
export async function isTold(em: EntityManager, disputeId: string, fact: string): Promise<boolean> {
  return (await toldBefore(em, disputeId, fact)) !== null;
}

/** What was said to this step when it was taken before, or null; a refusal is said again. */
export async function toldBefore(
  em: EntityManager,
  disputeId: string,
  fact: string,
): Promise<{ readonly refusal: Refusal | null } | null> {
  const [row] = await em.execute<{ refusal: Refusal | null }[]>(
    `select details -> 'refusal' as refusal from dispute_event
      where dispute_id::text = ? and fact = ?`,
    [disputeId, fact],
  );
  return row ?? null;
}

/** A letter to the customer, to be sent by the cycle; written once for a fact. */
export async function orderLetter(
  em: EntityManager,
  letter: {
    readonly cycleId: string;
    readonly disputeId: string;
    readonly fact: string;
    readonly says: DisputeLetterSaying;
    /** Not before this; at once unless told. */
    readonly sendAt?: Date;
  },
  at: Date,
): Promise<void> {
  const { cycleId, disputeId, fact, says, sendAt = at } = letter;
  await em.execute(
    `insert into letter (id, cycle_id, dispute_id, fact, template, facts, made_at, try_at)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (dispute_id, fact) do nothing`,
    [newId(), cycleId, disputeId, fact, says.template, JSON.stringify(says), at, sendAt],
  );
}
