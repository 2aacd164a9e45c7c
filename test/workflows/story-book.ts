/** The seller, the ladders and the customers of the stories. */
import type { Book, BookContract, BookCustomer } from '../../domain/import/book.ts';
import { standardLadder } from '../../domain/standard-ladder.ts';
import { bookSeller } from '../db/small-book.ts';

/** What a story says of its customer; the rest is the same for all. */
export type StoryCustomer = {
  readonly number: string;
  readonly timeZone?: string;
  readonly isBusiness?: boolean;
  readonly country?: string;
  readonly vatNumber?: string;
  readonly ladder?: 'standard' | 'strict';
  /** First day of the first period to be billed. */
  readonly nextBillOn?: string;
  readonly unitPriceMinor?: number;
};

/** With the seller's tax one month costs 124.00. */
const monthlyNetMinor = 100_00;

/** Interest and a fee from the second step on, as the EU's directive allows against businesses. */
const strictLadder = {
  ...standardLadder,
  code: 'strict',
  steps: standardLadder.steps.map((step) =>
    step.offsetDays < 14 ? step : { ...step, interest: true, feeMinor: { EUR: 40_00 } },
  ),
  lateInterest: {
    annualBasisPoints: 10_15,
    daysInYear: 365 as const,
    appliesTo: 'businesses' as const,
  },
};

export function storyBook(seller: string, customers: readonly StoryCustomer[]): Book {
  return {
    sellers: [bookSeller(seller)],
    services: [{ seller, code: 'fibre', names: { en: 'Fibre' }, taxCategory: 'standard' }],
    ladders: [standardLadder, strictLadder].map((ladder) => ({ ...ladder, seller })),
    customers: customers.map((customer) => bookCustomer(seller, customer)),
    contracts: customers.map((customer) => bookContract(seller, customer)),
  };
}

export function emailOf(number: string): string {
  return `${number.toLowerCase()}@example.com`;
}

function bookCustomer(seller: string, customer: StoryCustomer): BookCustomer {
  const { number, timeZone = 'Europe/Ljubljana', isBusiness = false, country = 'EE' } = customer;
  return {
    seller,
    number,
    name: number,
    email: emailOf(number),
    language: 'en',
    country,
    timeZone,
    currency: 'EUR',
    isBusiness,
    vatNumber: customer.vatNumber ?? null,
    addressLine: '',
    postalCode: '',
    city: '',
    customerSince: null,
    paymentMethod: null,
    attributes: {},
  };
}

function bookContract(seller: string, customer: StoryCustomer): BookContract {
  const { ladder = 'standard', nextBillOn = '2035-03-01' } = customer;
  const { unitPriceMinor = monthlyNetMinor } = customer;
  return {
    seller,
    customer: customer.number,
    number: 'K-1',
    kind: 'monthly',
    anchorOn: '2025-01-01',
    interval: { unit: 'month', count: 1 },
    startsOn: '2025-01-01',
    endsOn: null,
    terms: { kind: 'net_days', days: 14 },
    ladder: { code: ladder, version: 1 },
    nextBillOn,
    attributes: {},
    lines: [
      {
        service: 'fibre',
        description: null,
        quantity: '1',
        unitPriceMinor,
        priceVersion: null,
        fromOn: null,
        toOn: null,
      },
    ],
  };
}
