import type { EntityManager } from '@mikro-orm/postgresql';
import { post, record } from '../db/books.ts';
import { takeCredit } from '../db/customer-credit.ts';
import { holdWhileEnded, type LockedCycle, lockCycles, saveClaims } from '../db/lock-cycle.ts';
import { newId } from '../db/new-id.ts';
import { localDateAt } from '../domain/calendar.ts';
import { afterReversal } from '../domain/claim.ts';
import { refuse } from '../domain/errors.ts';
import type { ReversalReport } from '../domain/facts.ts';
import { paymentReversalPosting } from '../domain/ledger.ts';
import type { TouchedCycle } from './book-payment.ts';

/** A payment with what it settled and recovered in each cycle. */
type Booked = {
  readonly paymentKey: string;
  readonly amountMinor: number;
  readonly shares: ReadonlyMap<string, number>;
};

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
): Promise<TouchedCycle[]> {
  // Read before the cycles are locked: a payment that is there then has all its shares there.
  const payment = await readPayment(em, cycleId, reversal);
  const cycles = await lockCycles(
    em,
    'cycle.id = ? or cycle.id in (select cycle_id from allocation where payment_id = ?)',
    [cycleId, payment.paymentKey],
  );
  const home = cycles.find((cycle) => cycle.cycleId === cycleId);
  if (!home) return refuse('cycle_unknown', `There is no cycle ${cycleId}.`);
  if (!(await insertReversal(em, payment, reversal, at))) return [];

  const settledMinor = [...payment.shares.values()].reduce((sum, minor) => sum + minor, 0);
  const creditMinor = payment.amountMinor - settledMinor;
  const takenMinor = await takeCredit(em, home.customerId, creditMinor);
  const parts = cycles.map((cycle) => ({
    cycle,
    backMinor: payment.shares.get(cycle.cycleId) ?? 0,
    takenMinor: cycle === home ? takenMinor : 0,
    chargedMinor: cycle === home ? creditMinor - takenMinor : 0,
  }));
  await reopen(em, parts, at);
  await charge(em, parts, reversal, at);
  await writeDown(em, parts, reversal, at);
  const others = cycles.filter((cycle) => cycle !== home);
  return others.map(({ cycleId, period }) => ({ cycleId, period }));
}

/** The payment, which must be one of the same customer. */
async function readPayment(
  em: EntityManager,
  cycleId: string,
  { paymentId }: ReversalReport,
): Promise<Booked> {
  type Row = { paymentKey: string; amountMinor: string; shares: Record<string, number> };
  const [row] = await em.execute<Row[]>(
    `select payment.id as "paymentKey", payment.amount_minor as "amountMinor",
       (select coalesce(json_object_agg(cycle_id, minor), '{}') from (
         select cycle_id, sum(amount_minor) as minor from allocation
          where payment_id = payment.id group by cycle_id) share) as shares
     from billing_cycle home join payment on payment.customer_id = home.customer_id
     where home.id = ? and payment.external_id = ?`,
    [cycleId, paymentId],
  );
  if (!row) return refuse('payment_unknown', `This customer made no payment ${paymentId}.`);
  const { paymentKey, amountMinor, shares } = row;
  return { paymentKey, amountMinor: Number(amountMinor), shares: new Map(Object.entries(shares)) };
}

/** False when the payment was taken back before; a payment is taken back once. */
async function insertReversal(
  em: EntityManager,
  { paymentKey }: Booked,
  { reversalId, reason, reportedBy }: ReversalReport,
  at: Date,
): Promise<boolean> {
  const inserted = await em.execute<unknown[]>(
    `insert into payment_reversal (payment_id, external_id, reason, reversed_at, actor)
     values (?, ?, ?, ?, ?) on conflict (payment_id) do nothing returning payment_id`,
    [paymentKey, reversalId, reason, at, reportedBy],
  );
  return inserted.length > 0;
}

/** What the reversal does to one cycle. */
type Part = {
  readonly cycle: LockedCycle;
  /** What the payment had settled here, and is owed again. */
  readonly backMinor: number;
  readonly takenMinor: number;
  /** Credit that was used meanwhile: it is owed, too. */
  readonly chargedMinor: number;
};

async function reopen(em: EntityManager, parts: readonly Part[], at: Date): Promise<void> {
  const owed = parts.filter(({ backMinor, chargedMinor }) => backMinor + chargedMinor > 0);
  await holdWhileEnded(
    em,
    owed.map(({ cycle }) => cycle),
    at,
  );
  const changes = owed.map(({ cycle: { cycleId, claim }, backMinor, chargedMinor }) => ({
    cycleId,
    claim: afterReversal(claim, backMinor, chargedMinor),
  }));
  await saveClaims(em, changes, at);
}

async function charge(
  em: EntityManager,
  parts: readonly Part[],
  { paymentId }: ReversalReport,
  at: Date,
): Promise<void> {
  for (const { cycle, chargedMinor } of parts) {
    if (chargedMinor === 0) continue;
    await em.execute(
      `insert into charge (id, cycle_id, kind, amount_minor, basis, charged_at)
       values (?, ?, 'credit_taken_back', ?, ?, ?)`,
      [newId(), cycle.cycleId, chargedMinor, JSON.stringify({ payment: paymentId }), at],
    );
  }
}

async function writeDown(
  em: EntityManager,
  parts: readonly Part[],
  reversal: ReversalReport,
  at: Date,
): Promise<void> {
  await post(
    em,
    parts.map(({ cycle, backMinor, takenMinor, chargedMinor }) => ({
      sellerId: cycle.sellerId,
      customerId: cycle.customerId,
      cycleId: cycle.cycleId,
      currency: cycle.currency,
      kind: 'payment_reversal',
      fact: `reversal/${reversal.paymentId}/${cycle.cycleId}`,
      bookedOn: localDateAt(at.getTime(), cycle.sellerTimeZone),
      at,
      posting: paymentReversalPosting({
        toReceivableMinor: backMinor + chargedMinor,
        fromCreditMinor: takenMinor,
      }),
    })),
  );
  await record(
    em,
    parts.map(({ cycle, backMinor, takenMinor, chargedMinor }) => ({
      cycleId: cycle.cycleId,
      fact: `reversal/${reversal.paymentId}`,
      kind: 'payment_reversed',
      at,
      actor: reversal.reportedBy,
      amountMinor: backMinor + takenMinor + chargedMinor,
      reason: reversal.reason,
      details: { payment: reversal.paymentId, owedAgainMinor: backMinor + chargedMinor },
    })),
  );
}
