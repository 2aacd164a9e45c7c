import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import {
  type BillingCycleInput,
  type BillingRunInput,
  billingCycleWorkflowId,
  billingRunWorkflowId,
  taskQueue,
} from './messages.ts';
import { attributesAtStart } from './search-attributes.ts';

/**
 * How a cycle is started, whoever starts it. A running cycle is joined and a closed one taken up
 * again under the same id, so that starting is always harmless.
 */
export function cycleStartOptions(input: BillingCycleInput) {
  const { customer, period, cycle } = input;
  return {
    workflowId: billingCycleWorkflowId(input),
    taskQueue,
    args: [input] as [BillingCycleInput],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    typedSearchAttributes: attributesAtStart(input, cycle),
    staticSummary: cycle
      ? `${cycle.invoiceNumber} for ${customer}, period from ${period}`
      : `${customer}, period from ${period}`,
  };
}

/** How a billing run is started; a second start for the same seller and date joins the first. */
export function runStartOptions(input: BillingRunInput) {
  return {
    workflowId: billingRunWorkflowId(input),
    taskQueue,
    args: [input] as [BillingRunInput],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `Billing run of ${input.seller} as of ${input.asOf}`,
  };
}
