/** Starting cycles and waiting for their invoices. */
import { type Client, WithStartWorkflowOperation } from '@temporalio/client';
import { type CycleIdentity, billingCycleWorkflowId, issued } from '../workflows/messages.ts';
import { cycleStartOptions } from '../workflows/start-options.ts';
import { isTemporalGone } from './failures.ts';
import { callTimeoutMs, within } from './temporal.ts';

/** Sees to it that an open cycle has its workflow; one that runs is left alone. */
export async function ensureRunning(temporal: Client, identity: CycleIdentity): Promise<void> {
  await within(temporal, callTimeoutMs, () =>
    temporal.workflow.start('billingCycle', cycleStartOptions(identity)),
  );
}

/**
 * Starts the cycle and waits until its invoice is issued. False when the Temporal Server has
 * the cycle, but no worker took it up in time; then the first free worker will.
 * The update's id makes a repeated request join the first one.
 */
export async function issueThroughWorkflow(
  temporal: Client,
  identity: CycleIdentity,
  timeoutMs: number,
): Promise<boolean> {
  const startWorkflowOperation = new WithStartWorkflowOperation(
    'billingCycle',
    cycleStartOptions(identity),
  );
  try {
    await within(temporal, timeoutMs, () =>
      temporal.workflow.executeUpdateWithStart(issued, {
        updateId: 'issued',
        startWorkflowOperation,
      }),
    );
    return true;
  } catch (error) {
    if (!isTemporalGone(error)) throw error;
    if (await isWaitingForWorker(temporal, identity)) return false;
    throw error;
  }
}

/** Asks the server itself, because a wait that was too long says nothing about who is away. */
async function isWaitingForWorker(temporal: Client, identity: CycleIdentity): Promise<boolean> {
  const handle = temporal.workflow.getHandle(billingCycleWorkflowId(identity));
  try {
    const { status } = await within(temporal, callTimeoutMs, () => handle.describe());
    return status.name === 'RUNNING';
  } catch {
    return false;
  }
}
