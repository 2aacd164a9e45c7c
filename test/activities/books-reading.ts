/** What the tests of the books read of them, in plain SQL and past the code under test. */
import type { Database } from '../../db/orm.ts';
import type { Home } from './books-homes.ts';

export type CycleRow = {
  readonly index: number;
  readonly id: string;
  readonly period: string;
  readonly invoice: string;
  readonly openMinor: number;
  readonly claimedMinor: number;
  readonly standing: string;
};

export async function readHome(
  { em }: Database,
  { seller, customer }: Home,
): Promise<{ cycles: CycleRow[]; nextPeriod: string }> {
  const rows = await em.fork().execute<CycleRow[]>(
    `select cycle.id, cycle.period_from::text as period, cycle.open_minor::int as "openMinor",
       cycle.claimed_minor::int as "claimedMinor", cycle.standing,
       (select min(number) from invoice where cycle_id = cycle.id and kind = 'invoice') as invoice
     from billing_cycle cycle join customer on customer.id = cycle.customer_id
       join seller on seller.id = customer.seller_id
     where seller.code = ? and customer.number = ? order by cycle.period_from`,
    [seller, customer],
  );
  const [contract] = await em.fork().execute<{ next: string }[]>(
    `select next_bill_on::text as next from contract
       join customer on customer.id = contract.customer_id
       join seller on seller.id = customer.seller_id
     where seller.code = ? and customer.number = ?`,
    [seller, customer],
  );
  const cycles = rows.map((row, index) => ({ ...row, index }));
  return { cycles, nextPeriod: contract?.next ?? '' };
}

export type PaperRow = {
  readonly cycleId: string;
  readonly number: string;
  readonly grossMinor: number;
  readonly lines: readonly { readonly position: number; readonly netMinor: number }[];
};

/** The papers of one kind of all cycles of a home, oldest first. */
export async function readPapers(
  { em }: Database,
  { seller }: Home,
  kind: 'invoice' | 'credit_note',
): Promise<PaperRow[]> {
  return em.fork().execute<PaperRow[]>(
    `select cycle_id as "cycleId", number, gross_minor::int as "grossMinor",
       (select json_agg(json_build_object('position', position, 'netMinor', net_minor)
          order by position) from invoice_line where invoice_id = invoice.id) as lines
     from invoice where seller_id = (select id from seller where code = ?) and kind = ?
     order by sequence_year, sequence_number`,
    [seller, kind],
  );
}

/** What the customer of a home has to their credit. */
export async function creditOf({ em }: Database, { seller, customer }: Home): Promise<number> {
  const [row] = await em.fork().execute<{ minor: number }[]>(
    `select credit_minor::int as minor from customer
       join seller on seller.id = customer.seller_id
     where seller.code = ? and customer.number = ?`,
    [seller, customer],
  );
  return row?.minor ?? 0;
}

/** Everything of a home that a repeat could change, in one row. */
export async function traceOf({ em }: Database, { seller }: Home): Promise<unknown> {
  const [row] = await em.fork().execute<unknown[]>(
    `with home as (select id from seller where code = ?),
       cycle as (select * from billing_cycle where seller_id = (select id from home))
     select
       (select json_agg(cycle order by id) from cycle) as cycles,
       (select json_agg(credit_minor) from customer where seller_id = (select id from home)) as credit,
       (select json_agg(next_bill_on) from contract where seller_id = (select id from home)) as next,
       (select count(*) from ledger_transaction where seller_id = (select id from home)) as postings,
       (select count(*) from invoice where seller_id = (select id from home)) as papers,
       (select count(*) from payment where seller_id = (select id from home)) as payments,
       (select count(*) from journal where cycle_id in (select id from cycle)) as journal,
       (select count(*) from reminder where cycle_id in (select id from cycle)) as reminders,
       (select count(*) from charge where cycle_id in (select id from cycle)) as charges,
       (select count(*) from ladder_hold where cycle_id in (select id from cycle)) as holds,
       (select json_agg(state order by id) from promise where cycle_id in (select id from cycle))
         as promises,
       (select json_agg(dispute order by id) from dispute where seller_id = (select id from home))
         as disputes,
       (select json_agg(discount_grant order by id) from discount_grant
         where seller_id = (select id from home)) as grants,
       (select json_agg(letter order by id) from letter where cycle_id in (select id from cycle))
         as letters,
       (select count(*) from dispute_event join dispute on dispute.id = dispute_id
         where seller_id = (select id from home)) as events,
       (select count(*) from dispute_span where cycle_id in (select id from cycle)) as spans,
       (select count(*) from caller_check join customer on customer.id = customer_id
         where seller_id = (select id from home)) as checks,
       (select count(*) from waiver where cycle_id in (select id from cycle)) as waivers,
       (select json_agg(bills_left order by id) from discount
         where seller_id = (select id from home)) as discounts`,
    [seller],
  );
  return row;
}

/** Where the one cycle with this id stands. */
export async function readCycle(
  database: Database,
  home: Home,
  cycleId: string,
): Promise<CycleRow> {
  const { cycles } = await readHome(database, home);
  const found = cycles.find(({ id }) => id === cycleId);
  if (!found) throw new Error(`cycle ${cycleId} is not in the books`);
  return found;
}

/** What a home owes by its papers, charges, credit and what was given up, without its cycles. */
export async function owedBy(
  { em }: Database,
  { seller }: Home,
): Promise<{ owedMinor: number; openMinor: number }> {
  const [row] = await em.fork().execute<{ owedMinor: number; openMinor: number }[]>(
    `with home as (select id from seller where code = ?)
     select
       (select coalesce(sum(case kind when 'invoice' then gross_minor else -gross_minor end), 0)
          from invoice where seller_id = (select id from home))::int
       + (select coalesce(sum(amount_minor), 0) from charge
           where kind in ('fee', 'interest') and cycle_id in (select id from billing_cycle
             where seller_id = (select id from home)))::int
       - (select coalesce(sum(amount_minor), 0) from waiver
           where cycle_id in (select id from billing_cycle
             where seller_id = (select id from home)))::int as "owedMinor",
       (select coalesce(sum(open_minor + written_off_minor), 0) from billing_cycle
          where seller_id = (select id from home))::int
       - (select coalesce(sum(credit_minor), 0) from customer
           where seller_id = (select id from home))::int as "openMinor"`,
    [seller],
  );
  return row ?? { owedMinor: 0, openMinor: 0 };
}
