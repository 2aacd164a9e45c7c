import { RefusalError } from '../domain/errors.ts';
import { LauncherError } from './embedded/launcher-error.ts';
import { fail, line } from './terminal.ts';

/**
 * Runs one command of ours: its usage on --help, a plain sentence and a non-zero exit when it
 * cannot go on. Only what nobody foresaw shows a stack.
 */
export function runCommand(usage: string, work: (args: string[]) => Promise<void>): void {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) return line(usage);
  work(args).then(
    // Handles of the native core may outlive their connections by some seconds.
    () => process.exit(),
    (error: unknown) => {
      report(error, usage);
      process.exit(1);
    },
  );
}

function report(error: unknown, usage: string): void {
  if (error instanceof LauncherError) return fail(error.sentence, error.hint, error.details);
  if (error instanceof RefusalError) return fail(error.message);
  if (!(error instanceof Error)) return fail(String(error));
  const code = 'code' in error ? String(error.code) : '';
  if (code.startsWith('ERR_PARSE_ARGS')) return fail(error.message, usage);
  fail(error.stack ?? error.message);
}
