import { expect, test } from 'vitest';
import { sampleBook } from '../../../bin/sample-book.ts';
import { type Contract, dueBills } from '../../../domain/billing.ts';
import { isTimeZone, periodAt, periodContaining } from '../../../domain/calendar.ts';
import type { BookContract } from '../../../domain/import/book.ts';
import { canonicalLanguage, isCountry } from '../../../domain/import/codes.ts';
import {
  parseCustomerNumber,
  parseEmail,
  parseVatNumber,
} from '../../../domain/import/party-fields.ts';
import { draftInvoice } from '../../../domain/invoice.ts';

const book = sampleBook('2026-03-14');
const today = ['2025-02-28', '2026-01-01', '2026-03-31', '2026-12-31', '2028-02-29'];

test('the same day makes the same book', () => {
  expect(sampleBook('2026-03-14')).toEqual(book);
});

test.each(today)('on %s every contract has exactly one period to be billed', (day) => {
  for (const { anchorOn, interval, startsOn, nextBillOn, number } of sampleBook(day).contracts) {
    const { index, period } = periodContaining(anchorOn, interval, nextBillOn ?? '');
    expect(period.from, number).toBe(nextBillOn);
    expect(period.from <= day && startsOn <= period.from, number).toBe(true);
    expect(periodAt(anchorOn, interval, index + 1).from > day, number).toBe(true);
  }
});

test.each(today)('on %s a customer’s contracts come to one bill', (day) => {
  const { contracts, customers } = sampleBook(day);
  const bills = new Set(contracts.map(({ customer, nextBillOn }) => `${customer} ${nextBillOn}`));
  expect(bills.size).toBe(customers.length);
});

test('the customers are as different as real ones', () => {
  const { customers, contracts } = book;
  expect(customers).toHaveLength(40);
  const different = (values: readonly string[]) => new Set(values).size;
  expect(different(customers.map(({ country }) => country))).toBeGreaterThanOrEqual(10);
  expect(different(customers.map(({ currency }) => currency))).toBeGreaterThanOrEqual(6);
  expect(different(customers.map(({ timeZone }) => timeZone))).toBeGreaterThanOrEqual(10);
  expect(different(customers.map(({ language }) => language))).toBeGreaterThanOrEqual(4);
  expect(different(contracts.map(({ kind }) => kind))).toBe(4);
  expect(different(contracts.map(({ anchorOn }) => anchorOn.slice(8)))).toBeGreaterThan(5);
});

test('nobody in it can be reached: every address is at a domain that is nobody’s', () => {
  for (const { email } of [...book.customers, ...book.sellers]) {
    expect(email).toMatch(/@(example\.(com|org|net)|[a-z-]+\.example)$/);
  }
});

test('all of it would also be taken from a file', () => {
  for (const customer of book.customers) {
    expect(parseCustomerNumber(customer.number)).toEqual({ value: customer.number });
    expect(parseEmail(customer.email)).toEqual({ value: customer.email });
    expect(isCountry(customer.country)).toBe(true);
    expect(isTimeZone(customer.timeZone)).toBe(true);
    expect(canonicalLanguage(customer.language)).toBe(customer.language);
    const { vatNumber, country, isBusiness } = customer;
    if (vatNumber === null) continue;
    expect(parseVatNumber(vatNumber, country)).toEqual({ value: vatNumber });
    expect(isBusiness).toBe(true);
  }
});

test('every customer gets a bill that the tax rules can tax, some of them without tax', () => {
  const treatments = book.customers.map((customer) => {
    const seller = book.sellers.find(({ code }) => code === customer.seller);
    const contracts = book.contracts.filter((contract) => contract.customer === customer.number);
    const [bill, another] = dueBills(contracts.map(asBilled), '2026-03-14');
    if (!seller || !bill || another) throw new Error(`${customer.number} gets no or two bills.`);
    const draft = draftInvoice(bill.lines, { seller, buyer: customer }, '2026-03-14');
    expect(draft.grossMinor, customer.number).toBeGreaterThan(0);
    return draft.taxSummary[0]?.treatment;
  });
  expect(new Set(treatments)).toEqual(new Set(['standard', 'reverse_charge', 'outside_scope']));
});

function asBilled(contract: BookContract): Contract {
  const { customer, number, ladder, lines, ...kept } = contract;
  return {
    ...kept,
    contractId: number,
    customerId: customer,
    ladderId: ladder.code,
    lines: lines.map(({ service, description, ...line }) => ({
      ...line,
      serviceCode: service,
      description: description ?? service,
      taxCategory: 'standard',
    })),
  };
}
