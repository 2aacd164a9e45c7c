import { expect, test } from 'vitest';
import { proveStories } from './books-proof.ts';
import { stories } from './books-story.ts';

/** Few enough for every run of the suite; `npm run test:long` tells thousands. */
const numRuns = 60;
/** Always the same here, so that a failure is of the change at hand; the long run takes new ones. */
const seed = 11;

test('whatever happens in whatever order, each step run twice, the books agree', async () => {
  const { counts } = await proveStories(stories, { numRuns, seed });
  for (const told of [
    'payment',
    'reversal',
    'credit',
    'undo_credit',
    'void_and_reissue',
    'refund',
    'promise',
  ]) {
    expect(counts.get(`${told} booked`), told).toBeGreaterThan(0);
  }
}, 120_000);
