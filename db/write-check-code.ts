import type { EntityManager } from '@mikro-orm/postgresql';
import { validate as isUuid } from 'uuid';
import { epochMs } from './epoch-ms.ts';

/** To whom a code goes, and what its letter says besides. */
export type CodeAddressee = {
  readonly seller: string;
  readonly sellerName: string;
  readonly sellerEmail: string;
  /** The customer's number. */
  readonly customer: string;
  readonly customerName: string;
  readonly email: string;
  readonly language: string;
  readonly timeZone: string;
  readonly validUntilMs: number;
  readonly codesSent: number;
};

/** Keeps the hash of a new code in the place of the one before; null when nobody waits for one. */
export async function writeCheckCode(
  em: EntityManager,
  checkId: string,
  hash: Buffer,
): Promise<CodeAddressee | null> {
  // An operator may have started this by hand.
  if (!isUuid(checkId)) return null;
  const [addressee] = await em.execute<CodeAddressee[]>(
    `update caller_check set code_hash = ?, codes_sent = codes_sent + 1
       from customer join seller on seller.id = customer.seller_id
      where caller_check.id = ? and state = 'asked' and method = 'code'
        and customer.id = caller_check.customer_id
      returning seller.code as seller, seller.name as "sellerName", seller.email as "sellerEmail",
        customer.number as customer, customer.name as "customerName", customer.email,
        customer.language, customer.time_zone as "timeZone", codes_sent as "codesSent",
        ${epochMs('expires_at')} as "validUntilMs"`,
    [hash, checkId],
  );
  return addressee ?? null;
}
