import type { Database } from '../../db/orm.ts';
import { billingCycleWorkflowId, type CycleIdentity } from '../../workflows/messages.ts';
import { type Advance, advanceAll, allowsVirtualTime } from '../embedded/virtual-time.ts';
import { LauncherError } from '../embedded/launcher-error.ts';
import type { TemporalConnection } from '../temporal-connection.ts';
import { bar, line, live } from '../terminal.ts';

export type AdvanceOptions = {
  readonly milliseconds: number;
  /** A server, database or mail server of one's own may be production: there it must be asked for by name. */
  readonly isOwn: boolean;
  readonly inProduction: boolean;
  /** Only this customer's cycles. */
  readonly customer?: string | undefined;
};

/** Moves open cycles ahead in virtual time, each on its own clock, and shows the progress. */
export async function advanceOpenCycles(
  database: Database,
  { client, connection, namespace }: TemporalConnection,
  { milliseconds, isOwn, inProduction, customer }: AdvanceOptions,
): Promise<void> {
  if (isOwn && !inProduction) {
    throw new LauncherError(
      'The servers are your own, and moving cycles ahead really reminds and writes off.',
      'Add --in-production if that is what you want.',
    );
  }
  if (!(await allowsVirtualTime(connection, namespace))) {
    throw new LauncherError(
      'This Temporal Server does not move cycles ahead in virtual time.',
      'It needs version 1.32 or newer with frontend.WorkflowTimeSkippingEnabled set to true.',
    );
  }
  const cycles = await openCycles(database, customer);
  if (customer !== undefined && cycles.length === 0) {
    throw new LauncherError(
      `There is no open cycle of a customer ${customer}.`,
      'The numbers of the customers stand at /v1/customers and in the Temporal UI.',
    );
  }
  const title = `Virtual time + ${inWords(milliseconds)}`;
  const counts: Record<Advance['outcome'], number> = {
    reached: 0,
    closed: 0,
    replaced: 0,
    unknown: 0,
    blocked: 0,
  };
  const show = () => {
    const done = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return bar(title, done, cycles.length, `still open ${counts.reached}   ended ${counts.closed}`);
  };
  await advanceAll(client, cycles.map(billingCycleWorkflowId), milliseconds, (_id, { outcome }) => {
    counts[outcome] += 1;
    live(show());
  });
  line(show());
  if (counts.blocked > 0)
    line(`  ${counts.blocked} cycles did not get there: a step of theirs hangs.`);
  if (counts.unknown > 0) line(`  ${counts.unknown} cycles have no workflow.`);
}

function inWords(milliseconds: number): string {
  const hours = Math.round(milliseconds / 3_600_000);
  return hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`;
}

async function openCycles(
  database: Database,
  customer: string | undefined,
): Promise<CycleIdentity[]> {
  return database.em.fork().execute<CycleIdentity[]>(
    `select seller.code as seller, customer.number as customer, cycle.period_from::text as period
       from billing_cycle cycle
         join seller on seller.id = cycle.seller_id
         join customer on customer.id = cycle.customer_id
      where cycle.standing = 'open' and customer.number = coalesce(?, customer.number)
      order by cycle.id`,
    [customer ?? null],
  );
}

/** Whether any of the servers is one's own rather than embedded. */
export function namesOwnServers(environment: NodeJS.ProcessEnv): boolean {
  return ['TEMPORAL_ADDRESS', 'DATABASE_URL', 'SMTP_URL'].some((name) => environment[name]);
}
