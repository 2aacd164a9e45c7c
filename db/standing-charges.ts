/** Fees and interest of a cycle that were not waived. */
import type { EntityManager } from '@mikro-orm/postgresql';

export type ChargeStanding = {
  readonly chargeId: string;
  readonly kind: 'fee' | 'interest';
  readonly leftMinor: number;
};

export async function standingCharges(
  em: EntityManager,
  cycleId: string,
): Promise<ChargeStanding[]> {
  const rows = await em.execute<(Omit<ChargeStanding, 'leftMinor'> & { leftMinor: string })[]>(
    `select charge.id as "chargeId", charge.kind, charge.amount_minor as "leftMinor" from charge
      where cycle_id = ? and kind in ('fee', 'interest')
        and not exists (select from waiver where waiver.charge_id = charge.id)
      order by charge.id`,
    [cycleId],
  );
  return rows.map((row) => ({ ...row, leftMinor: Number(row.leftMinor) }));
}
