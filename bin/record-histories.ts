/**
 * `npm run record-histories`: writes down new histories of the stories, for the tests to replay.
 *
 * The stories run on servers of the tests' own, so the tests' own runner starts them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LauncherError } from './embedded/launcher-error.ts';
import { runCommand } from './run-command.ts';
import { line } from './terminal.ts';

const usage = `npm run record-histories

Runs the stories of test/workflows/live-stories.ts and writes what happened to test/histories/, for
those that are not there yet. One that is there stays as it is; to record it anew delete it first,
only where no workflow can be running that began with the code before, and say why in the commit.`;

const runner = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const stories = 'test/workflows/histories.test.ts';

runCommand(usage, async () => {
  const child = spawn(process.execPath, [runner, 'run', '--project', 'system', stories], {
    stdio: 'inherit',
    env: { ...process.env, FAIRBILL_RECORD_HISTORIES: 'yes' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) {
    throw new LauncherError(
      'The histories are not all recorded.',
      'A story failed above; mend it and run the same command again.',
    );
  }
  line('The histories are in test/histories/. Replay them with npm test -- test/workflows/replay.');
});
