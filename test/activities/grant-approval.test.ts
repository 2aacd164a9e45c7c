import { describe, expect, test } from 'vitest';
import {
  approvalOf,
  approve,
  balancesOf,
  type Case,
  decide,
  goodwill,
  grantsOf,
  newCase,
} from './cases.ts';
import { desk, monday } from './desk.ts';
import { correction, credit, ownLab } from './lab.ts';

const lab = ownLab();

const aFifth = { kind: 'percent_off_lines', positions: [1], basisPoints: 20_00 } as const;

describe('what waits for a second person while the bill changes', () => {
  test('is worth, when approved, what its credit note says and not what was asked', async () => {
    const asked = await newCase(lab, await lab.newBill());
    const { cycleId, disputeId } = asked;
    await decide(lab, asked, { kind: 'grant', grant: aFifth })();
    expect(await grantsOf(lab, disputeId)).toMatchObject([{ state: 'waiting', minor: 24_80 }]);
    await lab.book(cycleId, credit('half', 62_00), monday);
    const { books } = await approve(lab, asked);
    expect(books.openMinor).toBe(62_00 - 12_40);
    expect(await grantsOf(lab, disputeId)).toMatchObject([{ state: 'granted', minor: 12_40 }]);
  });

  test('cannot be approved above what is left of the bill', async () => {
    const asked = await newCase(lab, await lab.newBill());
    const { cycleId, disputeId } = asked;
    await decide(lab, asked, { kind: 'grant', grant: goodwill(24_80) })();
    await lab.book(cycleId, credit('most', 110_00), monday);
    const { refused } = await approve(lab, asked);
    expect(refused?.code).toBe('credit_too_large');
    expect(await grantsOf(lab, disputeId)).toMatchObject([{ state: 'waiting', minor: 24_80 }]);
  });
});

describe('what waits for a second person when its dispute ends', () => {
  const ends = {
    withdrawn: ({ cycleId, disputeId }: Case) =>
      desk(lab, cycleId, 'withdrawDispute', { disputeId })(),
    'moot, as all of it was credited': ({ cycleId, disputeId }: Case) =>
      lab.book(cycleId, credit(`all/${disputeId}`), monday),
    'moot, as the bill was issued anew': ({ cycleId, disputeId }: Case) =>
      lab.book(cycleId, correction(`anew/${disputeId}`, { kind: 'void_and_reissue' }), monday),
  };

  test.each(Object.entries(ends))('%s, can be approved by nobody', async (_how, end) => {
    const asked = await newCase(lab, await lab.newBill());
    const { cycleId, disputeId } = asked;
    await decide(lab, asked, { kind: 'grant', grant: goodwill(24_80) })();
    const approval = approvalOf(lab, asked);
    await end(asked);
    expect(await grantsOf(lab, disputeId)).toMatchObject([{ state: 'expired', minor: 24_80 }]);
    const balances = await balancesOf(lab, cycleId);
    expect(await lab.refused(await approval)).toBe('grant_settled');
    expect(await balancesOf(lab, cycleId)).toEqual(balances);
  });
});
