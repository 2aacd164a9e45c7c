/** `npm run prove-books`: proves that invoices, payments, credits and books agree. */
import { parseArgs, styleText } from 'node:util';
import { TableNotFoundException } from '@mikro-orm/core';
import { connect } from '../db/orm.ts';
import { proveBooks } from '../db/reports/agreement.ts';
import type { CheckResult } from '../db/reports/check.ts';
import { LauncherError } from './embedded/launcher-error.ts';
import { runCommand } from './run-command.ts';
import { duration, line, table } from './terminal.ts';
import { openDatabase } from './which-database.ts';

const usage = `npm run prove-books [-- --at-most 100]

Proves on the live database that invoices, payments, credits and books agree, and names every
difference, at most so many of a kind. It only reads, and sees one moment of the database.
Exit code 0: they agree. 1: they differ, or could not be read.

Works on DATABASE_URL or, without it, on the data of npm start (--data .fairbill).`;

runCommand(usage, async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      'at-most': { type: 'string', default: '100' },
      data: { type: 'string', default: '.fairbill' },
    },
  });
  const namedAtMost = readCount(values['at-most']);
  const opened = await openDatabase(line, { dataFolder: values.data });
  const database = await connect({ url: opened.url });
  try {
    const begun = performance.now();
    const results = await proveBooks(database.em.fork(), { namedAtMost });
    show(results, performance.now() - begun);
  } catch (error) {
    throw error instanceof TableNotFoundException ? withoutBooks(error) : error;
  } finally {
    await database.close(true);
    await opened.close();
  }
});

function readCount(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new LauncherError(`"${text}" is no number of differences to name.`, usage);
}

function withoutBooks(cause: Error): LauncherError {
  return new LauncherError(
    'This database lacks tables that belong to the books.',
    'Is it the right one? npm run migrate brings it to the newest shape.',
    '',
    { cause },
  );
}

function show(results: readonly CheckResult[], tookMs: number): void {
  table(
    [
      { title: 'What holds' },
      { title: 'Looked at', align: 'right' },
      { title: 'Wrong', align: 'right' },
    ],
    results.map(({ title, counted, wrong }) => [title, grouped(counted), grouped(wrong)]),
  );
  line();
  const wrong = results.filter((result) => result.wrong > 0);
  if (wrong.length === 0) {
    const mark = styleText('green', '✔');
    return line(`${mark} The books agree: ${results.length} checks in ${duration(tookMs)}.`);
  }
  for (const { title, wrong: count, sentences } of wrong) {
    line(`${styleText('red', '✖')} ${title}:`);
    for (const sentence of sentences) line(`  ${sentence}`);
    if (count > sentences.length) line(`  … and ${grouped(count - sentences.length)} more.`);
  }
  process.exitCode = 1;
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
