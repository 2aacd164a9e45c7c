/** Customers for stories about the books: each home is a seller with one customer of its own. */
import type { DiscountPolicy } from '../../domain/authority/policy.ts';
import type { DisputePolicy } from '../../domain/dispute/policy.ts';
import type { Book, BookContract, BookCustomer, BookLine } from '../../domain/import/book.ts';
import type { Ladder } from '../../domain/ladder.ts';
import { standardLadder } from '../../domain/standard-ladder.ts';
import { bookSeller } from '../db/small-book.ts';
import { hastyDisputes, tightDiscounts } from './desk-policies.ts';

/** A seller with one customer, whose first bill is due. */
export type Home = {
  readonly seller: string;
  readonly customer: string;
  readonly currency: string;
};

/** The first day of the first period; they follow each other by the week. */
export const firstPeriod = '2026-01-05';

type Kind = {
  readonly currency: string;
  readonly ladder: Ladder;
  readonly lines: readonly (readonly [service: string, quantity: string, unitPriceMinor: number])[];
  /** The seller's own rules; left out, the standard ones. */
  readonly discounts?: DiscountPolicy;
  readonly disputes?: DisputePolicy;
};

const dearLadder: Ladder = {
  ...standardLadder,
  code: 'dear',
  steps: standardLadder.steps.map((step, index) => ({
    ...step,
    ...(index > 0 && { feeMinor: { EUR: 500, JPY: 300 } }),
    interest: index > 1,
  })),
  lateInterest: { annualBasisPoints: 1_050, daysInYear: 365, appliesTo: 'everybody' },
};

/** Every end that a ladder may come to, with what being late costs and without. */
const ladders = {
  standard: standardLadder,
  dear: dearLadder,
  collecting: {
    ...dearLadder,
    code: 'collecting',
    lastResort: { kind: 'in_collection', offsetDays: 40 },
  },
  suspending: {
    ...standardLadder,
    code: 'suspending',
    lastResort: { kind: 'suspended', offsetDays: 35 },
  },
} satisfies Record<string, Ladder>;

/**
 * Bills of one line and of many, with discounts, in cents and without, of one cent, of nothing, and
 * one so large that who grants something off it comes to their limits.
 */
export const kinds: readonly Kind[] = [
  { currency: 'EUR', ladder: ladders.standard, lines: [['fibre', '1', 2_990]] },
  {
    currency: 'EUR',
    ladder: ladders.dear,
    lines: [
      ['fibre', '1', 4_999],
      ['book', '2.5', 333],
      ['fibre', '1', -1_001],
    ],
    disputes: hastyDisputes,
  },
  {
    currency: 'JPY',
    ladder: ladders.collecting,
    lines: [
      ['fibre', '1', 3_980],
      ['book', '3', 77],
    ],
    disputes: hastyDisputes,
    discounts: tightDiscounts,
  },
  {
    currency: 'EUR',
    ladder: ladders.suspending,
    lines: [
      ['fibre', '1', 10_000],
      ['book', '1', -3_000],
    ],
  },
  { currency: 'EUR', ladder: ladders.dear, lines: [['fibre', '1', 1]] },
  { currency: 'EUR', ladder: ladders.standard, lines: [['fibre', '1', 0]] },
  {
    currency: 'EUR',
    ladder: ladders.dear,
    lines: [
      ['fibre', '2', 12_345],
      ['book', '1', 7_001],
      ['book', '3', 9],
      ['fibre', '1', -555],
    ],
    discounts: tightDiscounts,
  },
];

/** So many homes of each kind, and the book that makes them. */
export function bookOfHomes(ofEachKind: number): { book: Book; homes: readonly Home[][] } {
  const homes = kinds.map(({ currency }, kind) =>
    Array.from({ length: ofEachKind }, (_, index) => {
      const number = `${kind}-${index}`;
      return { seller: `home-${number}`, customer: `C-${number}`, currency };
    }),
  );
  const all = kinds.flatMap((kind, index) => (homes[index] ?? []).map((home) => ({ kind, home })));
  const book: Book = {
    sellers: all.map(({ home: { seller } }, index) => ({
      ...bookSeller(seller),
      invoicePrefix: `H${index}`,
    })),
    services: all.flatMap(({ home: { seller } }) => [
      { seller, code: 'fibre', names: { en: 'Fibre' }, taxCategory: 'standard' as const },
      { seller, code: 'book', names: { en: 'Book' }, taxCategory: 'reduced' as const },
    ]),
    ladders: all.map(({ home: { seller }, kind: { ladder } }) => ({ ...ladder, seller })),
    customers: all.map(({ home }) => bookCustomer(home)),
    contracts: all.map(({ home, kind }) => bookContract(home, kind)),
  };
  return { book, homes };
}

function bookCustomer({ seller, customer: number, currency }: Home): BookCustomer {
  return {
    seller,
    number,
    name: `Home ${number}`,
    email: `${number.toLowerCase()}@example.com`,
    language: 'en',
    country: 'EE',
    timeZone: 'Europe/Tallinn',
    currency,
    isBusiness: false,
    vatNumber: null,
    addressLine: '',
    postalCode: '',
    city: '',
    customerSince: null,
    paymentMethod: null,
    attributes: {},
  };
}

function bookContract({ seller, customer }: Home, { ladder, lines }: Kind): BookContract {
  return {
    seller,
    customer,
    number: 'K-1',
    kind: 'weekly',
    anchorOn: firstPeriod,
    interval: { unit: 'week', count: 1 },
    startsOn: firstPeriod,
    endsOn: null,
    terms: { kind: 'net_days', days: 14 },
    ladder: { code: ladder.code, version: ladder.version },
    nextBillOn: firstPeriod,
    attributes: {},
    lines: lines.map(
      ([service, quantity, unitPriceMinor]): BookLine => ({
        service,
        quantity,
        unitPriceMinor,
        description: null,
        priceVersion: null,
        fromOn: null,
        toOn: null,
      }),
    ),
  };
}
