import { createRoute, z } from '@hono/zod-openapi';
import { localDateAt } from '../domain/calendar.ts';
import { refuse } from '../domain/errors.ts';
import { runStartOptions } from '../workflows/start-options.ts';
import { guarded } from './auth.ts';
import { answer, jsonBody, located, refusals, withBody } from './document.ts';
import * as fields from './fields.ts';
import { sellerNamed } from './parties.ts';
import { newResource } from './resource.ts';
import { firstRunIdOf, readRun, runExample, runSchema } from './run-view.ts';
import type { AllServices } from './services.ts';
import { callTimeoutMs, within } from './temporal.ts';

const tags = ['Billing runs'];

const request = z
  .object({
    seller: fields.sellerCode.optional(),
    asOf: fields.localDate().optional().openapi({
      description: 'Every period that began on or before this day is billed; left out, today.',
    }),
  })
  .strict()
  .openapi('RunRequest');

const started = z
  .object({ runId: z.string(), workflowId: z.string(), seller: z.string(), asOf: fields.date })
  .openapi('RunStarted');

const startRun = createRoute({
  method: 'post',
  path: '/runs',
  operationId: 'startRun',
  tags,
  summary: 'Bill every customer who is due',
  description:
    'Starts a billing run. While one for the same seller and date is under way, that one is ' +
    'joined. Safe to repeat: a customer is billed once for a period.',
  ...guarded('runs:write'),
  request: { body: { ...jsonBody(request, { asOf: '2026-03-01' }), required: false } },
  responses: {
    202: {
      ...located,
      ...answer('The run has started, or was under way.', started, {
        runId: runExample.runId,
        workflowId: 'billing-run/nordlys/2026-03-01',
        seller: 'nordlys',
        asOf: '2026-03-01',
      }),
    },
    ...refusals(
      ...withBody,
      'date_invalid',
      'period_not_begun',
      'seller_unknown',
      'seller_missing',
      'temporal_unavailable',
    ),
  },
});

const readRunRoute = createRoute({
  method: 'get',
  path: '/runs/{runId}',
  operationId: 'readRun',
  tags,
  summary: 'Read how far a billing run is',
  description:
    'From the books; how many customers are due is known only while Temporal can be asked.',
  ...guarded('runs:read'),
  request: { params: z.object({ runId: z.uuid().openapi({ example: runExample.runId }) }) },
  responses: {
    200: answer('The run.', runSchema, runExample),
    ...refusals('query_invalid', 'run_unknown'),
  },
});

export function runRoutes({ database, temporal, clock }: AllServices) {
  return newResource()
    .openapi(startRun, async (c) => {
      const asked = c.req.valid('json');
      const seller = await sellerNamed(database.em.fork(), asked.seller);
      const today = localDateAt(clock(), seller.timeZone);
      const asOf = asked.asOf ?? today;
      if (asOf > today) {
        refuse('period_not_begun', `No run for ${asOf}: where the seller is, today is ${today}.`);
      }
      const options = runStartOptions({ seller: seller.code, asOf });
      const runId = await within(temporal, callTimeoutMs, async () => {
        const handle = await temporal.workflow.start('billingRun', options);
        return firstRunIdOf(await handle.describe()) ?? handle.firstExecutionRunId;
      });
      const { workflowId } = options;
      c.header('Location', `/v1/runs/${runId}`);
      return c.json({ runId, workflowId, seller: seller.code, asOf }, 202);
    })
    .openapi(readRunRoute, async (c) => {
      const { runId } = c.req.valid('param');
      const run = await readRun({ database, temporal }, runId);
      const sentence = `There is no run ${runId}, or it started a moment ago: then ask again.`;
      return c.json(run ?? refuse('run_unknown', sentence), 200);
    });
}
