/** The row of a billing run: opened with the first page, closed after the last. */
import type { Database } from '../db/orm.ts';
import { sellerByCode } from '../db/seller.ts';
import type { BillingActivities } from './contract.ts';

type Input<Name extends keyof BillingActivities> = Parameters<BillingActivities[Name]>[0];

export async function openRun(
  database: Database,
  { runId, seller: code, asOf, nowMs }: Input<'openRun'>,
): Promise<{ due: number }> {
  const em = database.em.fork();
  const seller = await sellerByCode(em, code);
  await em.execute(
    `insert into billing_run (id, seller_id, as_of, started_at) values (?, ?, ?, ?)
     on conflict (id) do nothing`,
    [runId, seller.id, asOf, new Date(nowMs)],
  );
  const [row] = await em.execute<{ due: number }[]>(
    `select count(distinct customer_id)::int as due from contract
      where seller_id = ? and next_bill_on <= ?`,
    [seller.id, asOf],
  );
  return { due: row?.due ?? 0 };
}

export async function closeRun(
  database: Database,
  { runId, nowMs }: Input<'closeRun'>,
): Promise<void> {
  await database.em
    .fork()
    .execute('update billing_run set finished_at = ? where id = ? and finished_at is null', [
      new Date(nowMs),
      runId,
    ]);
}
