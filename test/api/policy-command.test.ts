import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveBook } from '../../db/book.ts';
import { disputePolicyOf } from '../../db/dispute-policy.ts';
import { discountPolicyOf } from '../../db/grant-facts.ts';
import { connect, type Database } from '../../db/orm.ts';
import { sellerByCode } from '../../db/seller.ts';
import { type FreshDatabase, freshDatabase } from '../setup/database.ts';
import { book } from './sample-book.ts';

let fresh: FreshDatabase;
let database: Database;
let folder: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = await connect({ url: fresh.url, poolSize: 2 });
  await saveBook(database.em.fork(), book);
  folder = await mkdtemp(join(tmpdir(), 'fairbill-policy-'));
});

afterAll(async () => {
  await database.close(true);
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

type Outcome = { code: number; output: string; errors: string };

function run(...args: string[]): Promise<Outcome> {
  const script = fileURLToPath(new URL('../../bin/policy.ts', import.meta.url));
  const options = { env: { PATH: process.env['PATH'], DATABASE_URL: fresh.url } };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], options, (error, output, errors) => {
      resolve({ code: error ? Number(error.code) : 0, output, errors });
    });
  });
}

async function fileOf(name: string, content: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify(content));
  return file;
}

const own = ['--seller', 'nordlys'];

test.each(['disputes', 'discounts'])(
  'the standard rules for %s can be shown, changed and put into force as the next version',
  async (kind) => {
    const shown = await run('show', kind, ...own);
    expect(shown.code).toBe(0);
    const rules = JSON.parse(shown.output) as object;
    const file = await fileOf(`${kind}.json`, { ...rules, code: 'ours' });
    expect((await run('set', kind, file, ...own)).output).toContain('ours/1 is in force');
    expect((await run('set', kind, file, ...own)).output).toContain('ours/2 is in force');
    expect(JSON.parse((await run('show', kind, ...own)).output)).toEqual({
      ...rules,
      code: 'ours',
      version: 2,
    });
  },
);

test('what was set is what disputes and grants are judged by', async () => {
  const em = database.em.fork();
  const { id } = await sellerByCode(em, 'nordlys');
  expect((await disputePolicyOf(em, id)).policy).toMatchObject({ code: 'ours', version: 2 });
  expect(await discountPolicyOf(em, id)).toMatchObject({ code: 'ours', version: 2 });
});

test('a file that holds no policy changes nothing, and each fault is named', async () => {
  const shown = (await run('show', 'discounts', ...own)).output;
  const rules = JSON.parse(shown) as { limits: object[] };
  const [limit] = rules.limits;
  const worse = { ...limit, role: 'operator', perGrantMinor: { alone: 5, withSecond: 4 } };
  const file = await fileOf('worse.json', { ...rules, limits: [worse], budget: [] });
  const { code, errors } = await run('set', 'discounts', file, ...own);
  expect(code).toBe(1);
  for (const words of ['decides nothing', 'less with a second person', 'budget', 'nothing was']) {
    expect(errors).toContain(words);
  }
  const hours = await fileOf('hours.json', { code: 'x', version: 1 });
  expect((await run('set', 'disputes', hours, ...own)).errors).toContain('hours');
  expect((await run('show', 'discounts', ...own)).output).toContain('"version": 2');
});

test.each([
  [['show'], 'disputes or discounts?'],
  [['show', 'disputes'], '--seller'],
  [['set', 'disputes', ...own], 'from a file?'],
  [['set', 'disputes', '/nowhere.json', ...own], 'cannot be read'],
  [['show', 'disputes', '--seller', 'nobody'], 'nobody'],
])('%j is answered with a sentence', async (args, words) => {
  const { code, errors } = await run(...args);
  expect(code).toBe(1);
  expect(errors).toContain(words);
});
