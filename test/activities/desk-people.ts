/** Who works for the sellers of the stories, and by which rules. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { newId } from '../../db/new-id.ts';
import { kinds } from './books-homes.ts';
import type { Person } from './desk.ts';

/** Two who decide, two who may be the second person, and one who may do neither. */
const posts = [
  { role: 'agent', team: 'north' },
  { role: 'agent', team: 'south' },
  { role: 'supervisor', team: 'north' },
  { role: 'supervisor', team: null },
  { role: 'operator', team: null },
] as const;

export type Staffed = ReadonlyMap<string, readonly Person[]>;

/** The same posts for every seller; in one statement, as there are many. */
export async function hireEverywhere(
  em: EntityManager,
  sellers: readonly string[],
): Promise<Staffed> {
  const rows = sellers.flatMap((seller) =>
    posts.map((post, index) => ({ ...post, seller, id: newId(), login: `${seller}.${index}` })),
  );
  await em.execute(
    `insert into staff (id, seller_id, login, name, email, role, team, groups, languages, reasons,
       password_hash, created_at, role_changed_at)
     select row.id, seller.id, login, login, login || '@example.com', role, team,
       '{front,senior,supervisor,desk}', '{}', '{}', '$scrypt$none', now(), now()
     from jsonb_to_recordset(?::jsonb)
       as row(id uuid, seller text, login text, role text, team text)
       join seller on seller.code = row.seller`,
    [JSON.stringify(rows)],
  );
  const people = Map.groupBy(rows, ({ seller }) => seller);
  return new Map(
    [...people].map(([seller, hired]) => [
      seller,
      hired.map(({ id, login }) => ({ kind: 'staff', name: login, staffId: id })),
    ]),
  );
}

/** Gives each seller the rules of their kind, where these are not the standard ones. */
export async function setPolicies(
  em: EntityManager,
  sellersOfKind: readonly (readonly string[])[],
): Promise<void> {
  for (const table of ['dispute_policy', 'discount_policy'] as const) {
    const rows = sellersOfKind.flatMap((sellers, kind) => {
      const policy = kinds[kind]?.[table === 'dispute_policy' ? 'disputes' : 'discounts'];
      return policy ? sellers.map((seller) => ({ id: newId(), seller, policy })) : [];
    });
    await em.execute(
      `insert into ${table} (id, seller_id, code, version, policy)
       select row.id, seller.id, policy ->> 'code', (policy ->> 'version')::int, policy
       from jsonb_to_recordset(?::jsonb) as row(id uuid, seller text, policy jsonb)
         join seller on seller.code = row.seller`,
      [JSON.stringify(rows)],
    );
  }
}
