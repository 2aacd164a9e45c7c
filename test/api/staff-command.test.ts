import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveBook } from '../../db/book.ts';
import { connect, type Database } from '../../db/orm.ts';
import { findSession, idByPassword, openSession } from '../../db/staff-sessions.ts';
import { staffByLogin } from '../../db/staff.ts';
import { type FreshDatabase, freshDatabase } from '../setup/database.ts';
import { book } from './sample-book.ts';

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = await connect({ url: fresh.url, poolSize: 2 });
  await saveBook(database.em.fork(), book);
});

afterAll(async () => {
  await database.close(true);
  await fresh.drop();
});

type Outcome = { code: number; output: string; errors: string };

function run(...args: string[]): Promise<Outcome> {
  const script = fileURLToPath(new URL('../../bin/staff.ts', import.meta.url));
  const options = { env: { PATH: process.env['PATH'], DATABASE_URL: fresh.url } };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], options, (error, output, errors) => {
      resolve({ code: error ? Number(error.code) : 0, output, errors });
    });
  });
}

const ana = '--seller nordlys --login ana --name Ana --email ana@nordlys.example --role supervisor';
const passwordIn = ({ output }: Outcome) => /^ {2}([a-z0-9-]{23})$/m.exec(output)?.[1] ?? '';
const signIn = (login: string, password: string) =>
  idByPassword(database.em.fork(), { login, password, at: new Date() });

const people = async () => staffByLogin(database.em.fork(), 'ana');

test('somebody is made, signs in with the password that is shown once, and is listed', async () => {
  expect((await run('list')).output).toContain('Nobody yet');
  const made = await run(
    'create',
    ...ana.split(' '),
    '--groups',
    'front,senior',
    '--languages',
    'sl',
  );
  expect(made.output).toContain('Ana signs in as ana: supervisor at nordlys.');
  expect(await signIn('ana', passwordIn(made))).toBe((await people()).id);
  const listed = await run('list');
  expect(listed.output).toMatch(/nordlys +ana +Ana +supervisor +front, senior +sl/);
  expect(listed.output).not.toContain(passwordIn(made));
  expect(await run('create', ...ana.split(' '))).toMatchObject({ code: 1 });
});

test('a new role keeps the groups unless they are named, and holds at once', async () => {
  expect((await run('set-role', 'ana', '--role', 'agent')).output).toContain('ana is agent now.');
  expect(await people()).toMatchObject({ role: 'agent', groups: ['front', 'senior'] });
  await run('set-role', 'ana', '--role', 'agent', '--groups', '');
  expect(await people()).toMatchObject({ groups: [] });
});

test('a new password signs out, and so does leaving', async () => {
  const em = database.em.fork();
  const { id } = await people();
  const { token } = await openSession(em, id, new Date());
  const password = passwordIn(await run('set-password', 'ana', '--generate'));
  expect(await findSession(em, token, new Date())).toBe('ended');
  expect(await signIn('ana', password)).toBe(id);
  expect(await run('deactivate', 'ana')).toMatchObject({ code: 0 });
  await expect(signIn('ana', password)).rejects.toThrow('wrong');
  expect(await run('activate', 'ana')).toMatchObject({ code: 0 });
  expect(await people()).toMatchObject({ active: true });
});

test.each([
  [['create'], 'Which --seller?'],
  [['create', ...ana.replace('supervisor', 'boss').split(' ')], 'No role is called boss.'],
  [['create', ...ana.split(' '), '--reasons', 'anger'], 'No reason is called anger.'],
  [['create', ...ana.replace('nordlys ', 'nobody ').split(' ')], 'There is no seller nobody.'],
  [['create', ...ana.replace('--login ana', '--login Ö').split(' ')], '--login "Ö" is not'],
  [['set-role', 'nobody', '--role', 'agent'], 'Nobody has the login nobody.'],
  [['set-role', 'ana'], 'Which --role?'],
  [['deactivate'], '"deactivate" is no command.'],
  [['promote', 'ana'], '"promote ana" is no command.'],
  [[], 'What to do?'],
])('%j is refused with a sentence', async (args, sentence) => {
  const { code, errors } = await run(...args);
  expect(code).toBe(1);
  expect(errors).toContain(sentence);
  expect(errors).not.toContain('    at ');
});
