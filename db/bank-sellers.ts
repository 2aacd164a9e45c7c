/** Whose account a statement is of. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { refuse } from '../domain/errors.ts';
import { normaliseReference } from '../domain/reference.ts';
import { Seller } from './entities/parties.ts';
import { sellerByCode } from './seller.ts';

/**
 * The seller of each account: the one whose invoices name it, or the one that is named here, for
 * an account that no invoice names. Refuses `statement_invalid` when nobody or somebody else has
 * it, and `seller_unknown`.
 */
export async function sellersOfAccounts(
  em: EntityManager,
  accounts: readonly string[],
  named: string | null,
): Promise<Map<string, Seller>> {
  const sellers = await em.find(Seller, {}, { orderBy: { code: 'asc' } });
  const chosen = named === null ? null : await sellerByCode(em, named);
  const ownersOf = (account: string) =>
    sellers.filter(({ iban }) => iban && normaliseReference(iban) === account);
  return new Map(
    accounts.map((account) => [account, sellerOf(account, ownersOf(account), chosen)]),
  );
}

function sellerOf(account: string, owners: readonly Seller[], chosen: Seller | null): Seller {
  const codes = owners.map(({ code }) => code).join(', ');
  if (chosen) {
    if (owners.length === 0 || owners.includes(chosen)) return chosen;
    return refuse(
      'statement_invalid',
      `The account ${account} is of ${codes}, not ${chosen.code}.`,
    );
  }
  const [owner, ...others] = owners;
  if (!owner) {
    const sentence = `No seller has the account ${account}: name the seller whose account it is.`;
    return refuse('statement_invalid', sentence);
  }
  if (others.length === 0) return owner;
  return refuse('statement_invalid', `The account ${account} is of ${codes}: name one of them.`);
}
