import { createRoute, z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { PaymentReversal } from '../db/entities/papers.ts';
import type { Seller } from '../db/entities/parties.ts';
import { homeOfPayment } from '../db/payment-homes.ts';
import { refuse } from '../domain/errors.ts';
import { reportReversal } from '../workflows/messages.ts';
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
import { reversalExample } from './reversals-view.ts';
import type { Services } from './services.ts';
import { callTimeoutMs, within } from './temporal.ts';

const request = z
  .object({
    reversalId: fields.ownId({
      description: 'Your own id of the reversal; reported twice under it, it is booked once.',
      example: reversalExample.reversalId,
    }),
    reason: fields.reason,
    seller: fields.sellerCode.optional(),
  })
  .strict()
  .openapi('ReversalReport');

const accepted = z
  .object({ paymentId: z.string(), cycleId: z.uuid(), message: z.string() })
  .openapi('ReversalAccepted');

const acceptedMessage =
  'The reversal is with the payment’s billing cycle and will be booked in a moment; the Location ' +
  'has it then.';

const route = createRoute({
  method: 'post',
  path: '/payments/{paymentId}/reversal',
  operationId: 'reportReversal',
  tags: ['Payments'],
  summary: 'Report that a payment was taken back',
  description:
    'A direct debit that bounced, a chargeback: all that the payment had settled is owed again, ' +
    'in every cycle, and the reminders go on with the days that were left. Credit that it had ' +
    'become is taken back. A payment is taken back once. Safe to repeat under the same reversalId.',
  ...guarded('payments:write'),
  request: {
    params: z.object({ paymentId }),
    body: jsonBody(request, {
      reversalId: reversalExample.reversalId,
      reason: reversalExample.reason,
    }),
  },
  responses: {
    200: answer('This reversal is in the books already.', paymentSchema, {
      ...paymentExample,
      reversal: reversalExample,
    }),
    202: {
      ...located,
      ...answer('The reversal will be booked.', accepted, {
        paymentId: paymentExample.paymentId,
        cycleId: '0199c0de-7000-7000-8000-000000000001',
        message: acceptedMessage,
      }),
    },
    ...refusals(
      ...withBody,
      'payment_unknown',
      'query_invalid',
      'request_conflict',
      'seller_missing',
      'seller_unknown',
      'temporal_unavailable',
    ),
  },
});

export function reversalRoutes({ database, temporal }: Services) {
  return newResource().openapi(route, async (c) => {
    const { paymentId: externalId } = c.req.valid('param');
    const { reversalId, reason, seller: code } = c.req.valid('json');
    const em = database.em.fork();
    const seller = await sellerNamed(em, code);
    const [known] = await readPayments(em, { seller, externalId }, 1);
    if (!known) return refuse('payment_unknown', unknown(externalId));
    await refuseOtherFacts(em, seller, known.payment.id, reversalId);
    if (known.reversal) return c.json(paymentView(known), 200);
    const home = await homeOfPayment(em, known.payment.id);
    if (!home) throw new Error('a payment is in the books, and in no journal');
    const customer = known.payment.customer.$.number;
    const identity = { seller: seller.code, customer, period: home.period };
    const reportedBy = c.get('caller').name;
    await within(temporal, callTimeoutMs, () =>
      temporal.workflow.signalWithStart('billingCycle', {
        ...cycleStartOptions(identity),
        signal: reportReversal,
        signalArgs: [{ reversalId, paymentId: externalId, reason, reportedBy }],
      }),
    );
    const query = code ? `?seller=${code}` : '';
    c.header('Location', `/v1/payments/${encodeURIComponent(externalId)}${query}`);
    const { cycleId } = home;
    return c.json({ paymentId: externalId, cycleId, message: acceptedMessage }, 202);
  });
}

const unknown = (paymentId: string) =>
  `Payment ${paymentId} is not in the books. One that was reported a moment ago can be taken back ` +
  'as soon as it is booked.';

/** A reversal has one payment, and a payment one reversal; the cycle knows them by their ids. */
async function refuseOtherFacts(
  em: EntityManager,
  seller: Seller,
  payment: string,
  reversalId: string,
): Promise<void> {
  const known = await em.find(
    PaymentReversal,
    { $or: [{ payment }, { externalId: reversalId, payment: { seller } }] },
    { populate: ['payment'] },
  );
  const other = known.find((one) => one.payment.id !== payment || one.externalId !== reversalId);
  if (!other) return;
  refuse(
    'request_conflict',
    `Payment ${other.payment.$.externalId} was taken back by ${other.externalId}. ` +
      'A payment has one reversal, and a reversal one payment.',
  );
}
