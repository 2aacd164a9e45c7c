import type { EntityManager } from '@mikro-orm/postgresql';
import { post, record } from '../db/books.ts';
import { takeCredit } from '../db/customer-credit.ts';
import { holdWhileEnded, type LockedCycle, lockCycles, saveClaim } from '../db/lock-cycle.ts';
import { newId } from '../db/new-id.ts';
import { localDateAt } from '../domain/calendar.ts';
import { afterReversal } from '../domain/claim.ts';
import type { Sibling } from '../domain/cycle.ts';
import { refuse } from '../domain/errors.ts';
import type { ReversalReport } from '../domain/facts.ts';
import { paymentReversalPosting } from '../domain/ledger.ts';

type Reversed = { paymentKey: string; amountMinor: number; shares: Map<string, number> };

/**
 * Takes a payment back: everything that it had settled is owed again, in every cycle, and the
 * ladder goes on with the days that were left. What had become the customer's credit is taken
 * from it; if that was used meanwhile, the rest is charged to this cycle.
 */
export async function bookReversal(
  em: EntityManager,
  cycleId: string,
  reversal: ReversalReport,
  at: Date,
): Promise<Sibling[]> {
  const cycles = await lockCycles(
    em,
    `cycle.id = ? or cycle.id in (select allocation.cycle_id from allocation
       join payment on payment.id = allocation.payment_id
       join billing_cycle home on home.seller_id = payment.seller_id
      where home.id = ? and payment.external_id = ?)`,
    [cycleId, cycleId, reversal.paymentId],
  );
  const home = cycles.find((cycle) => cycle.cycleId === cycleId);
  if (!home) return refuse('cycle_unknown', `There is no cycle ${cycleId}.`);
  const reversed = await insertReversal(em, home, reversal, at);
  if (!reversed) return [];

  const settledMinor = [...reversed.shares.values()].reduce((sum, minor) => sum + minor, 0);
  const creditMinor = reversed.amountMinor - settledMinor;
  const takenMinor = await takeCredit(em, home.customerId, creditMinor);
  const chargedMinor = creditMinor - takenMinor;
  for (const cycle of cycles) {
    const backMinor = reversed.shares.get(cycle.cycleId) ?? 0;
    const isHome = cycle === home;
    if (backMinor === 0 && !isHome) continue;
    await reopen(em, cycle, reversal, at, {
      backMinor,
      takenMinor: isHome ? takenMinor : 0,
      chargedMinor: isHome ? chargedMinor : 0,
    });
  }
  return cycles.filter((cycle) => cycle !== home).map(({ period }) => ({ period }));
}

/** Null when the payment was taken back before; a payment is taken back once. */
async function insertReversal(
  em: EntityManager,
  home: LockedCycle,
  { reversalId, paymentId, reason, reportedBy }: ReversalReport,
  at: Date,
): Promise<Reversed | null> {
  const [payment] = await em.execute<{ id: string; amountMinor: string }[]>(
    `select id, amount_minor as "amountMinor" from payment
      where seller_id = ? and external_id = ?`,
    [home.sellerId, paymentId],
  );
  if (!payment) return refuse('payment_unknown', `There is no payment ${paymentId}.`);
  const inserted = await em.execute<unknown[]>(
    `insert into payment_reversal (payment_id, external_id, reason, reversed_at, actor)
     values (?, ?, ?, ?, ?) on conflict (payment_id) do nothing returning payment_id`,
    [payment.id, reversalId, reason, at, reportedBy],
  );
  if (inserted.length === 0) return null;
  const shares = await em.execute<{ cycleId: string; minor: string }[]>(
    `select cycle_id as "cycleId", sum(amount_minor) as minor from allocation
      where payment_id = ? group by cycle_id`,
    [payment.id],
  );
  return {
    paymentKey: payment.id,
    amountMinor: Number(payment.amountMinor),
    shares: new Map(shares.map(({ cycleId, minor }) => [cycleId, Number(minor)])),
  };
}

type Back = { backMinor: number; takenMinor: number; chargedMinor: number };

async function reopen(
  em: EntityManager,
  cycle: LockedCycle,
  reversal: ReversalReport,
  at: Date,
  { backMinor, takenMinor, chargedMinor }: Back,
): Promise<void> {
  const { cycleId, sellerId, customerId, currency, sellerTimeZone } = cycle;
  const claim = afterReversal(cycle.claim, backMinor, chargedMinor);
  if (backMinor + chargedMinor > 0) await holdWhileEnded(em, cycle, newId(), at);
  await saveClaim(em, cycleId, claim, at);
  if (chargedMinor > 0) {
    await em.execute(
      `insert into charge (id, cycle_id, kind, amount_minor, basis, charged_at)
       values (?, ?, 'credit_taken_back', ?, ?, ?)`,
      [newId(), cycleId, chargedMinor, JSON.stringify({ payment: reversal.paymentId }), at],
    );
  }
  await post(em, [
    {
      sellerId,
      customerId,
      cycleId,
      currency,
      kind: 'payment_reversal',
      fact: `reversal/${reversal.paymentId}/${cycleId}`,
      bookedOn: localDateAt(at.getTime(), sellerTimeZone),
      at,
      posting: paymentReversalPosting({
        toReceivableMinor: backMinor + chargedMinor,
        fromCreditMinor: takenMinor,
      }),
    },
  ]);
  await record(em, [
    {
      cycleId,
      fact: `reversal/${reversal.paymentId}`,
      kind: 'payment_reversed',
      at,
      actor: reversal.reportedBy,
      amountMinor: backMinor + takenMinor + chargedMinor,
      reason: reversal.reason,
      details: { payment: reversal.paymentId, owedAgainMinor: backMinor + chargedMinor },
    },
  ]);
}
