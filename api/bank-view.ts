/** Entries of bank statements as the API shows them, and how they are read. */
import { z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { bookedAmong } from '../db/bank-entries.ts';
import { BankEntry } from '../db/entities/bank.ts';
import * as fields from './fields.ts';

const decision = z.discriminatedUnion('to', [
  z.object({ kind: z.literal('assign'), to: z.literal('invoice'), invoice: z.string() }),
  z.object({ kind: z.literal('assign'), to: z.literal('customer'), customer: z.string() }),
  z.object({ kind: z.literal('assign'), to: z.literal('payment'), payment: z.string() }),
]);

export const bankEntrySchema = z
  .object({
    entryId: z.uuid(),
    seller: z.string(),
    account: z.string().openapi({ description: 'The seller’s account, an IBAN in most cases.' }),
    kind: z.enum(['credit', 'return']).openapi({
      description: 'Money that came in, or money that came in before and was taken back.',
    }),
    amountMinor: fields.minor,
    currency: fields.currencyCode,
    bookedOn: fields.date,
    valueOn: fields.date,
    payers: z.array(z.string()).openapi({ description: 'As the bank writes them.' }),
    payerIban: z.string().nullable(),
    references: z.array(z.string()).openapi({ description: 'From the fields made for them.' }),
    text: z.string(),
    remark: z.string().openapi({ description: 'What the bank itself wrote beside it.' }),
    endToEndId: z.string().nullable(),
    servicerReference: z.string().nullable(),
    returnReason: z.string().nullable(),
    state: z.enum(['new', 'matched', 'unmatched', 'assigned', 'reported', 'booked', 'dismissed']),
    matchedBy: z.string().nullable().openapi({ description: 'The rule that placed it.' }),
    doubt: z.string().nullable().openapi({ description: 'Why no rule did.' }),
    reason: z.string().nullable().openapi({ description: 'Either, in a sentence.' }),
    invoices: z.array(z.string()).openapi({ description: 'Invoices to look at first.' }),
    customer: z.string().nullable(),
    paymentId: z.string().openapi({ description: 'Of its payment, once that is booked.' }),
    reversedPaymentId: z.string().nullable(),
    decision: z
      .union([decision, z.object({ kind: z.literal('dismiss'), reason: z.string() })])
      .nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: fields.instant.nullable(),
  })
  .openapi('BankEntry');

type View = z.input<typeof bankEntrySchema>;

export const bankEntryExample: View = {
  entryId: '0199c0de-7000-7000-8000-0000000000b1',
  seller: 'nordlys',
  account: 'EE382200221020145685',
  kind: 'credit',
  amountMinor: 12_200,
  currency: 'EUR',
  bookedOn: '2026-03-14',
  valueOn: '2026-03-14',
  payers: ['ANA NOVAK'],
  payerIban: 'SI56263300012039086',
  references: [],
  text: 'March, thank you',
  remark: '',
  endToEndId: null,
  servicerReference: '2026031400012345',
  returnReason: null,
  state: 'unmatched',
  matchedBy: null,
  doubt: 'several_fit',
  reason: '122.00 EUR is open on several invoices of that name: F2026-000001, F2026-000002.',
  invoices: ['F2026-000001', 'F2026-000002'],
  customer: null,
  paymentId: 'bank-00000000000000000000000000000000',
  reversedPaymentId: null,
  decision: null,
  decidedBy: null,
  decidedAt: null,
};

export type EntryWithFacts = Awaited<ReturnType<typeof readBankEntries>>[number];

/** Reads entries with what their view needs, oldest first, in a fixed number of statements. */
export async function readBankEntries(
  em: EntityManager,
  where: Parameters<typeof em.find<BankEntry>>[1],
  limit: number,
) {
  const entries = await em.find(BankEntry, where, {
    populate: ['seller', 'customer'],
    orderBy: { id: 'asc' },
    limit,
  });
  const booked = await bookedAmong(
    em,
    entries.map(({ id }) => id),
  );
  return entries.map((entry) => ({ entry, isBooked: booked.has(entry.id) }));
}

export function bankEntryView({ entry, isBooked }: EntryWithFacts): View {
  const { said, seller, customer, account, kind, amountMinor, currency, state } = entry;
  const { bookedOn, valueOn, invoices, paymentId, decision = null } = entry;
  return {
    entryId: entry.id,
    seller: seller.$.code,
    ...{ account, kind, amountMinor, currency, bookedOn, valueOn },
    payers: [...said.payerNames],
    payerIban: said.payerIban,
    references: said.structured.map(({ reference }) => reference),
    text: said.unstructured,
    remark: said.remark,
    endToEndId: said.endToEndId,
    servicerReference: said.servicerReference,
    returnReason: said.returnReason,
    state: isBooked ? 'booked' : state,
    matchedBy: entry.matchedBy ?? null,
    doubt: entry.doubt ?? null,
    reason: entry.reason ?? null,
    invoices,
    customer: customer?.$.number ?? null,
    paymentId,
    reversedPaymentId: entry.reversedPaymentId ?? null,
    decision,
    decidedBy: entry.decidedBy ?? null,
    decidedAt: fields.instantOf(entry.decidedAt),
  };
}
