import type { EntityManager } from '@mikro-orm/postgresql';
import { refuse } from '../domain/errors.ts';
import { Seller } from './entities/parties.ts';

/** The seller with this code, or the refusal that there is none. */
export async function sellerByCode(em: EntityManager, code: string): Promise<Seller> {
  const seller = await em.findOne(Seller, { code });
  return seller ?? refuse('seller_unknown', `There is no seller ${code}.`);
}
