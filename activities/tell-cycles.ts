import type { Client } from '@temporalio/client';
import { booksChanged } from '../workflows/messages.ts';
import { cycleStartOptions } from '../workflows/start-options.ts';
import type { BillingActivities } from './contract.ts';

/** Tells other cycles of the customer that their books changed; one that had ended is taken up. */
export async function tellCycles(
  client: Client,
  { seller, customer, siblings, id }: Parameters<BillingActivities['tellCycles']>[0],
): Promise<void> {
  for (const { period } of siblings) {
    await client.workflow.signalWithStart('billingCycle', {
      ...cycleStartOptions({ seller, customer, period }),
      signal: booksChanged,
      signalArgs: [{ id }],
    });
  }
}
