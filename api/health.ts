import { createRoute, z } from '@hono/zod-openapi';
import type { Client } from '@temporalio/client';
import type { Database } from '../db/orm.ts';
import { refuse } from '../domain/errors.ts';
import { answer, publicRefusals } from './document.ts';
import { newResource } from './resource.ts';
import type { Services } from './services.ts';
import { within } from './temporal.ts';

const tags = ['Health'];

const livez = createRoute({
  method: 'get',
  path: '/livez',
  operationId: 'livez',
  tags,
  summary: 'Is the process alive?',
  description: 'Asks nobody else: a process that answers need not be started anew.',
  responses: {
    200: answer('It is.', z.object({ status: z.literal('alive') }), { status: 'alive' }),
  },
});

const ready = z.object({ status: z.literal('ready') });

const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  operationId: 'readyz',
  tags,
  summary: 'Can requests be answered?',
  description: 'Asks the database and the Temporal Server, and says which of them is missing.',
  responses: {
    200: answer('They can.', ready, { status: 'ready' }),
    ...publicRefusals('database_unavailable', 'temporal_unavailable'),
  },
});

/** A probe that waits longer says too late what it has to say, in milliseconds. */
const probeTimeoutMs = 2_000;

export function healthRoutes({ database, temporal }: Services) {
  return newResource()
    .openapi(livez, (c) => c.json({ status: 'alive' as const }, 200))
    .openapi(readyz, async (c) => {
      const [isDatabaseThere, isTemporalThere] = await Promise.all([
        answers(askDatabase(database)),
        answers(askTemporal(temporal)),
      ]);
      if (isDatabaseThere && isTemporalThere) return c.json({ status: 'ready' as const }, 200);
      if (isTemporalThere) return refuse('database_unavailable', 'PostgreSQL does not answer.');
      if (isDatabaseThere) return refuse('temporal_unavailable', 'Temporal does not answer.');
      return refuse('database_unavailable', 'Neither PostgreSQL nor Temporal answers.');
    });
}

async function askDatabase(database: Database): Promise<void> {
  await database.em.fork().execute('select 1');
}

/** Also proves that the namespace is there, without which nothing could be started. */
async function askTemporal(temporal: Client): Promise<void> {
  const { namespace } = temporal.options;
  await within(temporal, probeTimeoutMs, () =>
    temporal.workflowService.describeNamespace({ namespace }),
  );
}

async function answers(question: Promise<unknown>): Promise<boolean> {
  const tooLate = new Promise<boolean>((resolve) => {
    setTimeout(resolve, probeTimeoutMs, false).unref();
  });
  const answered = question.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, tooLate]);
}
