/** What a story is that leaves histories, and what several of them do. */
import type { WorkflowHandle } from '@temporalio/client';
import type { CycleStory } from './cycle-story.ts';
import type { Ground } from './ground.ts';

/** Lived through on a ground; returns the histories that it leaves, by the names of their files. */
export type LiveStory = (ground: Ground) => Promise<Readonly<Record<string, WorkflowHandle>>>;

export const march = '2035-03-01';
export const april = '2035-04-01';

export async function payAndEnd(cycle: CycleStory, amountMinor: number): Promise<void> {
  await cycle.report({ amountMinor });
  await cycle.handle.result();
}

/** The run as it is now, which a later one under the same id does not replace. */
export async function thisRun({ client }: Ground, handle: WorkflowHandle): Promise<WorkflowHandle> {
  const { runId } = await handle.describe();
  return client.workflow.getHandle(handle.workflowId, runId);
}
