import { createRoute, z } from '@hono/zod-openapi';
import type { Payment } from '../db/entities/papers.ts';
import type { Customer } from '../db/entities/parties.ts';
import { localDateAt } from '../domain/calendar.ts';
import { refuse } from '../domain/errors.ts';
import { reportPayment } from '../workflows/messages.ts';
import { cycleStartOptions } from '../workflows/start-options.ts';
import { guarded } from './auth.ts';
import { answer, jsonBodies, located, refusals, withBody } from './document.ts';
import { sellerNamed } from './parties.ts';
import { paymentExample, paymentSchema, paymentView, readPayments } from './payment-view.ts';
import {
  paymentReportExamples,
  paymentReportSchema,
  type PaymentReported,
} from './report-payment-request.ts';
import { targetOf } from './report-payment-target.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { callTimeoutMs, within } from './temporal.ts';

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
    'Tells a billing cycle of a payment, whole or in part; also one that ended long ago. It is ' +
    'for one invoice, for all that a customer has open from the oldest on, or shared out as told. ' +
    'What is too much becomes the customer’s credit. Safe to repeat under the same paymentId.',
  ...guarded('payments:write'),
  request: { body: jsonBodies(paymentReportSchema, paymentReportExamples) },
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
      'allocation_invalid',
      'amount_invalid',
      'amount_too_large',
      'currency_mismatch',
      'customer_not_billed',
      'customer_unknown',
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
    const { customer, home, allocate } = await targetOf(em, seller, report);

    const [known] = await readPayments(em, { seller, externalId: report.paymentId }, 1);
    if (known) {
      refuseOtherFacts(known.payment, customer, report);
      return c.json(paymentView(known), 200);
    }
    const identity = { seller: seller.code, customer: customer.number, period: home.period };
    const payment = {
      paymentId: report.paymentId,
      amountMinor: report.amountMinor,
      currency: report.currency,
      receivedOn: report.receivedOn ?? localDateAt(clock(), seller.timeZone),
      method: report.method ?? 'bank_transfer',
      reportedBy: c.get('caller').name,
      allocate,
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
    return c.json({ paymentId, cycleId: home.cycleId, message: acceptedMessage }, 202);
  });
}

/** What the second report leaves out was filled in by us the first time, and cannot differ. */
function refuseOtherFacts(known: Payment, customer: Customer, report: PaymentReported): void {
  const { amountMinor, receivedOn = known.receivedOn, method = known.method } = report;
  const isSame =
    amountMinor === known.amountMinor &&
    report.currency === known.currency &&
    receivedOn === known.receivedOn &&
    method === known.method &&
    customer.id === known.customer.id;
  if (isSame) return;
  refuse(
    'payment_conflict',
    `Payment ${report.paymentId} is in the books with another amount, day, method or customer. ` +
      'A payment that differs needs an id of its own.',
  );
}
