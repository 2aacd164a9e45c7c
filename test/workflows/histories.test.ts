/**
 * The stories whose histories are stored. Each is lived through on the real server, and what it
 * did is replayed at once; `npm run record-histories` writes down those that are not stored yet.
 */
import { Worker } from '@temporalio/worker';
import { afterAll, expect, test } from 'vitest';
import { stripeCards } from '../../activities/card-provider.ts';
import { openStripe } from '../activities/card-stripe.ts';
import { provided } from '../setup/provided.ts';
import { cardDeclinedOnce } from './live-disputes.ts';
import { liveStories } from './live-stories.ts';
import { ownGround } from './own-ground.ts';
import { store, storedNames } from './stored-history.ts';

const stripe = await openStripe();
afterAll(() => stripe.close());
stripe.fate(cardDeclinedOnce, { kind: 'decline', declineCode: 'insufficient_funds' });

const secretKey = 'sk_test_of_these_tests';
const ground = ownGround({
  cards: stripeCards({ secretKey, apiBase: stripe.url, networkRetries: 0 }),
});
const isRecording = process.env['FAIRBILL_RECORD_HISTORIES'] === 'yes';
const stored = new Set(await storedNames());

test.each(Object.entries(liveStories))(
  'what happens in the story "%s" replays',
  async (_, live) => {
    const handles = await live(ground());
    for (const [part, handle] of Object.entries(handles)) {
      const history = await handle.fetchHistory();
      await Worker.runReplayHistory(provided(), history, handle.workflowId);
      expect(history.events?.length).toBeGreaterThan(4);
      // What is stored is what ran then: it must go on under the workflows as they are.
      if (isRecording && !stored.has(part)) await store(part, history);
    }
  },
);
