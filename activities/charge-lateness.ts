import type { EntityManager } from '@mikro-orm/postgresql';
import { post, record } from '../db/books.ts';
import { type LockedCycle, saveClaim } from '../db/lock-cycle.ts';
import { newId } from '../db/new-id.ts';
import { localDateAt } from '../domain/calendar.ts';
import { afterCharge, openOf } from '../domain/claim.ts';
import { type LateCharge, lateCharges } from '../domain/late-charges.ts';
import { feePosting, interestPosting } from '../domain/ledger.ts';
import type { LadderFacts } from './ladder-facts.ts';

/** Charges the fee and interest of a step, each with its entry and the figures that explain it. */
export async function chargeLateness(
  em: EntityManager,
  cycle: LockedCycle,
  { ladder, isBusiness, interestChargedUpTo, timeZone, waivedMinor, disputed }: LadderFacts,
  step: number,
  at: Date,
): Promise<LockedCycle> {
  const rung = ladder.steps[step - 1];
  if (!rung) return cycle;
  const charges = lateCharges(rung, ladder, {
    currency: cycle.currency,
    isBusiness,
    // Interest bears no interest, and a waived charge is no part of what is open.
    principalMinor: Math.max(0, openOf(cycle.claim) - cycle.claim.chargedMinor + waivedMinor),
    dueOn: cycle.dueOn,
    chargedUpTo: interestChargedUpTo,
    today: localDateAt(at.getTime(), timeZone),
    disputed: disputed.map(({ minor, fromMs, toMs }) => ({
      minor,
      from: localDateAt(fromMs, timeZone),
      to: localDateAt(toMs ?? at.getTime(), timeZone),
    })),
  });
  if (charges.length === 0) return cycle;
  await writeDown(em, cycle, charges, step, at);
  const claim = charges.reduce(
    (before, { amountMinor }) => afterCharge(before, amountMinor),
    cycle.claim,
  );
  await saveClaim(em, cycle.cycleId, claim, at);
  return { ...cycle, claim };
}

async function writeDown(
  em: EntityManager,
  { cycleId, sellerId, customerId, currency, sellerTimeZone }: LockedCycle,
  charges: readonly LateCharge[],
  step: number,
  at: Date,
): Promise<void> {
  await em.execute(
    `insert into charge (id, cycle_id, step, kind, amount_minor, basis, charged_at)
     select id, ?, ?, kind, "amountMinor", basis, ? from jsonb_to_recordset(?::jsonb)
       as row(id uuid, kind text, "amountMinor" bigint, basis jsonb)`,
    [cycleId, step, at, JSON.stringify(charges.map((charge) => ({ id: newId(), ...charge })))],
  );
  await post(
    em,
    charges.map(({ kind, amountMinor }) => ({
      sellerId,
      customerId,
      cycleId,
      currency,
      kind,
      fact: `${kind}/${cycleId}/${step}`,
      bookedOn: localDateAt(at.getTime(), sellerTimeZone),
      at,
      posting: kind === 'fee' ? feePosting({ amountMinor }) : interestPosting({ amountMinor }),
    })),
  );
  await record(
    em,
    charges.map(({ kind, amountMinor, basis }) => ({
      cycleId,
      fact: `${kind}/${step}`,
      kind,
      at,
      actor: 'ladder',
      amountMinor,
      details: { ...basis },
    })),
  );
}
