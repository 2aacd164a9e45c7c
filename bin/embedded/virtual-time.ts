import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client, Connection } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { hasCode } from './temporal-namespace.ts';

const { FastForwardPollingResult } = proto.temporal.api.enums.v1;
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;
const DEADLINE_EXCEEDED = 4;

/**
 * Each stop on the way counts as one skip, and a retry that waits is a stop too. Temporal's own
 * limit of 200 protects against endless retries; here the limit of time does.
 */
const MOST_SKIPS = 1_000_000;
const LIMIT_MS = 60_000;

/**
 * How a move ended. `reached`: the workflow's clock stands at the target, and timers due before it
 * have fired and been handled (one due exactly then fires right after). `closed`: the workflow
 * ended on the way or before. `unknown`: there is no such workflow. `blocked`: something was in
 * flight for longer than the limit (no worker, an activity that hangs, a paused workflow), and the
 * move was called off; the clock stays where it got to.
 */
export type Advance =
  | { readonly outcome: 'reached'; readonly nowMs: number }
  | { readonly outcome: 'closed' | 'unknown' | 'blocked' | 'replaced' };

/** Whether workflows in this namespace can be moved ahead in virtual time. */
export async function allowsVirtualTime(
  connection: Connection,
  namespace: string,
): Promise<boolean> {
  try {
    await connection.workflowService.pollWorkflowExecutionTimeSkipping({
      namespace,
      workflowExecution: { workflowId: `probe-${randomUUID()}` },
      fastForwardId: 'probe',
    });
    return true;
  } catch (error) {
    if (hasCode(error, UNIMPLEMENTED)) return false;
    // The server looked for the workflow, so the call as such is allowed.
    if (hasCode(error, NOT_FOUND)) return true;
    throw error;
  }
}

/**
 * Moves one running workflow ahead by `milliseconds` of its own virtual time and waits until it is
 * there. Its timers fire in order on the way and its activities really run. Afterwards its clock
 * goes on at the usual pace, from the new time. `limitMs` is real time. Throws a RangeError for
 * less than a millisecond.
 */
export async function advance(
  client: Client,
  workflowId: string,
  milliseconds: number,
  limitMs = LIMIT_MS,
): Promise<Advance> {
  if (!(milliseconds >= 1))
    throw new RangeError(`Time only moves ahead, not by ${milliseconds} ms.`);
  const fastForwardId = randomUUID();
  const begun = await skipTime(client, workflowId, {
    enabled: true,
    maxSessionSkipCount: MOST_SKIPS,
    fastForwardConfig: { id: fastForwardId, duration: msToTs(milliseconds) },
  });
  if (begun !== 'done') return { outcome: begun };
  return awaitTarget(client, workflowId, fastForwardId, performance.now() + limitMs);
}

/**
 * Moves several workflows ahead side by side, each on its own clock. Tells `onDone` after each one.
 */
export async function advanceAll(
  client: Client,
  workflowIds: readonly string[],
  milliseconds: number,
  onDone: (workflowId: string, advance: Advance) => void,
  atOnce = 20,
): Promise<void> {
  const waiting = [...workflowIds];
  const next = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      onDone(id, await advance(client, id, milliseconds));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, next));
}

/**
 * The time on a workflow's own clock, in epoch milliseconds; the real time if it was never moved.
 */
export async function workflowNow(client: Client, workflowId: string): Promise<number> {
  const { workflowExtendedInfo } = await client.workflowService.describeWorkflowExecution({
    namespace: client.options.namespace,
    execution: { workflowId },
  });
  const current = workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return current ? tsToMs(current) : Date.now();
}

type TimeSkippingConfig = proto.temporal.api.common.v1.ITimeSkippingConfig;

async function skipTime(
  client: Client,
  workflowId: string,
  timeSkippingConfig: TimeSkippingConfig,
): Promise<'done' | 'closed' | 'unknown'> {
  try {
    await client.workflowService.updateWorkflowExecutionOptions({
      namespace: client.options.namespace,
      workflowExecution: { workflowId },
      updateMask: { paths: ['time_skipping_config'] },
      workflowExecutionOptions: { timeSkippingConfig },
    });
    return 'done';
  } catch (error) {
    if (!hasCode(error, NOT_FOUND)) throw error;
    return /already completed/i.test(String(error)) ? 'closed' : 'unknown';
  }
}

async function awaitTarget(
  client: Client,
  workflowId: string,
  fastForwardId: string,
  deadline: number,
): Promise<Advance> {
  for (;;) {
    const left = deadline - performance.now();
    if (left <= 0) return callOff(client, workflowId);
    const answer = await pollOnce(client, workflowId, fastForwardId, left);
    const targetTime = answer?.fastForwardInfo?.targetTime;
    switch (answer?.fastForwardPollingResult) {
      case FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED:
        return { outcome: 'reached', nowMs: targetTime ? tsToMs(targetTime) : Date.now() };
      case FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED:
        return failure(answer?.failedReason ?? '');
      default:
        await wait(20);
    }
  }
}

async function pollOnce(
  client: Client,
  workflowId: string,
  fastForwardId: string,
  limitMs: number,
) {
  try {
    return await client.withDeadline(Date.now() + limitMs, () =>
      client.workflowService.pollWorkflowExecutionTimeSkipping({
        namespace: client.options.namespace,
        workflowExecution: { workflowId },
        fastForwardId,
      }),
    );
  } catch (error) {
    if (hasCode(error, DEADLINE_EXCEEDED)) return undefined;
    throw error;
  }
}

/**
 * The server's own four reasons: another id, another target, an ended workflow, or skipping is off.
 */
function failure(reason: string): Advance {
  return { outcome: /ended/.test(reason) ? 'closed' : 'replaced' };
}

async function callOff(client: Client, workflowId: string): Promise<Advance> {
  const ended = await skipTime(client, workflowId, { enabled: false });
  return { outcome: ended === 'done' ? 'blocked' : ended };
}
