import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cycleDetailSchema } from '../../api/cycle-detail.ts';
import { paperSchema } from '../../api/cycle-papers.ts';
import { cycleSchema } from '../../api/cycle-view.ts';
import { type Kit, openKit } from './kit.ts';
import { book, contract, customer } from './sample-book.ts';
import { bookedPayment, creditOf, issuedCycle } from './settled.ts';

let kit: Kit;

const waiting = Array.from({ length: 20 }, (_, index) => `CORRECTED-${index}`);

/** Bills of two lines: 50.00 and 20.00 net. */
const twoLines = {
  lines: [50_00, 20_00].flatMap((unitPriceMinor) =>
    contract('any').lines.map((line) => ({ ...line, unitPriceMinor })),
  ),
};

const correctedBook = {
  ...book,
  customers: [...book.customers, ...waiting.map((number) => customer(number))],
  contracts: [...book.contracts, ...waiting.map((number) => contract(number, twoLines))],
};

beforeAll(async () => {
  kit = await openKit({ worker: true, book: correctedBook });
});

afterAll(() => kit.close());

const made = z.object({
  correctionId: z.string(),
  papers: z.array(paperSchema),
  cycle: cycleSchema,
});

type Cycle = Awaited<ReturnType<typeof newCycle>>;

/** An open cycle that no other test knows. */
async function newCycle() {
  const number = waiting.pop() ?? '';
  return { ...(await issuedCycle(kit, number)), customer: number };
}

const correction = (changes: object) => ({
  correctionId: 'desk-1',
  kind: 'credit',
  scope: { kind: 'whole' },
  reason: 'The line was down.',
  ...changes,
});

const ask = ({ cycleId }: Cycle, changes: object) =>
  kit.ask('POST', `/v1/cycles/${cycleId}/corrections`, { body: correction(changes) });

async function correct(cycle: Cycle, changes: object) {
  const answer = await ask(cycle, changes);
  expect(answer).toMatchObject({ status: 201 });
  return made.parse(answer.body);
}

async function readCycle({ cycleId }: Cycle) {
  return cycleDetailSchema.parse((await kit.ask('GET', `/v1/cycles/${cycleId}`)).body);
}

describe('a credit', () => {
  test('of an amount lowers what is owed, says who and why, and told again is the same', async () => {
    const cycle = await newCycle();
    const changes = { scope: { kind: 'amount', grossMinor: 10_00 }, person: 'agent-17' };
    const answer = await ask(cycle, changes);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('Location')).toBe(`/v1/cycles/${cycle.cycleId}`);
    const { papers, cycle: after } = made.parse(answer.body);
    expect(papers).toMatchObject([
      {
        kind: 'credit_note',
        grossMinor: 10_00,
        corrects: cycle.invoiceNumber,
        reason: 'The line was down.',
        decidedBy: 'agent-17 (test)',
      },
    ]);
    expect(after).toMatchObject({
      standing: 'open',
      creditedMinor: 10_00,
      openMinor: cycle.openMinor - 10_00,
      invoice: cycle.invoiceNumber,
    });
    expect(await ask(cycle, changes)).toMatchObject({ status: 200, body: answer.body });
    const detail = await readCycle(cycle);
    expect(detail.papers.map(({ number }) => number)).toEqual([
      cycle.invoiceNumber,
      papers[0]?.number,
    ]);
    expect(await kit.ask('GET', `/v1/invoices/${papers[0]?.number}`)).toMatchObject({
      body: { kind: 'credit_note', corrects: cycle.invoiceNumber, reason: 'The line was down.' },
    });
  });

  test('of a line takes that line with its tax', async () => {
    const cycle = await newCycle();
    const scope = { kind: 'lines', lines: [{ position: 2, netMinor: 20_00 }] };
    const { papers } = await correct(cycle, { scope });
    expect(papers).toMatchObject([{ netMinor: 20_00 }]);
    expect(papers[0]?.taxMinor).toBeGreaterThan(0);
  });

  test('of all leaves nothing owed and the cycle void', async () => {
    const cycle = await newCycle();
    const { cycle: after } = await correct(cycle, {});
    expect(after).toMatchObject({ standing: 'void', openMinor: 0 });
  });

  test('of what was paid becomes the customer’s credit', async () => {
    const cycle = await newCycle();
    await bookedPayment(kit, cycle, { paymentId: 'paid', amountMinor: cycle.openMinor });
    const { cycle: after } = await correct(cycle, { scope: { kind: 'amount', grossMinor: 7_00 } });
    expect(after).toMatchObject({ standing: 'paid', openMinor: 0 });
    expect(await creditOf(kit, cycle.customer)).toBe(7_00);
  });

  test('asked for five times at once is one credit note', async () => {
    const cycle = await newCycle();
    const changes = { scope: { kind: 'amount', grossMinor: 1_00 } };
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(cycle, changes)));
    for (const { status } of answers) expect([200, 201]).toContain(status);
    expect((await readCycle(cycle)).papers).toHaveLength(2);
  });
});

test('a void and reissue takes all back and bills anew by the contract as it is now', async () => {
  const cycle = await newCycle();
  await kit.database.em.fork().execute(
    `update contract_line set unit_price_minor = 30_00 where position = 1 and contract_id =
       (select contract.id from contract join customer on customer.id = contract.customer_id
         where customer.number = ?)`,
    [cycle.customer],
  );
  const changes = { kind: 'void_and_reissue', scope: undefined };
  const { papers, cycle: after } = await correct(cycle, changes);
  expect(papers).toMatchObject([
    { kind: 'credit_note', netMinor: 70_00, corrects: cycle.invoiceNumber },
    { kind: 'invoice', netMinor: 50_00, corrects: cycle.invoiceNumber },
  ]);
  expect(after).toMatchObject({
    standing: 'open',
    openMinor: papers[1]?.grossMinor,
    creditedMinor: cycle.openMinor,
    invoice: papers[1]?.number,
  });
  expect(await ask(cycle, changes)).toMatchObject({ status: 200 });
});

test('a wrong credit is undone by a further invoice, and the bill of the period stays the bill', async () => {
  const cycle = await newCycle();
  const { papers } = await correct(cycle, { scope: { kind: 'amount', grossMinor: 10_00 } });
  const creditNote = papers[0]?.number ?? '';
  const undo = { kind: 'undo_credit', scope: undefined, correctionId: 'desk-2', creditNote };
  const { papers: undone, cycle: after } = await correct(cycle, undo);
  expect(undone).toMatchObject([{ kind: 'invoice', grossMinor: 10_00, corrects: creditNote }]);
  expect(after).toMatchObject({
    standing: 'open',
    openMinor: cycle.openMinor,
    invoice: cycle.invoiceNumber,
  });
  expect(await ask(cycle, { ...undo, correctionId: 'desk-3' })).toMatchObject({
    status: 409,
    body: { code: 'credit_undone' },
  });
  const amount = { scope: { kind: 'amount', grossMinor: 1_00 } };
  expect(await ask(cycle, { ...amount, correctionId: 'desk-4' })).toMatchObject({
    status: 404,
    body: { code: 'invoice_unknown', detail: expect.stringContaining(cycle.invoiceNumber) },
  });
  const named = { ...amount, correctionId: 'desk-5', invoice: cycle.invoiceNumber };
  expect(await ask(cycle, named)).toMatchObject({ status: 201 });
});

test('another correction under the same id is a conflict, and the first one stands', async () => {
  const cycle = await newCycle();
  await correct(cycle, { scope: { kind: 'amount', grossMinor: 10_00 } });
  for (const changes of [
    { scope: { kind: 'amount', grossMinor: 10_01 } },
    { scope: { kind: 'amount', grossMinor: 10_00 }, reason: 'Something else.' },
    { kind: 'void_and_reissue', scope: undefined },
    { kind: 'undo_credit', scope: undefined, creditNote: 'FC2026-000001' },
    { scope: { kind: 'amount', grossMinor: 10_00 }, invoice: 'F2026-999999' },
  ]) {
    expect(await ask(cycle, changes)).toMatchObject({
      status: 409,
      body: { code: 'request_conflict' },
    });
  }
  expect((await readCycle(cycle)).papers).toHaveLength(2);
});

describe('a correction is refused and changes nothing', () => {
  let cycle: Cycle;

  beforeAll(async () => {
    cycle = await newCycle();
  });

  const line = (position: number, netMinor: number) => ({ lines: [{ position, netMinor }] });

  test.each([
    ['credit_too_large', { scope: { kind: 'amount', grossMinor: 1_000_00 } }],
    ['credit_too_large', { scope: { kind: 'lines', ...line(2, 20_01) } }],
    ['line_unknown', { scope: { kind: 'lines', ...line(3, 1) } }],
    ['invoice_unknown', { invoice: 'F1999-000001' }],
    ['credit_note_unknown', { kind: 'undo_credit', scope: undefined, creditNote: 'FC1999-000001' }],
  ])('with %s: %j', async (code, changes) => {
    const correctionId = `refused-${JSON.stringify(changes).replaceAll(/\W+/g, '-')}`;
    expect(await ask(cycle, { ...changes, correctionId })).toMatchObject({ body: { code } });
    const { papers, openMinor } = await readCycle(cycle);
    expect([papers.length, openMinor]).toEqual([1, cycle.openMinor]);
  });

  test('when everything was credited before', async () => {
    await correct(cycle, {});
    expect(await ask(cycle, { correctionId: 'once-more' })).toMatchObject({
      status: 409,
      body: { code: 'nothing_to_credit' },
    });
  });
});
