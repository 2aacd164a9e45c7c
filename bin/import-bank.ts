/** `npm run import:bank -- FILE.xml`: payments from a bank's statement. See --help. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sellersOfAccounts } from '../db/bank-sellers.ts';
import { type KnownStatement, readStatementFile } from '../db/bank-statement-file.ts';
import { migrate } from '../db/migrate.ts';
import { connect } from '../db/orm.ts';
import { forecast } from './bank/dry-run.ts';
import { importBankFile } from './bank/import-file.ts';
import { type BankOptions, readOptions, usage } from './bank/options.ts';
import { showForeseen, showStatement } from './bank/show.ts';
import { codeOf, LauncherError, wordsOf } from './embedded/launcher-error.ts';
import { runCommand } from './run-command.ts';
import { runningTemporal } from './start/running.ts';
import { connectTemporal, type TemporalConnection } from './temporal-connection.ts';
import { line, live } from './terminal.ts';
import { openDatabase } from './which-database.ts';

runCommand(usage, async (args) => {
  const options = readOptions(args);
  const bytes = await contentOf(options.file);
  // A file that cannot be read is told before anything is opened.
  const statements = readStatementFile(bytes);
  const temporal = options.dryRun ? null : await openTemporal(options);
  try {
    await withDatabase(options, async (em) => {
      const owned = await withSellers(em, statements, options.seller);
      if (temporal) return importAndShow(em, temporal, options, bytes);
      const { statements: summaries, foreseen } = await forecast(em, owned);
      showForeseen(foreseen);
      for (const summary of summaries) showStatement(summary, 'Would be booked');
      line();
      line('This was a dry run: nothing was changed.');
    });
  } finally {
    await temporal?.close();
  }
});

async function contentOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const isMissing = codeOf(error) === 'ENOENT';
    const sentence = isMissing ? `There is no file ${file}.` : `${file} cannot be read.`;
    throw new LauncherError(sentence, 'Nothing was imported.', '', { cause: error });
  }
}

async function openTemporal({ dataFolder }: BankOptions): Promise<TemporalConnection> {
  const own = process.env['TEMPORAL_ADDRESS'];
  const address = own === undefined ? await runningTemporal(dataFolder) : undefined;
  try {
    return await connectTemporal(address);
  } catch (error) {
    throw new LauncherError(
      `The Temporal Server at ${own ?? address} does not answer.`,
      'Nothing was imported. A dry run needs no Temporal Server: --dry-run.',
      wordsOf(error),
      { cause: error },
    );
  }
}

async function withDatabase(
  { dataFolder }: BankOptions,
  work: (em: EntityManager) => Promise<void>,
): Promise<void> {
  const opened = await openDatabase((sentence) => live(`… ${sentence}`), { dataFolder });
  try {
    await migrate(opened.url);
    const database = await connect({ url: opened.url, poolSize: 2 });
    try {
      await work(database.em.fork());
    } finally {
      await database.close(true);
    }
  } finally {
    await opened.close();
  }
}

/** Each statement with the seller whose account it is of. */
async function withSellers(
  em: EntityManager,
  statements: readonly KnownStatement[],
  seller: string | null,
) {
  const accounts = statements.map(({ account }) => account);
  const sellers = await sellersOfAccounts(em, accounts, seller);
  return statements.map((statement) => ({
    ...statement,
    sellerId: sellers.get(statement.account)?.id ?? '',
  }));
}

async function importAndShow(
  em: EntityManager,
  { client }: TemporalConnection,
  { file, seller }: BankOptions,
  bytes: Uint8Array,
): Promise<void> {
  const name = basename(file);
  const { statements, onTheirWay } = await importBankFile(em, client, { bytes, name, seller });
  for (const statement of statements) showStatement(statement);
  line();
  if (onTheirWay > 0) line(`${onTheirWay} are with their billing cycles and not booked yet.`);
  const waiting = statements.reduce(
    (sum, one) => sum + one.creditsForPerson.count + one.returnsForPerson.count,
    0,
  );
  if (waiting > 0) line(`${waiting} wait for a person: GET /v1/bank/unmatched lists them.`);
  line(`Imported ${name}.`);
}
