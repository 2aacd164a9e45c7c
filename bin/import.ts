/** `npm run import -- FILE.csv`: customers with their contracts, from a file. See --help. */
import { migrate } from '../db/migrate.ts';
import { connect } from '../db/orm.ts';
import { RefusalError } from '../domain/errors.ts';
import { defaultMapping } from '../domain/import/default-mapping.ts';
import { LauncherError } from './embedded/launcher-error.ts';
import { writeBadFile } from './import/bad-file.ts';
import { importFile, type ImportResult, type Progress } from './import/import-file.ts';
import { readMapping } from './import/mapping-file.ts';
import { type ImportOptions, readOptions, usage } from './import/options.ts';
import { rowsOf, showBadRows, showOtherColumns, showReport } from './import/show-result.ts';
import { bar, duration, fail, line, live } from './terminal.ts';
import { openDatabase } from './which-database.ts';

async function main(stopped: AbortSignal): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return line(usage);
  const mapping = options.map === null ? defaultMapping : await readMapping(options.map);
  const opened = await openDatabase((sentence) => live(`… ${sentence}`), options);
  try {
    await migrate(opened.url);
    const database = await connect({ url: opened.url, poolSize: 2 });
    try {
      const begunMs = performance.now();
      const request = { ...options, mapping, nowMs: Date.now() };
      const result = await importFile(database.em.fork(), request, progressUntil(stopped));
      await tell(result, options, mapping.delimiter, performance.now() - begunMs);
    } finally {
      await database.close(true);
    }
  } finally {
    await opened.close();
  }
}

/** Shows how far it is, and ends the import once somebody has pressed Ctrl-C. */
function progressUntil(stopped: AbortSignal): Progress {
  const titles = { reading: 'Reading kB', saving: 'Saving rows' };
  return (doing, done, total) => {
    stopped.throwIfAborted();
    const unit = doing === 'reading' ? 1_000 : 1;
    live(bar(titles[doing], Math.round(done / unit), Math.round(total / unit)));
  };
}

async function tell(
  result: ImportResult,
  { file, badFile, skipBad, dryRun }: ImportOptions,
  delimiter: string,
  milliseconds: number,
): Promise<void> {
  const { header, rows, bad, report, seller, billFrom } = result;
  line(`Read ${rowsOf(rows)} of ${file} for the seller ${seller}, to be billed from ${billFrom}.`);
  showOtherColumns(result);
  if (bad.length > 0) {
    await writeBadFile({ path: badFile, header, delimiter, bad });
    line(`${rowsOf(bad.length, 'bad row')}:`);
    showBadRows(bad, badFile);
  }
  if (report === null) {
    process.exitCode = 1;
    fail('Nothing was imported.', 'Mend the rows, or import the others with --skip-bad.');
    return;
  }
  showReport(report);
  const without = skipBad && bad.length > 0 ? ' without the bad rows' : '';
  const what = dryRun ? 'This was a dry run: nothing was changed' : `Imported${without}`;
  line(`${what}, in ${duration(milliseconds)}.`);
}

function explain(error: unknown, stopped: AbortSignal): void {
  if (stopped.aborted) fail('Stopped. Nothing was imported.');
  else if (error instanceof LauncherError) fail(error.sentence, error.hint, error.details);
  else if (error instanceof RefusalError) fail(error.message, 'Nothing was imported.');
  else fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

const interrupt = new AbortController();
// Once: who presses it again means it.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupt.abort());

main(interrupt.signal).catch((error: unknown) => {
  explain(error, interrupt.signal);
  process.exitCode = interrupt.signal.aborted ? 130 : 1;
});
