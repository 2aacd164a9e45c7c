import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cycleDetailSchema } from '../../api/cycle-detail.ts';
import { paymentSchema } from '../../api/payment-view.ts';
import { type Kit, openKit } from './kit.ts';
import { book, manyCustomers } from './sample-book.ts';
import { bookedPayment, creditOf, issuedCycle } from './settled.ts';

let kit: Kit;
const waiting = [...manyCustomers];

beforeAll(async () => {
  // Their bills are made here from January on.
  const contracts = book.contracts.map((one) => ({ ...one, nextBillOn: '2026-01-01' }));
  kit = await openKit({ worker: true, book: { ...book, contracts } });
});

afterAll(() => kit.close());

type Cycle = Awaited<ReturnType<typeof issuedCycle>>;

/** A customer whom no other test knows, with the bills of January, February and March. */
async function threeCycles() {
  const customer = waiting.pop() ?? '';
  // March is issued first, so that neither numbers nor ids tell which one is the oldest.
  const march = await issuedCycle(kit, customer, '2026-03-01', '2026-03-14');
  const january = await issuedCycle(kit, customer, '2026-01-01', '2026-01-01');
  const february = await issuedCycle(kit, customer, '2026-02-01', '2026-02-01');
  return { customer, january, february, march };
}

let payments = 0;

async function pay(amountMinor: number, whatFor: object) {
  payments += 1;
  const paymentId = `shared-${payments}`;
  const body = { paymentId, amountMinor, currency: 'EUR', ...whatFor };
  const answer = await kit.ask('POST', '/v1/payments', { body });
  expect(answer).toMatchObject({ status: 202 });
  const { cycleId } = answer.body as { cycleId: string };
  const payment = await vi.waitFor(
    async () => paymentSchema.parse((await kit.ask('GET', `/v1/payments/${paymentId}`)).body),
    20_000,
  );
  const allocations = payment.allocations.map((one) => [one.cycleId, one.amountMinor]);
  return { cycleId, payment, shares: new Map(allocations as [string, number][]), body };
}

async function openOf({ cycleId }: Cycle): Promise<number> {
  const { body } = await kit.ask('GET', `/v1/cycles/${cycleId}`);
  return cycleDetailSchema.parse(body).openMinor;
}

test('a payment for a customer settles their cycles from the oldest due date on', async () => {
  const { customer, january, february, march } = await threeCycles();
  const amountMinor = january.openMinor + 10_00;
  const { cycleId, shares, body } = await pay(amountMinor, { customer, allocate: 'oldest_first' });
  expect(cycleId).toBe(january.cycleId);
  expect(shares).toEqual(
    new Map([
      [january.cycleId, january.openMinor],
      [february.cycleId, 10_00],
    ]),
  );
  expect(await openOf(january)).toBe(0);
  expect(await openOf(february)).toBe(february.openMinor - 10_00);
  expect(await openOf(march)).toBe(march.openMinor);
  expect(await kit.ask('POST', '/v1/payments', { body })).toMatchObject({ status: 200 });
});

test('every cycle that it settled knows so, also one whose workflow nobody had started', async () => {
  const { customer, january, february } = await threeCycles();
  const amountMinor = january.openMinor + february.openMinor;
  await pay(amountMinor, { customer, allocate: 'oldest_first' });
  for (const period of ['2026-01-01', '2026-02-01']) {
    const handle = kit.temporal.workflow.getHandle(`billing-cycle/nordlys/${customer}/${period}`);
    await vi.waitFor(
      async () => expect(await handle.result()).toMatchObject({ standing: 'paid' }),
      20_000,
    );
  }
});

test('with nothing open the latest cycle hears of it, and it is the customer’s credit', async () => {
  const { customer, january, february, march } = await threeCycles();
  for (const { cycleId, openMinor } of [january, february, march]) {
    await bookedPayment(kit, { cycleId }, { paymentId: `all-${cycleId}`, amountMinor: openMinor });
  }
  const { cycleId, payment } = await pay(5_00, { customer, allocate: 'oldest_first' });
  expect(cycleId).toBe(march.cycleId);
  expect(payment).toMatchObject({ allocations: [], creditMinor: 5_00 });
  expect(await creditOf(kit, customer)).toBe(5_00);
});

test('a payment is shared out as told, and the first invoice named has what is left over', async () => {
  const { january, february, march } = await threeCycles();
  const allocations = [
    { invoice: march.invoiceNumber, amountMinor: 20_00 },
    { invoice: january.invoiceNumber, amountMinor: 5_00 },
  ];
  const { cycleId, shares } = await pay(30_00, { allocations });
  expect(cycleId).toBe(march.cycleId);
  expect(shares).toEqual(
    new Map([
      [march.cycleId, 25_00],
      [january.cycleId, 5_00],
    ]),
  );
  expect(await openOf(february)).toBe(february.openMinor);
});

test('invoices of two customers cannot share a payment', async () => {
  const { march } = await threeCycles();
  const other = await issuedCycle(kit, 'MONTHLY');
  const allocations = [march, other].map(({ invoiceNumber: invoice }) => ({
    invoice,
    amountMinor: 1_00,
  }));
  const body = { paymentId: 'mixed', amountMinor: 2_00, currency: 'EUR', allocations };
  expect(await kit.ask('POST', '/v1/payments', { body })).toMatchObject({
    status: 422,
    body: { code: 'allocation_invalid', detail: expect.stringContaining('MONTHLY') },
  });
});
