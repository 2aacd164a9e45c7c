import { createRoute, z } from '@hono/zod-openapi';
import { Seller } from '../db/entities/parties.ts';
import { guarded } from './auth.ts';
import { answer, refusals } from './document.ts';
import * as fields from './fields.ts';
import { newResource } from './resource.ts';
import type { Services } from './services.ts';

const sellerSchema = z
  .object({
    seller: z.string().openapi({ description: 'The code by which requests name it.' }),
    name: z.string(),
    country: z.string(),
    currency: fields.currencyCode,
    language: z.string(),
    timeZone: z.string(),
    vatNumber: z.string().nullable(),
  })
  .openapi('Seller');

const listSellers = createRoute({
  method: 'get',
  path: '/sellers',
  operationId: 'listSellers',
  tags: ['Customers'],
  summary: 'List sellers',
  description: 'Who sends invoices from this system; all of them, by code.',
  ...guarded('customers:read'),
  responses: {
    200: answer('The sellers.', z.object({ items: z.array(sellerSchema) }), {
      items: [
        {
          seller: 'nordlys',
          name: 'Nordlys Telecom',
          country: 'EE',
          currency: 'EUR',
          language: 'en',
          timeZone: 'Europe/Tallinn',
          vatNumber: 'EE100000001',
        },
      ],
    }),
    ...refusals(),
  },
});

export function sellerRoutes({ database }: Services) {
  return newResource().openapi(listSellers, async (c) => {
    const sellers = await database.em.fork().find(Seller, {}, { orderBy: { code: 'asc' } });
    const items = sellers.map(
      ({ code, name, country, currency, language, timeZone, vatNumber }) => ({
        seller: code,
        ...{ name, country, currency, language, timeZone },
        vatNumber: vatNumber ?? null,
      }),
    );
    return c.json({ items }, 200);
  });
}
