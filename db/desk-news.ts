/** What happened to cases since somebody looked. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DisputeReason, DisputeState } from '../domain/dispute/reasons.ts';

/** A line of a case's story with where the case stands by now: nothing of the customer's. */
export type DeskEvent = {
  readonly eventId: number;
  readonly sellerId: string;
  readonly disputeId: string;
  readonly kind: string;
  readonly state: DisputeState;
  readonly group: string;
  readonly language: string;
  readonly reason: DisputeReason;
  readonly staffId: string | null;
  /** Who has it, or had it before this. */
  readonly actorId: string | null;
};

const readMax = 500;

/** By the index of its key: next to nothing to ask when there is nothing new. */
export async function readEventsAfter(em: EntityManager, eventId: number): Promise<DeskEvent[]> {
  return em.execute<DeskEvent[]>(
    `select event.id::float8 as "eventId", dispute.seller_id as "sellerId",
       dispute.id as "disputeId", event.kind, dispute.state, dispute.case_group as group,
       dispute.language, dispute.reason, dispute.staff_id as "staffId",
       event.staff_id as "actorId"
     from dispute_event event join dispute on dispute.id = event.dispute_id
     where event.id > ? order by event.id limit ?`,
    [eventId, readMax],
  );
}

/** The newest event of all, from which on there is news. */
export async function newestEvent(em: EntityManager): Promise<number> {
  const [row] = await em.execute<{ id: number }[]>(
    'select coalesce(max(id), 0)::float8 as id from dispute_event',
  );
  return row?.id ?? 0;
}
