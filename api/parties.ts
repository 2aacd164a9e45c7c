/** Finding the seller and the customer that a request names. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { Customer, Seller } from '../db/entities/parties.ts';
import { sellerByCode } from '../db/seller.ts';
import { refuse } from '../domain/errors.ts';

/** The seller with this code; the code may be left out where there is only one seller. */
export async function sellerNamed(em: EntityManager, code: string | undefined): Promise<Seller> {
  if (code !== undefined) return sellerByCode(em, code);
  const [only, ...others] = await em.find(Seller, {}, { orderBy: { code: 'asc' }, limit: 10 });
  if (!only) return refuse('seller_unknown', 'There is no seller yet.');
  if (others.length === 0) return only;
  const codes = [only, ...others].map((seller) => seller.code).join(', ');
  return refuse('seller_missing', `There are several sellers, so name one: ${codes}.`);
}

export async function customerNumbered(
  em: EntityManager,
  seller: Seller,
  number: string,
): Promise<Customer> {
  const customer = await em.findOne(Customer, { seller, number });
  return customer ?? refuse('customer_unknown', `Seller ${seller.code} has no customer ${number}.`);
}
