import { WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { expect, test } from 'vitest';
import { issued } from '../../workflows/messages.ts';
import { cycleStartOptions } from '../../workflows/start-options.ts';
import { billingRun } from './billing-run.ts';
import { ownGround } from './own-ground.ts';

const ground = ownGround();

/** The server runs thousands of these side by side: each task is what it has to do for one. */
async function costOf(handle: WorkflowHandle) {
  const { events } = await handle.fetchHistory();
  return {
    events: events?.length ?? 0,
    workflowTasks: events?.filter((event) => event.workflowTaskStartedEventAttributes).length ?? 0,
  };
}

test('a bill of the run that is paid on time costs the server at most 14 events and 2 workflow tasks', async () => {
  await ground().save('run', [{ number: 'one' }]);
  await billingRun(ground(), { seller: 'run', asOf: '2035-03-01' });
  const cycle = ground().cycleOf({ number: 'one' }, '2035-03-01', 'run');
  await cycle.report({ amountMinor: 124_00 });
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  const { events, workflowTasks } = await costOf(cycle.handle);
  expect(events).toBeLessThanOrEqual(14);
  expect(workflowTasks).toBeLessThanOrEqual(2);
});

test('a bill on request that is paid on time costs the server at most 20 events and 4 workflow tasks', async () => {
  const cycle = await ground().newCycle();
  await ground().client.workflow.executeUpdateWithStart(issued, {
    startWorkflowOperation: new WithStartWorkflowOperation(
      'billingCycle',
      cycleStartOptions(cycle.identity),
    ),
  });
  await cycle.report({ amountMinor: 124_00 });
  expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
  const { events, workflowTasks } = await costOf(cycle.handle);
  expect(events).toBeLessThanOrEqual(20);
  expect(workflowTasks).toBeLessThanOrEqual(4);
});
