/** What the stories read of disputes, in plain SQL and past the code under test. */
import type { Database } from '../../db/orm.ts';
import type { Home } from './books-homes.ts';

export type DisputeRow = {
  readonly id: string;
  readonly cycleId: string;
  readonly state: string;
  readonly staffId: string | null;
  readonly grantId: string | null;
  readonly endedAtMs: number | null;
  readonly daysLeft: number;
};

/** The disputes of a home, those that are not decided first; each with the grant that waits. */
export async function readDisputes({ em }: Database, { seller }: Home): Promise<DisputeRow[]> {
  return em.fork().execute<DisputeRow[]>(
    `select dispute.id, dispute.cycle_id as "cycleId", dispute.state,
       dispute.staff_id as "staffId", waiting.id as "grantId", dispute.days_left as "daysLeft",
       round(extract(epoch from dispute.ended_at) * 1000)::float8 as "endedAtMs"
     from dispute join seller on seller.id = dispute.seller_id
       left join discount_grant waiting
         on waiting.dispute_id = dispute.id and waiting.state = 'waiting'
     where seller.code = ? order by dispute.ended_at is not null, dispute.id`,
    [seller],
  );
}

/** Fees and interest of a cycle. */
export async function readCharges({ em }: Database, cycleId: string): Promise<string[]> {
  const rows = await em
    .fork()
    .execute<{ id: string }[]>(
      `select id from charge where cycle_id = ? and kind in ('fee', 'interest') order by id`,
      [cycleId],
    );
  return rows.map(({ id }) => id);
}

/** What is left of the lines that a dispute is about: from the papers alone. */
const leftSql = `
  select disputed.dispute_id, sum(line.net_minor + line.tax_minor - coalesce(taken.minor, 0)) as minor
  from dispute_line disputed
    join invoice_line line
      on line.invoice_id = disputed.invoice_id and line.position = disputed.position
    left join lateral (select sum(credited.net_minor + credited.tax_minor) as minor
      from invoice note join invoice_line credited on credited.invoice_id = note.id
      where note.kind = 'credit_note' and note.corrects_id = disputed.invoice_id
        and credited.corrects_position = disputed.position) taken on true
  group by disputed.dispute_id`;

/** Of each cycle how many disputes are not decided, and how much of what is open they hold. */
export const heldSql = `
  select cycle.id as cycle_id, count(dispute.id) as disputes,
    case when count(dispute.id) = 0 then 0 when bool_or(dispute.is_whole) then cycle.open_minor
      else least(cycle.open_minor, sum(left_of.minor)) end as minor
  from billing_cycle cycle
    left join dispute on dispute.cycle_id = cycle.id and dispute.ended_at is null
    left join (${leftSql}) left_of on left_of.dispute_id = dispute.id
  group by cycle.id`;

/** The disputes that are not decided, with what is left of their lines. */
export const undecidedSql = `
  select dispute.*, left_of.minor as left_minor
  from dispute join (${leftSql}) left_of on left_of.dispute_id = dispute.id
  where dispute.ended_at is null`;

export type Stand = {
  readonly standing: string;
  readonly reminders: number;
  readonly isDisputed: boolean;
  readonly isWhollyDisputed: boolean;
};

/** Where a cycle stands with its ladder and its disputes. */
export async function standOf({ em }: Database, cycleId: string): Promise<Stand> {
  const [row] = await em.fork().execute<Stand[]>(
    `select cycle.standing, held.disputes > 0 as "isDisputed",
       held.disputes > 0 and held.minor >= cycle.open_minor as "isWhollyDisputed",
       (select count(*)::int from reminder where cycle_id = cycle.id) as reminders
     from billing_cycle cycle join (${heldSql}) held on held.cycle_id = cycle.id
     where cycle.id = ?`,
    [cycleId],
  );
  if (!row) throw new Error(`cycle ${cycleId} is not in the books`);
  return row;
}
