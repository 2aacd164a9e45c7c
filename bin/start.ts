/** `npm start`: one command bills real customers. See --help. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import { createApiKey } from '../db/api-keys.ts';
import type { Database } from '../db/orm.ts';
import { type LocalDate, localDateAt } from '../domain/calendar.ts';
import { passwordFile } from './embedded/data-folder.ts';
import { LauncherError } from './embedded/launcher-error.ts';
import { isOwnerRunning } from './embedded/leftovers.ts';
import { postgresRecordFile } from './embedded/postgres-leftovers.ts';
import { runCommand } from './run-command.ts';
import { loadSampleBook } from './sample-book.ts';
import { askSampleQuestions } from './sample/questions.ts';
import { createSampleStaff, type SampleStaff } from './sample/staff.ts';
import { advanceOpenCycles, namesOwnServers } from './start/advance.ts';
import { showBillingRun } from './start/billing-run.ts';
import { showCycles } from './start/cycle-table.ts';
import { readOptions, type StartOptions, usage } from './start/options.ts';
import { type System, withSystem } from './start/system.ts';
import { line, step } from './terminal.ts';

async function main(args: string[]): Promise<void> {
  const options = readOptions(args);
  if (options.reset && !(await reset(options))) return;
  line(
    `${styleText('bold', 'Fairbill')}   the first start takes some minutes, later ones about 10 seconds`,
  );
  await withSystem(options, async (system) => {
    const secrets = await prepare(system.database);
    await bill(system, options);
    if (secrets.staff.length > 0) {
      await step(
        'Sample questions',
        () => askSampleQuestions(system.database, system.temporal.client),
        (count) => `${count} sample questions about bills`,
      );
    }
    if (options.advanceMs > 0) {
      const { advanceMs: milliseconds, inProduction } = options;
      const isOwn = namesOwnServers(process.env);
      const { database, temporal } = system;
      await advanceOpenCycles(database, temporal, { milliseconds, isOwn, inProduction });
    }
    line();
    await showCycles(system.database);
    showAddresses(system, secrets);
    if (!options.once) await untilStopped(system);
    line('Stopping …');
  });
  line('Stopped. The cycles go on where they were with the next npm start.');
}

/** Asks before it deletes; true when the folder is gone. */
async function reset({ dataFolder, yes }: StartOptions): Promise<boolean> {
  assertOurs(dataFolder);
  if (!yes) {
    if (!process.stdin.isTTY) {
      throw new LauncherError(
        '--reset deletes all data and nobody is there to be asked.',
        'Add --yes if that is what you want.',
      );
    }
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await terminal.question(`Delete everything in ${dataFolder}? Type yes: `);
    terminal.close();
    if (answer.trim() !== 'yes') {
      line('Nothing was deleted.');
      return false;
    }
  }
  await rm(dataFolder, { recursive: true, force: true });
  return true;
}

/** Only a data folder of ours that nobody uses is ever deleted, and only ours to start anew. */
function assertOurs(dataFolder: string): void {
  if (namesOwnServers(process.env)) {
    throw new LauncherError(
      '--reset starts the embedded servers anew, and yours are named in the environment.',
      'Unset DATABASE_URL, TEMPORAL_ADDRESS and SMTP_URL, or leave --reset out.',
    );
  }
  if (!existsSync(dataFolder)) return;
  if (!existsSync(join(dataFolder, passwordFile))) {
    throw new LauncherError(
      `${dataFolder} is not a data folder of Fairbill, so it is not deleted.`,
      'Name the right one with --data, or delete it yourself.',
    );
  }
  if (isOwnerRunning(postgresRecordFile(dataFolder))) {
    throw new LauncherError(
      `Fairbill is running from ${dataFolder}.`,
      'Stop it with Ctrl-C, then reset.',
    );
  }
}

/** What is told once, when it is made: only hashes are kept. */
type Secrets = { readonly key: string | null; readonly staff: readonly SampleStaff[] };

/** Loads the sample book into an empty database; returns what was made the first time. */
async function prepare(database: Database): Promise<Secrets> {
  const em = database.em.fork();
  const [found] = await em.execute<{ customers: number; keys: number }[]>(
    `select (select count(*)::int from customer) as customers,
       (select count(*)::int from api_key) as keys`,
  );
  let staff: readonly SampleStaff[] = [];
  if (found?.customers === 0) {
    await step(
      'Sample customers',
      () => loadSampleBook(database, localDateAt(Date.now(), 'Europe/Tallinn')),
      ({ customers }) => `${customers} sample customers`,
    );
    staff = await step(
      'Sample staff',
      () => createSampleStaff(em, new Date()),
      ({ length }) => `${length} people at the desk`,
    );
  }
  if (found?.keys !== 0) return { key: null, staff };
  const { secret } = await createApiKey(em, { name: 'npm start', scopes: ['*'] });
  return { key: secret, staff };
}

/** Bills every seller as of today in their own time zone, or as of the date that was asked for. */
async function bill({ database, temporal }: System, options: StartOptions): Promise<void> {
  const sellers = await database.em
    .fork()
    .execute<{ code: string; timeZone: string }[]>(
      'select code, time_zone as "timeZone" from seller order by code',
    );
  for (const { code, timeZone } of sellers) {
    const asOf: LocalDate = options.asOf ?? localDateAt(Date.now(), timeZone);
    await showBillingRun(temporal.client, code, asOf);
  }
}

function showAddresses({ apiUrl, uiUrl, mailUrl }: System, { key, staff }: Secrets): void {
  const rows = [
    ['Cycles', uiUrl ?? 'your Temporal UI'],
    ['Desk', `${apiUrl}/desk`],
    ['API', `${apiUrl}/docs`],
    ...(mailUrl ? [['Mail', mailUrl]] : []),
    ...(key ? [['API key', `${key}  (shown once)`]] : []),
    ...staff.map(({ login, password, who }, index) => [
      index === 0 ? 'Staff' : '',
      `${login.padEnd(8)} ${password}  ${who}${index === 0 ? '  (shown once)' : ''}`,
    ]),
  ];
  line();
  for (const [name = '', address = ''] of rows) line(`${name.padEnd(8)} ${address}`);
  line();
  line('Try      npm start -- --advance 45d      (a cycle’s whole life in seconds)');
}

/** Stays until Ctrl-C, or until a part ends without having been told to. */
async function untilStopped({ broken }: System): Promise<void> {
  line('         Ctrl-C stops everything; the cycles go on next time.');
  const keepAlive = setInterval(() => {}, 2 ** 30);
  const stopped = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve(null));
  });
  const failure = await Promise.race([stopped, broken]);
  clearInterval(keepAlive);
  if (failure) throw failure;
}

runCommand(usage, main);
