import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, run } from './kit.ts';
import { bootstrap, smallClone, writeManifests } from './small-clone.ts';

/**
 * Says what it was given, in TypeScript that only a new Node runs, and ends with a code of its own.
 */
const HELLO = `
const [first, ...rest]: string[] = process.argv.slice(2);
console.log('hello', first, rest.length, process.versions.node.split('.')[0]);
process.exitCode = 7;
`;

/** Says each signal it gets, takes a moment to leave, and ends with a code of its own. */
const SLOW_TO_LEAVE = `
let signals = 0;
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    signals += 1;
    console.log('got', name);
    setTimeout(() => {
      console.log('left after', signals);
      process.exit(5);
    }, 1_500);
  });
}
process.on('disconnect', () => {
  console.log('alone');
  process.exit(6);
});
setTimeout(() => process.exit(9), 20_000);
console.log('up');
`;

test('a fresh clone installs what the lockfile names and hands over to its Node', async () => {
  const folder = await smallClone({ hello: HELLO });
  const { code, output } = await bootstrap(folder, 'hello', 'a', '--b', 'c').end;
  expect(output).toMatch(/Installing the dependencies[^]*Installed \d+ packages in \d+ s\./);
  expect(output).toContain('hello a 2 24');
  expect(code).toBe(7);
  expect(existsSync(join(folder, '.fairbill'))).toBe(false);
});

test('it installs again only when the lockfile has changed', async () => {
  const folder = await smallClone({ hello: HELLO });
  await bootstrap(folder, 'hello').end;
  expect((await bootstrap(folder, 'hello').end).output).not.toContain('Installing');
  // A file that a new `npm ci` removes, since it begins from nothing.
  const witness = join(folder, 'node_modules', 'witness');
  await writeFile(witness, '');
  await rm(join(folder, 'node_modules', '.package-lock.json'));
  expect((await bootstrap(folder, 'hello').end).output).not.toContain('Installing');
  await writeFile(join(folder, 'package-lock.json'), '\n', { flag: 'a' });
  expect((await bootstrap(folder, 'hello').end).output).toContain('Installing');
  expect(existsSync(witness)).toBe(false);
});

test("node_modules from somebody's own `npm ci` is taken as it is", async () => {
  const folder = await smallClone({ hello: HELLO });
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
  const { output } = await bootstrap(folder, 'hello').end;
  expect(output).not.toContain('Installing');
  expect(output).toContain('hello');
});

test('two at once install once and both go on', async () => {
  const folder = await smallClone({ hello: HELLO });
  const [one, other] = await Promise.all([
    bootstrap(folder, 'hello', 'one').end,
    bootstrap(folder, 'hello', 'other').end,
  ]);
  expect(one.output).toContain('hello one');
  expect(other.output).toContain('hello other');
  const outputs = [one.output, other.output];
  expect(outputs.filter((output) => output.includes('Installing the'))).toHaveLength(1);
  expect(outputs.filter((output) => output.includes('waiting for it'))).toHaveLength(1);
});

test('a registry that cannot be reached is said plainly, with what to do', async () => {
  const folder = await smallClone({ hello: HELLO });
  const resolved = 'http://127.0.0.1:9/left-pad-1.3.0.tgz';
  await writeManifests(folder, { 'left-pad': { version: '1.3.0', resolved } });
  const { code, output } = await bootstrap(folder, 'hello').end;
  expect(code).toBe(1);
  expect(output).toContain('`npm ci` failed.');
  expect(output).toContain('npm could not reach its registry');
  expect(output).not.toContain('hello');
  expect(output).not.toMatch(/^\s+at /m);
});

test('an interrupt reaches the program once, and it gets the time to stop cleanly', async () => {
  const folder = await smallClone({ slow: SLOW_TO_LEAVE });
  const { child, says, end } = bootstrap(folder, 'slow');
  await says('up');
  // Terminal and npm both pass on the one press of Ctrl-C, one right after the other.
  child.kill('SIGINT');
  await says('got SIGINT');
  child.kill('SIGINT');
  const { code, output } = await end;
  expect(output).toContain('left after 1');
  expect(code).toBe(5);
});

test('a program whose bootstrap was killed is told so', async () => {
  const folder = await smallClone({ slow: SLOW_TO_LEAVE });
  const { child, says, end } = bootstrap(folder, 'slow');
  await says('up');
  child.kill('SIGKILL');
  // The program holds the other end of our pipe, so this ends when the program has.
  const { output } = await end;
  expect(output).toContain('alone');
});

test('an unknown command is answered with the known ones', async () => {
  const folder = await smallClone({ hello: HELLO });
  for (const command of [[], ['nonsense'], ['../hello']]) {
    const { code, output } = await bootstrap(folder, ...command).end;
    expect(code).toBe(1);
    expect(output).toContain('The commands are: hello, test.');
  }
});

test('an old Node is told in one sentence', async () => {
  const pretend = `Object.defineProperty(process, 'versions', { value: { node: '18.19.0' } })`;
  const { code, output } = await run(process.execPath, [
    '--import',
    `data:text/javascript,${encodeURIComponent(pretend)}`,
    join(root, 'bin', 'bootstrap.mjs'),
    'start',
  ]).end;
  expect(code).toBe(1);
  expect(output).toContain('Fairbill needs Node 20.20 or newer, and this is Node 18.19.0.');
});
