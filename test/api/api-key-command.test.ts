import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findApiKey } from '../../db/api-keys.ts';
import { connect } from '../../db/orm.ts';
import { type FreshDatabase, freshDatabase } from '../setup/database.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.drop());

type Outcome = { code: number; output: string; errors: string };

function run(...args: string[]): Promise<Outcome> {
  const script = fileURLToPath(new URL('../../bin/api-key.ts', import.meta.url));
  const options = { env: { PATH: process.env['PATH'], DATABASE_URL: database.url } };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], options, (error, output, errors) => {
      resolve({ code: error ? Number(error.code) : 0, output, errors });
    });
  });
}

async function holderOf(secret: string) {
  const connected = await connect({ url: database.url, poolSize: 1 });
  const holder = await findApiKey(connected.em.fork(), secret);
  await connected.close(true);
  return holder;
}

test('a key is made, listed and revoked from the command line, and shown only once', async () => {
  expect((await run('list')).output).toContain('No keys yet');

  const made = await run(
    'create',
    '--name',
    'bank connector',
    '--scopes',
    'payments:write,runs:read',
  );
  const [secret = ''] = /fb_[\w-]{43}/.exec(made.output) ?? [];
  const holder = await holderOf(secret);
  expect(holder).toMatchObject({
    name: 'bank connector',
    scopes: ['payments:write', 'runs:read'],
  });

  const listed = await run('list');
  expect(listed.output).toContain('bank connector');
  expect(listed.output).not.toContain(secret);

  const id = holder?.id ?? '';
  expect(await run('revoke', id)).toMatchObject({ code: 0 });
  expect(await holderOf(secret)).toBeNull();
  expect(await run('revoke', id)).toMatchObject({ code: 1 });
});

test.each([
  [['create', '--name', 'x', '--scopes', 'cycles:rad'], 'No scope is called cycles:rad.'],
  [['create', '--name', 'x'], 'Which --scopes?'],
  [['create', '--scopes', '*'], 'A key needs a --name'],
  [['revoke'], '"revoke" is no command.'],
  [['revoke', 'seven'], 'No key that is in force has the id seven.'],
  [['list', 'all'], '"list all" is no command.'],
  [[], 'What to do?'],
  [['list', '--loud'], '--loud'],
])('%j is refused with a sentence', async (args, sentence) => {
  const { code, errors } = await run(...args);
  expect(code).toBe(1);
  expect(errors).toContain(sentence);
  expect(errors).not.toContain('    at ');
});
