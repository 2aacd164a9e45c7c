/** The disputes and letters that a cycle still has to tend, as its workflow has to know them. */
import type { LetterDue, OpenDispute } from '../domain/cycle.ts';
import { type DisputeClock, nextDeadline } from '../domain/dispute/deadlines.ts';
import type { DisputePolicy } from '../domain/dispute/policy.ts';
import type { DisputeReason } from '../domain/dispute/reasons.ts';

/** An undecided dispute as `openDisputesSql` reads it: its clock and the policy it began with. */
export type OpenDisputeRow = DisputeClock & {
  readonly disputeId: string;
  readonly reason: DisputeReason;
  readonly owner: string | null;
  readonly isWhole: boolean;
  readonly disputedMinor: number;
  readonly policy: DisputePolicy;
};

const epochMs = (column: string) => `round(extract(epoch from ${column}) * 1000)`;

/** The fields of a DisputeClock, of the table `dispute`, as arguments of `json_build_object`. */
export const clockSql = `
  'state', dispute.state, 'group', dispute.case_group,
  'openedAtMs', ${epochMs('dispute.opened_at')},
  'firstAnswerByMs', ${epochMs('dispute.first_answer_by')},
  'resolveByMs', ${epochMs('dispute.resolve_by')},
  'firstAnsweredAtMs', ${epochMs('dispute.first_answered_at')},
  'workedAtMs', ${epochMs('dispute.worked_at')},
  'escalatedAtMs', ${epochMs('dispute.escalated_at')},
  'firstAnswerMissed', dispute.first_answer_missed,
  'resolutionMissed', dispute.resolution_missed,
  'approvalUntilMs', ${epochMs('dispute.approval_until')}`;

/** Within a query of `billing_cycle cycle`: its undecided disputes, or null where there is none. */
export const openDisputesSql = `
  select json_agg(json_build_object('disputeId', dispute.id, 'reason', dispute.reason,
      'owner', dispute.owner, 'isWhole', dispute.is_whole,
      'disputedMinor', dispute.disputed_minor, 'policy', dispute_policy.policy, ${clockSql}) order by dispute.id)
    from dispute join dispute_policy on dispute_policy.id = dispute.policy_id
    where dispute.cycle_id = cycle.id and dispute.ended_at is null`;

const isToSend = (letter: string) =>
  `${letter}.sent_at is null and ${letter}.undeliverable is null`;

/**
 * Within the same: the letter that is tried next, or null. Those of a dispute go out in the order in
 * which they were written, also after a mail server was away: nobody is asked how content they are
 * with a decision that they have not read. That question alone holds up no other letter.
 */
export const letterDueSql = `
  select json_build_object('letterId', letter.id, 'template', letter.template,
      'atMs', ${epochMs('letter.try_at')})
    from letter
    where letter.cycle_id = cycle.id and ${isToSend('letter')} and not exists (
      select from letter earlier where earlier.dispute_id = letter.dispute_id
        and ${isToSend('earlier')} and earlier.template <> 'satisfaction'
        and (earlier.made_at, earlier.id) < (letter.made_at, letter.id))
    order by letter.try_at, letter.id limit 1`;

export type OpenDisputes = {
  readonly heldMinor?: number;
  readonly disputes?: readonly OpenDispute[];
  readonly letter?: LetterDue;
};

/** Nothing at all where there is nothing, so that a cycle without disputes is the same as ever. */
export function openDisputesOf(
  rows: readonly OpenDisputeRow[] | null,
  letter: LetterDue | null,
  openMinor: number,
): OpenDisputes {
  return {
    ...(rows && { heldMinor: heldOf(rows, openMinor), disputes: rows.map(openDispute) }),
    ...(letter && { letter }),
  };
}

/** The disputed part of what is open: a payment goes to the rest first. */
export function heldOf(
  rows: readonly Pick<OpenDisputeRow, 'isWhole' | 'disputedMinor'>[],
  openMinor: number,
): number {
  if (rows.some(({ isWhole }) => isWhole)) return openMinor;
  const disputedMinor = rows.reduce((sum, row) => sum + row.disputedMinor, 0);
  return Math.min(openMinor, disputedMinor);
}

function openDispute(row: OpenDisputeRow): OpenDispute {
  const { policy, disputeId, reason, owner, ...clock } = row;
  const next = nextDeadline(policy, clock);
  if (!next) throw new Error(`dispute ${disputeId} is open and has no deadline`);
  const { state, group, firstAnsweredAtMs, firstAnswerByMs, resolveByMs } = clock;
  const promiseByMs = firstAnsweredAtMs === null ? firstAnswerByMs : resolveByMs;
  return { disputeId, reason, state, group, owner, promiseByMs, next };
}
