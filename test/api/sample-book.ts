/** A small book for the API's tests: every customer stands for one case. */
import type { Book, BookContract, BookCustomer, BookSeller } from '../../domain/import/book.ts';
import { standardLadder } from '../../domain/standard-ladder.ts';

/** What the tests' clock says: Saturday, 14 March 2026, noon in Tallinn. */
export const nowMs = Date.parse('2026-03-14T10:00:00Z');

const seller: BookSeller = {
  code: 'nordlys',
  name: 'Nordlys Telecom',
  addressLine: 'Pikk 1',
  postalCode: '10123',
  city: 'Tallinn',
  country: 'EE',
  vatNumber: 'EE100000001',
  email: 'billing@nordlys.example',
  iban: 'EE382200221020145685',
  bic: 'HABAEE2X',
  language: 'en',
  currency: 'EUR',
  timeZone: 'Europe/Tallinn',
  weekendRule: 'keep',
  oneStopShop: false,
  invoicePrefix: 'F',
};

export const otherSeller: BookSeller = { ...seller, code: 'sydlys', invoicePrefix: 'S' };

export function customer(number: string, changes: Partial<BookCustomer> = {}): BookCustomer {
  return {
    seller: seller.code,
    number,
    name: `Customer ${number}`,
    email: `${number.toLowerCase()}@example.com`,
    language: 'en',
    country: 'EE',
    timeZone: 'Europe/Tallinn',
    currency: 'EUR',
    isBusiness: false,
    vatNumber: null,
    addressLine: 'Lai 2',
    postalCode: '10133',
    city: 'Tallinn',
    customerSince: '2024-05-01',
    paymentMethod: null,
    attributes: {},
    ...changes,
  };
}

export function contract(customer: string, changes: Partial<BookContract> = {}): BookContract {
  return {
    seller: seller.code,
    customer,
    number: 'K-1',
    kind: 'subscription',
    anchorOn: '2026-01-01',
    interval: { unit: 'month', count: 1 },
    startsOn: '2026-01-01',
    endsOn: null,
    terms: { kind: 'net_days', days: 14 },
    ladder: { code: standardLadder.code, version: standardLadder.version },
    nextBillOn: '2026-03-01',
    attributes: {},
    lines: [
      {
        service: 'fibre-300',
        description: null,
        quantity: '1',
        unitPriceMinor: 50_00,
        priceVersion: null,
        fromOn: null,
        toOn: null,
      },
    ],
    ...changes,
  };
}

export const manyCustomers = ['M-1', 'M-2', 'M-3', 'M-4', 'M-5'];

/** One seller with customers, each for one purpose. */
export const book: Book = {
  sellers: [seller],
  services: [
    {
      seller: seller.code,
      code: 'fibre-300',
      names: { en: 'Fibre 300' },
      taxCategory: 'standard',
    },
  ],
  ladders: [{ ...standardLadder, seller: seller.code }],
  customers: [
    ...['MONTHLY', 'PAYS', 'ENDED', 'TWICE', 'NONE', 'WAITS', ...manyCustomers].map((number) =>
      customer(number),
    ),
  ],
  contracts: [
    ...['MONTHLY', 'PAYS', 'WAITS', ...manyCustomers].map((number) => contract(number)),
    contract('ENDED', { endsOn: '2026-02-01', nextBillOn: null }),
    contract('TWICE'),
    contract('TWICE', {
      number: 'K-2',
      anchorOn: '2026-01-10',
      startsOn: '2026-01-10',
      nextBillOn: '2026-03-10',
    }),
  ],
};
