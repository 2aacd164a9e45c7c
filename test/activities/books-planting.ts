/** Plants differences in the books, where the guards are off until all of it is taken back. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { runChecks } from '../../db/reports/agreement.ts';

/** What the checks name after these statements, in a transaction that is taken back. */
export async function namedAfter(
  em: EntityManager,
  statements: readonly string[],
): Promise<string[]> {
  await em.begin();
  try {
    await disarm(em);
    for (const statement of statements) await em.execute(statement);
    const results = await runChecks(em, 100);
    return results.flatMap(({ sentences }) => sentences);
  } finally {
    await em.rollback();
  }
}

/** Tables whose rows the database refuses to change. */
const fixed = [
  ...['ledger_transaction', 'ledger_entry', 'invoice', 'invoice_line', 'allocation', 'waiver'],
  ...['discount_use', 'dispute_line', 'dispute_span'],
];
/** Tables whose rows must make sense in themselves. */
const sensible = ['billing_cycle', 'discount', 'discount_grant', 'dispute'];

/** What guards the books day and night is out of the way until the transaction is taken back. */
async function disarm(em: EntityManager): Promise<void> {
  for (const table of fixed) await em.execute(`alter table ${table} disable trigger user`);
  for (const table of sensible) {
    const constraints = await em.execute<{ name: string }[]>(
      `select conname as name from pg_constraint
        where conrelid = '${table}'::regclass and contype = 'c'`,
    );
    for (const { name } of constraints) {
      await em.execute(`alter table ${table} drop constraint "${name}"`);
    }
  }
}
