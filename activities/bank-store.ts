import { bankFileContent, emptyBankFile } from '../db/bank-inbox.ts';
import { sellersOfAccounts } from '../db/bank-sellers.ts';
import { readStatementFile } from '../db/bank-statement-file.ts';
import { writeStatements } from '../db/write-bank-statements.ts';
import type { Database } from '../db/orm.ts';
import type { BankActivities } from './bank-contract.ts';

/**
 * Reads a file from the inbox and keeps its statements and the entries that are new, all of it or
 * nothing; then the inbox forgets what was in it. A file that is kept already is not read again.
 */
export async function storeBankFile(
  database: Database,
  input: Parameters<BankActivities['storeBankFile']>[0],
): Promise<{ sellers: string[] }> {
  const { fileId, importId, importedBy, seller: named, nowMs } = input;
  await database.em.fork().transactional(async (em) => {
    const content = await bankFileContent(em, fileId);
    if (content === null) return;
    const statements = readStatementFile(content);
    const accounts = statements.map(({ account }) => account);
    const sellers = await sellersOfAccounts(em, accounts, named);
    const kept = statements.flatMap((statement) => {
      const sellerId = sellers.get(statement.account)?.id;
      return sellerId ? [{ sellerId, statement }] : [];
    });
    await writeStatements(em, kept, { fileId, importId, importedBy, at: new Date(nowMs) });
    await emptyBankFile(em, fileId);
  });
  const rows = await database.em.fork().execute<{ code: string }[]>(
    `select distinct seller.code from bank_statement statement
       join seller on seller.id = statement.seller_id
      where statement.file_id = ? order by seller.code`,
    [fileId],
  );
  // A file holds a statement; one that was emptied unread must not look imported.
  if (rows.length === 0) throw new Error(`bank file ${fileId} has neither content nor statements`);
  return { sellers: rows.map(({ code }) => code) };
}
