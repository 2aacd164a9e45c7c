import { createRoute, z } from '@hono/zod-openapi';
import { Contract } from '../db/entities/contracts.ts';
import { Customer } from '../db/entities/parties.ts';
import { guarded } from './auth.ts';
import {
  contractView,
  customerDetailExample,
  customerDetailSchema,
  customerExample,
  customerSchema,
  customerView,
} from './customer-view.ts';
import { answer, refusals } from './document.ts';
import * as fields from './fields.ts';
import { isUuid, keyAfter, pageOf, pageQuery, toPage } from './paging.ts';
import { customerNumbered, sellerNamed } from './parties.ts';
import { newResource } from './resource.ts';
import type { Services } from './services.ts';

const tags = ['Customers'];

const listCustomers = createRoute({
  method: 'get',
  path: '/customers',
  operationId: 'listCustomers',
  tags,
  summary: 'List customers',
  description: 'By seller, then by number.',
  ...guarded('customers:read'),
  request: { query: z.object({ seller: fields.sellerCode.optional(), ...pageQuery }) },
  responses: {
    200: answer('A page of customers.', pageOf(customerSchema), {
      items: [customerExample],
      next: null,
    }),
    ...refusals('query_invalid'),
  },
});

const readCustomer = createRoute({
  method: 'get',
  path: '/customers/{number}',
  operationId: 'readCustomer',
  tags,
  summary: 'Read one customer with their contracts',
  description: 'Who they are, and what they agreed to pay for.',
  ...guarded('customers:read'),
  request: {
    params: z.object({
      number: fields.customerNumber.openapi({ example: customerExample.number }),
    }),
    query: z.object({ seller: fields.sellerCode.optional() }),
  },
  responses: {
    200: answer('The customer.', customerDetailSchema, customerDetailExample),
    ...refusals('query_invalid', 'customer_unknown', 'seller_unknown', 'seller_missing'),
  },
});

export function customerRoutes({ database }: Services) {
  return newResource()
    .openapi(listCustomers, async (c) => {
      const { seller, limit, cursor } = c.req.valid('query');
      const [sellerId, number] = keyAfter(cursor, [isUuid, isCustomerNumber]) ?? [];
      const where = {
        ...(seller && { seller: { code: seller } }),
        ...(sellerId &&
          number && {
            $or: [
              { seller: { id: { $gt: sellerId } } },
              { seller: sellerId, number: { $gt: number } },
            ],
          }),
      };
      const customers = await database.em.fork().find(Customer, where, {
        populate: ['seller'],
        orderBy: { seller: { id: 'asc' }, number: 'asc' },
        limit: limit + 1,
      });
      const keyOf = (customer: (typeof customers)[number]) => [customer.seller.id, customer.number];
      const view = (customer: (typeof customers)[number]) =>
        customerView(customer, customer.seller.$.code);
      return c.json(toPage(customers, limit, { keyOf, view }), 200);
    })
    .openapi(readCustomer, async (c) => {
      const em = database.em.fork();
      const seller = await sellerNamed(em, c.req.valid('query').seller);
      const customer = await customerNumbered(em, seller, c.req.valid('param').number);
      const contracts = await em.find(
        Contract,
        { customer },
        { populate: ['lines.service', 'ladder'], orderBy: { number: 'asc' } },
      );
      const detail = {
        ...customerView(customer, seller.code),
        contracts: contracts.map(contractView),
      };
      return c.json(detail, 200);
    });
}

function isCustomerNumber(text: string): boolean {
  return fields.customerNumber.safeParse(text).success;
}
