import { entriesOnTheirWay } from '../db/bank-entries.ts';
import { statementSummaries } from '../db/bank-statements.ts';
import type { Database } from '../db/orm.ts';
import type { StatementSummary } from '../domain/bank/summary.ts';
import type { BankActivities } from './bank-contract.ts';

/** What became of the file's entries so far, and how many are still on their way to the books. */
export async function summariseBankImport(
  database: Database,
  { fileId, importId }: Parameters<BankActivities['summariseBankImport']>[0],
): Promise<{ statements: StatementSummary[]; onTheirWay: number }> {
  const em = database.em.fork();
  return {
    statements: await statementSummaries(em, fileId, importId),
    onTheirWay: await entriesOnTheirWay(em, importId),
  };
}
