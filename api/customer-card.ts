import { createRoute, z } from '@hono/zod-openapi';
import type { Client } from '@temporalio/client';
import { CustomerCard } from '../db/entities/cards.ts';
import { BillingCycle } from '../db/entities/cycles.ts';
import { booksChanged, type CycleIdentity } from '../workflows/messages.ts';
import { cycleStartOptions } from '../workflows/start-options.ts';
import { guarded } from './auth.ts';
import { answer, jsonBody, refusals, withBody } from './document.ts';
import * as fields from './fields.ts';
import { customerNumbered, sellerNamed } from './parties.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { callTimeoutMs, within } from './temporal.ts';

const stripeId = (form: RegExp, example: string, description: string) =>
  z
    .string()
    .regex(form, `must be an id of Stripe's, such as ${example}`)
    .openapi({ description, example });

const card = {
  stripeCustomer: stripeId(
    /^cus_[A-Za-z0-9_]{1,200}$/,
    'cus_R7wAvK1o3tEdXm',
    'The customer’s id with Stripe.',
  ),
  stripePaymentMethod: stripeId(
    /^(pm|card|src)_[A-Za-z0-9_]{1,200}$/,
    'pm_1QEuvHLk2bG7xYz0',
    'The card’s id with Stripe, saved there for payments without its holder. Never a card number.',
  ),
};

const request = z.object(card).strict().openapi('CustomerCardRequest');

const cardSchema = z
  .object({ ...card, setAt: fields.instant, setBy: z.string() })
  .openapi('CustomerCard');

const held = z
  .object({
    customer: z.string(),
    seller: z.string(),
    card: cardSchema.nullable().openapi({ description: 'Null when there is none.' }),
  })
  .openapi('HeldCard');

const cardExample = {
  stripeCustomer: 'cus_R7wAvK1o3tEdXm',
  stripePaymentMethod: 'pm_1QEuvHLk2bG7xYz0',
};

const example = {
  customer: 'C-1001',
  seller: 'nordlys',
  card: { ...cardExample, setAt: '2026-03-01T06:00:00.000Z', setBy: 'portal' },
};

const which = {
  params: z.object({ number: fields.customerNumber.openapi({ example: 'C-1001' }) }),
  query: z.object({ seller: fields.sellerCode.optional() }),
};

const common = { path: '/customers/{number}/card', tags: ['Customers'] };
const unknown = ['query_invalid', 'customer_unknown', 'seller_unknown', 'seller_missing'] as const;

const read = createRoute({
  ...common,
  method: 'get',
  operationId: 'readCustomerCard',
  summary: 'Read a customer’s card',
  description: 'By the ids of Stripe; nothing else of a card is kept here.',
  ...guarded('customers:read'),
  request: which,
  responses: { 200: answer('The card, if there is one.', held, example), ...refusals(...unknown) },
});

const put = createRoute({
  ...common,
  method: 'put',
  operationId: 'setCustomerCard',
  summary: 'Give a customer a card, or another one',
  description:
    'From now on the customer’s bills are charged to this card on the day of issue, and what is ' +
    'open now at the next hour of its reminders. Safe to repeat.',
  ...guarded('payments:write'),
  request: { ...which, body: jsonBody(request, cardExample) },
  responses: {
    200: answer('The card as it is kept.', held, example),
    ...refusals(...withBody, ...unknown, 'temporal_unavailable'),
  },
});

const remove = createRoute({
  ...common,
  method: 'delete',
  operationId: 'removeCustomerCard',
  summary: 'Take a customer’s card away',
  description:
    'Nothing is charged to it any more; a charge that is under way is still looked after. Bills ' +
    'are paid and reminded of in the other ways as before. Safe to repeat.',
  ...guarded('payments:write'),
  request: which,
  responses: {
    200: answer('There is no card now.', held, { ...example, card: null }),
    ...refusals(...unknown),
  },
});

export function customerCardRoutes({ database, temporal, clock }: AllServices) {
  const found = async (number: string, code: string | undefined) => {
    const em = database.em.fork();
    const seller = await sellerNamed(em, code);
    return { em, seller, customer: await customerNumbered(em, seller, number) };
  };
  return newResource()
    .openapi(read, async (c) => {
      const { number } = c.req.valid('param');
      const { em, seller, customer } = await found(number, c.req.valid('query').seller);
      const kept = await em.findOne(CustomerCard, { customer });
      return c.json(view(number, seller.code, kept), 200);
    })
    .openapi(put, async (c) => {
      const { number } = c.req.valid('param');
      const { em, seller, customer } = await found(number, c.req.valid('query').seller);
      const { stripeCustomer, stripePaymentMethod } = c.req.valid('json');
      const nowMs = clock();
      const kept = await em.upsert(CustomerCard, {
        customer,
        provider: 'stripe',
        providerCustomer: stripeCustomer,
        providerMethod: stripePaymentMethod,
        setAt: new Date(nowMs),
        setBy: c.get('caller').name,
      });
      const open = await em.find(BillingCycle, { customer, standing: 'open' });
      const cycles = open.map(({ periodFrom: period }) => ({
        seller: seller.code,
        customer: number,
        period,
      }));
      await tellCycles(temporal, cycles, `card/${nowMs}`);
      return c.json(view(number, seller.code, kept), 200);
    })
    .openapi(remove, async (c) => {
      const { number } = c.req.valid('param');
      const { em, seller, customer } = await found(number, c.req.valid('query').seller);
      await em.nativeDelete(CustomerCard, { customer });
      return c.json(view(number, seller.code, null), 200);
    });
}

/** Cycles that wait for their next reminder do not know yet that there is a card to be charged. */
async function tellCycles(
  temporal: Client,
  cycles: readonly CycleIdentity[],
  id: string,
): Promise<void> {
  for (const identity of cycles) {
    await within(temporal, callTimeoutMs, () =>
      temporal.workflow.signalWithStart('billingCycle', {
        ...cycleStartOptions(identity),
        signal: booksChanged,
        signalArgs: [{ id }],
      }),
    );
  }
}

function view(customer: string, seller: string, kept: CustomerCard | null): z.input<typeof held> {
  return {
    customer,
    seller,
    card: kept && {
      stripeCustomer: kept.providerCustomer,
      stripePaymentMethod: kept.providerMethod,
      setAt: kept.setAt.toISOString(),
      setBy: kept.setBy,
    },
  };
}
