import { parseArgs } from 'node:util';
import { LauncherError } from '../embedded/launcher-error.ts';

export type BankOptions = {
  readonly file: string;
  readonly seller: string | null;
  readonly dryRun: boolean;
  readonly dataFolder: string;
};

export const usage = `npm run import:bank -- FILE.xml [options]

  --seller CODE     whose account it is, where no invoice names the account
  --dry-run         say what would happen and change nothing; needs no Temporal Server
  --data .fairbill  the data folder of npm start

  FILE.xml is a bank's statement in camt.053. Works on the running npm start or on DATABASE_URL and
  TEMPORAL_ADDRESS. Importing a file twice, or one that overlaps, is safe. See docs/BANK.md.`;

export function readOptions(args: readonly string[]): BankOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seller: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      data: { type: 'string', default: '.fairbill' },
    },
  });
  const [file, another] = positionals;
  if (file === undefined || another !== undefined) {
    throw new LauncherError('Name one file of statements to import.', usage);
  }
  return {
    file,
    seller: values.seller ?? null,
    dryRun: values['dry-run'],
    dataFolder: values.data,
  };
}
