/** Stories that together take every path of the workflows, each with the histories it leaves. */
import type { WorkflowHandle } from '@temporalio/client';
import { billingRunWorkflowId } from '../../workflows/messages.ts';
import { billingRun } from './billing-run.ts';
import type { Ground } from './ground.ts';
import { disputeStories } from './live-disputes.ts';
import { otherStories } from './live-others.ts';
import { april, type LiveStory, march, payAndEnd, thisRun } from './live-story.ts';

const billStories: Readonly<Record<string, LiveStory>> = {
  'a run issues a bill, which is paid on time': async (ground) => {
    await ground.save('paid', [{ number: 'P' }]);
    await billingRun(ground, { seller: 'paid', asOf: march });
    const cycle = ground.cycleOf({ number: 'P' }, march, 'paid');
    await cycle.on('2035-03-05');
    await payAndEnd(cycle, 124_00);
    return { 'paid-on-time': cycle.handle, 'billing-run': runHandle(ground, 'paid') };
  },

  'a bill on request is reminded, paid in part and then paid': async (ground) => {
    const cycle = await ground.newCycle();
    await cycle.begin(march);
    await cycle.on('2035-03-13');
    await cycle.pay({ amountMinor: 24_00 });
    await cycle.on('2035-03-30');
    await payAndEnd(cycle, 100_00);
    return { 'reminded-and-paid': cycle.handle };
  },

  'nobody pays, and when it is written off somebody does': async (ground) => {
    const cycle = await ground.newCycle({ ladder: 'strict', isBusiness: true });
    await cycle.begin(march);
    await cycle.on('2035-06-01');
    const writtenOff = await thisRun(ground, cycle.handle);
    await cycle.pay({ amountMinor: 300_00 });
    return { 'written-off': writtenOff, recovered: cycle.handle };
  },

  'a payment bounces, and a promise is broken and another kept': async (ground) => {
    const cycle = await ground.newCycle();
    await cycle.begin(march);
    const paymentId = await cycle.pay({ amountMinor: 124_00 });
    await cycle.on('2035-03-10');
    await cycle.bounce(paymentId);
    await cycle.promise([{ on: '2035-03-12', amountMinor: 124_00 }]);
    await cycle.on('2035-03-14');
    await cycle.promise([{ on: '2035-03-20', amountMinor: 124_00 }]);
    await cycle.on('2035-03-19');
    await payAndEnd(cycle, 124_00);
    return { 'bounced-and-promised': cycle.handle };
  },

  'a bill is credited, the credit undone, a wrong one refused, and all issued anew': async (
    ground,
  ) => {
    const cycle = await ground.newCycle();
    await cycle.begin(march);
    await cycle.correct({ kind: 'credit', scope: { kind: 'amount', grossMinor: 24_00 } });
    const tooMuch = { kind: 'amount' as const, grossMinor: 500_00 };
    await cycle.correct({ kind: 'credit', scope: tooMuch }).catch(() => undefined);
    const { creditNote } = await ground.creditNoteOf(cycle.identity);
    await cycle.correct({ kind: 'undo_credit', creditNote });
    await cycle.correct({ kind: 'void_and_reissue' });
    await payAndEnd(cycle, 124_00);
    return { corrected: cycle.handle };
  },

  'one payment settles two bills': async (ground) => {
    const customer = await ground.newCustomer();
    const first = ground.cycleOf(customer, march);
    const second = ground.cycleOf(customer, april);
    await first.begin(march);
    await second.begin(april);
    await second.report({ amountMinor: 248_00, allocate: 'oldest_first' });
    await Promise.all([first.handle.result(), second.handle.result()]);
    return { 'settled-by-another': first.handle, 'settles-another': second.handle };
  },

  'there can be no bill': async (ground) => {
    const cycle = ground.cycleOf({ number: 'nobody' }, march);
    await cycle.begin(march).catch(() => undefined);
    return { refused: cycle.handle };
  },

  'the mail server is away for an hour, and a payment comes meanwhile': async (ground) => {
    const cycle = await ground.newCycle();
    await cycle.begin(march);
    await ground.office.shut();
    await cycle.on('2035-03-12', '10:30');
    await payAndEnd(cycle, 124_00);
    await ground.office.open();
    return { 'mail-server-away': cycle.handle };
  },

  'a run of many pages continues as new': async (ground) => {
    // Bills that cannot be made keep the history short: there is nothing to start.
    const customers = Array.from({ length: 21 }, (_, index) => `K-${index + 1}`);
    await ground.save(
      'pages',
      customers.map((number) => ({ number, unitPriceMinor: -1 })),
    );
    await billingRun(ground, { seller: 'pages', asOf: march, pageSize: 1 });
    const { workflowId } = runHandle(ground, 'pages');
    const first = await firstRun(ground, workflowId);
    return { 'billing-run-continues': first };
  },
};

function runHandle({ client }: Ground, seller: string): WorkflowHandle {
  return client.workflow.getHandle(billingRunWorkflowId({ seller, asOf: march }));
}

async function firstRun({ client }: Ground, workflowId: string): Promise<WorkflowHandle> {
  const last = await client.workflow.getHandle(workflowId).fetchHistory();
  const started = last.events?.[0]?.workflowExecutionStartedEventAttributes;
  const runId = started?.firstExecutionRunId ?? '';
  return client.workflow.getHandle(workflowId, runId);
}

export const liveStories = { ...billStories, ...disputeStories, ...otherStories };
