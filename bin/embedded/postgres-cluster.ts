import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { folderError } from './data-folder.ts';
import { LauncherError } from './launcher-error.ts';
import { userOf } from './postgres-account.ts';
import type { PostgresAccount } from './postgres-account.ts';
import type { PostgresPrograms } from './postgres-programs.ts';

/** The one role of the embedded database. */
export const ROLE = 'fairbill';
const MAJOR_VERSION = '18';

export interface ClusterOptions {
  readonly folder: string;
  readonly programs: PostgresPrograms;
  readonly account: PostgresAccount | undefined;
  readonly password: string;
  readonly durable: boolean;
}

/**
 * Returns the folder of the database's files below `folder`, made if it is not there. It is made
 * under another name and renamed when whole, so that a start killed half-way leaves nothing to
 * stumble over.
 */
export async function ensureCluster(options: ClusterOptions): Promise<string> {
  const data = join(options.folder, 'data');
  if (existsSync(data)) {
    await assertVersion(data);
    return data;
  }
  const draft = join(options.folder, 'data.part');
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    await give(options.folder, options.account);
    await give(draft, options.account);
    await initialise(draft, options);
    await rename(draft, data);
  } catch (error) {
    throw error instanceof LauncherError ? error : folderError(error, draft);
  }
  return data;
}

async function assertVersion(data: string): Promise<void> {
  const version = (await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => 'none')).trim();
  if (version === MAJOR_VERSION) return;
  throw new LauncherError(
    `The database in ${data} is of PostgreSQL ${version}, and this is PostgreSQL ${MAJOR_VERSION}.`,
    'Bring its data over with pg_dump of the old version, or begin anew with --reset.',
  );
}

async function give(path: string, account: PostgresAccount | undefined): Promise<void> {
  await chmod(path, 0o700);
  if (account !== undefined) await chown(path, account.uid, account.gid);
}

/**
 * initdb looks for its neighbour `postgres` by access(2), which counts no capabilities. So where
 * its user may pass a closed folder only by one, both are copied to where everybody may go.
 */
async function initialise(draft: string, options: ClusterOptions): Promise<void> {
  const { account, programs } = options;
  if (account === undefined || account.through.length === 0) {
    return runInitdb(programs.initdb, draft, options);
  }
  const copy = await mkdtemp(join(tmpdir(), 'fairbill-initdb-'));
  try {
    await cp(dirname(dirname(programs.initdb)), copy, { recursive: true, verbatimSymlinks: true });
    await chmod(copy, 0o755);
    await runInitdb(join(copy, 'bin', basename(programs.initdb)), draft, options);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function runInitdb(initdb: string, draft: string, options: ClusterOptions): Promise<void> {
  const { account } = options;
  const passwordFile = join(options.folder, 'password-for-initdb');
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  try {
    if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
    const [command = '', ...args] = [
      ...(account?.through ?? []),
      initdb,
      `--pgdata=${draft}`,
      `--username=${ROLE}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same order of names on every machine, whatever locales it has.
      '--no-locale',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(options.durable ? [] : ['--no-sync']),
    ];
    await run(command, args, options);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function run(command: string, args: readonly string[], options: ClusterOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.folder,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...userOf(options.account),
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-4_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => reject(initialisationError(error.message)));
    child.once('close', (code) => (code === 0 ? resolve() : reject(initialisationError(output))));
  });
}

function initialisationError(output: string): LauncherError {
  const end = output.trim().split('\n').slice(-6).join('\n');
  if (/no space left on device/i.test(output)) {
    return new LauncherError(
      'The database could not be made: the disk is full.',
      'Free some room there, or choose a data folder on another disk with --data.',
      end,
    );
  }
  return new LauncherError(
    'The database could not be made.',
    'See the lines above, or start a PostgreSQL 18 yourself and give its address as DATABASE_URL.',
    end,
  );
}
