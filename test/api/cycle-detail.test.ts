import { afterAll, beforeAll, expect, test } from 'vitest';
import { cycleDetailSchema } from '../../api/cycle-detail.ts';
import type { Ladder } from '../../domain/ladder.ts';
import { standardLadder } from '../../domain/standard-ladder.ts';
import { type Kit, openKit } from './kit.ts';
import { book, contract, customer, nowMs } from './sample-book.ts';
import { bookedPayment, climbed, issuedCycle } from './settled.ts';

let kit: Kit;

/** A ladder whose second step costs a fee and interest. */
const dearLadder: Ladder = {
  ...standardLadder,
  code: 'dear',
  steps: standardLadder.steps.map((step, index) =>
    index === 1 ? { ...step, feeMinor: { EUR: 5_00 }, interest: true } : step,
  ),
  lateInterest: { annualBasisPoints: 1_015, daysInYear: 365, appliesTo: 'everybody' },
};

const dearBook = {
  ...book,
  ladders: [...book.ladders, { ...dearLadder, seller: 'nordlys' }],
  customers: [...book.customers, customer('DEAR')],
  contracts: [...book.contracts, contract('DEAR', { ladder: { code: 'dear', version: 1 } })],
};

beforeAll(async () => {
  kit = await openKit({ worker: true, book: dearBook });
});

afterAll(() => kit.close());

async function readCycle(cycleId: string) {
  return cycleDetailSchema.parse((await kit.ask('GET', `/v1/cycles/${cycleId}`)).body);
}

test('what is next is what the workflow waits for or, when none is running, what the books know', async () => {
  const { body } = await kit.ask('POST', '/v1/cycles', { body: { customer: 'MONTHLY' } });
  const { cycleId, workflowId, next } = cycleDetailSchema.parse(body);
  expect(next).toMatchObject({ kind: 'climb', subject: 'before_due', source: 'workflow' });
  expect((await readCycle(cycleId)).next).toEqual(next);
  await kit.temporal.workflow.getHandle(workflowId).terminate('by hand');
  expect((await readCycle(cycleId)).next).toEqual({ ...next, source: 'books' });
});

test('a charge is shown with the rule and the figures that made it', async () => {
  const { cycleId, dueOn } = await issuedCycle(kit, 'DEAR');
  await climbed(kit, { cycleId }, 2, Date.parse('2026-04-07T08:00:00Z'));
  const { charges, chargedMinor, claimedMinor, openMinor, reminders } = await readCycle(cycleId);
  expect(charges).toMatchObject([
    { kind: 'fee', step: 2, amountMinor: 5_00, basis: { step: 'reminder' } },
    {
      kind: 'interest',
      step: 2,
      basis: { principalMinor: claimedMinor, annualBasisPoints: 1_015, from: dueOn, days: 10 },
      chargedAt: '2026-04-07T08:00:00.000Z',
    },
  ]);
  expect(charges.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(chargedMinor);
  expect(openMinor).toBe(claimedMinor + chargedMinor);
  expect(reminders).toMatchObject([{ step: 2, name: 'reminder' }]);
});

test('the journal is whole and in the order of the cycle’s own time, page by page', async () => {
  const cycle = await issuedCycle(kit, 'PAYS');
  const hours = [3, 1, 2, 1];
  for (const [index, hour] of hours.entries()) {
    const payment = { paymentId: `at-${hour}-${index}`, amountMinor: 1_00 };
    await bookedPayment(kit, cycle, payment, nowMs + hour * 3_600_000);
  }
  const seen: string[] = [];
  let cursor = '';
  do {
    const path = `/v1/cycles/${cycle.cycleId}/journal?limit=1${cursor}`;
    const { items, next } = (await kit.ask('GET', path)).body as {
      items: { details: { payment?: string } }[];
      next: string | null;
    };
    seen.push(...items.map(({ details }) => details.payment ?? 'issued'));
    cursor = next === null ? '' : `&cursor=${next}`;
  } while (cursor !== '');
  expect(seen).toEqual(['issued', 'at-1-1', 'at-1-3', 'at-2-2', 'at-3-0']);
});

test.each(['+020000-01-01T00:00:00.000Z', '2026-02-30T00:00:00.000Z', 'today'])(
  'a cursor of the journal at %s is refused',
  async (at) => {
    const { cycleId } = await issuedCycle(kit, 'PAYS');
    const cursor = Buffer.from(JSON.stringify([at, '1'])).toString('base64url');
    const answer = await kit.ask('GET', `/v1/cycles/${cycleId}/journal?cursor=${cursor}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'query_invalid' } });
  },
);
