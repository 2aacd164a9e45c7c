import { describe, expect, test } from 'vitest';
import { newId } from '../../db/new-id.ts';
import { desk, hire, monday, type Person, question, takeChecked } from './desk.ts';
import { ownLab } from './lab.ts';

const lab = ownLab();

const decide = (cycleId: string, disputeId: string, by: Person, decision: object) =>
  desk(lab, cycleId, 'decideDispute', {
    ...{ disputeId, by, words: 'We are sorry.', payload: { decision } },
  })();

/** Two corrections of one bill, the question opened again in between. */
async function correctTwice(by: Person, cycleId: string, corrections: readonly object[]) {
  const disputeId = await question(lab, cycleId);
  await takeChecked(lab, cycleId, disputeId, by);
  const states = [];
  for (const correction of corrections) {
    const { books } = await decide(cycleId, disputeId, by, { kind: 'correct', correction });
    states.push(books.disputes?.[0]?.state ?? 'decided');
    if (books.disputes) continue;
    await desk(lab, cycleId, 'reopenDispute', { disputeId, by })();
    await takeChecked(lab, cycleId, disputeId, by);
  }
  return states;
}

const amount = (grossMinor: number) =>
  ({ kind: 'credit', scope: { kind: 'amount', grossMinor } }) as const;

describe('a limit is not walked around', () => {
  test('by correcting a bill bit by bit', async () => {
    const { cycleId, seller } = await lab.newBill({ unitPriceMinor: 200_00 });
    const agent = await hire(lab.em(), seller);
    expect(await correctTwice(agent, cycleId, [amount(90_00), amount(90_00)])).toEqual([
      'decided',
      'waiting',
    ]);
  });

  test('by voiding a bill together with one that undid most of its credit', async () => {
    const { cycleId, seller } = await lab.newBill({ unitPriceMinor: 200_00 });
    const credit = { correctionId: 'slip', reason: 'a slip', decidedBy: 'office' };
    await lab.book(
      cycleId,
      { kind: 'correction', id: 'slip', correction: { ...credit, ...amount(200_00) } },
      monday,
    );
    const [note] = await lab
      .em()
      .execute<{ number: string }[]>(
        `select number from invoice where cycle_id = ? and kind = 'credit_note'`,
        [cycleId],
      );
    const undo = { kind: 'undo_credit', creditNote: note?.number ?? '' } as const;
    const again = { ...credit, correctionId: 'back', ...undo };
    await lab.book(cycleId, { kind: 'correction', id: 'back', correction: again }, monday);
    const agent = await hire(lab.em(), seller);
    expect(await correctTwice(agent, cycleId, [{ kind: 'void_and_reissue' }])).toEqual(['waiting']);
  });

  test('by whoever knows the password of the first person', async () => {
    const { cycleId, seller } = await lab.newBill();
    const disputeId = await question(lab, cycleId);
    const agent = await hire(lab.em(), seller);
    const supervisor = await hire(lab.em(), seller, { role: 'supervisor' });
    await givePassword(agent, supervisor);
    await takeChecked(lab, cycleId, disputeId, agent);
    const grant = { kind: 'goodwill_credit', grossMinor: 24_80 };
    await decide(cycleId, disputeId, agent, { kind: 'grant', grant });
    const approve = async () => {
      const [waiting] = await lab
        .em()
        .execute<{ id: string }[]>('select id from discount_grant where dispute_id = ?', [
          disputeId,
        ]);
      const payload = { grantId: waiting?.id, verdict: 'approve' };
      const said = { disputeId, by: supervisor, payload };
      return (await desk(lab, cycleId, 'approveGrant', said)()).refused?.code;
    };
    expect(await approve()).toBe('approval_same_person');
    await givePassword(agent, agent);
    expect(await approve()).toBeUndefined();
  });
});

const givePassword = ({ staffId }: Person, by: Person) =>
  lab.em().execute(
    `insert into staff_change (id, staff_id, changed_by, what, at)
     values (?, ?, ?, '{"also": ["passwordHash"]}', clock_timestamp())`,
    [newId(), staffId, by.staffId],
  );
