import { createRoute, z } from '@hono/zod-openapi';
import { isLocalDate } from '../domain/calendar.ts';
import { refuse } from '../domain/errors.ts';
import { guarded } from './auth.ts';
import { answer, refusals } from './document.ts';
import * as fields from './fields.ts';
import {
  invoiceDetailSchema,
  invoiceExample,
  invoiceSchema,
  invoiceView,
  type ReadInvoice,
  readInvoiceDetail,
  readInvoices,
} from './invoice-view.ts';
import { isUuid, keyAfter, pageOf, pageQuery, toPage } from './paging.ts';
import { sellerNamed } from './parties.ts';
import { newResource } from './resource.ts';
import type { Services } from './services.ts';

const tags = ['Invoices'];

const detailExample: z.input<typeof invoiceDetailSchema> = {
  ...invoiceExample,
  issuedAt: '2026-03-01T06:00:00.000Z',
  corrects: null,
  reason: null,
  language: 'sl',
  terms: { kind: 'net_days', days: 14 },
  issuer: {
    name: 'Nordlys Telecom',
    email: 'billing@nordlys.example',
    addressLine: 'Pikk 1',
    postalCode: '10123',
    city: 'Tallinn',
    country: 'EE',
    vatNumber: 'EE100000001',
    iban: 'EE382200221020145685',
    bic: 'HABAEE2X',
  },
  buyer: {
    number: 'C-1001',
    name: 'Maja Novak',
    email: 'maja@example.com',
    addressLine: 'Cankarjeva 1',
    postalCode: '1000',
    city: 'Ljubljana',
    country: 'SI',
    isBusiness: false,
    vatNumber: null,
  },
  taxSummary: [
    { treatment: 'standard', rateBasisPoints: 2_200, netMinor: 10_000, taxMinor: 2_200 },
  ],
  lines: [
    {
      position: 1,
      service: 'fibre-300',
      description: 'Fibre 300',
      period: { from: '2026-03-01', to: '2026-04-01' },
      quantity: '2',
      unitPriceMinor: 5_000,
      priceVersion: null,
      treatment: 'standard',
      rateBasisPoints: 2_200,
      netMinor: 10_000,
      taxMinor: 2_200,
    },
  ],
};

const listInvoices = createRoute({
  method: 'get',
  path: '/invoices',
  operationId: 'listInvoices',
  tags,
  summary: 'List invoices',
  description: 'The latest issued first.',
  ...guarded('invoices:read'),
  request: {
    query: z.object({
      seller: fields.sellerCode.optional(),
      customer: fields.customerNumber.optional(),
      issuedFrom: fields.localDate().optional().openapi({ description: 'Issued on or after.' }),
      issuedBefore: fields.localDate().optional().openapi({ description: 'Issued before.' }),
      ...pageQuery,
    }),
  },
  responses: {
    200: answer('A page of invoices.', pageOf(invoiceSchema), {
      items: [invoiceExample],
      next: null,
    }),
    ...refusals('query_invalid', 'date_invalid'),
  },
});

const readInvoice = createRoute({
  method: 'get',
  path: '/invoices/{number}',
  operationId: 'readInvoice',
  tags,
  summary: 'Read one invoice',
  description: 'The whole paper as it was issued: parties, lines, tax by rate, totals and terms.',
  ...guarded('invoices:read'),
  request: {
    params: z.object({ number: fields.invoiceNumber }),
    query: z.object({ seller: fields.sellerCode.optional() }),
  },
  responses: {
    200: answer('The invoice.', invoiceDetailSchema, detailExample),
    ...refusals('query_invalid', 'invoice_unknown', 'seller_unknown', 'seller_missing'),
  },
});

export function invoiceRoutes({ database }: Services) {
  return newResource()
    .openapi(listInvoices, async (c) => {
      const query = c.req.valid('query');
      const { seller, customer, issuedFrom, issuedBefore, limit, cursor } = query;
      const [on, id] = keyAfter(cursor, [isLocalDate, isUuid]) ?? [];
      const where = {
        ...(seller && { sellerOf: { code: seller } }),
        ...(customer && { customer: { number: customer } }),
        $and: [
          issuedFrom ? { issuedOn: { $gte: issuedFrom } } : {},
          issuedBefore ? { issuedOn: { $lt: issuedBefore } } : {},
        ],
        ...(on && id && { $or: [{ issuedOn: { $lt: on } }, { issuedOn: on, id: { $gt: id } }] }),
      };
      const invoices = await readInvoices(database.em.fork(), where, limit + 1);
      const keyOf = (invoice: ReadInvoice) => [invoice.issuedOn, invoice.id];
      return c.json(toPage(invoices, limit, { keyOf, view: invoiceView }), 200);
    })
    .openapi(readInvoice, async (c) => {
      const { number } = c.req.valid('param');
      const em = database.em.fork();
      const sellerOf = await sellerNamed(em, c.req.valid('query').seller);
      const [invoice] = await readInvoices(em, { sellerOf, number }, 1);
      const sentence = `Seller ${sellerOf.code} has no invoice ${number}.`;
      const detail = await readInvoiceDetail(em, invoice ?? refuse('invoice_unknown', sentence));
      return c.json(detail, 200);
    });
}
