/** What an import must know of the database before it reads its file. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { refuse } from '../domain/errors.ts';
import { Seller } from './entities/parties.ts';

/** The seller with this code; without one, the only seller there is. */
export async function sellerToImportFor(em: EntityManager, code: string | null): Promise<Seller> {
  const sellers = await em.find(Seller, {}, { orderBy: { code: 'asc' } });
  const codes = sellers.map((seller) => seller.code).join(', ');
  if (code !== null) {
    const there = codes === '' ? 'There is no seller at all yet' : `There are ${codes}`;
    return (
      sellers.find((seller) => seller.code === code) ??
      refuse('seller_unknown', `There is no seller ${code}. ${there}; a mapping can describe one.`)
    );
  }
  const [only, another] = sellers;
  if (!only) {
    refuse(
      'seller_unknown',
      'There is no seller yet to import for: describe one in a mapping (docs/IMPORT.md).',
    );
  }
  if (another) {
    refuse('seller_unknown', `Say with --seller which seller the file is for: ${codes}.`);
  }
  return only;
}

/** The newest version of each ladder of a seller, by its code; none for a seller yet to come. */
export async function newestLadders(
  em: EntityManager,
  seller: string,
): Promise<Map<string, number>> {
  const rows = await em.execute<{ code: string; version: number }[]>(
    `select ladder.code, max(ladder.version) as version
       from ladder join seller on seller.id = ladder.seller_id
      where seller.code = ? group by ladder.code`,
    [seller],
  );
  return new Map(rows.map(({ code, version }) => [code, version]));
}
