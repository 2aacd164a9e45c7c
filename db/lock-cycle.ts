import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import { type Claim, openOf, type Standing, standingOf } from '../domain/claim.ts';
import { refuse } from '../domain/errors.ts';

/** A cycle's money under its row lock, until the transaction ends. */
export type LockedCycle = {
  readonly cycleId: string;
  readonly sellerId: string;
  readonly customerId: string;
  readonly sellerTimeZone: string;
  readonly currency: string;
  readonly period: LocalDate;
  readonly dueOn: LocalDate;
  readonly standing: Standing;
  readonly endedAt: Date | null;
  readonly claim: Claim;
};

type Row = Omit<LockedCycle, 'claim' | 'endedAt'> &
  Record<Exclude<keyof Claim, 'lastEnd'>, string> &
  Pick<Claim, 'lastEnd'> & {
    endedAt: string | null;
  };

const select = `
  select cycle.id as "cycleId", cycle.seller_id as "sellerId", cycle.customer_id as "customerId",
    seller.time_zone as "sellerTimeZone", cycle.currency, cycle.period_from::text as period,
    cycle.due_on::text as "dueOn", cycle.standing, cycle.ended_at as "endedAt",
    cycle.claimed_minor as "claimedMinor", cycle.charged_minor as "chargedMinor",
    cycle.credited_minor as "creditedMinor", cycle.paid_minor as "paidMinor",
    cycle.credit_used_minor as "creditUsedMinor", cycle.written_off_minor as "writtenOffMinor",
    cycle.last_end as "lastEnd"
  from billing_cycle cycle join seller on seller.id = cycle.seller_id`;

/**
 * Locks a cycle for the rest of the transaction. Every fact about its money takes this lock, so
 * that a payment and a reminder in the same second have an order: the reminder went out before
 * the payment came, or it does not go out.
 */
export async function lockCycle(em: EntityManager, cycleId: string): Promise<LockedCycle> {
  const [row] = await em.execute<Row[]>(`${select} where cycle.id = ? for update of cycle`, [
    cycleId,
  ]);
  return row ? fromRow(row) : refuse('cycle_unknown', `There is no cycle ${cycleId}.`);
}

/** Locks several cycles in the order of their ids, so that two who want the same never deadlock. */
export async function lockCycles(
  em: EntityManager,
  condition: string,
  parameters: readonly unknown[],
): Promise<LockedCycle[]> {
  const rows = await em.execute<Row[]>(
    `${select} where ${condition} order by cycle.id for update of cycle`,
    [...parameters],
  );
  return rows.map(fromRow);
}

function fromRow(row: Row): LockedCycle {
  const { claimedMinor, chargedMinor, creditedMinor, paidMinor, creditUsedMinor } = row;
  const { writtenOffMinor, lastEnd, endedAt, ...rest } = row;
  return {
    ...rest,
    endedAt: endedAt === null ? null : new Date(endedAt),
    claim: {
      claimedMinor: Number(claimedMinor),
      chargedMinor: Number(chargedMinor),
      creditedMinor: Number(creditedMinor),
      paidMinor: Number(paidMinor),
      creditUsedMinor: Number(creditUsedMinor),
      writtenOffMinor: Number(writtenOffMinor),
      lastEnd,
    },
  };
}

/** Writes a cycle's money; an end is dated, and the date taken back when it is open again. */
export async function saveClaim(
  em: EntityManager,
  cycleId: string,
  claim: Claim,
  at: Date,
): Promise<void> {
  const standing = standingOf(claim);
  await em.execute(
    `update billing_cycle set standing = ?, claimed_minor = ?, charged_minor = ?,
       credited_minor = ?, paid_minor = ?, credit_used_minor = ?, written_off_minor = ?,
       open_minor = ?, last_end = ?, ended_at =
         case when ? = 'open' then null when standing = ? then ended_at else ?::timestamptz end
     where id = ?`,
    [
      standing,
      claim.claimedMinor,
      claim.chargedMinor,
      claim.creditedMinor,
      claim.paidMinor,
      claim.creditUsedMinor,
      claim.writtenOffMinor,
      openOf(claim),
      claim.lastEnd,
      standing,
      standing,
      at,
      cycleId,
    ],
  );
}

/**
 * A claim that had ended is owed again: its ladder stood still meanwhile, and goes on with the
 * days that were left.
 */
export async function holdWhileEnded(
  em: EntityManager,
  { cycleId, endedAt }: LockedCycle,
  id: string,
  at: Date,
): Promise<void> {
  if (endedAt === null) return;
  await em.execute(
    `insert into ladder_hold (id, cycle_id, reason, from_at, until_at)
     values (?, ?, 'ended', least(?::timestamptz, ?::timestamptz), ?)`,
    [id, cycleId, endedAt, at, at],
  );
}
