import { describe, expect, test } from 'vitest';
import { balancesOf, type Case, decide, goodwill, grantsOf, newCase } from './cases.ts';
import { monday } from './desk.ts';
import { at, correction, march, ownLab } from './lab.ts';

const lab = ownLab();

/** The credit note of a decided case is taken back by an operator. */
function undo(cycleId: string, creditNote: string | null | undefined) {
  const request = correction(`undo/${creditNote}`, {
    kind: 'undo_credit',
    creditNote: creditNote ?? '',
  });
  return lab.book(cycleId, request, monday + 3_600_000);
}

const storyOf = async (disputeId: string) => {
  const rows = await lab
    .em()
    .execute<{ kind: string }[]>(
      'select kind from dispute_event where dispute_id = ? order by id',
      [disputeId],
    );
  return rows.map(({ kind }) => kind);
};

describe('a discount whose credit note is taken back', () => {
  test('is claimed again on the account that it lowered, and its grant is undone', async () => {
    const asked = await newCase(lab, await lab.newBill());
    await decide(lab, asked, { kind: 'grant', grant: goodwill(12_40) })();
    const { cycleId, disputeId } = asked;
    const [granted] = await grantsOf(lab, disputeId);
    expect(await balancesOf(lab, cycleId)).toEqual({
      ...{ receivable: 111_60, revenue: -100_00, tax: -21_60, discount: 10_00 },
    });
    const { books } = await lab.twice(() => undo(cycleId, granted?.creditNote));
    expect(books.openMinor).toBe(124_00);
    expect(await balancesOf(lab, cycleId)).toEqual({
      ...{ receivable: 124_00, revenue: -100_00, tax: -24_00 },
    });
    expect(await grantsOf(lab, disputeId)).toEqual([{ ...granted, state: 'undone' }]);
    expect((await storyOf(disputeId)).at(-1)).toBe('grant_undone');
  });

  test('leaves no trace on any account when the bill is then made anew', async () => {
    const asked = await newCase(lab, await lab.newBill());
    const { cycleId, disputeId } = asked;
    await decide(lab, asked, { kind: 'grant', grant: goodwill(12_40) })();
    const [granted] = await grantsOf(lab, disputeId);
    await undo(cycleId, granted?.creditNote);
    await lab.book(cycleId, correction('anew', { kind: 'void_and_reissue' }), monday + 7_200_000);
    expect(await balancesOf(lab, cycleId)).toEqual({
      ...{ receivable: 124_00, revenue: -100_00, tax: -24_00 },
    });
  });

  test('counts against no limit any more', async () => {
    const { seller, customer } = await lab.newCustomer();
    const cases: Case[] = [];
    for (const period of [march, '2035-04-01', '2035-05-01', '2035-06-01']) {
      const identity = { seller, customer, period };
      const { books } = await lab.activities().issueOrLoad({ ...identity, nowMs: at(march) });
      cases.push(await newCase(lab, { seller, cycleId: books.cycleId }));
    }
    const [first, second, third, fourth] = cases as [Case, Case, Case, Case];
    const states = async (asked: Case) => {
      await decide(lab, asked, { kind: 'grant', grant: goodwill(10_00) })();
      return (await grantsOf(lab, asked.disputeId)).map(({ state }) => state);
    };
    expect(await states(first)).toEqual(['granted']);
    expect(await states(second)).toEqual(['granted']);
    // After two grants within twelve months a colleague must look at the next.
    expect(await states(third)).toEqual(['waiting']);
    const [granted] = await grantsOf(lab, first.disputeId);
    await undo(first.cycleId, granted?.creditNote);
    const [other] = await grantsOf(lab, second.disputeId);
    await undo(second.cycleId, other?.creditNote);
    expect(await states(fourth)).toEqual(['granted']);
  });
});

test('a correction that is taken back is claimed as a sale again, and its grant is undone', async () => {
  const asked = await newCase(lab, await lab.newBill());
  const { cycleId, disputeId } = asked;
  const scope = { kind: 'amount', grossMinor: 12_40 } as const;
  await decide(lab, asked, { kind: 'correct', correction: { kind: 'credit', scope } })();
  const [granted] = await grantsOf(lab, disputeId);
  await lab.twice(() => undo(cycleId, granted?.creditNote));
  expect(await grantsOf(lab, disputeId)).toMatchObject([{ state: 'undone' }]);
  expect(await balancesOf(lab, cycleId)).toEqual({
    ...{ receivable: 124_00, revenue: -100_00, tax: -24_00 },
  });
});
