import { describe, expect, test } from 'vitest';
import type { GrantRequest } from '../../domain/authority/grant.ts';
import { check, desk, hire, monday, type Person, question, take, takeChecked } from './desk.ts';
import { at, march, ownLab, payment } from './lab.ts';

const lab = ownLab();
const minute = 60_000;
const goodwill = (grossMinor: number): GrantRequest => ({ kind: 'goodwill_credit', grossMinor });

type Asked = { disputeId: string; by: Person; grant: GrantRequest; nowMs?: number; id?: string };

const grantOf = (cycleId: string, { disputeId, by, grant, nowMs = monday, id }: Asked) =>
  desk(lab, cycleId, 'decideDispute', {
    ...{ disputeId, by, nowMs, words: 'We are sorry.' },
    payload: { decision: { kind: 'grant', grant } },
    ...(id !== undefined && { externalId: id }),
  });

/** A new customer's bill with a case that a new agent has taken and checked. */
async function newCase(given: Parameters<typeof lab.newBill>[0] = {}) {
  const bill = await lab.newBill(given);
  const disputeId = await question(lab, bill.cycleId);
  const agent = await hire(lab.em(), bill.seller);
  await takeChecked(lab, bill.cycleId, disputeId, agent);
  return { ...bill, disputeId, agent };
}

const grants = (disputeId: string) =>
  lab.em().execute<Record<string, unknown>[]>(
    `select state, kind, worth_minor::int as minor, asked_by as by, approved_by as second
       from discount_grant where dispute_id = ? order by id`,
    [disputeId],
  );

const discountOf = async (cycleId: string) => {
  const [row] = await lab.em().execute<{ minor: number }[]>(
    `select coalesce(sum(entry.amount_minor), 0)::int as minor
       from ledger_entry entry join ledger_transaction fact on fact.id = entry.transaction_id
      where fact.cycle_id = ? and entry.account = 'discount'`,
    [cycleId],
  );
  return row?.minor;
};

describe('a grant within one’s own authority', () => {
  test('lowers the bill by a credit note, once, and ends the dispute', async () => {
    const { cycleId, disputeId, agent } = await newCase();
    const { books } = await lab.twice(
      grantOf(cycleId, { disputeId, by: agent, grant: goodwill(12_40), id: 'one' }),
    );
    expect(books).toMatchObject({ openMinor: 111_60, standing: 'open' });
    expect(books.disputes).toBeUndefined();
    expect(await grants(disputeId)).toEqual([
      { state: 'granted', kind: 'goodwill_credit', minor: 12_40, by: agent.name, second: null },
    ]);
    expect(await discountOf(cycleId)).toBe(10_00);
  });

  test('on a bill that was paid becomes the customer’s credit', async () => {
    const { cycleId, disputeId, agent, customer } = await newCase();
    await lab.book(cycleId, payment(`all/${cycleId}`), monday);
    const { books } = await grantOf(cycleId, { disputeId, by: agent, grant: goodwill(12_40) })();
    expect(books.standing).toBe('paid');
    expect(
      await lab
        .em()
        .execute('select credit_minor::int as minor from customer where number = ?', [customer]),
    ).toEqual([{ minor: 12_40 }]);
  });

  test('as a share of a line is worth what its credit note says', async () => {
    const { cycleId, disputeId, agent } = await newCase();
    const grant = { kind: 'percent_off_lines', positions: [1], basisPoints: 10_00 } as const;
    const { books } = await grantOf(cycleId, { disputeId, by: agent, grant })();
    expect(books.openMinor).toBe(111_60);
    expect(await grants(disputeId)).toMatchObject([{ state: 'granted', minor: 12_40 }]);
  });
});

describe('nobody grants', () => {
  test('without a fresh check of whom they speak to', async () => {
    const bill = await lab.newBill();
    const disputeId = await question(lab, bill.cycleId);
    const agent = await hire(lab.em(), bill.seller);
    await take(lab, bill.cycleId, disputeId, agent);
    const asked = { disputeId, by: agent, grant: goodwill(1_00) };
    expect(await lab.refused(grantOf(bill.cycleId, { ...asked, id: 'never' }))).toBe(
      'check_needed',
    );
    await check(lab.em(), bill.cycleId, agent);
    const late = { ...asked, nowMs: monday + 31 * minute, id: 'late' };
    expect(await lab.refused(grantOf(bill.cycleId, late))).toBe('check_needed');
  });

  test('beyond their authority, and the attempt is on record with the rules that said no', async () => {
    const { cycleId, disputeId, agent } = await newCase();
    const asked = grantOf(cycleId, { disputeId, by: agent, grant: goodwill(41_00), id: 'much' });
    const { books, refused } = await lab.twice(asked);
    expect(refused).toEqual({
      code: 'grant_refused',
      detail: 'This is above the €40.00 that I may grant even with a colleague’s approval.',
    });
    expect(books).toMatchObject({ openMinor: 124_00, disputes: [{ state: 'claimed' }] });
    expect(await grants(disputeId)).toMatchObject([{ state: 'refused', minor: 41_00 }]);
  });

  test('more than is left of the bill', async () => {
    const { cycleId, disputeId, agent } = await newCase({ unitPriceMinor: 10_00 });
    const asked = { disputeId, by: agent, grant: goodwill(13_00), id: 'more' };
    expect(await lab.refused(grantOf(cycleId, asked))).toBe('credit_too_large');
  });
});

describe('what is above one’s own authority', () => {
  async function waiting() {
    const found = await newCase();
    const { cycleId, disputeId, agent, seller } = found;
    const { books } = await grantOf(cycleId, { disputeId, by: agent, grant: goodwill(24_80) })();
    expect(books.disputes).toMatchObject([{ state: 'waiting' }]);
    const [row] = await lab
      .em()
      .execute<{ id: string }[]>('select id from discount_grant where dispute_id = ?', [disputeId]);
    const second = await hire(lab.em(), seller, { role: 'supervisor' });
    return { ...found, second, grantId: row?.id ?? '' };
  }

  const approve = (
    cycleId: string,
    disputeId: string,
    by: Person,
    payload: Record<string, unknown>,
    nowMs = monday + minute,
  ) =>
    desk(lab, cycleId, 'approveGrant', {
      disputeId,
      by,
      payload,
      nowMs,
      externalId: `a-${by.name}`,
    });

  test('waits for a second person, who is another one, and is done once', async () => {
    const { cycleId, disputeId, agent, second, grantId } = await waiting();
    const payload = { grantId, verdict: 'approve' };
    expect(await lab.refused(approve(cycleId, disputeId, agent, payload))).toBe('role_missing');
    const { books } = await lab.twice(approve(cycleId, disputeId, second, payload));
    expect(books).toMatchObject({ openMinor: 99_20 });
    expect(books.disputes).toBeUndefined();
    expect(await grants(disputeId)).toMatchObject([
      { state: 'granted', by: agent.name, second: second.name },
    ]);
  });

  test('is never approved by whoever asked, whatever role they have by then', async () => {
    const { cycleId, disputeId, agent, grantId } = await waiting();
    await lab.em().execute(`update staff set role = 'supervisor' where id = ?`, [agent.staffId]);
    const payload = { grantId, verdict: 'approve' };
    const { refused } = await approve(cycleId, disputeId, agent, payload)();
    expect(refused?.code).toBe('approval_same_person');
    expect(await grants(disputeId)).toMatchObject([{ state: 'waiting' }]);
  });

  test('goes back to whoever asked when the second person declines', async () => {
    const { cycleId, disputeId, agent, second, grantId } = await waiting();
    const payload = { grantId, verdict: 'decline' };
    const { books } = await lab.twice(approve(cycleId, disputeId, second, payload));
    expect(books.disputes).toMatchObject([{ state: 'claimed', owner: agent.name }]);
    expect(await grants(disputeId)).toMatchObject([{ state: 'declined' }]);
  });

  test('goes back to the queue when nobody comes in time', async () => {
    const { cycleId, disputeId, second, grantId } = await waiting();
    const load = async (nowMs: number) => {
      const tended = await lab.activities().tendDispute({ cycleId, disputeId, nowMs });
      return tended.books.disputes?.[0];
    };
    let dispute = await load(monday + 2 * minute);
    while (dispute?.state === 'waiting') {
      const { atMs } = dispute.next;
      dispute = (
        await lab.twice(() => lab.activities().tendDispute({ cycleId, disputeId, nowMs: atMs }))
      ).books.disputes?.[0];
    }
    expect(dispute).toMatchObject({ state: 'open', owner: null });
    expect(await grants(disputeId)).toMatchObject([{ state: 'expired' }]);
    const payload = { grantId, verdict: 'approve' };
    const late = at('2035-03-20');
    expect(await lab.refused(approve(cycleId, disputeId, second, payload, late))).toBe(
      'grant_settled',
    );
  });
});

test('of agents at once who each grant a customer something, no more than two need no colleague', async () => {
  const { seller, customer } = await lab.newCustomer({ unitPriceMinor: 100_00 });
  const cycles = [];
  for (const period of [march, '2035-04-01', '2035-05-01', '2035-06-01']) {
    const { books } = await lab
      .activities()
      .issueOrLoad({ seller, customer, period, nowMs: at(march) });
    cycles.push(books.cycleId);
  }
  const agents = await Promise.all(cycles.map(() => hire(lab.em(), seller)));
  const asked = [];
  for (const [index, cycleId] of cycles.entries()) {
    const by = agents[index];
    if (!by) continue;
    const disputeId = await question(lab, cycleId);
    await takeChecked(lab, cycleId, disputeId, by);
    asked.push(grantOf(cycleId, { disputeId, by, grant: goodwill(15_00) }));
  }
  const outcomes = await Promise.all(asked.map((work) => work()));
  const states = await lab.em().execute<{ state: string; minor: number }[]>(
    `select state, count(*)::int as count from discount_grant grant_
         join billing_cycle cycle on cycle.id = grant_.cycle_id
         join customer on customer.id = cycle.customer_id
        where customer.number = ? group by state order by state`,
    [customer],
  );
  expect(outcomes.every(({ refused }) => refused === undefined)).toBe(true);
  // After two grants within twelve months a colleague must look at the next.
  expect(states).toEqual([
    { state: 'granted', count: 2 },
    { state: 'waiting', count: 2 },
  ]);
});
