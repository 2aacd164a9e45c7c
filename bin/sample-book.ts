/**
 * Some forty made-up customers to begin with: several countries, currencies, time zones, languages
 * and kinds of contract, each with one period that has just begun. The same day makes the same book.
 */
import { type BookReport, saveBook } from '../db/book.ts';
import type { Database } from '../db/orm.ts';
import { addDays, type LocalDate, periodAt, periodContaining } from '../domain/calendar.ts';
import { refuse } from '../domain/errors.ts';
import type {
  Book,
  BookContract,
  BookCustomer,
  BookLine,
  BookSeller,
} from '../domain/import/book.ts';
import { businessLadder, standardLadder } from '../domain/standard-ladder.ts';
import {
  type SampleContract,
  type SampleCustomer,
  sampleIntervals,
  samplePlaces,
} from './sample/customers.ts';
import { demoCustomersAbroad } from './sample/demo-customers-abroad.ts';
import { demoCustomers } from './sample/demo-customers.ts';
import { jadranCustomers } from './sample/jadran-customers.ts';
import { demoSeller, jadranSeller } from './sample/sellers.ts';
import { sampleServices } from './sample/services.ts';

const parts: readonly (readonly [BookSeller, readonly SampleCustomer[]])[] = [
  [demoSeller, [...demoCustomers, ...demoCustomersAbroad]],
  [jadranSeller, jadranCustomers],
];

/** The sample book as of this day: every contract has exactly one period to be billed by then. */
export function sampleBook(today: LocalDate): Book {
  return {
    sellers: parts.map(([seller]) => seller),
    services: parts.flatMap(([seller]) =>
      sampleServices.map(({ monthlyMinor: _prices, ...service }) => ({
        ...service,
        seller: seller.code,
      })),
    ),
    ladders: parts.flatMap(([seller]) =>
      [standardLadder, businessLadder].map((ladder) => ({ ...ladder, seller: seller.code })),
    ),
    customers: parts.flatMap(([seller, customers]) =>
      customers.map((customer) => bookCustomer(seller, customer, today)),
    ),
    contracts: parts.flatMap(([seller, customers]) =>
      customers.flatMap((customer) =>
        customer.contracts.map((contract, index) =>
          bookContract(seller, customer, contract, index + 1, today),
        ),
      ),
    ),
  };
}

/** Loads the sample book. Refuses a database that has customers already. */
export async function loadSampleBook(
  database: Database,
  today: LocalDate,
): Promise<{ readonly customers: number; readonly report: BookReport }> {
  const em = database.em.fork();
  const [found] = await em.execute<{ any: boolean }[]>(
    'select exists (select from customer) or exists (select from seller) as any',
  );
  if (found?.any) {
    refuse('import_invalid', 'The sample customers are only for an empty database.');
  }
  const book = sampleBook(today);
  return { customers: book.customers.length, report: await saveBook(em, book) };
}

function bookCustomer(
  seller: BookSeller,
  customer: SampleCustomer,
  today: LocalDate,
): BookCustomer {
  const { number, name, email, place, contracts } = customer;
  const [addressLine, postalCode, city] = customer.address;
  const isBusiness = customer.isBusiness === true;
  const since = contracts.map((contract) => anchorOf(contract, today)).sort();
  return {
    seller: seller.code,
    number,
    name,
    email,
    ...samplePlaces[place],
    isBusiness,
    vatNumber: customer.vatNumber ?? null,
    addressLine,
    postalCode,
    city,
    customerSince: since[0] ?? null,
    paymentMethod: 'bank_transfer',
    attributes: { segment: isBusiness ? 'business' : 'home' },
  };
}

function bookContract(
  seller: BookSeller,
  customer: SampleCustomer,
  contract: SampleContract,
  position: number,
  today: LocalDate,
): BookContract {
  const { interval } = sampleIntervals[contract.every];
  const anchorOn = anchorOf(contract, today);
  const { code, version } = customer.isBusiness === true ? businessLadder : standardLadder;
  return {
    seller: seller.code,
    customer: customer.number,
    number: `${customer.number}/${position}`,
    kind: contract.every,
    anchorOn,
    interval,
    startsOn: anchorOn,
    endsOn: null,
    terms: { kind: 'net_days', days: contract.termDays ?? 14 },
    ladder: { code, version },
    nextBillOn: periodContaining(anchorOn, interval, today).period.from,
    attributes: {},
    lines: contract.services.map((service) => bookLine(service, contract, customer)),
  };
}

function anchorOf({ calendar, every }: SampleContract, today: LocalDate): LocalDate {
  if ('anchorDay' in calendar) return `${Number(today.slice(0, 4)) - 2}-01-${calendar.anchorDay}`;
  const begun = addDays(today, -calendar.daysAgo);
  return periodAt(begun, sampleIntervals[every].interval, -calendar.periodsBefore).from;
}

function bookLine(
  ordered: string,
  { every }: SampleContract,
  { number, place }: SampleCustomer,
): BookLine {
  const [code = '', quantity = '1'] = ordered.split('*');
  const { currency } = samplePlaces[place];
  const service = sampleServices.find((known) => known.code === code);
  const monthlyMinor = service?.monthlyMinor[currency];
  if (monthlyMinor === undefined) {
    throw new Error(
      `The sample customer ${number} has ${code}, which has no price in ${currency}.`,
    );
  }
  return {
    service: code,
    description: null,
    quantity,
    unitPriceMinor: Math.round(monthlyMinor * sampleIntervals[every].months),
    priceVersion: '2026-1',
    fromOn: null,
    toOn: null,
  };
}
