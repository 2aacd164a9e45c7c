import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { agedReceivables } from '../db/reports/aged-receivables.ts';
import { trialBalance } from '../db/reports/trial-balance.ts';
import { localDateAt } from '../domain/calendar.ts';
import { isCurrency } from '../domain/currency.ts';
import { guarded, guardedForStaffToo } from './auth.ts';
import { answer, refusals, staffToo } from './document.ts';
import * as fields from './fields.ts';
import { keyAfter, pageQuery, toPage } from './paging.ts';
import { sellerNamed } from './parties.ts';
import {
  agedReceivablesCsv,
  agedReceivablesExample,
  agedReceivablesSchema,
  customerAgesView,
  type ReportHead,
  trialBalanceCsv,
  trialBalanceExample,
  trialBalanceSchema,
} from './reports-view.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';

const tags = ['Reports'];

const query = {
  seller: fields.sellerCode.optional(),
  asOf: fields.localDate().optional().openapi({
    description: 'The last day that counts; left out, today where the seller is.',
  }),
  format: z
    .enum(['json', 'csv'])
    .optional()
    .openapi({ description: 'Left out, the header Accept decides; JSON unless it says text/csv.' }),
};

const readTrialBalance = createRoute({
  method: 'get',
  path: '/reports/trial-balance',
  operationId: 'readTrialBalance',
  tags,
  summary: 'Read the trial balance of a day',
  description:
    'What was debited and credited on each account up to that day. In each currency the ' +
    'balances add up to nothing.',
  ...guardedForStaffToo({ scope: 'reports:read', deed: 'see_statistics', seller: 'in_query' }),
  request: { query: z.object(query) },
  responses: {
    200: jsonOrCsv(
      answer('The accounts.', trialBalanceSchema, trialBalanceExample),
      trialBalanceCsv(trialBalanceExample, trialBalanceExample.accounts),
    ),
    ...refusals(...staffToo, 'query_invalid', 'date_invalid', 'seller_unknown', 'seller_missing'),
  },
});

const readAgedReceivables = createRoute({
  method: 'get',
  path: '/reports/aged-receivables',
  operationId: 'readAgedReceivables',
  tags,
  summary: 'Read what is owed, by age',
  description:
    'What each customer owed on that day, by how long it was past due. From the ledger alone, so ' +
    'a day in the past says what it said. As CSV all customers come at once.',
  ...guarded('reports:read'),
  request: { query: z.object({ ...query, ...pageQuery }) },
  responses: {
    200: jsonOrCsv(
      answer('A page of customers.', agedReceivablesSchema, agedReceivablesExample),
      agedReceivablesCsv(agedReceivablesExample, agedReceivablesExample.items),
    ),
    ...refusals('query_invalid', 'date_invalid', 'seller_unknown', 'seller_missing'),
  },
});

export function reportRoutes({ database, clock }: AllServices) {
  /** The seller that is meant, and the day: today where the seller is, unless told. */
  const headOf = async (asked: { seller?: string | undefined; asOf?: string | undefined }) => {
    const seller = await sellerNamed(database.em.fork(), asked.seller);
    const asOf = asked.asOf ?? localDateAt(clock(), seller.timeZone);
    return { sellerId: seller.id, head: { seller: seller.code, asOf } };
  };

  return newResource()
    .openapi(readTrialBalance, async (c) => {
      const asked = c.req.valid('query');
      const { sellerId, head } = await headOf(asked);
      const rows = await trialBalance(database.em.fork(), { sellerId, asOf: head.asOf });
      if (wantsCsv(c, asked.format)) {
        return asFile(c, 'trial-balance', head, trialBalanceCsv(head, rows));
      }
      return c.json({ ...head, accounts: rows }, 200);
    })
    .openapi(readAgedReceivables, async (c) => {
      const { limit, cursor, ...asked } = c.req.valid('query');
      const { sellerId, head } = await headOf(asked);
      const em = database.em.fork();
      if (wantsCsv(c, asked.format)) {
        const { customers } = await agedReceivables(em, { sellerId, asOf: head.asOf });
        return asFile(
          c,
          'aged-receivables',
          head,
          agedReceivablesCsv(head, customers.map(customerAgesView)),
        );
      }
      const [number, currency] = keyAfter(cursor, [isCustomerNumber, isCurrency]) ?? [];
      const after = number && currency ? { number, currency } : undefined;
      const query = { sellerId, asOf: head.asOf, after, limit: limit + 1 };
      const { totals, customers } = await agedReceivables(em, query);
      const keyOf = (row: (typeof customers)[number]) => [row.number, row.currency];
      const page = toPage(customers, limit, { keyOf, view: customerAgesView });
      return c.json({ ...head, totals: [...totals], ...page }, 200);
    });
}

/** The same answer as a table for whoever asks for it. */
function jsonOrCsv<Json extends object>(
  json: { readonly description: string; readonly content: Json },
  example: string,
) {
  return { ...json, content: { ...json.content, 'text/csv': { schema: z.string(), example } } };
}

function wantsCsv(c: Context, format: 'json' | 'csv' | undefined): boolean {
  c.header('Vary', 'Accept', { append: true });
  const supports = ['application/json', 'text/csv'];
  const accepted = () =>
    accepts(c, { header: 'Accept', supports, default: 'application/json' }) === 'text/csv';
  return format === undefined ? accepted() : format === 'csv';
}

/** A table to be kept, under a name that says what of whom and of which day it is. */
function asFile(c: Context, report: string, { seller, asOf }: ReportHead, csv: string) {
  return c.body(csv, 200, {
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Content-Disposition': `attachment; filename="${report}-${seller}-${asOf}.csv"`,
    'Cache-Control': 'private, no-store',
  });
}

function isCustomerNumber(text: string): boolean {
  return fields.customerNumber.safeParse(text).success;
}
