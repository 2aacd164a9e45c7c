import type { EntityManager } from '@mikro-orm/postgresql';
import { expect } from 'vitest';
import { proveBooks } from '../../db/reports/agreement.ts';

/**
 * What must hold of the books after any story: each transaction balances, what a cycle has open
 * is its receivable, what a customer has as credit stands in the ledger, and the numbers of each
 * seller, kind and year have no gap. The proof that operators run must find nothing either.
 */
export async function assertBooksAgree(em: EntityManager): Promise<void> {
  for (const [name, sql] of Object.entries(differences)) {
    expect(await em.execute(sql), name).toEqual([]);
  }
  const proved = await proveBooks(em);
  expect(proved.flatMap(({ sentences }) => sentences)).toEqual([]);
}

const differences = {
  'transactions that do not balance': `
    select transaction_id from ledger_entry group by 1 having sum(amount_minor) <> 0`,
  'cycles whose open amount is not their receivable': `
    select cycle.id, cycle.open_minor, coalesce(sum(entry.amount_minor), 0) as receivable
      from billing_cycle cycle
        left join ledger_transaction fact on fact.cycle_id = cycle.id
        left join ledger_entry entry
          on entry.transaction_id = fact.id and entry.account = 'receivable'
     group by cycle.id having cycle.open_minor <> coalesce(sum(entry.amount_minor), 0)`,
  'customers whose credit is not in the ledger': `
    select customer.number, customer.credit_minor, coalesce(sum(entry.amount_minor), 0) as ledger
      from customer
        left join ledger_transaction fact on fact.customer_id = customer.id
        left join ledger_entry entry
          on entry.transaction_id = fact.id and entry.account = 'customer_credit'
     group by customer.id having customer.credit_minor <> -coalesce(sum(entry.amount_minor), 0)`,
  'numbers with a gap': `
    select seller_id, kind, sequence_year, count(*), max(sequence_number) from invoice
     group by 1, 2, 3 having count(*) <> max(sequence_number) or min(sequence_number) <> 1`,
};
