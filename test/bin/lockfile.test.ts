import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { root } from './kit.ts';

const lockfileSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

/**
 * npm leaves an entry out when the registry of whoever ran `npm install` lacked the package, and
 * `npm ci` then refuses the lockfile everywhere. The way out is a release that is published whole,
 * or entries for the absent parts with version, os, cpu and `optional`.
 */
test('the lockfile has the parts of every package for every platform', async () => {
  const text = await readFile(join(root, 'package-lock.json'), 'utf8');
  const { packages } = lockfileSchema.parse(JSON.parse(text));
  const named = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  );
  const missing = named.filter(
    ({ path, name }) => !placesOf(path, name).some((p) => p in packages),
  );
  expect(missing).toEqual([]);
  expect(named.length).toBeGreaterThan(0);
});

/** Where a package that `path` asks for may lie: below it, or below any folder on the way up. */
function placesOf(path: string, name: string): string[] {
  const steps = path.split('/node_modules/');
  const ways = steps.map((_step, index) => steps.slice(0, index + 1).join('/node_modules/'));
  return ['', ...ways].map((way) => `${way === '' ? '' : `${way}/`}node_modules/${name}`);
}
