import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import * as cycles from '../domain/cycle.ts';
import {
  type BillingCycleInput,
  type BillingCycleResult,
  cycleQuery,
  issued,
  reportPayment,
} from './messages.ts';
import { moneyAttributes } from './search-attributes.ts';
import { takeStep } from './steps.ts';
import { storyOf } from './story.ts';

/**
 * One customer's bill for one period: issue the invoice, remind by the ladder, and end when it
 * is paid or given up.
 *
 * Handlers only record what was said. The loop alone acts, one step at a time, so there is one
 * writer and nothing interleaves. A message may also start the cycle, or take up one that ended
 * long ago: then the first step asks the books where it stands.
 */
export async function billingCycle(input: BillingCycleInput): Promise<BillingCycleResult> {
  let cycle = cycles.newCycle(input.cycle ?? null);

  setHandler(cycleQuery, () => cycle);
  setHandler(reportPayment, (payment) => {
    cycle = cycles.afterReport(cycle, payment);
  });
  setHandler(issued, async () => {
    await condition(() => cycle.books !== null || cycle.refused !== null);
    return cycle.books ?? refuse(cycle.refused);
  });

  do {
    for (let step = cycles.nextStep(cycle); step; step = cycles.nextStep(cycle)) {
      setCurrentDetails(storyOf(input, cycle, step));
      if (step.atMs > Date.now()) {
        await untilThenOrChanged(step.atMs, step.kind);
        continue;
      }
      const standing = cycle.books?.standing;
      const after = await takeStep(input, cycle, step);
      cycle = after(cycle);
      if (cycle.books?.standing !== standing || step.kind === 'remind') {
        upsertSearchAttributes(moneyAttributes(cycle.books));
      }
    }
    await condition(allHandlersFinished);
  } while (cycles.nextStep(cycle));

  setCurrentDetails(storyOf(input, cycle, null));
  if (!cycle.books) return refuse(cycle.refused);
  return { cycleId: cycle.books.cycleId, standing: cycle.books.standing };

  async function untilThenOrChanged(atMs: number, summary: string): Promise<void> {
    const seen = cycle;
    await condition(() => cycle !== seen, atMs - Date.now(), { summary });
  }
}

function refuse(refusal: cycles.Cycle['refused']): never {
  const { code, detail } = refusal ?? { code: 'internal' as const, detail: 'No invoice was made.' };
  throw ApplicationFailure.nonRetryable(detail, code);
}
