import type { Client } from '@temporalio/client';
import { advance } from '../../bin/embedded/virtual-time.ts';
import { instantAt } from '../../domain/calendar.ts';
import type { billingRun as workflow } from '../../workflows/billing-run.ts';
import type { BillingRunInput, RunProgress } from '../../workflows/messages.ts';
import { runStartOptions } from '../../workflows/start-options.ts';

/** A billing run at noon of its date, from its start to its end. */
export async function billingRun(
  { client }: { readonly client: Client },
  input: BillingRunInput,
): Promise<RunProgress> {
  const delayMs = instantAt(input.asOf, '12:00', 'Europe/Tallinn') - Date.now();
  const options = runStartOptions(input);
  const handle = await client.workflow.start<typeof workflow>('billingRun', {
    ...options,
    startDelay: delayMs,
  });
  await advance(client, handle.workflowId, delayMs + 1_000);
  return handle.result();
}
