import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../../domain/calendar.ts';
import { type Account, accounts } from '../../domain/ledger.ts';
import { checkedMinor } from '../../domain/money.ts';

/** One account in one currency, in minor units; a balance above nothing is a debit. */
export type TrialBalanceRow = {
  readonly currency: string;
  readonly account: Account;
  readonly debitMinor: number;
  readonly creditMinor: number;
  readonly balanceMinor: number;
};

/**
 * What was debited and credited on each account up to a day, that day included, by the dates on
 * which facts were booked. In each currency the balances add up to nothing.
 */
export async function trialBalance(
  em: EntityManager,
  { sellerId, asOf }: { readonly sellerId: string; readonly asOf: LocalDate },
): Promise<TrialBalanceRow[]> {
  type Row = { currency: string; account: Account; debit: string; credit: string };
  const rows = await em.execute<Row[]>(
    `select posting.currency, entry.account,
       coalesce(sum(entry.amount_minor) filter (where entry.amount_minor > 0), 0) as debit,
       coalesce(-sum(entry.amount_minor) filter (where entry.amount_minor < 0), 0) as credit
     from ledger_transaction posting join ledger_entry entry on entry.transaction_id = posting.id
     where posting.seller_id = ? and posting.booked_on <= ?
     group by posting.currency, entry.account
     order by posting.currency, array_position(?::text[], entry.account)`,
    [sellerId, asOf, `{${accounts.join(',')}}`],
  );
  return rows.map(({ currency, account, debit, credit }) => {
    const debitMinor = checkedMinor(BigInt(debit));
    const creditMinor = checkedMinor(BigInt(credit));
    const balanceMinor = checkedMinor(debitMinor - creditMinor);
    return { currency, account, debitMinor, creditMinor, balanceMinor };
  });
}
