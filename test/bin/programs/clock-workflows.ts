import { condition, continueAsNew, proxyActivities, sleep } from '@temporalio/workflow';

const { note, hang } = proxyActivities<{
  note(text: string): Promise<void>;
  hang(): Promise<void>;
}>({ startToCloseTimeout: '1 hour' });

/** Three waits of ten days, with an activity after each; returns the times of its own clock. */
export async function threeWaits(): Promise<number[]> {
  const times = [Date.now()];
  for (let round = 1; round <= 3; round += 1) {
    await sleep('10 days');
    await note(`round ${round}`);
    times.push(Date.now());
  }
  return times;
}

/** Waits without a timer. */
export async function waitsForEver(): Promise<void> {
  await condition(() => false);
}

/** Has an activity in flight that never ends. */
export async function hangs(): Promise<void> {
  await hang();
}

/** Goes on as a new run every ten days, three times. */
export async function renews(run = 1): Promise<void> {
  await sleep('10 days');
  if (run < 3) await continueAsNew<typeof renews>(run + 1);
  await sleep('100 days');
}
