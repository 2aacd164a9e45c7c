/** What the desk's lists choose from: every undecided case of a seller, and what came before one. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { QueueCase } from '../domain/dispute/queue.ts';
import type { ServiceHours } from '../domain/dispute/service-hours.ts';
import type { DisputeReason } from '../domain/dispute/reasons.ts';
import type { Currency } from '../domain/currency.ts';
import { epochMs } from './epoch-ms.ts';

/** More than a seller ever has undecided at once without having other worries. */
const consideredMax = 2_000;

export type BoardCase = QueueCase & {
  readonly staffId: string | null;
  /** The last promise that was given, from when to when, and of what. */
  readonly promisedAtMs: number;
  readonly isAnswered: boolean;
  readonly isMissed: boolean;
  readonly policyId: string;
};

/** The most urgent first. */
export async function readBoard(em: EntityManager, sellerId: string): Promise<BoardCase[]> {
  return em.execute<BoardCase[]>(
    `select dispute.id as "disputeId", state, case_group as group, language, reason,
       ${epochMs(`case when first_answered_at is null then first_answer_by else resolve_by end`)}
         as "dueAtMs",
       ${epochMs('opened_at')} as "openedAtMs", ${epochMs('held_from')} as "promisedAtMs",
       null as "preferredStaffId", staff_id as "staffId",
       first_answered_at is not null as "isAnswered",
       first_answer_missed or resolution_missed as "isMissed", policy_id as "policyId"
     from dispute
     where seller_id = ? and state in ('open', 'claimed', 'waiting')
     order by 6, dispute.id limit ?`,
    [sellerId, consideredMax],
  );
}

/** The service hours of each policy of a seller, by the policy's id. */
export async function readHours(
  em: EntityManager,
  sellerId: string,
): Promise<ReadonlyMap<string, ServiceHours>> {
  const rows = await em.execute<{ id: string; hours: ServiceHours }[]>(
    `select id, policy -> 'hours' as hours from dispute_policy where seller_id = ?`,
    [sellerId],
  );
  return new Map(rows.map(({ id, hours }) => [id, hours]));
}

/** How many grants of a seller wait for a second person who is not this one. */
export async function countToApprove(
  em: EntityManager,
  { sellerId, id }: { readonly sellerId: string; readonly id: string },
): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(
    `select count(*)::int as count from discount_grant
      where seller_id = ? and state = 'waiting' and staff_id is distinct from ?`,
    [sellerId, id],
  );
  return row?.count ?? 0;
}

export type PastCase = {
  readonly disputeId: string;
  readonly openedOn: string;
  readonly reason: DisputeReason;
  readonly outcome: string | null;
  readonly grantedMinor: number;
  readonly currency: Currency;
};

/** What a customer questioned before and what they were given, the newest first. */
export async function readPastCases(
  em: EntityManager,
  { customerId, exceptId }: { readonly customerId: string; readonly exceptId: string },
): Promise<PastCase[]> {
  return em.execute<PastCase[]>(
    `select dispute.id as "disputeId",
       (dispute.opened_at at time zone seller.time_zone)::date::text as "openedOn",
       dispute.reason, dispute.outcome, dispute.currency,
       coalesce((select sum(worth_minor) from discount_grant
         where dispute_id = dispute.id and state = 'granted' and kind <> 'correction'), 0)::float8
         as "grantedMinor"
     from dispute join seller on seller.id = dispute.seller_id
     where dispute.customer_id = ? and dispute.id <> ?
     order by dispute.opened_at desc limit 20`,
    [customerId, exceptId],
  );
}

/** The cases of these that the viewer may read whole: a check of theirs, or the customer's own link. */
export async function readChecked(
  em: EntityManager,
  {
    staffId,
    disputeIds,
    at,
  }: {
    readonly staffId: string;
    readonly disputeIds: readonly string[];
    readonly at: Date;
  },
): Promise<ReadonlySet<string>> {
  const rows = await em.execute<{ id: string }[]>(
    `select dispute.id from dispute
      where dispute.id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
        and exists (select from caller_check where caller_check.customer_id = dispute.customer_id
          and state = 'passed' and passed_at <= ? and expires_at > ?
          and (staff_id = ? or (method = 'link' and dispute_id = dispute.id)))`,
    [JSON.stringify(disputeIds), at, at, staffId],
  );
  return new Set(rows.map(({ id }) => id));
}
