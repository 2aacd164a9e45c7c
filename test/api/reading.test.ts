import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerDetailSchema, customerSchema } from '../../api/customer-view.ts';
import { invoiceDetailSchema, invoiceSchema } from '../../api/invoice-view.ts';
import { pageOf } from '../../api/paging.ts';
import { paymentSchema } from '../../api/payment-view.ts';
import { type Kit, openKit } from './kit.ts';
import { book, manyCustomers } from './sample-book.ts';
import { bookedPayment, issuedCycle } from './settled.ts';

let kit: Kit;

beforeAll(async () => {
  kit = await openKit();
  for (const [index, number] of manyCustomers.entries()) {
    const cycle = await issuedCycle(kit, number);
    await bookedPayment(kit, cycle, { paymentId: `pay-${index}`, amountMinor: 1_00 + index });
  }
});

afterAll(() => kit.close());

const get = async (path: string) => (await kit.ask('GET', path)).body;

describe('an invoice', () => {
  test('is the whole paper: parties, lines, tax by rate, totals and terms', async () => {
    const { items } = pageOf(invoiceSchema).parse(await get('/v1/invoices?customer=M-1'));
    const paper = invoiceDetailSchema.parse(await get(`/v1/invoices/${items[0]?.number}`));
    expect(paper).toMatchObject({
      kind: 'invoice',
      customer: 'M-1',
      period: { from: '2026-03-01', to: '2026-04-01' },
      netMinor: 50_00,
      terms: { kind: 'net_days', days: 14 },
      issuer: { name: 'Nordlys Telecom', vatNumber: 'EE100000001' },
      buyer: { number: 'M-1', name: 'Customer M-1' },
      lines: [{ service: 'fibre-300', description: 'Fibre 300', quantity: '1', netMinor: 50_00 }],
    });
    expect(paper.grossMinor).toBe(paper.netMinor + paper.taxMinor);
    const taxOfLines = paper.lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0);
    const taxOfRates = paper.taxSummary.reduce((sum, { taxMinor }) => sum + taxMinor, 0);
    expect([taxOfLines, taxOfRates]).toEqual([paper.taxMinor, paper.taxMinor]);
    expect(paper.reference).toMatch(/^RF\d\d/);
  });

  test.each([
    ['issuedFrom=2026-03-14', 5],
    ['issuedBefore=2026-03-14', 0],
    ['issuedFrom=2026-03-14&issuedBefore=2026-03-15&customer=M-2', 1],
    ['seller=sydlys', 0],
  ])('is found by %s: %i', async (query, count) => {
    const { items } = pageOf(invoiceSchema).parse(await get(`/v1/invoices?${query}`));
    expect(items).toHaveLength(count);
  });
});

describe('a customer', () => {
  test('is read with what they agreed to pay for', async () => {
    const twice = customerDetailSchema.parse(await get('/v1/customers/TWICE'));
    expect(twice).toMatchObject({
      number: 'TWICE',
      address: { line: 'Lai 2', postalCode: '10133', city: 'Tallinn' },
      contracts: [
        {
          number: 'K-1',
          interval: { unit: 'month', count: 1 },
          nextBillOn: '2026-03-01',
          ladder: 'standard/1',
          lines: [{ service: 'fibre-300', quantity: '1', unitPriceMinor: 50_00 }],
        },
        { number: 'K-2', anchorOn: '2026-01-10' },
      ],
    });
  });

  test('who was billed has the next period to be billed', async () => {
    const { contracts } = customerDetailSchema.parse(await get('/v1/customers/M-1'));
    expect(contracts[0]?.nextBillOn).toBe('2026-04-01');
  });
});

describe('a list read page by page holds every item once and in order', () => {
  test('customers', async () => {
    const numbers = await readAll('/v1/customers', customerSchema, ({ number }) => number);
    expect(numbers).toEqual(book.customers.map(({ number }) => number).sort());
  });

  test('invoices', async () => {
    const customers = await readAll('/v1/invoices', invoiceSchema, ({ customer }) => customer);
    expect(customers).toEqual(manyCustomers);
  });

  test('payments', async () => {
    const ids = await readAll('/v1/payments', paymentSchema, ({ paymentId }) => paymentId);
    expect(ids).toEqual(manyCustomers.map((_, index) => `pay-${index}`));
  });

  type Schema = typeof customerSchema | typeof invoiceSchema | typeof paymentSchema;

  async function readAll<S extends Schema>(
    path: string,
    schema: S,
    nameOf: (item: ReturnType<S['parse']>) => string,
  ): Promise<string[]> {
    const names: string[] = [];
    let cursor = '';
    do {
      const body = await get(`${path}?limit=2${cursor}`);
      const { items, next } = pageOf(schema).parse(body);
      expect(items.length).toBeLessThanOrEqual(2);
      names.push(...items.map((item) => nameOf(item as ReturnType<S['parse']>)));
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    return names;
  }
});

test.each([
  ['customer=M-3', 1],
  ['receivedFrom=2026-03-14&receivedBefore=2026-03-15', 5],
  ['receivedBefore=2026-03-14', 0],
  ['seller=nordlys', 5],
])('payments are found by %s: %i', async (query, count) => {
  const { items } = pageOf(paymentSchema).parse(await get(`/v1/payments?${query}`));
  expect(items).toHaveLength(count);
});

test('the cursor of one list is refused by another', async () => {
  const { next } = pageOf(customerSchema).parse(await get('/v1/customers?limit=1'));
  const answer = await kit.ask('GET', `/v1/invoices?cursor=${next}`);
  expect(answer).toMatchObject({ status: 400, body: { code: 'query_invalid' } });
});

test('sellers are listed by code', async () => {
  expect(await get('/v1/sellers')).toMatchObject({
    items: [{ seller: 'nordlys', currency: 'EUR', timeZone: 'Europe/Tallinn' }],
  });
});
