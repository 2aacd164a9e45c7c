import { defineEntity, p } from '@mikro-orm/core';
import type { Buyer, SellerOnInvoice } from '../../domain/invoice.ts';
import type { TaxSubtotal, TaxTreatment } from '../../domain/tax.ts';
import type { PaymentTerms } from '../../domain/terms.ts';
import { Contract } from './contracts.ts';
import { BillingCycle } from './cycles.ts';
import { Customer, Seller } from './parties.ts';

const InvoiceSchema = defineEntity({
  name: 'Invoice',
  tableName: 'invoice',
  properties: {
    id: p.uuid().primary(),
    kind: p.text().$type<'invoice' | 'credit_note'>(),
    sellerOf: () => p.manyToOne(Seller).ref().joinColumn('seller_id'),
    customer: () => p.manyToOne(Customer).ref(),
    cycle: () => p.manyToOne(BillingCycle).ref(),
    revision: p.integer(),
    corrects: () => p.manyToOne(Invoice).ref().nullable(),
    undoesCredit: p.boolean().default(false),
    number: p.text(),
    sequenceYear: p.integer(),
    sequenceNumber: p.integer(),
    issuedOn: p.date(),
    issuedAt: p.datetime(),
    dueOn: p.date(),
    periodFrom: p.date(),
    periodTo: p.date(),
    currency: p.string().length(3),
    language: p.text(),
    netMinor: p.bigint('number'),
    taxMinor: p.bigint('number'),
    grossMinor: p.bigint('number'),
    taxSummary: p.json().$type<TaxSubtotal[]>(),
    terms: p.json().$type<PaymentTerms>(),
    reference: p.text(),
    seller: p.json().$type<SellerOnInvoice>(),
    buyer: p.json().$type<Buyer>(),
    reason: p.text().nullable(),
    decidedBy: p.text().nullable(),
    lines: () => p.oneToMany(InvoiceLine).mappedBy('invoice').orderBy({ position: 'asc' }),
  },
});

/** The paper as it was issued; the database refuses to change it. */
export class Invoice extends InvoiceSchema.class {}
InvoiceSchema.setClass(Invoice);

const InvoiceLineSchema = defineEntity({
  name: 'InvoiceLine',
  tableName: 'invoice_line',
  primaryKeys: ['invoice', 'position'],
  properties: {
    invoice: () => p.manyToOne(Invoice).primary().ref(),
    position: p.integer().primary(),
    contract: () => p.manyToOne(Contract).ref().nullable(),
    serviceCode: p.text(),
    description: p.text(),
    periodFrom: p.date(),
    periodTo: p.date(),
    quantity: p.decimal('string').precision(18).scale(6),
    unitPriceMinor: p.bigint('number'),
    priceVersion: p.text().nullable(),
    taxTreatment: p.text().$type<TaxTreatment>(),
    rateBasisPoints: p.integer(),
    netMinor: p.bigint('number'),
    taxMinor: p.bigint('number'),
  },
});

/** One line of an invoice: a service, its period, quantity, price and tax. */
export class InvoiceLine extends InvoiceLineSchema.class {}
InvoiceLineSchema.setClass(InvoiceLine);

const PaymentSchema = defineEntity({
  name: 'Payment',
  tableName: 'payment',
  properties: {
    id: p.uuid().primary(),
    seller: () => p.manyToOne(Seller).ref(),
    customer: () => p.manyToOne(Customer).ref(),
    externalId: p.text(),
    currency: p.string().length(3),
    amountMinor: p.bigint('number'),
    receivedOn: p.date(),
    method: p.text(),
    recordedAt: p.datetime(),
    actor: p.text(),
  },
  uniques: [{ properties: ['seller', 'externalId'] }],
});

/** Money that came in, once for each id its reporter gave it. */
export class Payment extends PaymentSchema.class {}
PaymentSchema.setClass(Payment);

const AllocationSchema = defineEntity({
  name: 'Allocation',
  tableName: 'allocation',
  primaryKeys: ['payment', 'cycle', 'kind'],
  properties: {
    payment: () => p.manyToOne(Payment).primary().ref(),
    cycle: () => p.manyToOne(BillingCycle).primary().ref(),
    kind: p.text().$type<'receivable' | 'recovery'>().primary(),
    amountMinor: p.bigint('number'),
  },
});

/** Which part of a payment settles which cycle. */
export class Allocation extends AllocationSchema.class {}
AllocationSchema.setClass(Allocation);

const PaymentReversalSchema = defineEntity({
  name: 'PaymentReversal',
  tableName: 'payment_reversal',
  properties: {
    payment: () => p.manyToOne(Payment).primary().ref(),
    externalId: p.text(),
    reason: p.text(),
    reversedAt: p.datetime(),
    actor: p.text(),
  },
});

/** A payment that was taken back: at most once, and whole. */
export class PaymentReversal extends PaymentReversalSchema.class {}
PaymentReversalSchema.setClass(PaymentReversal);

const CreditRefundSchema = defineEntity({
  name: 'CreditRefund',
  tableName: 'credit_refund',
  properties: {
    id: p.uuid().primary(),
    seller: () => p.manyToOne(Seller).ref(),
    customer: () => p.manyToOne(Customer).ref(),
    externalId: p.text(),
    currency: p.string().length(3),
    amountMinor: p.bigint('number'),
    reason: p.text(),
    refundedAt: p.datetime(),
    decidedBy: p.text(),
  },
  uniques: [{ properties: ['seller', 'externalId'] }],
});

/** Credit that was paid back to a customer. */
export class CreditRefund extends CreditRefundSchema.class {}
CreditRefundSchema.setClass(CreditRefund);
