import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Discount,
  type DiscountedBill,
  discountLines,
  wholeBill,
} from '../../../domain/authority/discount.ts';
import { type BillableLine, draftInvoice, type TaxParties } from '../../../domain/invoice.ts';
import { multiplyQuantity, sumMinor } from '../../../domain/money.ts';
import type { TaxCategory } from '../../../domain/tax.ts';

const parties: TaxParties = {
  seller: { country: 'EE', vatNumber: 'EE100931558', oneStopShop: false },
  buyer: { country: 'EE', isBusiness: false, vatNumber: null },
};

function service(
  serviceCode: string,
  unitPriceMinor: number,
  taxCategory: TaxCategory = 'standard',
  quantity = '1',
): BillableLine {
  return {
    contractId: `contract of ${serviceCode}`,
    serviceCode,
    description: serviceCode,
    taxCategory,
    quantity,
    unitPriceMinor,
    priceVersion: 'v1',
    period: { from: '2026-03-01', to: '2026-04-01' },
  };
}

const percent = (discountId: string, basisPoints: number, serviceCode: string | null = null) =>
  discount(discountId, { kind: 'percent', basisPoints, serviceCode });
const amount = (discountId: string, netMinor: number, serviceCode: string | null = null) =>
  discount(discountId, { kind: 'amount', netMinor, serviceCode });
const price = (discountId: string, unitPriceMinor: number, serviceCode: string) =>
  discount(discountId, { kind: 'price', unitPriceMinor, serviceCode });

function discount(
  discountId: string,
  what: Partial<Discount> & Pick<Discount, 'kind' | 'serviceCode'>,
): Discount {
  return { discountId, billsLeft: 3, description: `Discount ${discountId}`, ...what };
}

const fibre = service('fibre', 50_00);
const tv = service('tv', 20_00);
const book = service('book', 10_00, 'reduced');

const netOf = (lines: readonly BillableLine[]) =>
  sumMinor(lines.map((line) => multiplyQuantity(line.unitPriceMinor, line.quantity)));
const draft = (lines: readonly BillableLine[], { lines: extra }: DiscountedBill) =>
  draftInvoice([...lines, ...extra], parties, '2026-03-01');
const taken = ({ used }: DiscountedBill) => used.map((use) => [use.discountId, use.netMinor]);

describe('a discount', () => {
  test('is a line below nothing that lowers the tax too', () => {
    const discounted = discountLines([fibre, tv], [percent('a', 10_00)]);
    expect(discounted).toEqual({
      lines: [
        {
          ...fibre,
          serviceCode: wholeBill,
          description: 'Discount a',
          unitPriceMinor: -7_00,
          priceVersion: null,
          discountId: 'a',
        },
      ],
      used: [{ discountId: 'a', netMinor: 7_00, billsLeft: 2 }],
    });
    expect(draft([fibre, tv], discounted)).toMatchObject({ netMinor: 63_00, taxMinor: 15_12 });
  });

  test('of the bill is shared over its tax categories, to the cent', () => {
    const discounted = discountLines([fibre, tv, book], [amount('a', 10_00)]);
    expect(discounted.lines.map((line) => [line.taxCategory, line.unitPriceMinor])).toEqual([
      ['standard', -8_75],
      ['reduced', -1_25],
    ]);
    expect(draft([fibre, tv, book], discounted)).toMatchObject({ netMinor: 70_00 });
  });

  test('of one service takes nothing from another and keeps its code', () => {
    const discounted = discountLines([fibre, tv], [amount('a', 100_00, 'tv')]);
    expect(discounted.lines).toMatchObject([
      { serviceCode: 'tv', contractId: 'contract of tv', unitPriceMinor: -20_00, quantity: '1' },
    ]);
  });

  test('to a better price takes the difference of every piece', () => {
    const lines = [service('tv', 20_00, 'standard', '2.5'), service('tv', 14_00)];
    const discounted = discountLines(lines, [price('a', 15_00, 'tv')]);
    expect(netOf([...lines, ...discounted.lines])).toBe(37_50 + 14_00);
  });

  test('that finds nothing to take waits for the next bill', () => {
    const waiting = [percent('a', 50_00, 'radio'), price('b', 99_00, 'tv'), amount('c', 0)];
    const { lines, used } = discountLines([fibre, tv], waiting);
    expect(lines).toEqual([]);
    expect(used.map(({ netMinor, billsLeft }) => [netMinor, billsLeft])).toEqual([
      [0, 3],
      [0, 3],
      [0, 3],
    ]);
    expect(discountLines([], [percent('a', 100_00)]).lines).toEqual([]);
  });

  test('that has no bills left takes nothing', () => {
    const discounted = discountLines([fibre], [{ ...percent('a', 100_00), billsLeft: 0 }]);
    expect(discounted).toEqual({
      lines: [],
      used: [{ discountId: 'a', netMinor: 0, billsLeft: 0 }],
    });
  });

  test('waits when a tax category is below nothing by itself', () => {
    const lines = [fibre, service('book', -1_00, 'reduced')];
    expect(discountLines(lines, [percent('a', 100_00)]).lines).toEqual([]);
  });
});

describe('several discounts', () => {
  test('follow each other: prices, percentages, amounts; of services before of the bill', () => {
    const discounts = [
      amount('whole amount', 5_00),
      amount('tv amount', 1_00, 'tv'),
      percent('whole percent', 50_00),
      percent('tv percent', 50_00, 'tv'),
      price('tv price', 10_00, 'tv'),
    ];
    expect(taken(discountLines([fibre, tv], discounts))).toEqual([
      ['tv price', 10_00],
      ['tv percent', 5_00],
      ['whole percent', 27_50],
      ['tv amount', 1_00],
      ['whole amount', 5_00],
    ]);
  });

  test('to better prices come to the best of them, not to all of them', () => {
    const both = [price('a', 15_00, 'tv'), price('b', 12_00, 'tv'), price('c', 18_00, 'tv')];
    expect(taken(discountLines([tv], both))).toEqual([
      ['a', 5_00],
      ['b', 3_00],
      ['c', 0],
    ]);
  });

  test('take no service below nothing', () => {
    const greedy = [amount('a', 19_00, 'tv'), amount('b', 19_00, 'tv'), amount('c', 99_00)];
    const discounted = discountLines([fibre, tv], greedy);
    expect(taken(discounted)).toEqual([
      ['a', 19_00],
      ['b', 1_00],
      ['c', 50_00],
    ]);
    expect(draft([fibre, tv], discounted).grossMinor).toBe(0);
  });
});

const codes = fc.constantFrom('fibre', 'tv', 'book', 'phone');
const categories = fc.constantFrom<TaxCategory>('standard', 'standard', 'reduced', 'zero');
const services = fc
  .record({
    code: codes,
    category: categories,
    price: fc.oneof(fc.nat({ max: 9_000 }), fc.integer({ min: -900, max: 3 })),
    quantity: fc.constantFrom('1', '2', '0.333', '1.25', '12'),
  })
  .map(({ code, category, price: unitPriceMinor, quantity }) =>
    service(code, unitPriceMinor, category, quantity),
  );
const bills = fc.array(services, { maxLength: 6 });
const discounts = fc
  .array(
    fc.record({
      kind: fc.constantFrom<Discount['kind']>('percent', 'amount', 'price'),
      serviceCode: fc.option(codes),
      basisPoints: fc.oneof(fc.integer({ min: 1, max: 10_000 }), fc.constant(10_000)),
      netMinor: fc.integer({ min: 1, max: 30_000 }),
      unitPriceMinor: fc.nat({ max: 5_000 }),
      billsLeft: fc.nat({ max: 3 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((drawn) => drawn.map((what, index) => discount(`discount ${index}`, what)));

/** Bills that are sound by themselves: no tax category of theirs is below nothing. */
const isSound = (lines: readonly BillableLine[]) =>
  [...Map.groupBy(lines, (line) => line.taxCategory).values()].every((all) => netOf(all) >= 0);

test('whatever discounts there are, neither a bill nor a service nor a tax is taken below nothing', () => {
  let grown = 0;
  fc.assert(
    fc.property(bills, discounts, (lines, granted) => {
      const discounted = discountLines(lines, granted);
      const all = [...lines, ...discounted.lines];
      for (const { quantity, unitPriceMinor } of discounted.lines) {
        expect(quantity).toBe('1');
        expect(unitPriceMinor).toBeLessThan(0);
      }
      for (const code of ['fibre', 'tv', 'book', 'phone']) {
        const own = netOf(lines.filter((line) => line.serviceCode === code));
        const left = netOf(all.filter((line) => line.serviceCode === code));
        expect(left).toBeGreaterThanOrEqual(Math.min(own, 0));
      }
      if (!isSound(lines)) {
        expect(discounted.lines).toEqual([]);
        return;
      }
      grown += discounted.lines.length > 1 ? 1 : 0;
      const { netMinor, taxMinor, grossMinor, taxSummary } = draft(lines, discounted);
      expect(Math.min(netMinor, taxMinor, grossMinor)).toBeGreaterThanOrEqual(0);
      for (const subtotal of taxSummary) expect(subtotal.netMinor).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 6_000 },
  );
  expect(grown).toBeGreaterThan(500);
});

test('what the discounts used adds up to what the bill lost, and each uses one bill at most', () => {
  fc.assert(
    fc.property(bills, discounts, (lines, granted) => {
      const { lines: extra, used } = discountLines(lines, granted);
      expect(sumMinor(used.map(({ netMinor }) => netMinor))).toBe(-netOf(extra) + 0);
      expect(used).toHaveLength(granted.length);
      for (const use of used) {
        const before = granted.find(({ discountId }) => discountId === use.discountId);
        const bill = use.netMinor > 0 ? 1 : 0;
        expect(use.billsLeft).toBe((before?.billsLeft ?? 0) - bill);
        const categories = extra
          .filter(({ description }) => description === before?.description)
          .map(({ taxCategory }) => taxCategory);
        expect(new Set(categories).size).toBe(categories.length);
      }
    }),
    { numRuns: 6_000 },
  );
});

test('ten thousand basis points leave exactly nothing, also after other discounts', () => {
  fc.assert(
    fc.property(bills.filter(isSound), discounts, (lines, granted) => {
      const discounted = discountLines(lines, [...granted, percent('all of it', 10_000)]);
      const { netMinor, taxMinor, grossMinor } = draft(lines, discounted);
      expect([netMinor, taxMinor, grossMinor]).toEqual([0, 0, 0]);
    }),
    { numRuns: 6_000 },
  );
});

test('the order in which discounts are told changes nothing', () => {
  fc.assert(
    fc.property(bills, discounts, (lines, granted) => {
      expect(discountLines(lines, granted.toReversed())).toEqual(discountLines(lines, granted));
    }),
    { numRuns: 2_000 },
  );
});

test('one discount alone is exact: a percentage of the bill, an amount up to all of it', () => {
  const positive = bills.filter((lines) => lines.every((line) => line.unitPriceMinor > 0));
  fc.assert(
    fc.property(positive, fc.integer({ min: 1, max: 60_000 }), (lines, netMinor) => {
      const [use] = discountLines(lines, [amount('a', netMinor)]).used;
      expect(use?.netMinor).toBe(Math.min(netMinor, netOf(lines)));
    }),
    { numRuns: 2_000 },
  );
});
