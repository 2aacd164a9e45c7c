/** How each step of a cycle is taken: by exactly one activity, told the workflow's time. */
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { BillingActivities } from '../activities/contract.ts';
import * as cycles from '../domain/cycle.ts';
import { isRefusalCode } from '../domain/errors.ts';
import type { CycleIdentity } from './messages.ts';

/** Short database transactions: as local activities they cost no task of the engine. */
const { issueOrLoad, bookPayment, writeOff } = proxyLocalActivities<BillingActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** A mail server deserves retries and a line of its own in the UI. */
const { sendReminder } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '5 seconds', maximumInterval: '15 minutes' },
});

/** The transition that follows from a step; it is applied to the cycle as it is by then. */
export type Transition = (cycle: cycles.Cycle) => cycles.Cycle;

export async function takeStep(
  identity: CycleIdentity,
  { books }: cycles.Cycle,
  step: cycles.Step,
): Promise<Transition> {
  const nowMs = Date.now();
  if (step.kind === 'issue') return issue(identity, nowMs);
  if (!books) throw new Error('a cycle without books has no step but to issue');
  const { cycleId } = books;
  switch (step.kind) {
    case 'book_payment': {
      const balance = await bookPayment({ cycleId, payment: step.payment, nowMs });
      return (cycle) => cycles.afterBooking(cycle, step.payment.paymentId, balance);
    }
    case 'remind': {
      const summary = `${step.name}, ${books.invoiceNumber}, on ${step.on}`;
      const balance = await sendReminder.executeWithOptions({ summary }, [
        { cycleId, step: step.step, nowMs },
      ]);
      return (cycle) => cycles.afterLadderStep(cycle, step.step, nowMs, balance);
    }
    case 'write_off': {
      const balance = await writeOff({ cycleId, step: step.step, nowMs });
      return (cycle) => cycles.afterLadderStep(cycle, step.step, nowMs, balance);
    }
  }
}

async function issue(identity: CycleIdentity, nowMs: number): Promise<Transition> {
  try {
    const { seller, customer, period } = identity;
    const books = await issueOrLoad({ seller, customer, period, nowMs });
    return (cycle) => cycles.afterIssue(cycle, books);
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : undefined;
    if (!(cause instanceof ApplicationFailure) || !isRefusalCode(cause.type)) throw error;
    const refused = { code: cause.type, detail: cause.message };
    return (cycle) => cycles.afterRefusal(cycle, refused);
  }
}
