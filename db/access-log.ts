/** Who looked at whose data: every read of personal data by staff leaves a line for good. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { newId } from './new-id.ts';

/** What of a customer was shown. */
export type AccessKind =
  | 'search_result'
  | 'customer'
  | 'case'
  | 'invoice'
  | 'fairness_view'
  | 'caller_check';

export type Access = {
  readonly staffId: string;
  /** Everybody who was shown, such as the rows of a search. */
  readonly customerIds: readonly string[];
  readonly disputeId?: string | null;
  readonly what: AccessKind;
  readonly at: Date;
};

export async function noteAccess(
  em: EntityManager,
  { staffId, customerIds, disputeId = null, what, at }: Access,
): Promise<void> {
  if (customerIds.length === 0) return;
  const rows = customerIds.map((customerId) => [newId(), staffId, customerId, disputeId, what, at]);
  await em.execute(
    `insert into access_log (id, staff_id, customer_id, dispute_id, what, at)
     values ${rows.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')}`,
    rows.flat(),
  );
}
