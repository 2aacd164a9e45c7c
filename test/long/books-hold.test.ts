import { expect, test } from 'vitest';
import { spokenDuration } from '../../bin/embedded/say.ts';
import { proveStories } from '../activities/books-proof.ts';
import { stories, storiesAtDesk } from '../activities/books-story.ts';
import { byName, show } from './show.ts';

const numRuns = Number(process.env['STORIES'] ?? 1_000);
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test.each([
  ['of bills and payments', stories],
  ['at the desk', storiesAtDesk],
])(`after each of ${numRuns} stories %s the books agree (SEED=${seed})`, async (kind, told) => {
  const begun = performance.now();
  const { counts, lookedAt } = await proveStories(told, { numRuns, seed });
  const took = spokenDuration(performance.now() - begun);
  process.stdout.write(`\n${numRuns} stories ${kind} with SEED=${seed} took ${took}.\n\n`);
  show('What was told', byName(counts));
  process.stdout.write('\n');
  show('What holds', lookedAt);
  expect(counts.size).toBeGreaterThan(0);
});
