/** What made and used a customer's credit, as the books have it. */
import type { EntityManager } from '@mikro-orm/postgresql';

export type CreditMovement = {
  readonly id: string;
  /** What kind of fact moved it, such as payment or credit_refund. */
  readonly kind: string;
  /** The fact by its name in the books, such as payment/bank-17/…. */
  readonly fact: string;
  readonly at: string;
  readonly cycleId: string | null;
  /** Above nothing when the credit grew. */
  readonly amountMinor: number;
};

type Place = { readonly at: string; readonly id: string };

/** The movements of a customer's credit, the latest first, those before a place on. */
export async function creditMovements(
  em: EntityManager,
  customerId: string,
  { before, limit }: { before: Place | null; limit: number },
): Promise<CreditMovement[]> {
  const rows = await em.execute<(CreditMovement & { at: string; minor: string })[]>(
    `select posting.id, posting.kind, posting.fact, posting.at, posting.cycle_id as "cycleId",
       -entry.amount_minor as minor
     from ledger_transaction posting join ledger_entry entry on entry.transaction_id = posting.id
     where posting.customer_id = ? and entry.account = 'customer_credit'
       ${before ? 'and (posting.at, posting.id) < (?::timestamptz, ?::uuid)' : ''}
     order by posting.at desc, posting.id desc limit ?`,
    [customerId, ...(before ? [before.at, before.id] : []), limit],
  );
  return rows.map(({ minor, at, ...row }) => ({
    ...row,
    at: new Date(at).toISOString(),
    amountMinor: Number(minor),
  }));
}
