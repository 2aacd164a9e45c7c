import { expect, test } from 'vitest';
import { proveStories } from './books-proof.ts';
import { storiesAtDesk } from './books-story.ts';

/** Few enough for every run of the suite; `npm run test:long` tells thousands. */
const numRuns = 20;
/** Always the same here, so that a failure is of the change at hand; the long run takes new ones. */
const seed = 7;

test('whatever people do about disputed bills, each step twice, books, limits and ladder are right', async () => {
  const { counts } = await proveStories(storiesAtDesk, { numRuns, seed });
  expect(counts.size).toBeGreaterThan(20);
}, 300_000);
