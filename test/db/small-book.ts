import type { Book, BookContract, BookCustomer, BookSeller } from '../../domain/import/book.ts';
import { standardLadder } from '../../domain/standard-ladder.ts';

/** A book of so many customers with one contract each, whose seller nobody else in the test has. */
export function smallBook(seller: string, customers: number): Book {
  const numbers = Array.from({ length: customers }, (_, index) => `C-${index + 1}`);
  return {
    sellers: [bookSeller(seller)],
    services: [
      { seller, code: 'fibre', names: { en: 'Fibre' }, taxCategory: 'standard' },
      { seller, code: 'tv', names: { en: 'Television' }, taxCategory: 'standard' },
    ],
    ladders: [{ ...standardLadder, seller }],
    customers: numbers.map((number) => bookCustomer(seller, number)),
    contracts: numbers.map((number) => bookContract(seller, number)),
  };
}

export function bookSeller(code: string): BookSeller {
  return {
    code,
    name: 'Nordlys Telecom',
    addressLine: 'Pikk 1',
    postalCode: '10123',
    city: 'Tallinn',
    country: 'EE',
    vatNumber: 'EE100000094',
    email: 'billing@nordlys.example',
    iban: null,
    bic: null,
    language: 'en',
    currency: 'EUR',
    timeZone: 'Europe/Tallinn',
    weekendRule: 'keep',
    oneStopShop: false,
    invoicePrefix: 'N',
  };
}

function bookCustomer(seller: string, number: string): BookCustomer {
  return {
    seller,
    number,
    name: `Õnne "Õ" O'Brien \\ ${number}?`,
    email: `${number.toLowerCase()}@example.com`,
    language: 'en',
    country: 'EE',
    timeZone: 'Europe/Tallinn',
    currency: 'EUR',
    isBusiness: false,
    vatNumber: null,
    addressLine: '',
    postalCode: '',
    city: '',
    customerSince: '2024-01-31',
    paymentMethod: null,
    attributes: { segment: 'home' },
  };
}

function bookContract(seller: string, customer: string): BookContract {
  const line = { description: null, priceVersion: null, fromOn: null, toOn: null };
  return {
    seller,
    customer,
    number: 'K-1',
    kind: 'monthly',
    anchorOn: '2025-01-31',
    interval: { unit: 'month', count: 1 },
    startsOn: '2025-01-31',
    endsOn: null,
    terms: { kind: 'net_days', days: 14 },
    ladder: { code: 'standard', version: 1 },
    nextBillOn: '2026-03-31',
    attributes: {},
    lines: [
      { ...line, service: 'fibre', quantity: '1', unitPriceMinor: 2990 },
      { ...line, service: 'tv', quantity: '2.5', unitPriceMinor: 990 },
    ],
  };
}
