/** Every workflow that a worker of ours runs. */
export { billingCycle } from './billing-cycle.ts';
export { billingRun } from './billing-run.ts';
