/** `npm run api-key`: makes, lists and ends the keys by which services sign in to the API. */
import { parseArgs } from 'node:util';
import {
  createApiKey,
  isScope,
  listApiKeys,
  revokeApiKey,
  type Scope,
  scopes,
} from '../db/api-keys.ts';
import { connect, type Database } from '../db/orm.ts';
import { LauncherError } from './embedded/launcher-error.ts';
import { runCommand } from './run-command.ts';
import { line, table } from './terminal.ts';
import { openDatabase } from './which-database.ts';

const usage = `npm run api-key -- create --name NAME --scopes SCOPE,SCOPE
npm run api-key -- list
npm run api-key -- revoke ID

Works on DATABASE_URL or, without it, on the data of npm start (--data .fairbill).
Scopes: ${scopes.join(', ')}, or * for all of them.`;

runCommand(usage, async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      scopes: { type: 'string' },
      data: { type: 'string', default: '.fairbill' },
    },
  });
  const work = workOf(positionals, values);
  const opened = await openDatabase(line, { dataFolder: values.data });
  const database = await connect({ url: opened.url });
  try {
    await work(database);
  } finally {
    await database.close(true);
    await opened.close();
  }
});

type Work = (database: Database) => Promise<void>;
type Values = { name?: string | undefined; scopes?: string | undefined };

/** Reads the whole command before anything is opened. */
function workOf([verb, id, ...rest]: string[], values: Values): Work {
  if (rest.length > 0) throw misused(`"${rest[0]}" is too much.`);
  if (verb === 'create' && id === undefined) return create(readName(values), readScopes(values));
  if (verb === 'list' && id === undefined) return list;
  if (verb === 'revoke' && id !== undefined) return revoke(id);
  throw misused(verb ? `"${[verb, id].filter(Boolean).join(' ')}" is no command.` : 'What to do?');
}

function create(name: string, wanted: (Scope | '*')[]): Work {
  return async ({ em }) => {
    const { id, secret } = await createApiKey(em.fork(), { name, scopes: wanted });
    line(`Key ${id} for ${name}: ${wanted.join(', ')}`);
    line();
    line(`  ${secret}`);
    line();
    line('Keep it now: only its hash is stored, and nobody can show it again.');
  };
}

async function list({ em }: Database): Promise<void> {
  const keys = await listApiKeys(em.fork());
  if (keys.length === 0) return line('No keys yet. Make one with: npm run api-key -- create');
  table(
    ['Id', 'Name', 'Scopes', 'Made', 'Ended'].map((title) => ({ title })),
    keys.map((key) => [
      key.id,
      key.name,
      key.scopes.join(', '),
      day(key.createdAt),
      key.revokedAt ? day(key.revokedAt) : '',
    ]),
  );
}

function revoke(id: string): Work {
  return async ({ em }) => {
    if (await revokeApiKey(em.fork(), id, new Date())) return line(`Key ${id} is ended.`);
    throw new LauncherError(
      `No key that is in force has the id ${id}.`,
      'See the ids with: npm run api-key -- list',
    );
  };
}

function readName({ name = '' }: Values): string {
  const trimmed = name.trim();
  if (trimmed.length > 0 && trimmed.length <= 100) return trimmed;
  throw misused('A key needs a --name of at most 100 characters that says who uses it.');
}

function readScopes({ scopes: text = '' }: Values): (Scope | '*')[] {
  const wanted = text.split(',').map((part) => part.trim());
  const unknown = wanted.filter((part) => !isScope(part));
  if (unknown.length > 0) {
    throw misused(
      unknown.join('') ? `No scope is called ${unknown.join(', ')}.` : 'Which --scopes?',
    );
  }
  return wanted.filter(isScope);
}

function misused(sentence: string): LauncherError {
  return new LauncherError(sentence, usage);
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
