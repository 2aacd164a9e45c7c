import { expect, test } from 'vitest';
import { spokenDuration } from '../../bin/embedded/say.ts';
import { proveStories } from '../activities/books-proof.ts';

const stories = Number(process.env['STORIES'] ?? 1_000);
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test(`after each of ${stories} stories the books agree (SEED=${seed})`, async () => {
  const begun = performance.now();
  const counts = await proveStories(stories, seed);
  const told = [...counts].map(([what, times]) => `${String(times).padStart(6)} ${what}`);
  const lines = told.toSorted((one, other) => (one.slice(7) < other.slice(7) ? -1 : 1));
  const took = spokenDuration(performance.now() - begun);
  process.stdout.write(`${stories} stories took ${took}.\n${lines.join('\n')}\n`);
  expect(counts.size).toBeGreaterThan(0);
});
