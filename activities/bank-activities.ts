import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Database } from '../db/orm.ts';
import type { BankActivities } from './bank-contract.ts';
import { decideBankEntry } from './bank-decide.ts';
import { matchBankEntries } from './bank-match.ts';
import { reportBankEntries } from './bank-report.ts';
import { storeBankFile } from './bank-store.ts';
import { summariseBankImport } from './bank-summarise.ts';
import { final } from './final.ts';

/** The activities of bank statements, with what they work on. */
export function createBankActivities(database: Database, client: Client): BankActivities {
  return {
    storeBankFile: (input) => final(storeBankFile(database, input)),
    matchBankEntries: (input) => final(matchBankEntries(database, input)),
    reportBankEntries: (input) =>
      final(
        reportBankEntries(database, client, input, (reported) =>
          Context.current().heartbeat({ reported }),
        ),
      ),
    summariseBankImport: (input) => final(summariseBankImport(database, input)),
    decideBankEntry: (input) => final(decideBankEntry(database, input)),
  };
}
