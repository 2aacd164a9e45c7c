import { createRoute, z } from '@hono/zod-openapi';
import { CreditRefund } from '../db/entities/papers.ts';
import type { Database } from '../db/orm.ts';
import { RefusalError, refuse } from '../domain/errors.ts';
import { creditRefundStartOptions } from '../workflows/start-options.ts';
import type { CreditRefundInput, CreditRefundResult } from '../workflows/messages.ts';
import { decidedBy, guarded } from './auth.ts';
import { refundExample, refundSchema, refundView } from './customer-credit-view.ts';
import { answer, jsonBody, located, refusals, withBody } from './document.ts';
import { isTemporalGone } from './failures.ts';
import * as fields from './fields.ts';
import { customerNumbered, sellerNamed } from './parties.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { callTimeoutMs, within } from './temporal.ts';

const refundId = fields.ownId({
  description: 'Your own id of the refund; asked twice under it, it is made once.',
  example: refundExample.refundId,
});

const request = z
  .object({
    refundId,
    amountMinor: fields.positiveMinor(),
    reason: fields.reason,
    person: fields.person.optional(),
    seller: fields.sellerCode.optional(),
  })
  .strict()
  .openapi('RefundRequest');

const accepted = z.object({ refundId: z.string(), message: z.string() }).openapi('RefundAccepted');

const acceptedMessage =
  'The refund is with Temporal, but no worker has taken it up yet. It is made or refused when one ' +
  'does; ask again with the same id to hear which.';

const params = z.object({ number: fields.customerNumber });

const makeRefund = createRoute({
  method: 'post',
  path: '/customers/{number}/credit/refunds',
  operationId: 'refundCredit',
  tags: ['Customers'],
  summary: 'Pay a customer’s credit back',
  description:
    'Takes the amount from the customer’s credit, never more than there is, and books it as paid ' +
    'out; the transfer itself is made at your bank. Safe to repeat under the same refundId.',
  ...guarded('refunds:write'),
  request: {
    params,
    body: jsonBody(request, {
      refundId: refundExample.refundId,
      amountMinor: refundExample.amountMinor,
      reason: refundExample.reason,
      person: 'agent-17',
    }),
  },
  responses: {
    200: answer('This refund was made before.', refundSchema, refundExample),
    201: { ...located, ...answer('The refund is in the books.', refundSchema, refundExample) },
    202: {
      ...located,
      ...answer('The refund will be made as soon as a worker is free.', accepted, {
        refundId: refundExample.refundId,
        message: acceptedMessage,
      }),
    },
    ...refusals(
      ...withBody,
      'amount_invalid',
      'customer_unknown',
      'query_invalid',
      'refund_too_large',
      'request_conflict',
      'seller_missing',
      'seller_unknown',
      'temporal_unavailable',
    ),
  },
});

const readRefund = createRoute({
  method: 'get',
  path: '/customers/{number}/credit/refunds/{refundId}',
  operationId: 'readRefund',
  tags: ['Customers'],
  summary: 'Read one refund of credit',
  description: 'By the id that its requester gave it.',
  ...guarded('customers:read'),
  request: {
    params: params.extend({ refundId }),
    query: z.object({ seller: fields.sellerCode.optional() }),
  },
  responses: {
    200: answer('The refund.', refundSchema, refundExample),
    ...refusals(
      'customer_unknown',
      'query_invalid',
      'refund_unknown',
      'seller_missing',
      'seller_unknown',
    ),
  },
});

export function creditRefundRoutes(services: AllServices) {
  const { database } = services;
  return newResource()
    .openapi(makeRefund, async (c) => {
      const { person, seller: code, ...asked } = c.req.valid('json');
      const party = await partyNamed(database, code, c.req.valid('param').number);
      const input = { ...party, ...asked, decidedBy: decidedBy(c.get('caller'), person) };
      const known = await readMade(database, input);
      if (known) return c.json(known, 200);
      const result = await refund(services, input);
      if (result?.refused) throw new RefusalError(result.refused);
      const query = code ? `?seller=${code}` : '';
      const path = `/v1/customers/${party.customer}/credit/refunds/${asked.refundId}`;
      c.header('Location', `${path}${query}`);
      if (!result) return c.json({ refundId: asked.refundId, message: acceptedMessage }, 202);
      const made = await readMade(database, input);
      if (!made) throw new Error('the workflow made a refund that the books do not have');
      return c.json(made, 201);
    })
    .openapi(readRefund, async (c) => {
      const { number, refundId: externalId } = c.req.valid('param');
      const party = await partyNamed(database, c.req.valid('query').seller, number);
      const refund = await findRefund(database, party.seller, externalId);
      const sentence = `Customer ${party.customer} has no refund ${externalId}.`;
      const isTheirs = refund?.customer.$.number === party.customer;
      return c.json(isTheirs ? refundView(refund, party) : refuse('refund_unknown', sentence), 200);
    });
}

type Party = { readonly seller: string; readonly customer: string };

async function partyNamed(
  { em }: Database,
  code: string | undefined,
  number: string,
): Promise<Party> {
  const reading = em.fork();
  const seller = await sellerNamed(reading, code);
  const customer = await customerNumbered(reading, seller, number);
  return { seller: seller.code, customer: customer.number };
}

function findRefund({ em }: Database, seller: string, externalId: string) {
  const where = { externalId, seller: { code: seller } };
  return em.fork().findOne(CreditRefund, where, { populate: ['customer'] });
}

/** The refund with this id; refused when it says something else. */
async function readMade(database: Database, asked: CreditRefundInput) {
  const made = await findRefund(database, asked.seller, asked.refundId);
  if (!made) return null;
  const isSame =
    made.customer.$.number === asked.customer &&
    made.amountMinor === asked.amountMinor &&
    made.reason === asked.reason;
  if (isSame) return refundView(made, asked);
  return refuse(
    'request_conflict',
    `Refund ${asked.refundId} was made to another customer, of another amount or for another ` +
      'reason. One that differs needs an id of its own.',
  );
}

type RefundWorkflow = (input: CreditRefundInput) => Promise<CreditRefundResult>;

/** Null when the Temporal Server has the refund, but no worker took it up in time. */
async function refund(
  { temporal, issueTimeoutMs }: AllServices,
  input: CreditRefundInput,
): Promise<CreditRefundResult | null> {
  const handle = await within(temporal, callTimeoutMs, () =>
    temporal.workflow.start<RefundWorkflow>('creditRefund', creditRefundStartOptions(input)),
  );
  try {
    return await within(temporal, issueTimeoutMs, () => handle.result());
  } catch (error) {
    if (isTemporalGone(error)) return null;
    throw error;
  }
}
