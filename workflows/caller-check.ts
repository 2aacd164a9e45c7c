import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { BillingActivities } from '../activities/contract.ts';
import type { CallerCheckInput, CallerCheckResult } from './messages.ts';

const { sendCheckCode } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '15 seconds' },
});

/**
 * Sends a caller the code by which they show who they are. A workflow of its own, because the API
 * never sees a code: here it is tried again while the mail server is away, for as long as it would
 * be valid. What the caller then says is judged by the API, which knows the code's hash.
 */
export async function callerCheck(input: CallerCheckInput): Promise<CallerCheckResult> {
  const result = await sendCheckCode({ ...input, nowMs: Date.now() });
  const outcome = result.isSent ? 'A code was sent.' : 'Nobody waits for a code any more.';
  setCurrentDetails(`### Caller check ${input.checkId}\n\n${outcome}`);
  return result;
}
