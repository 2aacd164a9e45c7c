/** Saying something to a billing cycle that deserves an answer, and waiting for it. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Client, WithStartWorkflowOperation } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { BillingCycle } from '../db/entities/cycles.ts';
import type { CycleFromBooks } from '../domain/cycle.ts';
import { refuse } from '../domain/errors.ts';
import type { CycleIdentity } from '../workflows/messages.ts';
import { cycleStartOptions } from '../workflows/start-options.ts';
import { isTemporalGone } from './failures.ts';
import { within } from './temporal.ts';

/** The identity under which the cycle with this id has its workflow. */
export async function cycleIdentified(em: EntityManager, id: string): Promise<CycleIdentity> {
  const cycle = await em.findOne(BillingCycle, { id }, { populate: ['seller', 'customer'] });
  if (!cycle) return refuse('cycle_unknown', `There is no cycle ${id}.`);
  const { seller, customer, periodFrom: period } = cycle;
  return { seller: seller.$.code, customer: customer.$.number, period };
}

export type Question<Asked> = {
  readonly update: UpdateDefinition<CycleFromBooks, [Asked]>;
  /** The request's own id: asked again under it, the cycle gives the answer that it gave. */
  readonly updateId: string;
  readonly asked: Asked;
};

/**
 * Asks the cycle, which is taken up again if it had ended, and returns when it is done. Refuses
 * what the cycle refuses, and `temporal_unavailable` when no answer came in time.
 */
export async function askCycle<Asked>(
  temporal: Client,
  identity: CycleIdentity,
  { update, updateId, asked }: Question<Asked>,
  timeoutMs: number,
): Promise<void> {
  const startWorkflowOperation = new WithStartWorkflowOperation(
    'billingCycle',
    cycleStartOptions(identity),
  );
  try {
    await within(temporal, timeoutMs, () =>
      temporal.workflow.executeUpdateWithStart(update, {
        updateId,
        args: [asked],
        startWorkflowOperation,
      }),
    );
  } catch (error) {
    if (!isTemporalGone(error)) throw error;
    refuse('temporal_unavailable', noAnswer);
  }
}

/** Whoever waits too long cannot know whether it was done, only that asking again is safe. */
const noAnswer =
  'The billing cycle did not answer in time: no worker is free, or the Temporal Server is away. ' +
  'Ask again with the same id; however often you ask, it is done once.';
