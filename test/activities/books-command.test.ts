import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paid } from './books-facts.ts';
import { firstPeriod } from './books-homes.ts';
import { newTown, type Town } from './books-town.ts';

const nowMs = Date.parse(`${firstPeriod}T09:00:00Z`);

let town: Town;
beforeAll(async () => {
  town = await newTown();
  for (const kind of [0, 2]) {
    const home = town.takeHome(kind);
    const { books } = await town.activities.issueOrLoad({ ...home, period: firstPeriod, nowMs });
    const { currency, cycleId, openMinor } = books;
    const fact = paid({ paymentId: `whole-${currency}`, amountMinor: openMinor, currency });
    await town.activities.bookFact({ cycleId, fact, nowMs });
  }
});
afterAll(() => town.leave());

type Ended = { code: number; output: string; errors: string };

function prove(url: string, ...args: string[]): Promise<Ended> {
  const script = fileURLToPath(new URL('../../bin/prove-books.ts', import.meta.url));
  const options = { env: { PATH: process.env['PATH'], DATABASE_URL: url } };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], options, (error, output, errors) => {
      resolve({ code: error ? Number(error.code) : 0, output, errors });
    });
  });
}

test('the command shows what it looked at and ends with 0 when the books agree', async () => {
  const { code, output, errors } = await prove(town.url);
  expect(errors).toBe('');
  expect(output).toMatch(/Every posting balances +4 +0\n/);
  expect(output).toMatch(/✔ The books agree: \d+ checks in [\d.]+ s\.\n$/);
  expect(code).toBe(0);
});

test('it names the differences, says how many more there are, and ends with 1', async () => {
  await town.database.em.fork().execute('update customer set credit_minor = 7');
  const { code, output } = await prove(town.url, '--at-most', '2');
  expect(code).toBe(1);
  expect(output).toContain('✖ What a customer has to their credit is in the ledger:');
  expect(output).toContain(
    '  home-0-0: customer C-0-0: 0.07 EUR is their credit, 0.00 EUR is their credit in the ledger.',
  );
  expect(output).toMatch(/\n {2}… and 54 more\.\n/);
  expect(output).not.toContain('agree: ');
});

test('a database without books and a number that is none are told in a sentence', async () => {
  const url = new URL(town.url);
  url.pathname = 'postgres';
  const { code, errors } = await prove(url.href);
  expect(code).toBe(1);
  expect(errors).toContain('This database lacks tables that belong to the books.');
  expect((await prove(town.url, '--at-most', 'all')).errors).toContain('"all" is no number');
});
