import type { EntityManager } from '@mikro-orm/postgresql';
import { instantAt, addDays, type LocalDate, localDateAt } from '../domain/calendar.ts';
import type { CycleFromBooks, LetterDue, OpenPromise } from '../domain/cycle.ts';
import type { Instalment } from '../domain/facts.ts';
import { type Ladder, type LadderEvent, scheduleOf } from '../domain/ladder.ts';
import { type CardRow, cardSql, dueCharge } from './card-attempts.ts';
import {
  letterDueSql,
  openDisputesOf,
  type OpenDisputeRow,
  openDisputesSql,
} from './open-disputes.ts';

/** A cycle with its identity in words, enough to start or to go on with its workflow. */
export type LoadedCycle = {
  readonly seller: string;
  readonly customer: string;
  readonly period: LocalDate;
  readonly cycle: CycleFromBooks;
};

type Row = Omit<
  CycleFromBooks,
  | 'schedule'
  | 'ladder'
  | 'openMinor'
  | 'claimedMinor'
  | 'promise'
  | 'card'
  | 'disputes'
  | 'heldMinor'
  | 'letter'
> & {
  seller: string;
  customer: string;
  period: LocalDate;
  claimedMinor: string;
  openMinor: string;
  openedAtMs: number;
  timeZone: string;
  ladder: Ladder;
  events: LadderEvent[];
  promise: PromiseRow | null;
  card: CardRow | null;
  disputes: OpenDisputeRow[] | null;
  letter: LetterDue | null;
  isHeld: boolean;
};

type PromiseRow = {
  promiseId: string;
  instalments: Instalment[];
  paidSinceMinor: number;
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

/** The seller's open cycles that have no workflow, whichever run or request opened them. */
export async function loadLeftCycles(em: EntityManager, seller: string): Promise<LoadedCycle[]> {
  return load(em, "seller.code = ? and cycle.standing = 'open' and not cycle.workflow_started", [
    seller,
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

/** The cycle with this id, which is known to exist. */
export async function loadCycleById(em: EntityManager, cycleId: string): Promise<CycleFromBooks> {
  const [loaded] = await load(em, 'cycle.id = ?', [cycleId]);
  if (!loaded) throw new Error(`cycle ${cycleId} is not in the books`);
  return loaded.cycle;
}

export type CycleToSettle = {
  readonly cycle: CycleFromBooks;
  /** Whether anything may follow from a change of its money: of a dispute, a hold, a promise. */
  readonly isConcerned: boolean;
};

/** These cycles, which are known to exist, in the order of their ids. */
export async function loadCyclesToSettle(
  em: EntityManager,
  cycleIds: readonly string[],
): Promise<CycleToSettle[]> {
  const rows = await read(
    em,
    'cycle.id in (select value::uuid from jsonb_array_elements_text(?::jsonb))',
    [JSON.stringify(cycleIds)],
  );
  return rows.map((row) => ({
    cycle: fromRow(row).cycle,
    isConcerned:
      row.disputes !== null || row.isHeld || (row.promise !== null && row.standing !== 'open'),
  }));
}

async function load(em: EntityManager, where: string, parameters: unknown[]) {
  return (await read(em, where, parameters)).map(fromRow);
}

async function read(em: EntityManager, where: string, parameters: unknown[]): Promise<Row[]> {
  return em.execute<Row[]>(`${select} where ${where} order by cycle.id`, parameters);
}

const epochMs = (column: string) => `round(extract(epoch from ${column}) * 1000)`;

/** Everything that moved the cycle's ladder. */
const eventsSql = `
  select coalesce(json_agg(event), '[]') from (
    select json_build_object('kind', 'taken', 'step', step, 'atMs', ${epochMs('sent_at')}) as event
      from reminder where reminder.cycle_id = cycle.id
    union all
    select case when at_once
        then json_build_object('kind', 'at_once', 'atMs', ${epochMs('until_at')})
        else json_build_object('kind', 'held', 'atMs', ${epochMs('from_at')},
          'untilMs', ${epochMs('until_at')}) end
      from ladder_hold where ladder_hold.cycle_id = cycle.id
  ) events`;

const promiseSql = `
  select json_build_object('promiseId', promise.external_id, 'instalments', promise.instalments,
      'paidSinceMinor', cycle.paid_minor - promise.paid_before_minor)
    from promise where promise.cycle_id = cycle.id and promise.state = 'active'`;

const select = `
  select seller.code as seller, customer.number as customer, cycle.period_from::text as period,
    customer.time_zone as "timeZone", cycle.id as "cycleId", invoice.number as "invoiceNumber",
    cycle.currency, cycle.standing, cycle.claimed_minor as "claimedMinor",
    cycle.open_minor as "openMinor", cycle.due_on::text as "dueOn", cycle.run_id as "runId",
    ${epochMs('cycle.opened_at')}::float8 as "openedAtMs",
    json_build_object('code', ladder.code, 'version', ladder.version,
      'timeOfDay', ladder.time_of_day, 'steps', ladder.steps,
      'lastResort', ladder.last_resort) as ladder,
    (${eventsSql}) as events, (${promiseSql}) as promise,
    (${cardSql}) as card, (${openDisputesSql}) as disputes, (${letterDueSql}) as letter,
    cycle.held_since is not null as "isHeld"
  from billing_cycle cycle
    join seller on seller.id = cycle.seller_id
    join customer on customer.id = cycle.customer_id
    join ladder on ladder.id = cycle.ladder_id
    join lateral (select number from invoice
      where invoice.cycle_id = cycle.id and invoice.kind = 'invoice'
      order by undoes_credit, revision desc limit 1) invoice on true`;

function fromRow(row: Row): LoadedCycle {
  const { seller, customer, period, timeZone, ladder, events, promise, card, ...more } = row;
  const { disputes, letter, isHeld: _isHeld, openedAtMs, ...kept } = more;
  const { dueOn } = row;
  const openMinor = Number(row.openMinor);
  const tended = openDisputesOf(disputes, letter, openMinor);
  // Nobody asks for what is disputed: neither the ladder, nor a promise, nor the card.
  const isAsked = row.standing === 'open' && (tended.heldMinor ?? 0) < openMinor;
  const place = { dueOn, timeOfDay: ladder.timeOfDay, timeZone };
  // What is under way with the provider is looked after all the same: it may bring money.
  const isUnderWay = row.standing === 'open' && card?.attempts.at(-1)?.lookAtMs != null;
  const charge = (isAsked || isUnderWay) && card && dueCharge(card, place);
  const issuedOn = localDateAt(openedAtMs, timeZone);
  const schedule = isAsked ? scheduleOf(ladder, { dueOn, timeZone, issuedOn }, events) : [];
  const cycle = {
    ...kept,
    claimedMinor: Number(row.claimedMinor),
    openMinor,
    ladder: `${ladder.code}/${ladder.version}`,
    // The last resort is for the whole claim: it waits until nothing of it is disputed.
    schedule: disputes ? schedule.filter(({ step }) => step <= ladder.steps.length) : schedule,
    promise: isAsked && promise ? nextInstalment(promise, timeZone) : null,
    // Left out where there is none, so that a cycle without a card is the same as ever.
    ...(charge && { card: charge }),
    ...tended,
  };
  return { seller, customer, period, cycle };
}

/**
 * When an active promise is looked at next: at the end of the day of the first instalment that
 * what was paid since does not cover. The customer has all of the promised day.
 */
function nextInstalment(promise: PromiseRow, timeZone: string): OpenPromise {
  let promisedMinor = 0;
  const { promiseId, instalments, paidSinceMinor } = promise;
  const due = instalments.find(({ amountMinor }) => {
    promisedMinor += amountMinor;
    return promisedMinor > paidSinceMinor;
  });
  const on = (due ?? instalments.at(-1))?.on;
  if (!on) throw new Error(`promise ${promiseId} has no instalments`);
  return { promiseId, on, atMs: instantAt(addDays(on, 1), '00:00', timeZone) };
}
