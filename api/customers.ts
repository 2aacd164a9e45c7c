import { createRoute, z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import { noteAccess } from '../db/access-log.ts';
import { Contract } from '../db/entities/contracts.ts';
import { Customer } from '../db/entities/parties.ts';
import type { StaffFacts } from '../db/staff.ts';
import { actorOf, assertOwnSeller, guarded, guardedForStaffToo } from './auth.ts';
import { requireCheck } from './check-gate.ts';
import {
  contractView,
  customerDetailExample,
  customerDetailSchema,
  customerExample,
  customerSchema,
  customerView,
} from './customer-view.ts';
import { answer, refusals, staffToo } from './document.ts';
import * as fields from './fields.ts';
import { isUuid, keyAfter, pageOf, pageQuery, toPage } from './paging.ts';
import { customerNumbered, sellerNamed } from './parties.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';

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
  description:
    'Who they are, and what they agreed to pay for. Staff see it only while a check of the caller ' +
    'is fresh, and every look is recorded.',
  ...guardedForStaffToo({
    scope: 'customers:read',
    deed: 'search_customers',
    seller: 'by_handler',
  }),
  request: {
    params: z.object({
      number: fields.customerNumber.openapi({ example: customerExample.number }),
    }),
    query: z.object({ seller: fields.sellerCode.optional() }),
  },
  responses: {
    200: answer('The customer.', customerDetailSchema, customerDetailExample),
    ...refusals(
      ...staffToo,
      'check_needed',
      'query_invalid',
      'customer_unknown',
      'seller_unknown',
      'seller_missing',
    ),
  },
});

export function customerRoutes({ database, clock }: AllServices) {
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
      const { seller: code } = c.req.valid('query');
      const actor = actorOf(c);
      if (actor.kind === 'staff' && code !== undefined) assertOwnSeller(actor.staff, code);
      const seller = await sellerNamed(em, actor.kind === 'staff' ? actor.staff.seller : code);
      const customer = await customerNumbered(em, seller, c.req.valid('param').number);
      if (actor.kind === 'staff') await enter(em, actor.staff, customer.id, new Date(clock()));
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

/** Past the gate, and on record. */
async function enter(
  em: EntityManager,
  staff: StaffFacts,
  customerId: string,
  at: Date,
): Promise<void> {
  await requireCheck(em, { staff, customerId, at });
  await noteAccess(em, { staffId: staff.id, customerIds: [customerId], what: 'customer', at });
}

function isCustomerNumber(text: string): boolean {
  return fields.customerNumber.safeParse(text).success;
}
