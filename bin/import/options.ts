import { parse as parsePath } from 'node:path';
import { parseArgs } from 'node:util';
import { isLocalDate, type LocalDate } from '../../domain/calendar.ts';
import { refuse } from '../../domain/errors.ts';

export type ImportOptions = {
  readonly file: string;
  readonly map: string | null;
  readonly seller: string | null;
  readonly billFrom: LocalDate | null;
  readonly skipBad: boolean;
  readonly badFile: string;
  readonly dryRun: boolean;
  readonly dataFolder: string;
};

export const usage = `npm run import -- FILE.csv [options]

  --map MAP.json       which column is what; without it Fairbill's own columns are expected
  --seller CODE        the seller whose customers these are, when there are several
  --bill-from DATE     the first day to be billed here; today when left out
  --skip-bad           leave out customers with bad rows and import the rest
  --bad-file FILE.csv  where bad rows are written; beside the file when left out
  --dry-run            say what would happen and change nothing
  --data .fairbill     the data folder of npm start, used where DATABASE_URL is not set

  docs/IMPORT.md describes the columns and the mapping.`;

const options = {
  map: { type: 'string' },
  seller: { type: 'string' },
  'bill-from': { type: 'string' },
  'skip-bad': { type: 'boolean', default: false },
  'bad-file': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  data: { type: 'string', default: '.fairbill' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the command line; null asks for the usage. Refuses with a sentence what it cannot read. */
export function readOptions(args: readonly string[]): ImportOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [file, another] = positionals;
  if (file === undefined || another !== undefined) {
    return refuse('import_invalid', `Name one CSV file to import.\n\n${usage}`);
  }
  const billFrom = values['bill-from'] ?? null;
  if (billFrom !== null && !isLocalDate(billFrom)) {
    refuse('date_invalid', `--bill-from ${billFrom} is not a date such as 2026-03-01.`);
  }
  const badFile = values['bad-file'] ?? badFileBeside(file);
  if (badFile === file) refuse('import_invalid', 'The bad rows cannot be written over the file.');
  return {
    file,
    map: values.map ?? null,
    seller: values.seller ?? null,
    billFrom,
    skipBad: values['skip-bad'],
    badFile,
    dryRun: values['dry-run'],
    dataFolder: values.data,
  };
}

/** customers.csv → customers.bad.csv */
function badFileBeside(file: string): string {
  const { dir, name } = parsePath(file);
  return `${dir === '' ? '' : `${dir}/`}${name}.bad.csv`;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse('import_invalid', `${reason}\n\n${usage}`);
  }
}
