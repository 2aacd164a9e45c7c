/** Billing runs as the API shows them: from the books, with what only Temporal knows. */
import { z } from '@hono/zod-openapi';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { BillingRun } from '../db/entities/cycles.ts';
import { type BillingRunInput, billingRunWorkflowId, runQuery } from '../workflows/messages.ts';
import * as fields from './fields.ts';
import type { Services } from './services.ts';
import { within } from './temporal.ts';

export const runSchema = z
  .object({
    runId: z.string(),
    seller: z.string(),
    asOf: fields.date,
    state: z.enum(['running', 'finished', 'stopped', 'unknown']).openapi({
      description:
        'Stopped: it did not finish, and its workflow no longer runs. ' +
        'Unknown: it has not finished, and Temporal cannot be asked.',
    }),
    startedAt: fields.instant.nullable(),
    finishedAt: fields.instant.nullable(),
    due: z.int().nullable().openapi({ description: 'Customers who were due when it began.' }),
    pages: z.int(),
    invoices: z.int(),
    problems: z.int(),
    claimed: z
      .array(z.object({ currency: fields.currencyCode, amountMinor: fields.minor }))
      .openapi({ description: 'Sum of the invoices, by currency.' }),
    workflowId: z.string(),
  })
  .openapi('Run');

type Run = z.input<typeof runSchema>;

export const runExample: Run = {
  runId: '0199c0de-7000-7000-8000-0000000000aa',
  seller: 'nordlys',
  asOf: '2026-03-01',
  state: 'running',
  startedAt: '2026-03-01T05:00:00.000Z',
  finishedAt: null,
  due: 7_043,
  pages: 3,
  invoices: 1_500,
  problems: 0,
  claimed: [{ currency: 'EUR', amountMinor: 9_714_325 }],
  workflowId: 'billing-run/nordlys/2026-03-01',
};

/** The run with this id, or null when neither the books nor Temporal know one. */
export async function readRun(
  { database, temporal }: Pick<Services, 'database' | 'temporal'>,
  runId: string,
): Promise<Run | null> {
  const em = database.em.fork();
  const row = await em.findOne(BillingRun, { id: runId }, { populate: ['seller'] });
  if (!row) return runNotInBooks(temporal, runId);
  const input = { seller: row.seller.$.code, asOf: row.asOf };
  return {
    runId,
    ...input,
    startedAt: row.startedAt.toISOString(),
    finishedAt: fields.instantOf(row.finishedAt),
    ...(row.finishedAt ? finished : await askTemporal(temporal, runId, input)),
    ...(await sumsOf(em, runId)),
    workflowId: billingRunWorkflowId(input),
  };
}

type LiveFacts = Pick<Run, 'state' | 'due'>;

const finished: LiveFacts = { state: 'finished', due: null };

/** A screen must not hang on a worker that is away, in milliseconds. */
const liveTimeoutMs = 2_000;

async function askTemporal(
  temporal: Client,
  runId: string,
  input: BillingRunInput,
): Promise<LiveFacts> {
  const handle = temporal.workflow.getHandle(billingRunWorkflowId(input));
  let state: Run['state'] = 'unknown';
  try {
    return await within(temporal, liveTimeoutMs, async () => {
      const description = await handle.describe();
      const isThisRun = firstRunIdOf(description) === runId;
      state = isThisRun && description.status.name === 'RUNNING' ? 'running' : 'stopped';
      const { due } = state === 'running' ? await handle.query(runQuery) : { due: null };
      return { state, due };
    });
  } catch {
    // What the books say is worth an answer without Temporal or a worker.
    return { state, due: null };
  }
}

/** A run that Temporal has and no worker has opened yet: its row comes with its first activity. */
async function runNotInBooks(temporal: Client, runId: string): Promise<Run | null> {
  const query = `WorkflowType = 'billingRun' AND RunId = '${runId}'`;
  const found = await within(temporal, liveTimeoutMs, async () => {
    for await (const info of temporal.workflow.list({ query, pageSize: 1 })) return info;
    return null;
  }).catch(() => null);
  const [, seller, asOf] = found?.workflowId.split('/') ?? [];
  if (!found || !seller || !asOf) return null;
  const input = { seller, asOf };
  const state = found.status.name === 'RUNNING' ? 'running' : 'stopped';
  return {
    runId,
    ...input,
    ...{ state, startedAt: null, finishedAt: null, due: null },
    ...{ pages: 0, invoices: 0, problems: 0, claimed: [] },
    workflowId: billingRunWorkflowId(input),
  };
}

/** The first run of a chain that continued as new: under its id the books know the whole. */
export function firstRunIdOf({ raw }: WorkflowExecutionDescription): string | undefined {
  return raw.workflowExecutionInfo?.firstRunId ?? undefined;
}

async function sumsOf(em: EntityManager, runId: string) {
  const [pages] = await em.execute<Pick<Run, 'pages' | 'invoices' | 'problems'>[]>(
    `select count(*)::int as pages, coalesce(sum(invoices), 0)::int as invoices,
       coalesce(sum(problems), 0)::int as problems
     from billing_run_page where run_id = ?`,
    [runId],
  );
  const claimed = await em.execute<{ currency: string; minor: string }[]>(
    `select currency, sum(claimed_minor)::text as minor
     from billing_cycle where run_id = ? group by currency order by currency`,
    [runId],
  );
  return {
    ...{ pages: 0, invoices: 0, problems: 0, ...pages },
    claimed: claimed.map(({ currency, minor }) => ({ currency, amountMinor: Number(minor) })),
  };
}
