import { WithStartWorkflowOperation } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import { issued } from '../../workflows/messages.ts';
import { cycleStartOptions } from '../../workflows/start-options.ts';
import type { CycleStory } from './cycle-story.ts';
import { seller } from './ground.ts';
import { ownGround } from './own-ground.ts';

const ground = ownGround();

describe('a cycle is one for ever', () => {
  test('six requests at once for the same bill are answered by the same cycle', async () => {
    const cycle = await ground().newCycle();
    const answers = await Promise.all(Array.from({ length: 6 }, () => request(cycle)));
    expect(new Set(answers.map(({ cycleId }) => cycleId)).size).toBe(1);
    expect(await cycle.diary()).toHaveLength(1);
  });

  test('a request for a bill that was paid long ago is answered from the books', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    await cycle.pay({ amountMinor: 124_00 });
    expect(await cycle.begin('2036-01-01')).toMatchObject({ standing: 'paid', openMinor: 0 });
    expect(await cycle.diary()).toHaveLength(2);
  });

  test('its state can be asked for when it has ended', async () => {
    const cycle = await ground().newCycle();
    const { cycleId } = await cycle.begin('2035-03-01');
    await cycle.pay({ amountMinor: 124_00 });
    expect(await cycle.handle.result()).toEqual({ cycleId, standing: 'paid' });
    expect((await cycle.cycle()).books).toMatchObject({ cycleId, standing: 'paid', openMinor: 0 });
  });

  test('a payment for a cycle whose workflow somebody terminated is booked', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    await cycle.pay({ amountMinor: 24_00 });
    await cycle.handle.terminate('by mistake');
    await cycle.on('2035-03-11');
    await cycle.pay({ amountMinor: 10_00 });
    expect(await cycle.books()).toMatchObject({ standing: 'open', openMinor: 90_00 });
    await cycle.on('2035-03-13');
    expect((await cycle.diary()).slice(1)).toEqual([
      '2035-03-01 12:00 payment 24.00',
      '2035-03-11 12:00 payment 10.00',
      '2035-03-12 09:00 reminded before_due 90.00',
    ]);
  });

  test('a workflow that somebody reset to its beginning books nothing twice', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    await cycle.on('2035-03-13');
    await cycle.pay({ amountMinor: 24_00 });
    await resetToTheBeginning(cycle);
    await cycle.on('2035-03-14');
    expect(await cycle.books()).toMatchObject({ openMinor: 100_00 });
    expect(await cycle.diary()).toHaveLength(3);
    expect(cycle.letters()).toHaveLength(1);
  });
});

describe('a message that begins the cycle', () => {
  test('a payment that comes before the bill waits until the bill is in the books', async () => {
    const cycle = await ground().newCycle();
    await cycle.pay({ amountMinor: 124_00 });
    expect(await cycle.handle.result()).toMatchObject({ standing: 'paid' });
    expect((await cycle.diary()).map((line) => line.slice(17))).toEqual([
      'issued 124.00',
      'payment 124.00',
    ]);
  });

  test('is answered by the code of the refusal when there can be no bill', async () => {
    const customer = await ground().newCustomer();
    const noPeriod = ground().cycleOf(customer, '2035-03-02');
    const tooEarly = ground().cycleOf(customer, '2024-12-01');
    const nobody = ground().cycleOf({ number: 'nobody' }, '2035-03-01');
    const elsewhere = ground().cycleOf(customer, '2035-03-01', 'no-such-seller');
    const refusals = await Promise.all(
      [noPeriod, tooEarly, nobody, elsewhere].map((cycle) =>
        request(cycle).catch((error: unknown) => error),
      ),
    );
    expect(refusals).toMatchObject([
      { cause: { type: 'period_invalid' } },
      { cause: { type: 'period_invalid' } },
      { cause: { type: 'customer_unknown' } },
      { cause: { type: 'seller_unknown' } },
    ]);
    await expect(nobody.handle.result()).rejects.toMatchObject({
      cause: { type: 'customer_unknown' },
    });
  });
});

describe('a message that makes no sense', () => {
  test.each([
    { amountMinor: 0 },
    { amountMinor: -1 },
    { amountMinor: 1.5 },
    { amountMinor: 124_00, currency: 'USD' },
  ])('a payment of $amountMinor is refused, and the cycle goes on', async (payment) => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    const paymentId = await cycle.pay(payment);
    const { answers, books } = await cycle.cycle();
    expect(answers).toMatchObject([{ factId: `payment/${paymentId}`, refused: expect.anything() }]);
    expect(books).toMatchObject({ standing: 'open', openMinor: 124_00 });
    await cycle.on('2035-03-13');
    expect(cycle.letters()).toHaveLength(1);
  });

  test('the reversal of a payment that nobody made is refused, and the cycle goes on', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    await cycle.bounce('never-made');
    expect((await cycle.cycle()).answers).toMatchObject([{ refused: { code: 'payment_unknown' } }]);
    expect(await cycle.isRunning()).toBe(true);
  });
});

describe('what an operator sees', () => {
  test('cycles are found by customer, standing, amount and next action', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    const number = cycle.identity.customer;
    const whose = `Seller = '${seller}' AND Customer = '${number}' AND Period = '2035-03-01'`;
    await expectFound(
      `${whose} AND Standing = 'open' AND Currency = 'EUR' AND AmountDue = 124.0
        AND LadderVersion = 'standard/1' AND ${during('DueDate', '2035-03-15')}
        AND ${during('NextActionAt', '2035-03-12')}`,
    );
    await cycle.pay({ amountMinor: 24_50 });
    await expectFound(`${whose} AND Standing = 'open' AND AmountDue = 99.5`);
    await cycle.on('2035-03-13');
    await expectFound(`${whose} AND ${during('NextActionAt', '2035-03-22')}`);
    await cycle.on('2035-06-30');
    await expectFound(`${whose} AND Standing = 'written_off' AND AmountDue = 0.0
      AND NextActionAt IS NULL AND ExecutionStatus = 'Completed'`);
  });

  test('the details of a cycle say what is owed and what comes next', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    await cycle.pay({ amountMinor: 24_00 });
    const { currentDetails } = await cycle.handle.query<{ currentDetails: string }>(
      '__temporal_workflow_metadata',
    );
    expect(currentDetails).toContain('| 124.00 EUR | 100.00 EUR | 2035-03-15 | open |');
    expect(currentDetails).toContain('Next: before due on 2035-03-12.');
  });
});

/** Asks for the bill now, starting its cycle if there is none, as the API does. */
function request(cycle: CycleStory) {
  const startWorkflowOperation = new WithStartWorkflowOperation(
    'billingCycle',
    cycleStartOptions(cycle.identity),
  );
  return ground().client.workflow.executeUpdateWithStart(issued, { startWorkflowOperation });
}

function during(attribute: string, day: string): string {
  return `${attribute} BETWEEN '${day}T00:00:00Z' AND '${day}T23:59:59Z'`;
}

async function expectFound(query: string): Promise<void> {
  const { client } = ground();
  const count = async () => (await client.workflow.count(query.replaceAll(/\s+/g, ' '))).count;
  await expect.poll(count, { timeout: 10_000 }).toBe(1);
}

async function resetToTheBeginning({ handle, workflowId }: CycleStory): Promise<void> {
  const { client, namespace } = ground();
  const { events } = await handle.fetchHistory();
  const done = events?.find((event) => event.workflowTaskCompletedEventAttributes)?.eventId;
  if (!done) throw new Error(`${workflowId} did nothing yet`);
  await client.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId },
    workflowTaskFinishEventId: done,
    requestId: workflowId,
    reason: 'by mistake',
  });
}
