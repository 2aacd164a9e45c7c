import { describe, expect, test } from 'vitest';
import { at, ownLab, payment, reversal } from './lab.ts';

const lab = ownLab();

/** March, April and May of one customer, all open. */
async function threeBills() {
  const march = await lab.newBill();
  const issue = async (period: string) =>
    (await lab.activities().issueOrLoad({ ...march, period, nowMs: at(period) })).books;
  return { march, april: await issue('2035-04-01'), may: await issue('2035-05-01') };
}

describe('a payment', () => {
  test('booked twice is booked once', async () => {
    const { cycleId } = await lab.newBill();
    const { books } = await lab.twice(() => lab.book(cycleId, payment('once')));
    expect(books).toMatchObject({ standing: 'paid', openMinor: 0 });
  });

  test('booked five times at once is booked once', async () => {
    const { cycleId } = await lab.newBill();
    const part = payment('five', { amountMinor: 24_00 });
    const books = await Promise.all(Array.from({ length: 5 }, () => lab.book(cycleId, part)));
    expect(books.map((outcome) => outcome.books.openMinor)).toEqual(Array(5).fill(100_00));
  });

  test('with the id of another and another amount is refused', async () => {
    const { cycleId } = await lab.newBill();
    await lab.book(cycleId, payment('same-id', { amountMinor: 24_00 }));
    const other = payment('same-id', { amountMinor: 100_00 });
    expect(await lab.refused(() => lab.book(cycleId, other))).toBe('payment_conflict');
  });

  test('of five at once are all booked, and what is too much is the customer’s', async () => {
    const bill = await lab.newBill();
    const parts = ['a', 'b', 'c', 'd', 'e'].map((id) => payment(id, { amountMinor: 30_00 }));
    await Promise.all(parts.map((part) => lab.book(bill.cycleId, part)));
    const { books } = await lab.activities().issueOrLoad({ ...bill, nowMs: at('2035-03-10') });
    expect(books).toMatchObject({ standing: 'paid', openMinor: 0 });
    expect(await creditOf(bill.customer)).toBe(26_00);
  });

  test.each([
    { amountMinor: 0 },
    { amountMinor: -100 },
    { amountMinor: 0.5 },
    { amountMinor: Number.NaN },
    { currency: 'USD' },
  ])('that makes no sense is refused and leaves nothing behind: %o', async (given) => {
    const { cycleId } = await lab.newBill();
    const code = await lab.refused(() => lab.book(cycleId, payment('senseless', given)));
    expect(code).toMatch(/^(amount_invalid|currency_mismatch)$/);
  });

  test('for several bills tells twice whom it settled only the first time, and books once', async () => {
    const { march, april, may } = await threeBills();
    const all = payment('several', { amountMinor: 300_00, allocate: 'oldest_first' });
    const { books, touched } = await lab.book(may.cycleId, all);
    expect(books).toMatchObject({ standing: 'open', openMinor: 72_00 });
    expect(touched).toHaveLength(2);
    const before = await lab.everything();
    await lab.book(may.cycleId, all);
    expect(await lab.everything()).toEqual(before);
    expect(await standings(march.cycleId, april.cycleId)).toEqual(['paid', 'paid']);
  });

  test('for several bills, told to each of their cycles at once, is booked once and nobody waits for ever', async () => {
    const { march, april, may } = await threeBills();
    const all = payment('everywhere', { amountMinor: 372_00, allocate: 'oldest_first' });
    const homes = [march, april, may, march, april, may];
    await Promise.all(homes.map(({ cycleId }) => lab.book(cycleId, all)));
    expect(await standings(march.cycleId, april.cycleId, may.cycleId)).toEqual(
      Array(3).fill('paid'),
    );
    expect(await creditOf(march.customer)).toBe(0);
  });
});

describe('a payment that bounces', () => {
  test('is taken back once, also five times at once', async () => {
    const { cycleId } = await lab.newBill();
    await lab.book(cycleId, payment('bounced'));
    const { books } = await lab.atOnce(() => lab.book(cycleId, reversal('bounced')));
    expect(books).toMatchObject({ standing: 'open', openMinor: 124_00 });
  });

  test('is taken back once, by whatever id the bank says so', async () => {
    const { cycleId } = await lab.newBill();
    await lab.book(cycleId, payment('many-words'));
    await lab.book(cycleId, reversal('many-words', 'first-word'));
    const before = await lab.everything();
    const { books } = await lab.book(cycleId, reversal('many-words', 'second-word'));
    expect(books).toMatchObject({ openMinor: 124_00 });
    expect(await lab.everything()).toEqual(before);
  });

  test('that nobody made is refused and leaves nothing behind', async () => {
    const { cycleId } = await lab.newBill();
    const work = () => lab.book(cycleId, reversal('never-made'));
    expect(await lab.refused(work)).toBe('payment_unknown');
  });
});

test('the other cycles are told of their books once more, which starts none of them twice', async () => {
  const { seller, customer, period } = await lab.newBill();
  const siblings = [{ period: '2035-04-01' }, { period: '2035-05-01' }];
  const tell = () =>
    lab.activities().tellCycles({ seller, customer, period, siblings, id: 'told' });
  await tell();
  await tell();
  for (const sibling of siblings) {
    const workflowId = `billing-cycle/${seller}/${customer}/${sibling.period}`;
    const { events } = await lab.client().workflow.getHandle(workflowId).fetchHistory();
    const kinds = (events ?? []).map((event) =>
      event.workflowExecutionStartedEventAttributes ? 'start' : 'other',
    );
    expect(kinds.filter((kind) => kind === 'start')).toHaveLength(1);
  }
});

async function creditOf(customer: string): Promise<number> {
  const [row] = await lab
    .em()
    .execute<{ minor: string }[]>('select credit_minor as minor from customer where number = ?', [
      customer,
    ]);
  return Number(row?.minor);
}

async function standings(...cycleIds: string[]): Promise<string[]> {
  const rows = await lab
    .em()
    .execute<{ id: string; standing: string }[]>('select id, standing from billing_cycle');
  return cycleIds.map((id) => rows.find((row) => row.id === id)?.standing ?? 'not there');
}
