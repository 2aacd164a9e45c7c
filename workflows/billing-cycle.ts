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
  booksChangedFact,
  correctionFact,
  deskFact,
  type Fact,
  paymentFact,
  promiseFact,
  reversalFact,
} from '../domain/facts.ts';
import {
  type BillingCycleInput,
  type BillingCycleResult,
  booksChanged,
  correctInvoice,
  cycleQuery,
  deskUpdates,
  issued,
  promiseToPay,
  reportPayment,
  reportReversal,
} from './messages.ts';
import { changedAttributes } from './search-attributes.ts';
import { takeStep } from './steps.ts';
import { inWords, storyOf } from './story.ts';

/**
 * One customer's bill for one period: issue the invoice, remind by the ladder unless they pay or
 * promise to, correct what was wrong, and end when it is settled or given up.
 *
 * Handlers only record what was said. The loop alone acts, one step at a time, so there is one
 * writer and nothing interleaves. A message may also start the cycle, or take up one that ended
 * long ago: then the first step asks the books where it stands.
 */
export async function billingCycle(input: BillingCycleInput): Promise<BillingCycleResult> {
  let cycle = cycles.newCycle(input.cycle ?? null);

  setHandler(cycleQuery, () => cycle);
  setHandler(reportPayment, (payment) => hear(paymentFact(payment)));
  setHandler(reportReversal, (reversal) => hear(reversalFact(reversal)));
  setHandler(booksChanged, (change) => hear(booksChangedFact(change)));
  setHandler(promiseToPay, (promise) => answer(promiseFact(promise)));
  setHandler(correctInvoice, (correction) => answer(correctionFact(correction)));
  for (const { act, update } of deskUpdates) {
    setHandler(update, (said) => answer(deskFact(act, said)));
  }
  setHandler(issued, async () => {
    await condition(() => cycle.books !== null || cycle.refused !== null);
    return cycle.books ?? refuse(cycle.refused);
  });

  do {
    for (let step = cycles.nextStep(cycle); step; step = cycles.nextStep(cycle)) {
      setCurrentDetails(storyOf(input, cycle, step));
      if (step.atMs > Date.now()) {
        await changedOrDue(step);
        continue;
      }
      const before = cycle.books;
      const after = await takeStep(input, cycle, step, () => cycle.reported.length > 0);
      cycle = after(cycle);
      const changed = changedAttributes(before, cycle.books);
      if (changed.length > 0) upsertSearchAttributes(changed);
    }
    await condition(allHandlersFinished);
  } while (cycles.nextStep(cycle));

  setCurrentDetails(storyOf(input, cycle, null));
  if (!cycle.books) return refuse(cycle.refused);
  return { cycleId: cycle.books.cycleId, standing: cycle.books.standing };

  function hear(fact: Fact): void {
    cycle = cycles.afterReport(cycle, fact);
  }

  async function answer(fact: Fact): Promise<cycles.CycleFromBooks> {
    hear(fact);
    await condition(() => cycles.answerTo(cycle, fact.id) !== undefined || cycle.refused !== null);
    const refused = cycle.refused ?? cycles.answerTo(cycle, fact.id)?.refused;
    return refused || !cycle.books ? refuse(refused ?? null) : cycle.books;
  }

  async function changedOrDue(step: cycles.Step): Promise<void> {
    const seen = cycle;
    await condition(() => cycle !== seen, step.atMs - Date.now(), { summary: inWords(step) });
  }
}

function refuse(refusal: cycles.Cycle['refused']): never {
  const { code, detail } = refusal ?? { code: 'internal' as const, detail: 'No invoice was made.' };
  throw ApplicationFailure.nonRetryable(detail, code);
}
