import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import {
  type BankDecisionInput,
  bankDecisionWorkflowId,
  type BankImportInput,
  bankImportWorkflowId,
  type BillingCycleInput,
  type BillingRunInput,
  billingCycleWorkflowId,
  billingRunWorkflowId,
  type CallerCheckInput,
  callerCheckWorkflowId,
  type CreditRefundInput,
  creditRefundWorkflowId,
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

/** How a refund of credit is started; told again, it is joined or finds that it was made. */
export function creditRefundStartOptions(input: CreditRefundInput) {
  return {
    workflowId: creditRefundWorkflowId(input),
    taskQueue,
    args: [input] as [CreditRefundInput],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `Refund of credit to ${input.customer}`,
  };
}

/** How a code is ordered. Nobody waits longer for one than it would be valid. */
export function callerCheckStartOptions(input: CallerCheckInput) {
  return {
    workflowId: callerCheckWorkflowId(input),
    taskQueue,
    args: [input] as [CallerCheckInput],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowExecutionTimeout: '10 minutes',
    staticSummary: 'Code by which a caller shows who they are',
  } as const;
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

/** How an import of a bank's file is started; a second start for the same file joins the first. */
export function bankImportStartOptions(input: BankImportInput) {
  return {
    workflowId: bankImportWorkflowId(input),
    taskQueue,
    args: [input] as [BankImportInput],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `Bank statements, imported by ${input.importedBy}`,
  };
}

/** How a person's decision on a bank entry is taken; a second one while it is taken joins it. */
export function bankDecisionStartOptions(input: BankDecisionInput) {
  return {
    workflowId: bankDecisionWorkflowId(input),
    taskQueue,
    args: [input] as [BankDecisionInput],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `Bank entry ${input.decision.kind === 'assign' ? 'assigned' : 'dismissed'}`,
  };
}
