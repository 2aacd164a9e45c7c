import { proxyLocalActivities, setCurrentDetails } from '@temporalio/workflow';
import type { BillingActivities } from '../activities/contract.ts';
import type { CreditRefundInput, CreditRefundResult } from './messages.ts';

const { refundCredit } = proxyLocalActivities<BillingActivities>({
  startToCloseTimeout: '30 seconds',
  localRetryThreshold: '5 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/**
 * Pays a customer's credit back, or says why not. No cycle is concerned, so it is a small workflow
 * of its own: once it has started, the refund is made however often workers or the database fail.
 */
export async function creditRefund(input: CreditRefundInput): Promise<CreditRefundResult> {
  const result = await refundCredit({ ...input, nowMs: Date.now() });
  const outcome = result.refused
    ? `Refused: ${result.refused.detail} (\`${result.refused.code}\`)`
    : 'Paid back, and in the books.';
  setCurrentDetails(`### Refund ${input.refundId} to ${input.customer}\n\n${outcome}`);
  return result;
}
