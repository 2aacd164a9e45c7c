import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, root, run } from './kit.ts';

/** Runs vitest with our reporter in a folder of these files; tells its code and its last line. */
async function runTests(files: Readonly<Record<string, string>>, settings: object = {}) {
  const folder = await emptyFolder();
  const reporter = join(root, 'test', 'setup', 'closing-line-reporter.ts');
  const test = {
    globals: true,
    passWithNoTests: true,
    reporters: ['default', reporter],
    ...settings,
  };
  const config = `export default ${JSON.stringify({ test })};`;
  for (const [name, code] of Object.entries({ ...files, 'vitest.config.mjs': config })) {
    await writeFile(join(folder, name), code);
  }
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { end } = run(process.execPath, [vitest, 'run', '--root', folder], { folder });
  const { code, output } = await end;
  return { code, lastLine: output.trimEnd().split('\n').at(-1) };
}

const PASSES = `test('passes', () => {});`;

test('the last line counts what passed and what failed', async () => {
  expect(await runTests({ 'a.test.js': PASSES, 'b.test.js': PASSES })).toEqual({
    code: 0,
    lastLine: '2 passed, 0 failed',
  });
  const fails = `${PASSES} test('fails', () => { throw new Error('no'); });`;
  expect(await runTests({ 'a.test.js': fails })).toEqual({
    code: 1,
    lastLine: '1 passed, 1 failed',
  });
});

test('files that cannot be loaded, hooks that throw and stray errors count as failed', async () => {
  const files = {
    'load.test.js': `import './absent.js'; ${PASSES}`,
    'hook.test.js': `beforeAll(() => { throw new Error('no'); }); ${PASSES}`,
    'outside.test.js': `test('passes', () => { void Promise.reject(new Error('no')); });`,
  };
  const { code, lastLine } = await runTests(files);
  expect(lastLine).toMatch(/^\d passed, 3 failed$/);
  expect(code).toBe(1);
});

test('a run without a test is no success, whatever else is asked for', async () => {
  expect(await runTests({})).toEqual({ code: 1, lastLine: '0 passed, 0 failed' });
  expect(await runTests({ 'a.test.js': `test.skip('later', () => {});` })).toEqual({
    code: 1,
    lastLine: '0 passed, 0 failed',
  });
});

test('a set-up that ends the run counts as failed', async () => {
  const files = {
    'setup.mjs': 'export const setup = () => process.exit(1);',
    'a.test.js': PASSES,
  };
  expect(await runTests(files, { globalSetup: './setup.mjs' })).toEqual({
    code: 1,
    lastLine: '0 passed, 1 failed',
  });
});
