/** Invoices as the API shows them: the whole paper, as it was issued. */
import { z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Invoice, InvoiceLine } from '../db/entities/papers.ts';
import * as fields from './fields.ts';

const invoiceShape = {
  number: z.string(),
  kind: z.enum(['invoice', 'credit_note']),
  seller: z.string(),
  customer: z.string(),
  cycleId: z.uuid(),
  issuedOn: fields.date,
  dueOn: fields.date,
  period: fields.period,
  currency: fields.currencyCode,
  netMinor: fields.minor,
  taxMinor: fields.minor,
  grossMinor: fields.minor,
  reference: z
    .string()
    .openapi({ description: 'RF creditor reference (ISO 11649) for the payment.' }),
};

export const invoiceSchema = z.object(invoiceShape).openapi('Invoice');

const treatment = z.enum([
  'standard',
  'reduced',
  'zero',
  'exempt',
  'outside_scope',
  'reverse_charge',
]);

const basisPoints = z
  .int()
  .openapi({ description: 'Tax rate in basis points: 2200 is 22 %.', example: 2_200 });

const address = {
  name: z.string(),
  email: z.string(),
  addressLine: z.string(),
  postalCode: z.string(),
  city: z.string(),
  country: z.string(),
  vatNumber: z.string().nullable(),
};

const terms = z
  .union([
    z.object({ kind: z.literal('net_days'), days: z.int() }),
    z.object({ kind: z.literal('end_of_month'), days: z.int() }),
    z.object({ kind: z.literal('fixed_day'), dayOfMonth: z.int() }),
  ])
  .openapi('PaymentTerms');

export const invoiceDetailSchema = z
  .object({
    ...invoiceShape,
    issuedAt: fields.instant,
    corrects: z.string().nullable().openapi({
      description: 'The paper that this one takes from, replaces or undoes.',
    }),
    reason: z.string().nullable().openapi({ description: 'Why there was something to correct.' }),
    language: z.string(),
    terms,
    issuer: z.object({ ...address, iban: z.string().nullable(), bic: z.string().nullable() }),
    buyer: z.object({ ...address, number: z.string(), isBusiness: z.boolean() }),
    taxSummary: z.array(
      z.object({
        treatment,
        rateBasisPoints: basisPoints,
        netMinor: fields.minor,
        taxMinor: fields.minor,
      }),
    ),
    lines: z.array(
      z.object({
        position: z.int(),
        service: z.string(),
        description: z.string(),
        period: fields.period,
        quantity: z.string().openapi({ description: 'Decimal, up to six places.' }),
        unitPriceMinor: fields.minor,
        priceVersion: z.string().nullable(),
        treatment,
        rateBasisPoints: basisPoints,
        netMinor: fields.minor,
        taxMinor: fields.minor,
      }),
    ),
  })
  .openapi('InvoiceDetail');

type InvoiceView = z.input<typeof invoiceSchema>;
type InvoiceDetail = z.input<typeof invoiceDetailSchema>;

/** Reads invoices with what their view needs, the latest first. */
export function readInvoices(
  em: EntityManager,
  where: Parameters<typeof em.find<Invoice>>[1],
  limit: number,
) {
  return em.find(Invoice, where, {
    populate: ['sellerOf', 'customer'],
    orderBy: { issuedOn: 'desc', id: 'asc' },
    limit,
  });
}

export type ReadInvoice = Awaited<ReturnType<typeof readInvoices>>[number];

export function invoiceView(invoice: ReadInvoice): InvoiceView {
  return {
    number: invoice.number,
    kind: invoice.kind,
    seller: invoice.sellerOf.$.code,
    customer: invoice.customer.$.number,
    cycleId: invoice.cycle.id,
    issuedOn: invoice.issuedOn,
    dueOn: invoice.dueOn,
    period: { from: invoice.periodFrom, to: invoice.periodTo },
    currency: invoice.currency,
    netMinor: invoice.netMinor,
    taxMinor: invoice.taxMinor,
    grossMinor: invoice.grossMinor,
    reference: invoice.reference,
  };
}

export async function readInvoiceDetail(
  em: EntityManager,
  invoice: ReadInvoice,
): Promise<InvoiceDetail> {
  const lines = await em.find(InvoiceLine, { invoice }, { orderBy: { position: 'asc' } });
  const before = await invoice.corrects?.load();
  const { issuedAt, language, terms, taxSummary, seller, buyer } = invoice;
  return {
    ...invoiceView(invoice),
    issuedAt: issuedAt.toISOString(),
    corrects: before?.number ?? null,
    reason: invoice.reason ?? null,
    ...{ language, terms, taxSummary, buyer },
    issuer: seller,
    lines: lines.map(lineView),
  };
}

function lineView(line: InvoiceLine): InvoiceDetail['lines'][number] {
  return {
    position: line.position,
    service: line.serviceCode,
    description: line.description,
    period: { from: line.periodFrom, to: line.periodTo },
    quantity: fields.shortDecimal(line.quantity),
    unitPriceMinor: line.unitPriceMinor,
    priceVersion: line.priceVersion ?? null,
    treatment: line.taxTreatment,
    rateBasisPoints: line.rateBasisPoints,
    netMinor: line.netMinor,
    taxMinor: line.taxMinor,
  };
}

export const invoiceExample: InvoiceView = {
  number: 'F2026-000001',
  kind: 'invoice',
  seller: 'nordlys',
  customer: 'C-1001',
  cycleId: '0199c0de-7000-7000-8000-000000000001',
  issuedOn: '2026-03-01',
  dueOn: '2026-03-15',
  period: { from: '2026-03-01', to: '2026-04-01' },
  currency: 'EUR',
  netMinor: 10_000,
  taxMinor: 2_200,
  grossMinor: 12_200,
  reference: 'RF18539007547034',
};
