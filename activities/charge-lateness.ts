import type { EntityManager } from '@mikro-orm/postgresql';
import { post, record } from '../db/books.ts';
import { type LockedCycle, saveClaim } from '../db/lock-cycle.ts';
import { newId } from '../db/new-id.ts';
import { localDateAt } from '../domain/calendar.ts';
import { afterCharge, openOf } from '../domain/claim.ts';
import { lateCharges } from '../domain/late-charges.ts';
import { feePosting, interestPosting } from '../domain/ledger.ts';
import type { LadderFacts } from './ladder-facts.ts';

/** Charges the fee and interest of a step, each with its entry and the figures that explain it. */
export async function chargeLateness(
  em: EntityManager,
  cycle: LockedCycle,
  { ladder, isBusiness, interestChargedUpTo, timeZone }: LadderFacts,
  step: number,
  at: Date,
): Promise<LockedCycle> {
  const rung = ladder.steps[step - 1];
  if (!rung) return cycle;
  const { cycleId, sellerId, customerId, currency, dueOn, sellerTimeZone } = cycle;
  const charges = lateCharges(rung, ladder, {
    currency,
    isBusiness,
    principalMinor: Math.max(0, openOf(cycle.claim) - cycle.claim.chargedMinor),
    dueOn,
    chargedUpTo: interestChargedUpTo,
    today: localDateAt(at.getTime(), timeZone),
  });
  let { claim } = cycle;
  for (const { kind, amountMinor, basis } of charges) {
    claim = afterCharge(claim, amountMinor);
    await em.execute(
      `insert into charge (id, cycle_id, step, kind, amount_minor, basis, charged_at)
       values (?, ?, ?, ?, ?, ?, ?)`,
      [newId(), cycleId, step, kind, amountMinor, JSON.stringify(basis), at],
    );
    await post(em, [
      {
        sellerId,
        customerId,
        cycleId,
        currency,
        kind,
        fact: `${kind}/${cycleId}/${step}`,
        bookedOn: localDateAt(at.getTime(), sellerTimeZone),
        at,
        posting: kind === 'fee' ? feePosting({ amountMinor }) : interestPosting({ amountMinor }),
      },
    ]);
    const fact = `${kind}/${step}`;
    await record(em, [
      { cycleId, fact, kind, at, actor: 'ladder', amountMinor, details: { ...basis } },
    ]);
  }
  if (charges.length > 0) await saveClaim(em, cycleId, claim, at);
  return { ...cycle, claim };
}
