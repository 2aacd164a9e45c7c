/** How a payment is reported: what came, and what it is for. */
import { z } from '@hono/zod-openapi';
import * as fields from './fields.ts';
import { paymentId } from './payment-view.ts';

const reference = z
  .string()
  .transform((text) => text.replaceAll(/\s/g, '').toUpperCase())
  .pipe(z.string().regex(/^RF\d{2}[A-Z0-9]{1,21}$/, 'must be an RF creditor reference'))
  .openapi({
    type: 'string',
    description: 'The RF creditor reference (ISO 11649) on the invoice; spaces do no harm.',
    example: 'RF18 5390 0754 7034',
  });

/** The most invoices that one payment can be told to settle. */
const allocationsMax = 100;

const allocation = z
  .object({ invoice: fields.invoiceNumber, amountMinor: fields.positiveMinor() })
  .strict()
  .openapi('AllocationOrder');

const oldestFirst = z.literal('oldest_first').openapi({
  description: 'With `customer`: each of their open cycles, from the oldest due date on.',
});

const report = z
  .object({
    paymentId,
    seller: fields.sellerCode.optional(),
    invoice: fields.invoiceNumber.optional(),
    reference: reference.optional(),
    customer: fields.customerNumber.optional(),
    allocate: oldestFirst.optional(),
    allocations: z
      .array(allocation)
      .min(1)
      .max(allocationsMax)
      .optional()
      .openapi({
        description:
          'Invoices of one customer, each with its part of the payment; what is left over goes to ' +
          'the first of them.',
      }),
    amountMinor: fields.positiveMinor(),
    currency: fields.currencyCode,
    receivedOn: fields.localDate().optional().openapi({
      description: 'The day on which the money came; left out, today.',
    }),
    method: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a word such as bank_transfer')
      .optional()
      .openapi({ description: 'Left out, bank_transfer.', example: 'bank_transfer' }),
  })
  .strict();

export type PaymentReported = z.output<typeof report>;

export const paymentReportSchema = report
  .refine(saysOnceWhatItIsFor, {
    error:
      'say what the payment is for, either by invoice, by reference, by customer with ' +
      'allocate, or by allocations',
    path: ['invoice'],
  })
  .openapi('PaymentReport', {
    oneOf: [
      { required: ['invoice'] },
      { required: ['reference'] },
      { required: ['customer', 'allocate'] },
      { required: ['allocations'] },
    ],
  });

function saysOnceWhatItIsFor(asked: PaymentReported): boolean {
  const { invoice, reference, customer, allocations, allocate } = asked;
  const ways = [invoice, reference, customer, allocations].filter((way) => way !== undefined);
  return ways.length === 1 && (customer === undefined) === (allocate === undefined);
}

const common = { paymentId: 'bank-20260314-17', amountMinor: 12_200, currency: 'EUR' };

/** One of each way, for the document. */
export const paymentReportExamples: Readonly<Record<string, z.input<typeof report>>> = {
  invoice: { ...common, invoice: 'F2026-000001', receivedOn: '2026-03-14' },
  reference: { ...common, reference: 'RF18 5390 0754 7034' },
  oldestFirst: { ...common, customer: 'C-1001', allocate: 'oldest_first' },
  asTold: {
    ...common,
    allocations: [
      { invoice: 'F2026-000001', amountMinor: 10_000 },
      { invoice: 'F2026-000002', amountMinor: 2_200 },
    ],
  },
};
