/** A seller's own rules for disputes and discounts: every version that was ever in force is kept. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { newId } from './new-id.ts';

export type PolicyKind = 'disputes' | 'discounts';

const tables: Readonly<Record<PolicyKind, string>> = {
  disputes: 'dispute_policy',
  discounts: 'discount_policy',
};

type Versioned = { readonly code: string; readonly version: number };

export type KeptPolicy = Versioned & { readonly policy: unknown; readonly since: Date };

/** Every version, the newest first: that one is in force for what begins from now on. */
export async function readPolicies(
  em: EntityManager,
  kind: PolicyKind,
  sellerId: string,
): Promise<KeptPolicy[]> {
  const rows = await em.execute<(Omit<KeptPolicy, 'since'> & { since: string })[]>(
    `select code, version, policy, created_at as since from ${tables[kind]}
      where seller_id = ? order by created_at desc, version desc`,
    [sellerId],
  );
  return rows.map((row) => ({ ...row, since: new Date(row.since) }));
}

/**
 * Puts a policy into force as the next version of its code. What is judged or handled by an older
 * version keeps it.
 */
export async function putPolicy<Policy extends Versioned>(
  em: EntityManager,
  kind: PolicyKind,
  sellerId: string,
  policy: Policy,
): Promise<Versioned> {
  return em.transactional(async (inner) => {
    // Of two who write at once the second waits, and gets the version after.
    await inner.execute('select from seller where id = ? for no key update', [sellerId]);
    const [last] = await inner.execute<{ version: number }[]>(
      `select coalesce(max(version), 0) as version from ${tables[kind]}
        where seller_id = ? and code = ?`,
      [sellerId, policy.code],
    );
    const version = (last?.version ?? 0) + 1;
    await inner.execute(
      `insert into ${tables[kind]} (id, seller_id, code, version, policy, created_at)
       values (?, ?, ?, ?, ?, clock_timestamp())`,
      [newId(), sellerId, policy.code, version, JSON.stringify({ ...policy, version })],
    );
    return { code: policy.code, version };
  });
}
