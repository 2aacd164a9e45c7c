import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toDecimal } from '../../domain/money.ts';
import { statementFile } from '../domain/bank/statement-file.ts';
import { provided } from '../setup/provided.ts';
import { type Bank, openBank } from './bank-kit.ts';

let bank: Bank;
let folder: string;

beforeAll(async () => {
  bank = await openBank();
  folder = await mkdtemp(join(tmpdir(), 'fairbill-bank-'));
});

afterAll(async () => {
  await bank.close();
  await rm(folder, { recursive: true });
});

/** The command as a person types it, on this file's database and namespace. */
async function run(content: string, ...options: string[]) {
  const file = join(folder, 'march.xml');
  await writeFile(file, content);
  return command([file, ...options]);
}

function command(args: string[], settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['bin/import-bank.ts', ...args], {
    env: {
      ...process.env,
      DATABASE_URL: bank.database.config.get('clientUrl'),
      TEMPORAL_ADDRESS: provided().temporalAddress,
      TEMPORAL_NAMESPACE: bank.namespace,
      NO_COLOR: '1',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, said }));
  });
}

const bookedAs = (said: string, title: string) =>
  new RegExp(`^${title} +(\\d+) +(\\S+)$`, 'm').exec(said)?.slice(1);

test('a dry run says what would happen, needs no Temporal Server and changes nothing', async () => {
  const bill = await bank.bill('ANA');
  const amount = toDecimal(bill.claimedMinor, 'EUR');
  const file = statementFile([
    {
      id: 'DRY',
      opening: '0.00',
      closing: '999.00',
      entries: [
        { amount, details: [{ debtor: 'ANA MUELLER', text: ['thanks'], endToEndId: 'E-1' }] },
        { amount, sign: 'DBIT', isReversal: true, details: [{ endToEndId: 'E-1' }] },
        { amount: '5.00', sign: 'DBIT', isReversal: true },
        { amount: '1.00', remark: 'interest' },
      ],
    },
  ]);
  const counts = await bank.counts();
  const { code, said } = await run(file, '--dry-run');
  expect(said).toContain('This was a dry run: nothing was changed.');
  expect(code).toBe(0);
  expect(said).toContain(`ANA MUELLER   ${bill.invoice}`);
  expect(bookedAs(said, 'Would be booked by amount and name')).toEqual(['1', `€${amount}`]);
  expect(bookedAs(said, 'To the list for a person')).toEqual(['1', '€1.00']);
  expect(bookedAs(said, 'Payments taken back')).toEqual(['1', `€${amount}`]);
  expect(bookedAs(said, 'Returns to the list for a person')).toEqual(['1', '€5.00']);
  expect(said).toContain('The balance does not agree: €0.00 and the entries make €999.00 only');
  expect(await bank.counts()).toEqual(counts);
});

test('an import books, and its table makes up the statement; the second one knows it all', async () => {
  const bill = await bank.bill('BOR');
  const amount = toDecimal(bill.claimedMinor, 'EUR');
  const closing = toDecimal(bill.claimedMinor + 400, 'EUR');
  const file = statementFile([
    {
      id: 'REAL',
      opening: '3.00',
      closing,
      entries: [
        { amount, details: [{ structured: [{ reference: bill.reference }] }] },
        { amount: '1.00', details: [{ debtor: 'Nobody' }] },
      ],
    },
  ]);
  const { code, said } = await run(file);
  expect(said).toContain('Imported march.xml.');
  expect(code).toBe(0);
  expect(bookedAs(said, 'Booked by reference')).toEqual(['1', `€${amount}`]);
  expect(bookedAs(said, 'To the list for a person')).toEqual(['1', '€1.00']);
  expect(said).toContain(`The balance agrees: €3.00 and the entries make €${closing}.`);
  expect(said).toContain('1 wait for a person');
  expect(await bank.openMinor(bill)).toBe(0);

  const counts = await bank.counts();
  const again = await run(file);
  expect(again.code).toBe(0);
  expect(bookedAs(again.said, 'Known already')?.[0]).toBe('2');
  expect(bookedAs(again.said, 'Booked by reference')?.[0]).toBe('0');
  expect(await bank.counts()).toEqual(counts);
  expect(await bank.differences()).toEqual([]);
});

test.each([
  ['<Document/>', 'no bank statement in the form camt.053'],
  ['Hello', 'The file is no XML: line 1, column 5'],
  [
    statementFile([{ iban: 'SI56263300012039086', entries: [] }]),
    'No seller has the account SI56263300012039086',
  ],
])('a file that cannot be imported ends it with 1 and a sentence: %#', async (file, sentence) => {
  const { code, said } = await run(file);
  expect(said).toContain(sentence);
  expect(said.split('\n').length).toBeLessThan(5);
  expect(code).toBe(1);
});

test('what stands in the way is told in a sentence', async () => {
  expect(await command(['no-such.xml'])).toEqual({
    code: 1,
    said: '✖ There is no file no-such.xml.\n  Nothing was imported.\n',
  });
  expect((await command([])).said).toContain('Name one file of statements to import.');
  const file = join(folder, 'march.xml');
  await writeFile(file, statementFile([{ entries: [] }]));
  const away = await command([file], { TEMPORAL_ADDRESS: '127.0.0.1:1' });
  expect(away.said).toContain('The Temporal Server at 127.0.0.1:1 does not answer.');
  expect(away.code).toBe(1);
});
