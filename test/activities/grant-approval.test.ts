import { describe, expect, test } from 'vitest';
import { Seller } from '../../db/entities/parties.ts';
import { putPolicy } from '../../db/policies.ts';
import { standardDiscountPolicy } from '../../domain/authority/policy.ts';
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
import { desk, hire, monday } from './desk.ts';
import { at, correction, credit, march, ownLab } from './lab.ts';

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

test('what somebody approves counts on the day of their yes, whenever it was asked for', async () => {
  const { seller } = await lab.newCustomer();
  const limits = standardDiscountPolicy.limits.map((limit) =>
    limit.role === 'supervisor'
      ? { ...limit, perStaffDayMinor: { alone: 40_00, withSecond: 40_00 } }
      : limit,
  );
  const { id: sellerId } = await lab.em().findOneOrFail(Seller, { code: seller });
  await putPolicy(lab.em(), 'discounts', sellerId, { ...standardDiscountPolicy, limits });
  const second = await hire(lab.em(), seller, { role: 'supervisor' });
  const said = [];
  for (const number of ['first', 'other']) {
    await lab.save(seller, [{ number: `${seller}-${number}` }]);
    const identity = { seller, customer: `${seller}-${number}`, period: march };
    const { books } = await lab.activities().issueOrLoad({ ...identity, nowMs: at(march) });
    const asked = await newCase(lab, { cycleId: books.cycleId, seller });
    await decide(lab, asked, { kind: 'grant', grant: goodwill(24_80) })();
    const tuesday = at('2035-03-06', '09:30');
    const { refused } = await (await approvalOf(lab, asked, { nowMs: tuesday, by: second }))();
    said.push(refused?.code);
  }
  expect(said).toEqual([undefined, 'authority_exceeded']);
});
