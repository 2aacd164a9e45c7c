/** A seller's rules for disputes: the newest version, or the standard one until they write their own. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DisputePolicy } from '../domain/dispute/policy.ts';
import { standardDisputePolicy } from '../domain/dispute/standard-policy.ts';
import { newId } from './new-id.ts';

export type KeptDisputePolicy = { readonly policyId: string; readonly policy: DisputePolicy };

/** The policy by which a new dispute of this seller is handled; it keeps it until its end. */
export async function disputePolicyOf(
  em: EntityManager,
  sellerId: string,
): Promise<KeptDisputePolicy> {
  const kept = await newest(em, sellerId);
  if (kept) return kept;
  const [seller] = await em.execute<{ timeZone: string }[]>(
    'select time_zone as "timeZone" from seller where id = ?',
    [sellerId],
  );
  if (!seller) throw new Error(`there is no seller ${sellerId}`);
  const policy = standardDisputePolicy(seller.timeZone);
  await em.execute(
    `insert into dispute_policy (id, seller_id, code, version, policy) values (?, ?, ?, ?, ?)
     on conflict (seller_id, code, version) do nothing`,
    [newId(), sellerId, policy.code, policy.version, JSON.stringify(policy)],
  );
  const written = await newest(em, sellerId);
  if (!written) throw new Error('the policy was written, yet it is not there');
  return written;
}

async function newest(em: EntityManager, sellerId: string): Promise<KeptDisputePolicy | undefined> {
  const [row] = await em.execute<KeptDisputePolicy[]>(
    `select id as "policyId", policy from dispute_policy where seller_id = ?
      order by created_at desc, version desc limit 1`,
    [sellerId],
  );
  return row;
}
