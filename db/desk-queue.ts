/** The free cases of a seller, as the rule that hands them out needs them. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { QueueCase } from '../domain/dispute/queue.ts';

/** More than a seller ever has waiting at once without having other worries. */
const consideredMax = 1_000;

type Row = Omit<QueueCase, 'dueAtMs' | 'openedAtMs'> & { dueAtMs: string; openedAtMs: string };

/** The most urgent first; whoever answered a case or worked on it before knows it. */
export async function freeCases(
  em: EntityManager,
  { sellerId, groups }: { readonly sellerId: string; readonly groups: readonly string[] },
): Promise<QueueCase[]> {
  const rows = await em.execute<Row[]>(
    `select dispute.id as "disputeId", dispute.state, dispute.case_group as group,
       dispute.language, dispute.reason,
       round(extract(epoch from case when first_answered_at is null then first_answer_by
         else resolve_by end) * 1000) as "dueAtMs",
       round(extract(epoch from dispute.opened_at) * 1000) as "openedAtMs",
       (select staff_id from dispute_event
         where dispute_id = dispute.id and kind in ('taken', 'taken_over', 'answered', 'noted')
         order by id desc limit 1) as "preferredStaffId"
     from dispute
     where dispute.seller_id = ? and dispute.state = 'open'
       and dispute.case_group in (select jsonb_array_elements_text(?::jsonb))
     order by 6, dispute.id limit ?`,
    [sellerId, JSON.stringify(groups), consideredMax],
  );
  return rows.map((row) => ({
    ...row,
    dueAtMs: Number(row.dueAtMs),
    openedAtMs: Number(row.openedAtMs),
  }));
}
