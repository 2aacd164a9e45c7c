import type { EntityManager } from '@mikro-orm/postgresql';
import { post, record } from '../db/books.ts';
import { addCredit, lockCredit } from '../db/customer-credit.ts';
import { lockCycle, saveClaim } from '../db/lock-cycle.ts';
import { newId } from '../db/new-id.ts';
import { type ChargeStanding, standingCharges } from '../db/standing-charges.ts';
import { localDateAt } from '../domain/calendar.ts';
import { afterCreditNote, type Crediting } from '../domain/claim.ts';
import { refuse } from '../domain/errors.ts';
import { waivePosting } from '../domain/ledger.ts';

/** A granted decision that is carried out. */
export type Applied = {
  readonly grantId: string;
  readonly cycleId: string;
  /** For the papers: why, and who decided. */
  readonly reason: string;
  readonly decidedBy: string;
  /** The bill that was meant, where the cycle has several. */
  readonly invoice?: string | undefined;
};

type Waived = { readonly charge: ChargeStanding; readonly divided: Crediting };

/**
 * Lets fees and interest go: what is owed of them falls, and what was paid already becomes the
 * customer's credit. A charge is waived once, whole.
 */
export async function waiveCharges(
  em: EntityManager,
  applied: Applied,
  chargeIds: readonly string[],
  at: Date,
): Promise<void> {
  const { cycleId } = applied;
  const cycle = await lockCycle(em, cycleId);
  await lockCredit(em, cycle.customerId);
  const standing = await standingCharges(em, cycleId);
  let { claim } = cycle;
  const waived = [...new Set(chargeIds)].map((chargeId): Waived => {
    const charge = standing.find((one) => one.chargeId === chargeId);
    if (!charge) return refuse('charge_unknown', `No charge ${chargeId} stands on this bill.`);
    const divided = afterCreditNote(claim, charge.leftMinor);
    ({ claim } = divided);
    return { charge, divided };
  });
  const toCreditMinor = waived.reduce((sum, { divided }) => sum + divided.toCreditMinor, 0);
  await addCredit(em, cycle.customerId, toCreditMinor);
  await saveClaim(em, cycleId, claim, at);
  await insertWaivers(em, applied, waived, at);
  const bookedOn = localDateAt(at.getTime(), cycle.sellerTimeZone);
  const { sellerId, customerId, currency } = cycle;
  await post(
    em,
    waived.map(({ charge: { chargeId, kind, leftMinor: amountMinor }, divided }) => ({
      ...{ sellerId, customerId, cycleId, currency, bookedOn, at },
      kind: 'waiver',
      fact: `waiver/${chargeId}`,
      posting: waivePosting({ account: kind, amountMinor, ...divided }),
    })),
  );
}

async function insertWaivers(
  em: EntityManager,
  { cycleId, grantId, reason, decidedBy }: Applied,
  waived: readonly Waived[],
  at: Date,
): Promise<void> {
  const rows = waived.map(({ charge: { chargeId, leftMinor } }) => ({
    ...{ id: newId(), chargeId, leftMinor },
  }));
  await em.execute(
    `insert into waiver (id, cycle_id, charge_id, grant_id, amount_minor, waived_at)
     select id, ?, "chargeId", ?, "leftMinor", ? from jsonb_to_recordset(?::jsonb)
       as row(id uuid, "chargeId" uuid, "leftMinor" bigint)`,
    [cycleId, grantId, at, JSON.stringify(rows)],
  );
  await record(
    em,
    waived.map(({ charge: { chargeId, kind, leftMinor } }) => ({
      cycleId,
      fact: `waiver/${chargeId}`,
      kind: 'waived',
      at,
      actor: decidedBy,
      amountMinor: leftMinor,
      reason,
      details: { charge: chargeId, name: kind },
    })),
  );
}
