import { createRoute, z } from '@hono/zod-openapi';
import { isLocalDate } from '../domain/calendar.ts';
import { refuse } from '../domain/errors.ts';
import { guarded } from './auth.ts';
import { answer, refusals } from './document.ts';
import * as fields from './fields.ts';
import { isUuid, keyAfter, pageOf, pageQuery, toPage } from './paging.ts';
import { sellerNamed } from './parties.ts';
import {
  paymentExample,
  paymentId,
  paymentSchema,
  paymentView,
  readPayments,
} from './payment-view.ts';
import { newResource } from './resource.ts';
import type { Services } from './services.ts';

const tags = ['Payments'];

const listPayments = createRoute({
  method: 'get',
  path: '/payments',
  operationId: 'listPayments',
  tags,
  summary: 'List payments in the books',
  description: 'The latest received first.',
  ...guarded('payments:read'),
  request: {
    query: z.object({
      seller: fields.sellerCode.optional(),
      customer: fields.customerNumber.optional(),
      receivedFrom: fields.localDate().optional().openapi({ description: 'Received on or after.' }),
      receivedBefore: fields.localDate().optional().openapi({ description: 'Received before.' }),
      ...pageQuery,
    }),
  },
  responses: {
    200: answer('A page of payments.', pageOf(paymentSchema), {
      items: [paymentExample],
      next: null,
    }),
    ...refusals('query_invalid', 'date_invalid'),
  },
});

const readPayment = createRoute({
  method: 'get',
  path: '/payments/{paymentId}',
  operationId: 'readPayment',
  tags,
  summary: 'Read one payment',
  description: 'By the id that its reporter gave it.',
  ...guarded('payments:read'),
  request: {
    params: z.object({ paymentId }),
    query: z.object({ seller: fields.sellerCode.optional() }),
  },
  responses: {
    200: answer('The payment.', paymentSchema, paymentExample),
    ...refusals('query_invalid', 'payment_unknown', 'seller_unknown', 'seller_missing'),
  },
});

export function paymentRoutes({ database }: Services) {
  return newResource()
    .openapi(listPayments, async (c) => {
      const query = c.req.valid('query');
      const { seller, customer, receivedFrom, receivedBefore, limit, cursor } = query;
      const [on, id] = keyAfter(cursor, [isLocalDate, isUuid]) ?? [];
      const where = {
        ...(seller && { seller: { code: seller } }),
        ...(customer && { customer: { number: customer } }),
        $and: [
          receivedFrom ? { receivedOn: { $gte: receivedFrom } } : {},
          receivedBefore ? { receivedOn: { $lt: receivedBefore } } : {},
        ],
        ...(on &&
          id && { $or: [{ receivedOn: { $lt: on } }, { receivedOn: on, id: { $gt: id } }] }),
      };
      const payments = await readPayments(database.em.fork(), where, limit + 1);
      const keyOf = ({ payment }: (typeof payments)[number]) => [payment.receivedOn, payment.id];
      return c.json(toPage(payments, limit, { keyOf, view: paymentView }), 200);
    })
    .openapi(readPayment, async (c) => {
      const { paymentId: externalId } = c.req.valid('param');
      const em = database.em.fork();
      const seller = await sellerNamed(em, c.req.valid('query').seller);
      const [known] = await readPayments(em, { seller, externalId }, 1);
      const sentence =
        `Payment ${externalId} is not in the books. One that was reported a moment ago is booked ` +
        'as soon as its billing cycle has taken it up.';
      return c.json(known ? paymentView(known) : refuse('payment_unknown', sentence), 200);
    });
}
