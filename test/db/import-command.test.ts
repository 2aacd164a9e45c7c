import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { csvLine } from '../../bin/import/csv-line.ts';
import { readOptions } from '../../bin/import/options.ts';
import { withFile } from '../domain/import/temporary-file.ts';
import { ownDatabase } from './own-database.ts';

const { em, url } = ownDatabase();

const seller = ['--map', 'examples/customers.map.json'];

/** The command as a person types it, on this file's database. */
function start(...args: string[]) {
  const child = spawn(process.execPath, ['bin/import.ts', ...args], {
    env: { ...process.env, DATABASE_URL: url(), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, said }));
  });
  return { child, ended };
}

const run = (...args: string[]) => start(...args).ended;

const countOf = async (table: 'customer' | 'seller') => {
  const [row] = await em().execute<{ count: number }[]>(
    `select count(*)::int as count from ${table}`,
  );
  return row?.count;
};

function fileOf(rows: number, email: (number: number) => string): string {
  const header = ['customer_number', 'customer_name', 'email', 'country', 'starts_on', 'interval'];
  const lines = Array.from({ length: rows }, (_, index) => [
    ...[
      `C-${index}`,
      'Õie',
      email(index),
      'EE',
      '2026-01-15',
      'monthly',
      'fibre',
      'Fibre',
      '29.90',
    ],
  ]);
  const columns = [...header, 'service_code', 'service_name', 'price'];
  return [columns, ...lines].map((cells) => csvLine(cells, ',')).join('');
}

test('an import that is killed while it writes leaves nothing', async () => {
  await withFile(
    fileOf(4_000, () => 'a@example.com'),
    async (file) => {
      const { child, ended } = start(file, ...seller);
      const isWriting = `select exists (select from pg_stat_activity
      where datname = current_database() and query like 'insert into contract%') as writing`;
      for (let found = false; !found && child.exitCode === null; await wait(5)) {
        const [row] = await em().execute<{ writing: boolean }[]>(isWriting);
        found = row?.writing === true;
      }
      child.kill('SIGKILL');
      expect(await ended).toMatchObject({ code: null });
    },
  );
  expect(await countOf('customer')).toBe(0);
  expect(await countOf('seller')).toBe(0);
});

test('the command says what it did, and ends with 0', async () => {
  const { code, said } = await run(
    'examples/customers.csv',
    ...seller,
    '--bill-from',
    '2026-03-01',
  );
  expect(code).toBe(0);
  expect(said.replace(/in [\d.]+ s/, 'in 0 s')).toBe(
    `Read 9 rows of examples/customers.csv for the seller example-shop, to be billed from 2026-03-01.
  Kept as the customers' attributes: “account_manager”.
  sellers           1 new        0 changed        0 unchanged
  services          5 new        0 changed        0 unchanged
  ladders           1 new        0 changed        0 unchanged
  customers         7 new        0 changed        0 unchanged
  contracts         8 new        0 changed        0 unchanged
Imported, in 0 s.
`,
  );
});

test('bad rows end it with 1: twenty are shown, and all are in the bad file', async () => {
  const before = await countOf('customer');
  await withFile(
    fileOf(30, (number) => (number < 25 ? '?' : 'a@example.com')),
    async (file) => {
      const { code, said } = await run(file);
      expect(code).toBe(1);
      expect(said.match(/^ {2}line \d+: /gm)).toHaveLength(20);
      expect(said).toContain('  line 2: “email”: “?” is no e-mail address\n');
      expect(said).toContain('  … and 5 more\n');
      expect(said).toContain('✖ Nothing was imported.');
      const bad = await readFile(join(dirname(file), 'customers.bad.csv'), 'utf8');
      expect(bad.trimEnd().split('\r\n')).toHaveLength(26);
      expect(await countOf('customer')).toBe(before);

      const rest = await run(file, '--skip-bad');
      expect(rest.code).toBe(0);
      expect(rest.said).toContain('Imported without the bad rows');
    },
  );
  expect(await countOf('customer')).toBe((before ?? 0) + 5);
});

test('a file that cannot be read is told in a plain sentence, and ends it with 1', async () => {
  const { code, said } = await run('no-such.csv');
  expect(said).toBe('✖ There is no file no-such.csv.\n  Nothing was imported.\n');
  expect(code).toBe(1);
});

test.each([
  [[], 'Name one CSV file to import.'],
  [['one.csv', 'two.csv'], 'Name one CSV file to import.'],
  [['a.csv', '--bill-from', 'today'], '--bill-from today is not a date such as 2026-03-01.'],
  [['a.csv', '--tidy'], "Unknown option '--tidy'"],
  [['a.csv', '--bad-file', 'a.csv'], 'The bad rows cannot be written over the file.'],
])('%j is refused in a plain sentence', (args, sentence) => {
  expect(() => readOptions(args)).toThrow(sentence);
});
