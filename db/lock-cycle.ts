import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import type { Balance, Standing } from '../domain/cycle.ts';
import { refuse } from '../domain/errors.ts';

/** A cycle's money under its row lock, until the transaction ends. */
export type LockedCycle = {
  readonly cycleId: string;
  readonly sellerId: string;
  readonly customerId: string;
  readonly sellerTimeZone: string;
  readonly currency: string;
  readonly standing: Standing;
  readonly openMinor: number;
  readonly writtenOffMinor: number;
  readonly dueOn: LocalDate;
};

/**
 * Locks a cycle for the rest of the transaction. Every fact about its money takes this lock, so
 * that a payment and a reminder in the same second have an order: the reminder went out before
 * the payment came, or it does not go out.
 */
export async function lockCycle(em: EntityManager, cycleId: string): Promise<LockedCycle> {
  const [row] = await em.execute<
    (Omit<LockedCycle, 'openMinor' | 'writtenOffMinor'> & {
      openMinor: string;
      writtenOffMinor: string;
    })[]
  >(
    `select cycle.id as "cycleId", cycle.seller_id as "sellerId",
       cycle.customer_id as "customerId", seller.time_zone as "sellerTimeZone", cycle.currency,
       cycle.standing, cycle.open_minor as "openMinor",
       cycle.written_off_minor as "writtenOffMinor", cycle.due_on::text as "dueOn"
     from billing_cycle cycle join seller on seller.id = cycle.seller_id
     where cycle.id = ? for update of cycle`,
    [cycleId],
  );
  if (!row) return refuse('cycle_unknown', `There is no cycle ${cycleId}.`);
  return {
    ...row,
    openMinor: Number(row.openMinor),
    writtenOffMinor: Number(row.writtenOffMinor),
  };
}

/** Writes where the cycle stands now; an end is dated, and taken back when it is open again. */
export async function saveBalance(
  em: EntityManager,
  cycleId: string,
  balance: Balance & { writtenOffMinor: number },
  at: Date,
): Promise<Balance> {
  const { standing, openMinor, writtenOffMinor } = balance;
  await em.execute(
    `update billing_cycle set standing = ?, open_minor = ?, written_off_minor = ?, ended_at =
       case when ? = 'open' then null when standing = ? then ended_at else ?::timestamptz end
     where id = ?`,
    [standing, openMinor, writtenOffMinor, standing, standing, at, cycleId],
  );
  return { standing, openMinor };
}
