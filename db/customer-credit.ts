/** What the seller owes a customer: overpaid or credited, until it is used or paid back. */
import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Locks a customer's credit for the rest of the transaction: before any number is taken, because
 * a billing run locks the customers first and their numbers last, too.
 */
export async function lockCredit(em: EntityManager, customerId: string): Promise<void> {
  await em.execute('select id from customer where id = ? for no key update', [customerId]);
}

/** Adds to a customer's credit, in minor units of the customer's currency. */
export async function addCredit(
  em: EntityManager,
  customerId: string,
  amountMinor: number,
): Promise<void> {
  if (amountMinor === 0) return;
  await em.execute('update customer set credit_minor = credit_minor + ? where id = ?', [
    amountMinor,
    customerId,
  ]);
}

/** Takes from a customer's credit as much as there is, up to the amount; returns what it took. */
export async function takeCredit(
  em: EntityManager,
  customerId: string,
  upToMinor: number,
): Promise<number> {
  if (upToMinor === 0) return 0;
  const [row] = await em.execute<{ taken: string }[]>(
    `with before as (select id, credit_minor from customer where id = ? for no key update)
     update customer set credit_minor = before.credit_minor - least(before.credit_minor, ?::bigint)
       from before where customer.id = before.id
     returning least(before.credit_minor, ?::bigint) as taken`,
    [customerId, upToMinor, upToMinor],
  );
  return Number(row?.taken ?? 0);
}
