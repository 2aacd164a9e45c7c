import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import type { CycleFromBooks, Standing } from '../domain/cycle.ts';
import { type Ladder, remaining, scheduleOf, type TakenStep } from '../domain/ladder.ts';

/** A cycle with its identity in words, enough to start or to go on with its workflow. */
export type LoadedCycle = {
  readonly seller: string;
  readonly customer: string;
  readonly period: LocalDate;
  readonly cycle: CycleFromBooks;
};

type Row = Omit<CycleFromBooks, 'schedule' | 'ladder' | 'openMinor' | 'claimedMinor'> & {
  seller: string;
  customer: string;
  period: LocalDate;
  standing: Standing;
  claimedMinor: string;
  openMinor: string;
  timeZone: string;
  ladder: Ladder;
  taken: TakenStep[];
};

/** The cycles of a run's page that have no workflow yet. */
export async function loadCyclesToStart(
  em: EntityManager,
  runId: string,
  page: number,
): Promise<LoadedCycle[]> {
  return load(em, 'cycle.run_id = ? and cycle.run_page = ? and not cycle.workflow_started', [
    runId,
    page,
  ]);
}

/** The cycle of a customer and period, if there is one. */
export async function loadCycle(
  em: EntityManager,
  identity: { seller: string; customer: string; period: LocalDate },
): Promise<LoadedCycle | undefined> {
  const [loaded] = await load(
    em,
    'seller.code = ? and customer.number = ? and cycle.period_from = ?',
    [identity.seller, identity.customer, identity.period],
  );
  return loaded;
}

async function load(em: EntityManager, where: string, parameters: unknown[]) {
  const rows = await em.execute<Row[]>(`${select} where ${where} order by cycle.id`, parameters);
  return rows.map(fromRow);
}

const select = `
  select seller.code as seller, customer.number as customer, cycle.period_from::text as period,
    customer.time_zone as "timeZone", cycle.id as "cycleId", invoice.number as "invoiceNumber",
    cycle.currency, cycle.standing, cycle.claimed_minor as "claimedMinor",
    cycle.open_minor as "openMinor", cycle.due_on::text as "dueOn", cycle.run_id as "runId",
    json_build_object('code', ladder.code, 'version', ladder.version,
      'timeOfDay', ladder.time_of_day, 'steps', ladder.steps,
      'lastResort', ladder.last_resort) as ladder,
    (select coalesce(json_agg(json_build_object('step', reminder.step,
        'atMs', round(extract(epoch from reminder.sent_at) * 1000))), '[]')
      from reminder where reminder.cycle_id = cycle.id) as taken
  from billing_cycle cycle
    join seller on seller.id = cycle.seller_id
    join customer on customer.id = cycle.customer_id
    join ladder on ladder.id = cycle.ladder_id
    join lateral (select number from invoice
      where invoice.cycle_id = cycle.id and invoice.kind = 'invoice'
      order by revision desc limit 1) invoice on true`;

function fromRow({ seller, customer, period, timeZone, ladder, taken, ...row }: Row): LoadedCycle {
  const schedule = remaining(scheduleOf(ladder, row.dueOn, timeZone), taken);
  const cycle = {
    ...row,
    claimedMinor: Number(row.claimedMinor),
    openMinor: Number(row.openMinor),
    ladder: `${ladder.code}/${ladder.version}`,
    schedule: row.standing === 'open' ? schedule : [],
  };
  return { seller, customer, period, cycle };
}
