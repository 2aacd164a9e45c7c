/** How each step of a cycle is taken: by exactly one activity, told the workflow's time. */
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { BillingActivities } from '../activities/contract.ts';
import * as cycles from '../domain/cycle.ts';
import { isRefusalCode } from '../domain/errors.ts';
import type { CycleIdentity } from './messages.ts';
import { inWords } from './story.ts';
import { unlessHeard } from './unless-heard.ts';

/** Short database transactions: as local activities they cost no task of the engine. */
const { issueOrLoad, bookFact, checkPromise, tendDispute } =
  proxyLocalActivities<BillingActivities>({
    startToCloseTimeout: '30 seconds',
    // A longer wait is a timer of the server, not a workflow task kept alive.
    localRetryThreshold: '5 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  });

/** What reaches out of the database deserves retries and a line of its own in the UI. */
const { climbLadder, chargeCard, tellCycles, sendLetter } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '5 seconds', maximumInterval: '15 minutes' },
});

const hourMs = 3_600_000;
const minuteMs = 60_000;

/**
 * A reminder that does not get away within an hour is written anew, by the clock as it is then;
 * sooner where a letter or a deadline of a dispute is due before.
 */
function inTime(beside: cycles.Step | null, nowMs: number) {
  const leftMs = beside ? Math.max(beside.atMs - nowMs, minuteMs) : hourMs;
  return {
    scheduleToCloseTimeout: Math.min(leftMs, hourMs),
    cancellationType: 'TRY_CANCEL',
  } as const;
}

/** The transition that follows from a step; it is applied to the cycle as it is by then. */
export type Transition = (cycle: cycles.Cycle) => cycles.Cycle;

/**
 * Takes a step. A reminder that waits for its mail server is given up when something is heard, and
 * when something else is due: then that is done instead.
 */
export async function takeStep(
  identity: CycleIdentity,
  cycle: cycles.Cycle,
  step: cycles.Step,
  heard: () => boolean,
): Promise<Transition> {
  const { books } = cycle;
  const nowMs = Date.now();
  if (step.kind === 'issue') return issue(identity, nowMs);
  if (!books) throw new Error('a cycle without books has no step but to issue');
  const { cycleId } = books;
  switch (step.kind) {
    case 'book': {
      const outcome = await bookFact({ cycleId, fact: step.fact, nowMs });
      return (cycle) => cycles.afterBooking(cycle, step.fact, outcome);
    }
    case 'tell': {
      const { seller, customer, period } = identity;
      const id = `${period}/${nowMs}`;
      await tellCycles({ seller, customer, period, siblings: step.siblings, id });
      return (cycle) => cycles.afterTelling(cycle, step.siblings);
    }
    case 'tend_dispute': {
      const outcome = await tendDispute({ cycleId, disputeId: step.disputeId, nowMs });
      return (cycle) => cycles.afterStep(cycle, outcome);
    }
    case 'send_letter': {
      const summary = inWords(step);
      const input = { cycleId, letterId: step.letterId, nowMs };
      const outcome = await sendLetter.executeWithOptions({ summary }, [input]);
      return (cycle) => cycles.afterStep(cycle, outcome);
    }
    case 'check_promise': {
      const outcome = await checkPromise({ cycleId, nowMs });
      return (cycle) => cycles.afterStep(cycle, outcome);
    }
    case 'charge_card': {
      const summary = `${inWords(step)}, ${books.invoiceNumber}`;
      const input = { cycleId, attempt: step.attempt, nowMs };
      const outcome = await chargeCard.executeWithOptions({ summary }, [input]);
      return (cycle) => cycles.afterStep(cycle, outcome);
    }
    case 'climb': {
      const summary = `${inWords(step)}, ${books.invoiceNumber}`;
      const input = { cycleId, step: step.step, nowMs };
      const beside = cycles.nextBeside(cycle);
      const outcome = await unlessHeard(heard, () =>
        climbLadder.executeWithOptions({ summary, ...inTime(beside, nowMs) }, [input]),
      );
      if (outcome) return (cycle) => cycles.afterStep(cycle, outcome);
      const isDue = !heard() && beside !== null && beside.atMs <= Date.now();
      return isDue ? takeStep(identity, cycle, beside, heard) : (cycle) => cycle;
    }
  }
}

async function issue(identity: CycleIdentity, nowMs: number): Promise<Transition> {
  try {
    const { seller, customer, period } = identity;
    const outcome = await issueOrLoad({ seller, customer, period, nowMs });
    return (cycle) => cycles.afterStep(cycle, outcome);
  } catch (error) {
    // A local activity's failure comes bare, that of any other within an ActivityFailure.
    const cause = error instanceof ActivityFailure ? error.cause : error;
    if (!(cause instanceof ApplicationFailure) || !isRefusalCode(cause.type)) throw error;
    const refused = { code: cause.type, detail: cause.message };
    return (cycle) => cycles.afterRefusal(cycle, refused);
  }
}
