/** Every workflow that a worker of ours runs. */
export { bankDecision, bankImport } from './bank-import.ts';
export { billingCycle } from './billing-cycle.ts';
export { billingRun } from './billing-run.ts';
export { callerCheck } from './caller-check.ts';
export { creditRefund } from './credit-refund.ts';
