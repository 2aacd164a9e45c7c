import type { EntityManager } from '@mikro-orm/postgresql';
import { readDuePage } from '../db/due-contracts.ts';
import type { Database } from '../db/orm.ts';
import { sellerByCode } from '../db/seller.ts';
import { dueBills } from '../domain/billing.ts';
import { faultOfData } from './billing-problems.ts';
import type { IssuedPage, IssuePageInput } from './contract.ts';
import { issueBills, issueContext } from './issuing.ts';
import { type WriteBills, writeApart, writeTogether } from './write-apart.ts';

/**
 * Issues one page of a run. What the page did is written in the same transaction: run twice, or
 * after an answer that was lost, it returns what was done instead of doing the next page.
 *
 * A page that cannot be written because of what is in it is done once more, with its bills apart.
 */
export async function issuePage(database: Database, input: IssuePageInput): Promise<IssuedPage> {
  try {
    return await issue(database, input, writeTogether);
  } catch (error) {
    if (!faultOfData(error)) throw error;
    return issue(database, input, writeApart);
  }
}

async function issue(
  database: Database,
  input: IssuePageInput,
  write: WriteBills,
): Promise<IssuedPage> {
  const { runId, page, pageSize, asOf, nowMs } = input;
  return database.em.fork().transactional(async (em) => {
    await em.execute('select id from billing_run where id = ? for update', [runId]);
    const pages = await em.execute<
      (IssuedPage & { page: number; lastCustomerId: string | null })[]
    >(
      `select page, invoices, problems, is_last as "isLast", last_customer_id as "lastCustomerId"
         from billing_run_page where run_id = ? and page in (?, ?)`,
      [runId, page, page - 1],
    );
    const done = pages.find((row) => row.page === page);
    if (done) return { invoices: done.invoices, problems: done.problems, isLast: done.isLast };

    const seller = await sellerByCode(em, input.seller);
    const afterCustomerId = pages.find((row) => row.page === page - 1)?.lastCustomerId ?? null;
    const customers = await readDuePage(em, {
      sellerId: seller.id,
      asOf,
      afterCustomerId,
      limit: pageSize,
    });
    const issued = await issueBills(
      em,
      customers,
      ({ contracts }) => dueBills(contracts, asOf),
      issueContext(seller, nowMs, { id: runId, page }),
      write,
    );
    const result = {
      invoices: issued.invoices,
      problems: issued.problems.length,
      isLast: customers.length < pageSize,
    };
    const lastCustomerId = customers.at(-1)?.customerId ?? afterCustomerId;
    await keepPage(em, runId, page, { ...result, lastCustomerId });
    return result;
  });
}

async function keepPage(
  em: EntityManager,
  runId: string,
  page: number,
  { lastCustomerId, isLast, invoices, problems }: IssuedPage & { lastCustomerId: string | null },
): Promise<void> {
  await em.execute(
    `insert into billing_run_page (run_id, page, last_customer_id, is_last, invoices, problems)
     values (?, ?, ?, ?, ?, ?)`,
    [runId, page, lastCustomerId, isLast, invoices, problems],
  );
}
