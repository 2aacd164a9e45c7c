import { createRoute, z } from '@hono/zod-openapi';
import { creditMovements, type CreditMovement } from '../db/credit-movements.ts';
import { guarded } from './auth.ts';
import { movementExamples, movementSchema, movementView } from './customer-credit-view.ts';
import { answer, refusals } from './document.ts';
import * as fields from './fields.ts';
import { isInstant, isUuid, keyAfter, pageOf, pageQuery, toPage } from './paging.ts';
import { customerNumbered, sellerNamed } from './parties.ts';
import { newResource } from './resource.ts';
import type { Services } from './services.ts';

const credit = pageOf(movementSchema)
  .extend({
    seller: z.string(),
    customer: z.string(),
    currency: fields.currencyCode,
    creditMinor: fields.minor.openapi({
      description: 'What the seller owes the customer; their next invoice uses it first.',
    }),
  })
  .openapi('CustomerCredit');

const readCredit = createRoute({
  method: 'get',
  path: '/customers/{number}/credit',
  operationId: 'readCustomerCredit',
  tags: ['Customers'],
  summary: 'Read what the seller owes a customer',
  description:
    'What was overpaid, or credited after it was paid, until the next invoice uses it or it is ' +
    'paid back; with every movement, the latest first.',
  ...guarded('customers:read'),
  request: {
    params: z.object({ number: fields.customerNumber }),
    query: z.object({ seller: fields.sellerCode.optional(), ...pageQuery }),
  },
  responses: {
    200: answer('The credit and a page of what moved it.', credit, {
      seller: 'nordlys',
      customer: 'C-1001',
      currency: 'EUR',
      creditMinor: 2_000,
      items: movementExamples,
      next: null,
    }),
    ...refusals('customer_unknown', 'query_invalid', 'seller_missing', 'seller_unknown'),
  },
});

export function customerCreditRoutes({ database }: Services) {
  return newResource().openapi(readCredit, async (c) => {
    const { seller: code, limit, cursor } = c.req.valid('query');
    const [at, id] = keyAfter(cursor, [isInstant, isUuid]) ?? [];
    const em = database.em.fork();
    const seller = await sellerNamed(em, code);
    const customer = await customerNumbered(em, seller, c.req.valid('param').number);
    const movements = await creditMovements(em, customer.id, {
      before: at && id ? { at, id } : null,
      limit: limit + 1,
    });
    const keyOf = (movement: CreditMovement) => [movement.at, movement.id];
    const page = toPage(movements, limit, { keyOf, view: movementView });
    const { number, currency, creditMinor } = customer;
    return c.json({ seller: seller.code, customer: number, currency, creditMinor, ...page }, 200);
  });
}
