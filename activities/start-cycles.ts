import type { EntityManager } from '@mikro-orm/postgresql';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { type LoadedCycle, loadCyclesToStart, loadLeftCycles } from '../db/load-cycles.ts';
import type { Database } from '../db/orm.ts';
import { cycleStartOptions } from '../workflows/start-options.ts';
import type { BillingActivities } from './contract.ts';

/** Enough to keep two cores of a server busy; more only queues there. */
const startsAtOnce = 32;

/** Marked together, so that a kill repeats a few harmless starts and no more. */
const markedTogether = 100;

/**
 * Starts the workflows of a page's cycles. A start is marked in the database afterwards; if the
 * mark is lost the start is repeated, and joins the workflow that is there.
 */
export async function startCycles(
  database: Database,
  client: Client,
  { runId, page }: Parameters<BillingActivities['startCycles']>[0],
): Promise<{ started: number }> {
  const em = database.em.fork();
  return startAndMark(em, client, await loadCyclesToStart(em, runId, page));
}

/** The same for what a run that was terminated left behind, and for cycles begun by a request. */
export async function startLeftCycles(
  database: Database,
  client: Client,
  { seller }: Parameters<BillingActivities['startLeftCycles']>[0],
): Promise<{ started: number }> {
  const em = database.em.fork();
  return startAndMark(em, client, await loadLeftCycles(em, seller));
}

async function startAndMark(
  em: EntityManager,
  client: Client,
  cycles: readonly LoadedCycle[],
): Promise<{ started: number }> {
  let started = 0;
  for (let from = 0; from < cycles.length; from += markedTogether) {
    const batch = cycles.slice(from, from + markedTogether);
    await startAll(client, batch);
    await em.execute(
      `update billing_cycle set workflow_started = true
        where id in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
      [JSON.stringify(batch.map(({ cycle }) => cycle.cycleId))],
    );
    started += batch.length;
    Context.current().heartbeat({ started });
  }
  return { started };
}

async function startAll(client: Client, cycles: readonly LoadedCycle[]): Promise<void> {
  const waiting = cycles.filter(({ cycle }) => cycle.standing === 'open').values();
  const worker = async () => {
    for (const loaded of waiting) {
      await client.workflow.start('billingCycle', cycleStartOptions(loaded));
    }
  };
  await Promise.all(Array.from({ length: startsAtOnce }, worker));
}
