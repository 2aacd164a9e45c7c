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

/**
 * The same for a list that is loaded again and again: whoever was seen in it within the hour leaves
 * no second line.
 */
export async function noteListed(
  em: EntityManager,
  {
    staffId,
    cases,
    at,
  }: {
    readonly staffId: string;
    readonly cases: readonly { readonly customerId: string; readonly disputeId: string }[];
    readonly at: Date;
  },
): Promise<void> {
  if (cases.length === 0) return;
  const rows = cases.map(({ customerId, disputeId }) => ({ id: newId(), customerId, disputeId }));
  await em.execute(
    `insert into access_log (id, staff_id, customer_id, dispute_id, what, at)
     select shown.id, ?, shown."customerId", shown."disputeId", 'case', ?
       from jsonb_to_recordset(?::jsonb)
         as shown(id uuid, "customerId" uuid, "disputeId" uuid)
      where not exists (select from access_log seen
        where seen.staff_id = ? and seen.customer_id = shown."customerId"
          and seen.dispute_id = shown."disputeId"
          and seen.at > ?::timestamptz - interval '1 hour' and seen.at <= ?)`,
    [staffId, at, JSON.stringify(rows), staffId, at, at],
  );
}
