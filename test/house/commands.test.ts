import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { root } from './planted-tree.ts';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));
const launched = Object.values(scripts).flatMap(
  (script) => /^node bin\/bootstrap\.mjs (\S+)/.exec(script)?.[1] ?? [],
);

test('every command of npm that the launcher takes has a program behind it', () => {
  const commands = launched.filter((command) => command !== 'test');
  expect(commands.filter((command) => !existsSync(join(root, 'bin', `${command}.ts`)))).toEqual([]);
});

test('every program that can be run by itself has a command of npm', () => {
  const programs = readdirSync(join(root, 'bin'))
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => /^runCommand\(/m.test(read(join('bin', name))));
  expect(programs.filter((name) => !launched.includes(name.replace('.ts', '')))).toEqual([]);
});

test('continuous integration runs the same checks as `npm run check`', () => {
  const local = [...(scripts['check'] ?? '').matchAll(/npm run (\S+)/g)].map(([, name]) => name);
  const remote = /^for check in (.+); do$/m.exec(read('.ci/run'))?.[1]?.split(' ');
  expect(remote).toEqual(local);
  expect(local.length).toBeGreaterThan(0);
});

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
