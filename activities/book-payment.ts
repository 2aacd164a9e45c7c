import type { EntityManager } from '@mikro-orm/postgresql';
import { post, record } from '../db/books.ts';
import { type LockedCycle, lockCycle, saveBalance } from '../db/lock-cycle.ts';
import { newId } from '../db/new-id.ts';
import type { Database } from '../db/orm.ts';
import { localDateAt } from '../domain/calendar.ts';
import type { Balance, PaymentReport } from '../domain/cycle.ts';
import { paymentPosting } from '../domain/ledger.ts';
import { type Settlement, settle } from '../domain/settlement.ts';
import type { BillingActivities } from './contract.ts';

/**
 * Books a payment with its entries in one transaction: what is open first, then what had been
 * written off, and the rest becomes the customer's credit. A payment that is in the books
 * already changes nothing, whatever it says now.
 */
export async function bookPayment(
  database: Database,
  { cycleId, payment, nowMs }: Parameters<BillingActivities['bookPayment']>[0],
): Promise<Balance> {
  return database.em.fork().transactional(async (em) => {
    const cycle = await lockCycle(em, cycleId);
    const at = new Date(nowMs);
    const paymentKey = newId();
    if (!(await insertPayment(em, paymentKey, cycle, payment, at))) return cycle;

    const settlement = settle(cycle, payment.amountMinor);
    await insertAllocations(em, paymentKey, cycleId, settlement);
    await post(em, [
      {
        sellerId: cycle.sellerId,
        customerId: cycle.customerId,
        cycleId,
        currency: cycle.currency,
        kind: 'payment',
        fact: `payment/${payment.paymentId}`,
        bookedOn: localDateAt(nowMs, cycle.sellerTimeZone),
        at,
        posting: paymentPosting(settlement),
      },
    ]);
    await record(em, [
      {
        cycleId,
        fact: `payment/${payment.paymentId}`,
        kind: 'payment',
        at,
        actor: payment.reportedBy,
        amountMinor: payment.amountMinor,
        details: { payment: payment.paymentId, method: payment.method, ...settlement.claim },
      },
    ]);
    return saveBalance(em, cycleId, settlement.claim, at);
  });
}

/** False when this payment is known: the unique key on the reporter's id decides. */
async function insertPayment(
  em: EntityManager,
  id: string,
  cycle: LockedCycle,
  payment: PaymentReport,
  at: Date,
): Promise<boolean> {
  const inserted = await em.execute<{ id: string }[]>(
    `insert into payment (id, seller_id, customer_id, external_id, currency, amount_minor,
       received_on, method, recorded_at, actor)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (seller_id, external_id) do nothing returning id`,
    [
      id,
      cycle.sellerId,
      cycle.customerId,
      payment.paymentId,
      payment.currency,
      payment.amountMinor,
      payment.receivedOn,
      payment.method,
      at,
      payment.reportedBy,
    ],
  );
  return inserted.length > 0;
}

async function insertAllocations(
  em: EntityManager,
  paymentKey: string,
  cycleId: string,
  { toReceivableMinor, toRecoveryMinor }: Settlement,
): Promise<void> {
  const parts = [
    { kind: 'receivable', minor: toReceivableMinor },
    { kind: 'recovery', minor: toRecoveryMinor },
  ].filter(({ minor }) => minor > 0);
  for (const { kind, minor } of parts) {
    await em.execute(
      'insert into allocation (payment_id, cycle_id, kind, amount_minor) values (?, ?, ?, ?)',
      [paymentKey, cycleId, kind, minor],
    );
  }
}
