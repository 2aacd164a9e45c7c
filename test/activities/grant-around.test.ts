import { describe, expect, test } from 'vitest';
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
});
