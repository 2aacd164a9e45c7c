import { createRoute, z } from '@hono/zod-openapi';
import { BillingProblem, BillingRun } from '../db/entities/cycles.ts';
import type { Database } from '../db/orm.ts';
import { isLocalDate } from '../domain/calendar.ts';
import { refuse } from '../domain/errors.ts';
import { guarded, guardedForStaffToo } from './auth.ts';
import { answer, refusals, staffToo } from './document.ts';
import * as fields from './fields.ts';
import { isUuid, keyAfter, pageOf, pageQuery, toPage } from './paging.ts';
import { newResource } from './resource.ts';
import { runExample } from './run-view.ts';
import type { Services } from './services.ts';

const tags = ['Billing runs'];

const billingProblem = z
  .object({
    problemId: z.uuid(),
    seller: z.string(),
    customer: z.string(),
    periodFrom: fields.date,
    code: z.string().openapi({ description: 'The refusal’s code.' }),
    detail: z.string(),
    runId: z.string().nullable(),
    seenAt: fields.instant,
    resolvedAt: fields.instant.nullable(),
  })
  .openapi('BillingProblem');

const page = answer('A page of problems.', pageOf(billingProblem), {
  items: [
    {
      problemId: '0199c0de-7000-7000-8000-0000000000bb',
      seller: 'nordlys',
      customer: 'C-1001',
      periodFrom: '2026-03-01',
      code: 'tax_rule_missing',
      detail: 'No tax rule is known for services to a private person in this country.',
      runId: runExample.runId,
      seenAt: '2026-03-01T05:00:01.000Z',
      resolvedAt: null,
    },
  ],
  next: null,
});

const listOfRun = createRoute({
  method: 'get',
  path: '/runs/{runId}/problems',
  operationId: 'listRunProblems',
  tags,
  summary: 'List the bills that a run could not make',
  description: 'Each with the reason, also those that were mended since.',
  ...guarded('runs:read'),
  request: {
    params: z.object({ runId: z.uuid().openapi({ example: runExample.runId }) }),
    query: z.object(pageQuery),
  },
  responses: { 200: page, ...refusals('query_invalid', 'run_unknown') },
});

const listOpen = createRoute({
  method: 'get',
  path: '/problems',
  operationId: 'listOpenProblems',
  tags,
  summary: 'List the bills that still cannot be made',
  description: 'What somebody has to mend; a problem leaves the list when the bill is issued.',
  ...guardedForStaffToo({ scope: 'runs:read', deed: 'operate', seller: 'in_query' }),
  request: { query: z.object({ seller: fields.sellerCode.optional(), ...pageQuery }) },
  responses: { 200: page, ...refusals(...staffToo, 'query_invalid', 'seller_missing') },
});

export function billingProblemRoutes({ database }: Services) {
  return newResource()
    .openapi(listOfRun, async (c) => {
      const { runId } = c.req.valid('param');
      if ((await database.em.fork().count(BillingRun, { id: runId })) === 0) {
        refuse('run_unknown', `The books have no run ${runId} yet.`);
      }
      return c.json(await readPage(database, { run: runId }, c.req.valid('query')), 200);
    })
    .openapi(listOpen, async (c) => {
      const { seller, ...query } = c.req.valid('query');
      const where = { resolvedAt: null, ...(seller && { seller: { code: seller } }) };
      return c.json(await readPage(database, where, query), 200);
    });
}

/** A page of problems, the newest periods first. */
async function readPage(
  database: Database,
  where: object,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const [from, id] = keyAfter(cursor, [isLocalDate, isUuid]) ?? [];
  const after = from &&
    id && { $or: [{ periodFrom: { $lt: from } }, { periodFrom: from, id: { $gt: id } }] };
  const rows = await database.em.fork().find(
    BillingProblem,
    { ...where, ...after },
    {
      populate: ['seller', 'customer'],
      orderBy: { periodFrom: 'desc', id: 'asc' },
      limit: limit + 1,
    },
  );
  return toPage(rows, limit, {
    keyOf: (row) => [row.periodFrom, row.id],
    view: (row) => ({
      problemId: row.id,
      seller: row.seller.$.code,
      customer: row.customer.$.number,
      periodFrom: row.periodFrom,
      code: row.code,
      detail: row.detail,
      runId: row.run?.id ?? null,
      seenAt: row.seenAt.toISOString(),
      resolvedAt: fields.instantOf(row.resolvedAt),
    }),
  });
}
