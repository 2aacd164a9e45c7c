import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { plantedTree, reportOf } from './planted-tree.ts';

/** What oxlint reports, as far as we look at it. */
const lintReport = z.object({
  diagnostics: z.array(
    z.object({ filename: z.string(), code: z.string().optional(), message: z.string() }),
  ),
});

type Case = readonly [file: string, source: string, rule: string];

const lines = (count: number, line: string) => `${line}\n`.repeat(count);

const bugs: readonly Case[] = [
  [
    'api/floating.ts',
    `async function tell() {}\nexport const go = () => { tell(); };`,
    'no-floating-promises',
  ],
  [
    'api/condition.ts',
    `async function isPaid() { return true; }\nexport const f = () => { if (isPaid()) return 1; return 2; };`,
    'no-misused-promises',
  ],
  [
    'api/callback.ts',
    `export const f = (all: number[]) => all.forEach(async (one) => one);`,
    'no-misused-promises',
  ],
  ['api/await.ts', `export const f = async () => { const one = 1; await one; };`, 'await-thenable'],
  ['api/throw.ts', `export const f = () => { throw 'late'; };`, 'only-throw-error'],
  [
    'api/return.ts',
    `async function g() {}\nexport const f = async () => { try { return g(); } catch { return null; } };`,
    'return-await',
  ],
  ['api/equal.ts', `export const f = (a: string | number) => a == 1;`, 'eqeqeq'],
  [
    'api/case.ts',
    `export const f = (a: 'x' | 'y') => { switch (a) { case 'x': return 1; } return 0; };`,
    'switch-exhaustiveness-check',
  ],
  ['api/object.ts', `export const f = (a: object) => String(a);`, 'no-base-to-string'],
  ['api/sort.ts', `export const f = (a: number[]) => a.toSorted();`, 'require-array-sort-compare'],
];

const untyped: readonly Case[] = [
  ['api/any.ts', `export const f = (a: any) => [a];`, 'no-explicit-any'],
  [
    'api/parsed.ts',
    `export const f = (a: string): string => JSON.parse(a).name;`,
    'no-unsafe-return',
  ],
  ['api/sure.ts', `export const f = (a: string | null) => a!.length;`, 'no-non-null-assertion'],
  [
    'test/twice.ts',
    `export const f = (a: string) => a as unknown as number;`,
    'no-double-assertion',
  ],
  [
    'api/narrow.ts',
    `export const f = (a: string | number) => a as number;`,
    'no-unsafe-type-assertion',
  ],
  ['api/ignore.ts', `// @ts-ignore\nexport const a: number = 'one';`, 'ban-ts-comment'],
  [
    'api/type.ts',
    `import { Target } from './target.ts';\nexport type Seen = Target;`,
    'consistent-type-imports',
  ],
];

const clocks: readonly Case[] = [
  ['domain/now.ts', `export const f = () => Date.now();`, 'no-restricted-properties'],
  ['domain/date.ts', `export const f = () => new Date();`, 'no-clock'],
  ['domain/spoken-date.ts', `export const f = () => Date();`, 'no-clock'],
  ['domain/performance.ts', `export const f = () => performance.now();`, 'no-restricted-globals'],
  [
    'domain/temporal.ts',
    `import { Temporal } from 'temporal-polyfill';\nexport const f = () => Temporal.Now.instant();`,
    'no-restricted-properties',
  ],
  ['domain/chance.ts', `export const f = () => Math.random();`, 'no-restricted-properties'],
  [
    'domain/network.ts',
    `export const f = () => fetch('https://example.com');`,
    'no-restricted-globals',
  ],
  ['activities/now.ts', `export const f = () => Date.now();`, 'no-restricted-properties'],
  ['activities/date.ts', `export const f = () => new Date();`, 'no-clock'],
  ['db/date.ts', `export const f = () => new Date();`, 'no-clock'],
  [
    'workflows/temporal.ts',
    `import { Temporal } from 'temporal-polyfill';\nexport const f = () => Temporal.Now.instant();`,
    'no-restricted-properties',
  ],
  ['workflows/chance.ts', `export const f = () => Math.random();`, 'no-restricted-properties'],
  [
    'workflows/timeout.ts',
    `export const f = () => { setTimeout(() => {}, 1); };`,
    'no-restricted-globals',
  ],
];

const manners: readonly Case[] = [
  ['api/default.ts', `export default function f() {}`, 'no-default-export'],
  ['api/console.ts', `export const f = () => { console.log('here'); };`, 'no-console'],
  ['api/environment.ts', `export const f = () => process.env['HOME'];`, 'no-process-env'],
  ['api/camelCase.ts', `export const f = 1;`, 'filename-case'],
  ['api/later.ts', `// TODO: later\nexport const f = 1;`, 'no-warning-comments'],
  [
    'api/long-function.ts',
    `export function f(a: number[]) {\n${lines(50, 'a.push(1);')}}`,
    'max-lines-per-function',
  ],
  [
    'workflows/long-function.ts',
    `export function f(a: number[]) {\n${lines(70, 'a.push(1);')}}`,
    'max-lines-per-function',
  ],
  ['api/long-file.ts', `export const a: number[] = [];\n${lines(250, 'a.push(1);')}`, 'max-lines'],
  ['api/idle.ts', `// oxlint-disable-next-line no-var\nexport const f = 1;`, 'Unused'],
];

const tests: readonly Case[] = [
  [
    'test/skip.test.ts',
    `import { expect, test } from 'vitest';\ntest.skip('a bill is sent', () => { expect(1).toBe(1); });`,
    'no-disabled-tests',
  ],
  [
    'test/only.test.ts',
    `import { expect, test } from 'vitest';\ntest.only('a bill is sent', () => { expect(1).toBe(1); });`,
    'no-focused-tests',
  ],
  [
    'test/empty.test.ts',
    `import { test } from 'vitest';\ntest('a bill is sent', () => {});`,
    'expect-expect',
  ],
  [
    'test/title.test.ts',
    `import { expect, test } from 'vitest';\ntest('it should send a bill', () => { expect(1).toBe(1); });`,
    'valid-title',
  ],
];

const innocent: readonly (readonly [file: string, source: string])[] = [
  ['workflows/clock.ts', `export const f = () => Date.now() - new Date().getTime();`],
  ['workflows/page.ts', `export function f(a: number[]) {\n${lines(60, 'a.push(1);')}}`],
  ['activities/told.ts', `export const f = (nowMs: number) => new Date(nowMs);`],
  ['domain/day.ts', `export const f = (day: string) => Date.parse(day);`],
  ['bin/speaks.ts', `console.log(process.env['HOME']);`],
  ['vitest.config.ts', `export default {};`],
  ['test/title.ts', `export const f = 'a payment stops the ladder';`],
];

const planted = [bugs, untyped, clocks, manners, tests].flat();
const tree = plantedTree(['.oxlintrc.json', 'tsconfig.json', 'test/house/lint-rules.mjs']);
const reported = new Map<string, string[]>();

beforeAll(async () => {
  tree.plant('api/target.ts', `export type Target = string;\n`);
  for (const [file, source] of [...planted, ...innocent]) tree.plant(file, `${source}\n`);
  const report = await reportOf('oxlint/bin/oxlint', ['--format', 'json'], tree.folder);
  for (const { filename, code, message } of lintReport.parse(report).diagnostics) {
    reported.set(filename, [...(reported.get(filename) ?? []), code ?? message]);
  }
});
afterAll(() => tree.remove());

test.each([
  ['a bug that only types reveal', bugs],
  ['a hole in the types', untyped],
  ['a clock or chance where only the workflow knows the time', clocks],
  ['a breach of manners', manners],
  ['a test that tests nothing', tests],
])('%s is reported', (_, cases) => {
  const missed = cases.filter(
    ([file, , rule]) => !reported.get(file)?.some((code) => code.includes(rule)),
  );
  expect(missed).toEqual([]);
});

test('what is lawful in its place is left alone', () => {
  expect(
    innocent.filter(([file]) => reported.has(file)).map(([file]) => [file, reported.get(file)]),
  ).toEqual([]);
});
