/**
 * The stories whose histories are stored. Each is lived through on the real server, and what it
 * did is replayed at once; `npm run record-histories` writes it down as well.
 */
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { provided } from '../setup/provided.ts';
import { liveStories } from './live-stories.ts';
import { ownGround } from './own-ground.ts';
import { store } from './stored-history.ts';

const ground = ownGround();
const isRecording = process.env['FAIRBILL_RECORD_HISTORIES'] === 'yes';

test.each(Object.keys(liveStories))('what happens in the story "%s" replays', async (name) => {
  const live = liveStories[name];
  if (!live) throw new Error(`there is no story ${name}`);
  const handles = await live(ground());
  for (const [part, handle] of Object.entries(handles)) {
    const history = await handle.fetchHistory();
    await Worker.runReplayHistory(provided(), history, handle.workflowId);
    expect(history.events?.length).toBeGreaterThan(4);
    if (isRecording) await store(part, history);
  }
});
