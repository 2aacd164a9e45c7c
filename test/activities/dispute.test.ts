import { describe, expect, test } from 'vitest';
import { customer, desk, hire, monday, question, take } from './desk.ts';
import { assertBooksAgree } from '../workflows/books-agree.ts';
import { at, credit, ownLab, payment, promise } from './lab.ts';

const lab = ownLab();

const stateOf = async (disputeId: string) => {
  const [row] = await lab
    .em()
    .execute<Record<string, unknown>[]>(
      'select state, owner, case_group as "group", outcome, disputed_minor::int as minor from dispute where id = ?',
      [disputeId],
    );
  return row;
};

describe('a dispute about the whole bill', () => {
  test('is opened once, holds all of it, and the ladder stands still', async () => {
    const { cycleId } = await lab.newBill();
    const open = desk(lab, cycleId, 'openDispute', {
      payload: { reason: 'wrong_price', lines: 'whole' },
      words: 'Why?',
      externalId: 'once',
    });
    const { books } = await lab.atOnce(open);
    expect(books).toMatchObject({ heldMinor: 124_00, schedule: [], openMinor: 124_00 });
    expect(books.disputes).toHaveLength(1);
    expect(books.disputes?.[0]).toMatchObject({ reason: 'wrong_price', state: 'open' });
    expect(books.letter).toMatchObject({ template: 'received' });
  });

  test('that is withdrawn leaves the days that were left', async () => {
    const { cycleId, schedule } = await lab.newBill();
    const disputeId = await question(lab, cycleId);
    const nowMs = monday + 10 * 86_400_000;
    const { books } = await lab.twice(
      desk(lab, cycleId, 'withdrawDispute', { disputeId, nowMs, externalId: 'back' }),
    );
    expect(books.disputes).toBeUndefined();
    expect(books.schedule.map(({ step }) => step)).toEqual(schedule.map(({ step }) => step));
    expect(books.schedule[0]?.on).toBe('2035-03-22');
    expect(schedule[0]?.on).toBe('2035-03-12');
  });

  test('ends a promise to pay, which was about money that is disputed now', async () => {
    const { cycleId } = await lab.newBill();
    await lab.book(cycleId, promise('p', [{ on: '2035-03-20', amountMinor: 124_00 }]), monday - 1);
    const { promise: before } = (
      await lab.activities().issueOrLoad({
        ...(await identityOf(cycleId)),
        nowMs: monday,
      })
    ).books;
    expect(before).not.toBeNull();
    await question(lab, cycleId);
    const rows = await lab.em().execute('select state from promise where cycle_id = ?', [cycleId]);
    expect(rows).toEqual([{ state: 'moot' }]);
  });
});

async function identityOf(cycleId: string) {
  const [row] = await lab.em().execute<{ seller: string; customer: string; period: string }[]>(
    `select seller.code as seller, customer.number as customer, period_from::text as period
       from billing_cycle cycle join seller on seller.id = cycle.seller_id
         join customer on customer.id = cycle.customer_id where cycle.id = ?`,
    [cycleId],
  );
  if (!row) throw new Error('no cycle');
  return row;
}

describe('a dispute', () => {
  test('ends as moot when all of it is credited, and when a payment leaves nothing to ask', async () => {
    const { cycleId } = await lab.newBill();
    const disputeId = await question(lab, cycleId);
    await lab.book(cycleId, credit('all'), monday + 1);
    expect(await stateOf(disputeId)).toMatchObject({ state: 'moot', outcome: 'moot' });
    const other = await lab.newBill();
    const cannotPay = await question(lab, other.cycleId, { reason: 'cannot_pay_now' });
    await lab.book(other.cycleId, payment('cannot'), monday + 1);
    expect(await stateOf(cannotPay)).toMatchObject({ state: 'moot' });
  });

  test('ends at once when a payment that was told to another bill of the customer answers it', async () => {
    const first = await lab.newBill();
    const disputeId = await question(lab, first.cycleId, { reason: 'cannot_pay_now' });
    const { seller, customer } = first;
    const april = { seller, customer, period: '2035-04-01', nowMs: monday };
    const { cycleId } = (await lab.activities().issueOrLoad(april)).books;
    const all = payment('all-bills', { amountMinor: 248_00, allocate: 'oldest_first' });
    const { touched } = await lab.book(cycleId, all, monday + 1);
    expect(touched).toEqual([{ period: first.period }]);
    expect(await stateOf(disputeId)).toMatchObject({ state: 'moot' });
    await assertBooksAgree(lab.em());
  });

  test('about a price stays open when the bill is paid, and keeps its cycle going', async () => {
    const { cycleId } = await lab.newBill();
    const disputeId = await question(lab, cycleId);
    const { books } = await lab.book(cycleId, payment('paid-under-protest'), monday + 1);
    expect(books).toMatchObject({ standing: 'paid', disputes: [{ disputeId }] });
  });

  test('cannot take a line that another one has, nor a line that is not there', async () => {
    const { cycleId } = await lab.newBill();
    await question(lab, cycleId, { lines: [{ position: 1 }] });
    const again = { payload: { reason: 'quality', lines: 'whole' }, externalId: 'again' };
    expect(await lab.refused(desk(lab, cycleId, 'openDispute', again))).toBe('dispute_open');
    const nowhere = {
      payload: { reason: 'quality', lines: [{ position: 9 }] },
      externalId: 'nowhere',
    };
    expect(await lab.refused(desk(lab, cycleId, 'openDispute', nowhere))).toBe('line_unknown');
  });

  test('that nobody asked for through the API is refused: a message is no proof', async () => {
    const { cycleId } = await lab.newBill();
    const desk = { requestId: 'typed-by-hand', disputeId: 'whatever' };
    const fact = { kind: 'desk', id: 'desk/typed-by-hand', act: 'decideDispute', desk } as const;
    expect(await lab.refused(() => lab.book(cycleId, fact))).toBe('proof_missing');
  });
});

describe('a case', () => {
  test('has one owner: of five who take it at once, one gets it', async () => {
    const { cycleId, seller } = await lab.newBill();
    const disputeId = await question(lab, cycleId);
    const people = await Promise.all(Array.from({ length: 5 }, () => hire(lab.em(), seller)));
    const outcomes = await Promise.all(
      people.map((by) => desk(lab, cycleId, 'takeDispute', { disputeId, by })()),
    );
    const codes = outcomes.map(({ refused }) => refused?.code ?? 'taken').sort();
    expect(codes).toEqual([...Array(4).fill('dispute_taken'), 'taken']);
  });

  test('is taken by nobody outside its group but a supervisor', async () => {
    const { cycleId, seller } = await lab.newBill();
    const disputeId = await question(lab, cycleId);
    const [stranger, supervisor] = [
      await hire(lab.em(), seller),
      await hire(lab.em(), seller, { role: 'supervisor' }),
    ];
    await lab.em().execute(
      `update staff set groups = '{billing}' where seller_id =
      (select id from seller where code = ?)`,
      [seller],
    );
    const asked = { disputeId, by: stranger, externalId: 'stranger' };
    expect(await lab.refused(desk(lab, cycleId, 'takeDispute', asked))).toBe('role_missing');
    await take(lab, cycleId, disputeId, supervisor);
    expect(await stateOf(disputeId)).toMatchObject({ owner: supervisor.name });
  });

  test('is answered by whoever has it, once, and the promise of a first answer is kept', async () => {
    const { cycleId, seller } = await lab.newBill();
    const disputeId = await question(lab, cycleId);
    const agent = await hire(lab.em(), seller);
    const other = await hire(lab.em(), seller);
    await take(lab, cycleId, disputeId, agent);
    const said = { disputeId, words: 'The price rose in March.', externalId: 'a1' };
    const stranger = { ...said, by: other, externalId: 'a0' };
    expect(await lab.refused(desk(lab, cycleId, 'answerDispute', stranger))).toBe(
      'dispute_not_yours',
    );
    const { books } = await lab.twice(
      desk(lab, cycleId, 'answerDispute', { ...said, by: agent, nowMs: monday + 60_000 }),
    );
    expect(books.disputes?.[0]?.next.kind).not.toBe('first_answer');
  });

  test('is nobody’s any more to decide for who lost their role meanwhile', async () => {
    const { cycleId, seller } = await lab.newBill();
    const disputeId = await question(lab, cycleId);
    const agent = await hire(lab.em(), seller);
    await take(lab, cycleId, disputeId, agent);
    await lab.em().execute(`update staff set role = 'operator' where id = ?`, [agent.staffId]);
    const decision = { decision: { kind: 'explain' } };
    const asked = { disputeId, by: agent, payload: decision, words: 'So.', externalId: 'late' };
    expect(await lab.refused(desk(lab, cycleId, 'decideDispute', asked))).toBe('role_missing');
  });

  test('decided against the customer asks for the money again, with the days that were left', async () => {
    const { cycleId, seller } = await lab.newBill();
    const disputeId = await question(lab, cycleId);
    const agent = await hire(lab.em(), seller);
    await take(lab, cycleId, disputeId, agent);
    const nowMs = at('2035-03-09', '11:00');
    const { books } = await lab.twice(
      desk(lab, cycleId, 'decideDispute', {
        ...{ disputeId, by: agent, nowMs, externalId: 'no' },
        payload: { decision: { kind: 'reject' } },
        words: 'The price is that of your contract.',
      }),
    );
    expect(books.disputes).toBeUndefined();
    expect(books.schedule[0]?.on).toBe('2035-03-17');
    expect(await stateOf(disputeId)).toMatchObject({ state: 'resolved', outcome: 'rejected' });
  });

  test('reopened within the time has new promises; after it, it stays closed', async () => {
    const { cycleId } = await lab.newBill();
    const disputeId = await question(lab, cycleId);
    await desk(lab, cycleId, 'withdrawDispute', { disputeId, by: customer })();
    const soon = { disputeId, nowMs: monday + 5 * 86_400_000, externalId: 'soon' };
    const { books } = await lab.twice(desk(lab, cycleId, 'reopenDispute', soon));
    expect(books.disputes).toMatchObject([{ disputeId, state: 'open' }]);
    const end = { disputeId, nowMs: monday + 6 * 86_400_000 };
    await desk(lab, cycleId, 'withdrawDispute', end)();
    const late = { disputeId, nowMs: monday + 90 * 86_400_000, externalId: 'late' };
    expect(await lab.refused(desk(lab, cycleId, 'reopenDispute', late))).toBe('dispute_ended');
  });
});
