import { describe, expect, test } from 'vitest';
import type { GrantRequest } from '../../domain/authority/grant.ts';
import { desk, hire, monday, question, takeChecked } from './desk.ts';
import { at, march, ownLab, payment } from './lab.ts';

const lab = ownLab();

/** A supervisor grants it on a new customer's bill for March. */
async function granted(grant: GrantRequest, given: Parameters<typeof lab.newBill>[0] = {}) {
  const bill = await lab.newBill(given);
  const by = await hire(lab.em(), bill.seller, { role: 'supervisor' });
  const disputeId = await question(lab, bill.cycleId);
  await takeChecked(lab, bill.cycleId, disputeId, by);
  const { books, refused } = await lab.twice(
    desk(lab, bill.cycleId, 'decideDispute', {
      ...{ disputeId, by, externalId: 'grant' },
      payload: { decision: { kind: 'grant', grant } },
    }),
  );
  return { ...bill, books, refused, disputeId };
}

const issue = async (seller: string, customer: string, period: string) => {
  const { books } = await lab
    .activities()
    .issueOrLoad({ seller, customer, period, nowMs: at(period) });
  return books;
};

const linesOf = (cycleId: string) =>
  lab.em().execute<{ text: string; minor: number }[]>(
    `select line.description as text, line.net_minor::int as minor
       from invoice_line line join invoice on invoice.id = line.invoice_id
      where invoice.cycle_id = ? and invoice.kind = 'invoice' order by invoice.revision, position`,
    [cycleId],
  );

describe('a discount on coming bills', () => {
  test('is a line of its own on so many bills, before tax, and then no more', async () => {
    const grant = { kind: 'percent_off_next_bills', basisPoints: 20_00, bills: 2 } as const;
    const { seller, customer, refused } = await granted(grant, { nextBillOn: march });
    expect(refused).toBeUndefined();
    const bills = [];
    for (const period of ['2035-04-01', '2035-05-01', '2035-06-01']) {
      bills.push(await issue(seller, customer, period));
    }
    expect(bills.map(({ claimedMinor }) => claimedMinor)).toEqual([99_20, 99_20, 124_00]);
    expect(await linesOf(bills[0]?.cycleId ?? '')).toEqual([
      { text: 'Fibre', minor: 100_00 },
      { text: 'Discount 20 %', minor: -20_00 },
    ]);
  });

  test('is on the bill that is issued anew as it was on the bill before', async () => {
    const grant = { kind: 'amount_off_next_bills', netMinor: 10_00, bills: 1 } as const;
    const { seller, customer } = await granted(grant);
    const april = await issue(seller, customer, '2035-04-01');
    const fact = {
      ...({ kind: 'correction', id: 'correction/anew' } as const),
      correction: {
        ...({ kind: 'void_and_reissue', correctionId: 'anew' } as const),
        ...{ reason: 'wrong address', decidedBy: 'agent' },
      },
    };
    const { books } = await lab.twice(() => lab.book(april.cycleId, fact, at('2035-04-02')));
    expect(books.openMinor).toBe(111_60);
    const may = await issue(seller, customer, '2035-05-01');
    expect(may.claimedMinor).toBe(124_00);
  });

  test('of a run of several missed periods is used bill by bill', async () => {
    const { seller, customer } = await granted({ kind: 'free_months', months: 1 });
    const runId = `run-${seller}`;
    await lab.activities().openRun({ runId, seller, asOf: '2035-05-01', nowMs: at('2035-05-01') });
    await lab.activities().issuePage({
      ...{ runId, seller, asOf: '2035-05-01', page: 1, pageSize: 10 },
      nowMs: at('2035-05-01'),
    });
    const rows = await lab.em().execute(
      `select claimed_minor::int as minor, standing from billing_cycle cycle
         join customer on customer.id = cycle.customer_id
        where customer.number = ? order by period_from`,
      [customer],
    );
    expect(rows).toEqual([
      { minor: 124_00, standing: 'open' },
      { minor: 0, standing: 'paid' },
      { minor: 124_00, standing: 'open' },
    ]);
  });
});

describe('a waived charge', () => {
  async function late() {
    const bill = await lab.newBill({ ladder: 'strict', isBusiness: true });
    const { cycleId } = bill;
    for (const [step, day] of [
      [1, '2035-03-12'],
      [2, '2035-03-22'],
      [3, '2035-03-29'],
    ] as const) {
      await lab.activities().climbLadder({ cycleId, step, nowMs: at(day, '09:00') });
    }
    const charges = await lab
      .em()
      .execute<{ id: string; kind: string; minor: number }[]>(
        'select id, kind, amount_minor::int as minor from charge where cycle_id = ? order by kind',
        [cycleId],
      );
    return { ...bill, charges };
  }

  async function waive(cycleId: string, seller: string, chargeIds: string[]) {
    const by = await hire(lab.em(), seller, { role: 'supervisor' });
    const nowMs = at('2035-04-02');
    const disputeId = await question(lab, cycleId, { nowMs });
    await takeChecked(lab, cycleId, disputeId, by, nowMs);
    return lab.twice(
      desk(lab, cycleId, 'decideDispute', {
        ...{ disputeId, by, nowMs, externalId: `waive-${by.name}` },
        payload: { decision: { kind: 'grant', grant: { kind: 'waive_charges', chargeIds } } },
      }),
    );
  }

  test('of somebody who pays late needs a second person, and is owed no more then, once', async () => {
    const { cycleId, seller, charges } = await late();
    const fee = charges.find(({ kind }) => kind === 'fee');
    const before = 124_00 + charges.reduce((sum, { minor }) => sum + minor, 0);
    const asked = await waive(cycleId, seller, [fee?.id ?? '']);
    expect(asked.books).toMatchObject({ openMinor: before, disputes: [{ state: 'waiting' }] });
    const by = await hire(lab.em(), seller, { role: 'supervisor' });
    const [grant] = await lab
      .em()
      .execute<{ grantId: string; disputeId: string }[]>(
        `select id as "grantId", dispute_id as "disputeId" from discount_grant where cycle_id = ?`,
        [cycleId],
      );
    const approval = { disputeId: grant?.disputeId ?? '', by, nowMs: at('2035-04-03') };
    const payload = { grantId: grant?.grantId, verdict: 'approve' };
    const approve = desk(lab, cycleId, 'approveGrant', { ...approval, payload, externalId: 'yes' });
    const { books } = await lab.twice(approve);
    expect(books.openMinor).toBe(before - 40_00);
    const again = await waive(cycleId, seller, [fee?.id ?? '']);
    expect(again.refused?.code).toBe('charge_unknown');
  });

  test('that was paid already becomes the customer’s credit', async () => {
    const { cycleId, seller, customer, charges } = await late();
    const openMinor = 124_00 + charges.reduce((sum, { minor }) => sum + minor, 0);
    await lab.book(
      cycleId,
      payment(`late/${cycleId}`, { amountMinor: openMinor }),
      at('2035-04-01'),
    );
    await waive(
      cycleId,
      seller,
      charges.map(({ id }) => id),
    );
    expect(
      await lab
        .em()
        .execute('select credit_minor::int as minor from customer where number = ?', [customer]),
    ).toEqual([{ minor: openMinor - 124_00 }]);
  });
});

describe('a dispute that nobody decides', () => {
  test('goes from group to group and ends in the customer’s favour, up to what the policy says', async () => {
    const { cycleId } = await lab.newBill();
    const disputeId = await question(lab, cycleId);
    const kinds = [];
    let nowMs = monday;
    for (let turn = 0; turn < 20; turn += 1) {
      const { books } = await lab.activities().issueOrLoad({ ...(await identity(cycleId)), nowMs });
      const next = books.disputes?.[0]?.next;
      if (!next) break;
      kinds.push(next.kind);
      nowMs = Math.max(nowMs, next.atMs);
      const now = nowMs;
      await lab.twice(() => lab.activities().tendDispute({ cycleId, disputeId, nowMs: now }));
    }
    expect(kinds.at(-1)).toBe('default');
    const [row] = await lab.em().execute<Record<string, unknown>[]>(
      `select state, outcome, decided_by as by, first_answer_missed as first,
           resolution_missed as missed from dispute where id = ?`,
      [disputeId],
    );
    expect(row).toEqual({
      ...{ state: 'resolved', outcome: 'defaulted', by: 'default decision' },
      ...{ first: true, missed: true },
    });
    const { books } = await lab.activities().issueOrLoad({ ...(await identity(cycleId)), nowMs });
    const credited = 124_00 - books.openMinor;
    expect(credited).toBeGreaterThan(0);
    expect(
      await lab
        .em()
        .execute(
          `select worth_minor::int as minor, staff_id as staff from discount_grant where dispute_id = ?`,
          [disputeId],
        ),
    ).toEqual([{ minor: credited, staff: null }]);
  });
});

async function identity(cycleId: string) {
  const [row] = await lab.em().execute<{ seller: string; customer: string; period: string }[]>(
    `select seller.code as seller, customer.number as customer, period_from::text as period
       from billing_cycle cycle join seller on seller.id = cycle.seller_id
         join customer on customer.id = cycle.customer_id where cycle.id = ?`,
    [cycleId],
  );
  if (!row) throw new Error(`there is no cycle ${cycleId}`);
  return row;
}
