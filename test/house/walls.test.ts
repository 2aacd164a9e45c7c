import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { plantedTree, reportOf, root } from './planted-tree.ts';

/** What depcruise reports, as far as we look at it. */
const cruiseReport = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** A planted file, what it imports, and the rule that must report it (none, if it is innocent). */
type Case = readonly [file: string, source: string, rule: string | undefined];

const rooms = [
  'domain',
  'workflows',
  'activities',
  'db',
  'papers',
  'api',
  'bin',
  'bench',
  'test',
] as const;

/** The table of docs/ARCHITECTURE.md, written down a second time on purpose. */
const mayImport: Readonly<Record<(typeof rooms)[number], string>> = {
  domain: '',
  workflows: 'domain',
  activities: 'domain db papers',
  db: 'domain',
  papers: 'domain',
  api: 'domain db papers',
  bin: 'domain workflows activities db papers api',
  bench: 'domain workflows activities db papers api bin test',
  test: 'domain workflows activities db papers api bin bench',
};

/** Rooms that may be entered by a narrow door only: a wrong entry has the door's name. */
const doors: Readonly<Record<string, string>> = {
  'workflows into activities': 'workflows-only-the-contract',
  'activities into workflows': 'no-workflow-code-outside-workflows',
  'api into workflows': 'no-workflow-code-outside-workflows',
};

const value = (from: string) => `import { target } from '${from}';\nexport const seen = target;\n`;
const type = (from: string) =>
  `import type { Target } from '${from}';\nexport type Seen = Target;\n`;
const bare = (from: string) => `import '${from}';\n`;
const later = (from: string) =>
  `export const later = async () => (await import('${from}')).target;\n`;
const behindUsing = (from: string) =>
  `export async function f() {
     await using held = await import('${from}');
     return held;
   }\n`;

const arrows: readonly Case[] = rooms.flatMap((from) =>
  rooms
    .filter((to) => to !== from)
    .map((to): Case => {
      const isAllowed = mayImport[from].split(' ').includes(to);
      const rule = doors[`${from} into ${to}`] ?? `${from}-not-into-${to}`;
      return [`${from}/into-${to}.ts`, value(`../${to}/target.ts`), isAllowed ? undefined : rule];
    }),
);

const waysToImport: readonly Case[] = [
  ['workflows/type-of-db.ts', type('../db/target.ts'), 'workflows-not-into-db'],
  ['workflows/nested/deep.ts', value('../../db/target.ts'), 'workflows-not-into-db'],
  ['workflows/again.ts', `export * from '../db/target.ts';\n`, 'workflows-not-into-db'],
  ['workflows/by-name.ts', `export { target } from '../db/target.ts';\n`, 'workflows-not-into-db'],
  ['workflows/later.ts', later('../db/target.ts'), 'workflows-not-into-db'],
  ['workflows/using.ts', behindUsing('../db/target.ts'), 'workflows-not-into-db'],
  ['domain/letters/nested.ts', value('../target.ts'), undefined],
];

const narrowDoors: readonly Case[] = [
  ['workflows/type-of-the-contract.ts', type('../activities/contract.ts'), undefined],
  [
    'workflows/contract.ts',
    value('../activities/contract.ts'),
    'workflows-only-types-of-the-contract',
  ],
  [
    'workflows/contract-later.ts',
    later('../activities/contract.ts'),
    'workflows-only-types-of-the-contract',
  ],
  ['workflows/type-of-activity.ts', type('../activities/target.ts'), 'workflows-only-the-contract'],
  ['activities/messages.ts', value('../workflows/messages.ts'), undefined],
  ['activities/start-options.ts', value('../workflows/start-options.ts'), undefined],
  ['activities/type.ts', type('../workflows/target.ts'), 'no-workflow-code-outside-workflows'],
  ['api/messages.ts', value('../workflows/messages.ts'), undefined],
  ['api/start-options.ts', value('../workflows/start-options.ts'), undefined],
  ['api/type.ts', type('../workflows/target.ts'), 'no-workflow-code-outside-workflows'],
  ['api/writes-bills.ts', value('../db/write-target.ts'), 'api-only-reads-the-books'],
  ['api/writes-books.ts', value('../db/books.ts'), 'api-only-reads-the-books'],
];

const fromOutside: readonly Case[] = [
  ['domain/dates.ts', bare('temporal-polyfill'), undefined],
  ['domain/node.ts', bare('node:fs'), 'pure-rooms-without-node'],
  ['domain/old-node.ts', bare('crypto'), 'pure-rooms-without-node'],
  ['domain/type-of-node.ts', type('node:fs'), 'pure-rooms-without-node'],
  ['domain/package.ts', bare('uuid'), 'domain-only-date-arithmetic'],
  ['domain/temporal.ts', bare('@temporalio/workflow'), 'domain-only-date-arithmetic'],
  ['workflows/temporal.ts', bare('@temporalio/workflow'), undefined],
  ['workflows/temporal-common.ts', bare('@temporalio/common'), undefined],
  ['workflows/node.ts', bare('node:fs'), 'pure-rooms-without-node'],
  ['workflows/old-node.ts', bare('fs'), 'pure-rooms-without-node'],
  ['workflows/client.ts', bare('@temporalio/client'), 'workflows-only-temporal'],
  ['workflows/package.ts', bare('uuid'), 'workflows-only-temporal'],
  ['activities/files.ts', bare('node:fs'), undefined],
  ['activities/web.ts', bare('hono'), 'activities-know-no-http'],
  ['activities/sandbox.ts', bare('@temporalio/workflow'), 'activities-know-no-http'],
  ['db/files.ts', bare('node:crypto'), undefined],
  ['db/temporal.ts', bare('@temporalio/common'), 'db-knows-neither-temporal-nor-http'],
  ['db/web.ts', bare('hono'), 'db-knows-neither-temporal-nor-http'],
  ['papers/fonts.ts', bare('node:fs'), undefined],
  ['papers/rows.ts', bare('@mikro-orm/core'), 'papers-only-set-what-they-are-given'],
  ['papers/post.ts', bare('nodemailer'), 'papers-only-set-what-they-are-given'],
  ['api/client.ts', bare('@temporalio/client'), undefined],
  ['api/worker.ts', bare('@temporalio/worker'), 'api-is-only-a-client'],
  ['api/development.ts', bare('vitest'), 'no-development-packages-in-the-product'],
  ['test/development.ts', bare('fast-check'), undefined],
  ['api/undeclared.ts', bare('acorn'), 'only-declared-packages'],
  ['api/nowhere.ts', value('./nowhere-else.ts'), 'nothing-unresolved'],
];

/** The tool reports a circle once, at the first of its modules. */
const circle: readonly Case[] = [
  [
    'db/half.ts',
    `import { other } from './other-half.ts';\nexport const half = () => other;\n`,
    'no-circle',
  ],
  ['db/other.ts', value('./target.ts'), undefined],
];
const otherHalf = `import { half } from './half.ts';\nexport const other = () => half;\n`;

describe('the walls between the rooms', () => {
  const tree = plantedTree(['package.json']);
  const reported = new Map<string, string[]>();
  const missed = (cases: readonly Case[]) =>
    cases.filter(([file, , rule]) => rule && !reported.get(file)?.includes(rule));
  const wronged = (cases: readonly Case[]) =>
    cases.filter(([file, , rule]) => !rule && reported.has(file));

  beforeAll(async () => {
    const target = 'export type Target = string;\nexport const target = 1;\n';
    for (const room of rooms) tree.plant(`${room}/target.ts`, target);
    tree.plant('activities/contract.ts', target);
    tree.plant('workflows/messages.ts', target);
    tree.plant('workflows/start-options.ts', target);
    tree.plant('db/write-target.ts', target);
    tree.plant('db/books.ts', target);
    tree.plant('db/other-half.ts', otherHalf);
    const cases = [arrows, waysToImport, narrowDoors, fromOutside, circle].flat();
    for (const [file, source] of cases) tree.plant(file, source);
    for (const { from, rule } of (await cruise(tree.folder)).summary.violations) {
      reported.set(from, [...(reported.get(from) ?? []), rule.name]);
    }
  });
  afterAll(() => tree.remove());

  test.each([
    ['every arrow that the table lacks', arrows],
    ['a forbidden import by any way of importing', waysToImport],
    ['what goes past a narrow door', narrowDoors],
    ['a package or a module of Node in the wrong room', fromOutside],
    ['a circle of modules', circle],
  ])('%s is reported, and its lawful neighbour is not', (_, cases) => {
    expect(missed(cases)).toEqual([]);
    expect(wronged(cases)).toEqual([]);
  });

  test('every file of every room is read, and none goes through a wall', async () => {
    const { modules, summary } = await cruise(root);
    const read = new Set(modules.map(({ source }) => source));
    const unread = rooms.flatMap(filesOf).filter((file) => !read.has(file));
    expect(unread).toEqual([]);
    expect(read.size).toBeGreaterThan(100);
    expect(summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`)).toEqual([]);
  });
});

async function cruise(folder: string): Promise<z.infer<typeof cruiseReport>> {
  const config = join(root, '.dependency-cruiser.mjs');
  const args = ['--config', config, '--output-type', 'json', '.'];
  return cruiseReport.parse(
    await reportOf('dependency-cruiser/bin/dependency-cruiser.mjs', args, folder),
  );
}

function filesOf(room: string): string[] {
  // git keeps no empty folders, so a room without files may be missing.
  if (!existsSync(join(root, room))) return [];
  return readdirSync(join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
