import type { EntityManager } from '@mikro-orm/postgresql';
import { post, record } from '../db/books.ts';
import { addCredit } from '../db/customer-credit.ts';
import { type LockedCycle, lockCycles, saveClaims } from '../db/lock-cycle.ts';
import { newId } from '../db/new-id.ts';
import { localDateAt } from '../domain/calendar.ts';
import { afterPayment, openOf, type Settlement } from '../domain/claim.ts';
import type { Sibling } from '../domain/cycle.ts';
import { refuse } from '../domain/errors.ts';
import type { PaymentReport } from '../domain/facts.ts';
import { paymentPosting, suspenseReleasePosting } from '../domain/ledger.ts';
import { asTold, oldestFirst } from '../domain/share-out.ts';

type Part = { readonly cycle: LockedCycle; readonly settlement: Settlement };

/** Another cycle of the customer whose money changed, too. */
export type TouchedCycle = Sibling & Pick<LockedCycle, 'cycleId'>;

/**
 * Books a payment with its entries: what is open first, then what had been written off, and the
 * rest becomes the customer's credit; over one cycle, over all that are open from the oldest on,
 * or as told. A payment that is in the books already changes nothing, whatever it says now.
 */
export async function bookPayment(
  em: EntityManager,
  cycleId: string,
  payment: PaymentReport,
  at: Date,
): Promise<TouchedCycle[]> {
  const cycles = await cyclesToSettle(em, cycleId, payment);
  const home = cycles.find((cycle) => cycle.cycleId === cycleId);
  if (!home) throw new Error(`cycle ${cycleId} is not in the books`);
  assertBookable(payment, home.currency);
  const parts = await divide(em, cycles, home, payment);
  if (!(await insertPayment(em, home, payment, parts, at))) {
    await assertSamePayment(em, home, payment);
    return [];
  }
  if (payment.fromSuspense) await assertInSuspense(em, home.sellerId, payment);
  await saveClaims(
    em,
    parts.map(({ cycle: { cycleId }, settlement: { claim } }) => ({ cycleId, claim })),
    at,
  );
  const toCreditMinor = parts.reduce((sum, { settlement }) => sum + settlement.toCreditMinor, 0);
  await addCredit(em, home.customerId, toCreditMinor);
  await writeDown(em, home, parts, payment, at);
  const others = parts.filter(({ cycle }) => cycle !== home);
  return others.map(({ cycle: { cycleId, period } }) => ({ cycleId, period }));
}

/** An operator may have typed the message by hand; what makes no sense is refused, not tried on. */
function assertBookable(payment: PaymentReport, expected: string): void {
  const { amountMinor, currency, allocate } = payment;
  const orders = typeof allocate === 'object' ? allocate.map((order) => order.amountMinor) : [];
  for (const minor of [amountMinor, ...orders]) {
    if (Number.isSafeInteger(minor) && minor > 0) continue;
    refuse('amount_invalid', `${minor} is not an amount in minor units above nothing.`);
  }
  if (currency !== expected) {
    refuse('currency_mismatch', `The payment is in ${currency}, the invoice in ${expected}.`);
  }
}

/** Nobody can move money out of suspense that does not lie there for this payment. */
async function assertInSuspense(
  em: EntityManager,
  sellerId: string,
  { paymentId, amountMinor, currency }: PaymentReport,
): Promise<void> {
  const found = await em.execute<unknown[]>(
    `select from bank_entry where seller_id = ? and payment_id = ? and amount_minor = ?
       and currency = ? and from_suspense and state in ('assigned', 'reported') for update`,
    [sellerId, paymentId, amountMinor, currency],
  );
  if (found.length > 0) return;
  refuse('payment_unknown', `No money of payment ${paymentId} lies in suspense for anybody.`);
}

/** The cycles among which the payment is shared, locked; this one is always there. */
async function cyclesToSettle(
  em: EntityManager,
  cycleId: string,
  { allocate = 'this' }: PaymentReport,
): Promise<LockedCycle[]> {
  const ofSameCustomer = 'cycle.customer_id = (select customer_id from billing_cycle where id = ?)';
  if (allocate === 'this') return lockCycles(em, 'cycle.id = ?', [cycleId]);
  if (allocate === 'oldest_first') {
    return lockCycles(em, `${ofSameCustomer} and (cycle.open_minor > 0 or cycle.id = ?)`, [
      cycleId,
      cycleId,
    ]);
  }
  return lockCycles(
    em,
    `${ofSameCustomer} and (cycle.id = ? or exists (select from invoice
       where invoice.cycle_id = cycle.id and invoice.number
         in (select jsonb_array_elements_text(?::jsonb))))`,
    [cycleId, cycleId, JSON.stringify(allocate.map(({ invoice }) => invoice))],
  );
}

/** What each cycle gets, by the domain's rule; the home cycle takes what nobody else does. */
async function divide(
  em: EntityManager,
  cycles: readonly LockedCycle[],
  home: LockedCycle,
  payment: PaymentReport,
): Promise<Part[]> {
  const shares = await sharesOf(em, cycles, home, payment);
  return cycles.flatMap((cycle) => {
    const share = shares.get(cycle.cycleId) ?? 0;
    return share === 0 ? [] : [{ cycle, settlement: afterPayment(cycle.claim, share) }];
  });
}

async function sharesOf(
  em: EntityManager,
  cycles: readonly LockedCycle[],
  home: LockedCycle,
  { amountMinor, allocate = 'this' }: PaymentReport,
): Promise<Map<string, number>> {
  if (allocate === 'this') return new Map([[home.cycleId, amountMinor]]);
  if (allocate === 'oldest_first') {
    const claims = cycles.map(({ cycleId, dueOn, claim }) => ({
      key: cycleId,
      dueOn,
      openMinor: openOf(claim),
    }));
    return oldestFirst(amountMinor, claims, home.cycleId);
  }
  const invoices = await em.execute<{ number: string; cycleId: string }[]>(
    `select number, cycle_id as "cycleId" from invoice
      where customer_id = ? and kind = 'invoice'
        and number in (select jsonb_array_elements_text(?::jsonb))`,
    [home.customerId, JSON.stringify(allocate.map(({ invoice }) => invoice))],
  );
  // An invoice that came up since the cycles were locked is nobody's yet: its part goes home.
  const locked = new Set(cycles.map((cycle) => cycle.cycleId));
  const known = invoices.filter((invoice) => locked.has(invoice.cycleId));
  const cycleOf = new Map(known.map(({ number, cycleId }) => [number, cycleId]));
  const orders = allocate.map((order) => ({
    key: cycleOf.get(order.invoice) ?? home.cycleId,
    amountMinor: order.amountMinor,
  }));
  return asTold(amountMinor, orders, home.cycleId);
}

/** Two payments that share an id by mistake: the second one must not vanish without a word. */
async function assertSamePayment(
  em: EntityManager,
  { sellerId, customerId }: LockedCycle,
  { paymentId, currency, amountMinor }: PaymentReport,
): Promise<void> {
  const [known] = await em.execute<{ isSame: boolean }[]>(
    `select customer_id = ? and currency = ? and amount_minor = ? as "isSame"
       from payment where seller_id = ? and external_id = ?`,
    [customerId, currency, amountMinor, sellerId, paymentId],
  );
  if (known?.isSame === false) {
    refuse('payment_conflict', `There is another payment ${paymentId} with other facts.`);
  }
}

/**
 * Writes a payment with what it settles in each cycle. False when it is known: the unique key on
 * the reporter's id decides, and then nothing is written.
 */
async function insertPayment(
  em: EntityManager,
  { sellerId, customerId }: LockedCycle,
  { paymentId, currency, amountMinor, receivedOn, method, reportedBy }: PaymentReport,
  parts: readonly Part[],
  at: Date,
): Promise<boolean> {
  const settled = parts
    .flatMap(({ cycle: { cycleId }, settlement }) => [
      { cycleId, kind: 'receivable', minor: settlement.toReceivableMinor },
      { cycleId, kind: 'recovery', minor: settlement.toRecoveryMinor },
    ])
    .filter(({ minor }) => minor > 0);
  const inserted = await em.execute<unknown[]>(
    `with paid as (
       insert into payment (id, seller_id, customer_id, external_id, currency, amount_minor,
         received_on, method, recorded_at, actor)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (seller_id, external_id) do nothing returning id),
     settled as (
       insert into allocation (payment_id, cycle_id, kind, amount_minor)
       select paid.id, "cycleId", kind, minor from paid, jsonb_to_recordset(?::jsonb)
         as row("cycleId" uuid, kind text, minor bigint))
     select id from paid`,
    [
      ...[newId(), sellerId, customerId, paymentId, currency, amountMinor],
      ...[receivedOn, method, at, reportedBy],
      JSON.stringify(settled),
    ],
  );
  return inserted.length > 0;
}

/** One posting for each cycle, so that the books can be read cycle by cycle. */
async function writeDown(
  em: EntityManager,
  home: LockedCycle,
  parts: readonly Part[],
  payment: PaymentReport,
  at: Date,
): Promise<void> {
  await post(
    em,
    parts.map(({ cycle, settlement }) => ({
      ...factsOf(cycle),
      kind: 'payment',
      fact: `payment/${payment.paymentId}/${cycle.cycleId}`,
      bookedOn: localDateAt(at.getTime(), home.sellerTimeZone),
      at,
      posting: payment.fromSuspense
        ? suspenseReleasePosting(settlement)
        : paymentPosting(settlement),
    })),
  );
  await record(
    em,
    parts.map(({ cycle, settlement: { claim: _claim, ...divided } }) => ({
      cycleId: cycle.cycleId,
      fact: `payment/${payment.paymentId}`,
      kind: 'payment',
      at,
      actor: payment.reportedBy,
      amountMinor: divided.toReceivableMinor + divided.toRecoveryMinor + divided.toCreditMinor,
      details: { payment: payment.paymentId, method: payment.method, ...divided },
    })),
  );
}

function factsOf({ sellerId, customerId, cycleId, currency }: LockedCycle) {
  return { sellerId, customerId, cycleId, currency };
}
