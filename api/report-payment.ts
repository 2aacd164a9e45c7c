import { createRoute, z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Invoice, type Payment } from '../db/entities/papers.ts';
import type { Seller } from '../db/entities/parties.ts';
import { localDateAt } from '../domain/calendar.ts';
import { refuse } from '../domain/errors.ts';
import { reportPayment } from '../workflows/messages.ts';
import { cycleStartOptions } from '../workflows/start-options.ts';
import { guarded } from './auth.ts';
import { answer, jsonBody, located, refusals, withBody } from './document.ts';
import * as fields from './fields.ts';
import { sellerNamed } from './parties.ts';
import {
  paymentExample,
  paymentId,
  paymentSchema,
  paymentView,
  readPayments,
} from './payment-view.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { callTimeoutMs, within } from './temporal.ts';

const reference = z
  .string()
  .transform((text) => text.replaceAll(/\s/g, '').toUpperCase())
  .pipe(z.string().regex(/^RF\d{2}[A-Z0-9]{1,21}$/, 'must be an RF creditor reference'))
  .openapi({
    type: 'string',
    description: 'The RF creditor reference (ISO 11649) on the invoice; spaces do no harm.',
    example: 'RF18 5390 0754 7034',
  });

const request = z
  .object({
    paymentId,
    seller: fields.sellerCode.optional(),
    invoice: fields.invoiceNumber.optional(),
    reference: reference.optional(),
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
  .strict()
  .refine(({ invoice, reference }) => (invoice === undefined) !== (reference === undefined), {
    error: 'name the invoice either by its number or by its reference',
    path: ['invoice'],
  })
  .openapi('PaymentReport', {
    oneOf: [{ required: ['invoice'] }, { required: ['reference'] }],
  });

type Report = z.output<typeof request>;

const accepted = z
  .object({ paymentId: z.string(), cycleId: z.uuid(), message: z.string() })
  .openapi('PaymentAccepted');

const acceptedMessage =
  'The payment is with its billing cycle and will be booked in a moment; the Location has it then.';

const route = createRoute({
  method: 'post',
  path: '/payments',
  operationId: 'reportPayment',
  tags: ['Payments'],
  summary: 'Report money that came in',
  description:
    'Tells the invoice’s billing cycle of a payment, whole or in part; also one that ended long ' +
    'ago. What is too much becomes the customer’s credit. Safe to repeat under the same paymentId.',
  ...guarded('payments:write'),
  request: {
    body: jsonBody(request, {
      paymentId: 'bank-20260314-17',
      invoice: 'F2026-000001',
      amountMinor: 12_200,
      currency: 'EUR',
      receivedOn: '2026-03-14',
    }),
  },
  responses: {
    200: answer('This payment is in the books already.', paymentSchema, paymentExample),
    202: {
      ...located,
      ...answer('The payment will be booked.', accepted, {
        paymentId: 'bank-20260314-17',
        cycleId: '0199c0de-7000-7000-8000-000000000001',
        message: acceptedMessage,
      }),
    },
    ...refusals(
      ...withBody,
      'amount_invalid',
      'currency_mismatch',
      'date_invalid',
      'invoice_unknown',
      'payment_conflict',
      'seller_missing',
      'seller_unknown',
      'temporal_unavailable',
    ),
  },
});

export function reportPaymentRoutes({ database, temporal, clock }: AllServices) {
  return newResource().openapi(route, async (c) => {
    const report = c.req.valid('json');
    const em = database.em.fork();
    const seller = await sellerNamed(em, report.seller);
    const invoice = await invoiceMeant(em, seller, report);
    refuseOtherCurrency(invoice, report);

    const [known] = await readPayments(em, { seller, externalId: report.paymentId }, 1);
    if (known) {
      refuseOtherFacts(known.payment, invoice, report);
      return c.json(paymentView(known), 200);
    }
    const cycle = invoice.cycle.$;
    const identity = {
      seller: seller.code,
      customer: invoice.customer.$.number,
      period: cycle.periodFrom,
    };
    const payment = {
      paymentId: report.paymentId,
      amountMinor: report.amountMinor,
      currency: report.currency,
      receivedOn: report.receivedOn ?? localDateAt(clock(), seller.timeZone),
      method: report.method ?? 'bank_transfer',
      reportedBy: c.get('caller').name,
      allocate: 'this' as const,
    };
    await within(temporal, callTimeoutMs, () =>
      temporal.workflow.signalWithStart('billingCycle', {
        ...cycleStartOptions(identity),
        signal: reportPayment,
        signalArgs: [payment],
      }),
    );
    const query = report.seller ? `?seller=${report.seller}` : '';
    c.header('Location', `/v1/payments/${encodeURIComponent(report.paymentId)}${query}`);
    const { paymentId } = payment;
    return c.json({ paymentId, cycleId: cycle.id, message: acceptedMessage }, 202);
  });
}

async function invoiceMeant(em: EntityManager, sellerOf: Seller, report: Report) {
  const { invoice: number, reference } = report;
  const invoice = await em.findOne(
    Invoice,
    { sellerOf, kind: 'invoice', ...(number && { number }), ...(reference && { reference }) },
    { populate: ['cycle', 'customer'], orderBy: { revision: 'desc' } },
  );
  const meant = number ? `the number ${number}` : `the reference ${reference}`;
  return invoice ?? refuse('invoice_unknown', `No invoice of ${sellerOf.code} has ${meant}.`);
}

function refuseOtherCurrency(invoice: Invoice, { currency }: Report): void {
  if (currency === invoice.currency) return;
  refuse(
    'currency_mismatch',
    `Invoice ${invoice.number} is in ${invoice.currency}, the payment in ${currency}.`,
  );
}

/** What the second report leaves out was filled in by us the first time, and cannot differ. */
function refuseOtherFacts(known: Payment, invoice: Invoice, report: Report): void {
  const { amountMinor, receivedOn = known.receivedOn, method = known.method } = report;
  const isSame =
    amountMinor === known.amountMinor &&
    report.currency === known.currency &&
    receivedOn === known.receivedOn &&
    method === known.method &&
    invoice.customer.id === known.customer.id;
  if (isSame) return;
  refuse(
    'payment_conflict',
    `Payment ${report.paymentId} is in the books with another amount, day, method or customer. ` +
      'A payment that differs needs an id of its own.',
  );
}
