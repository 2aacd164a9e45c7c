/** Entries of bank statements on their way from the bank's word to the books. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Credit } from '../domain/bank/matches.ts';
import type { LocalDate } from '../domain/calendar.ts';
import type { AllocationOrder } from '../domain/facts.ts';

export type KeptKind = 'credit' | 'return';

export type NewEntry = Credit & { readonly id: string; readonly paymentId: string };

/** Entries of a seller that nobody has matched yet, in the order in which they came. */
export async function newEntries(
  em: EntityManager,
  sellerId: string,
  kind: KeptKind,
  limit: number,
): Promise<NewEntry[]> {
  return em.execute<NewEntry[]>(
    `select id, payment_id as "paymentId", currency, said as entry from bank_entry
      where seller_id = ? and kind = ? and state = 'new' order by id limit ?`,
    [sellerId, kind, limit],
  );
}

/** Those of the payments' ids that some statement has brought. */
export async function paymentIdsKnown(
  em: EntityManager,
  paymentIds: readonly string[],
): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select payment_id as id from bank_entry
      where payment_id in (select jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(paymentIds)],
  );
  return rows.map(({ id }) => id);
}

/** An entry whose cycle has yet to be told of it. */
export type EntryToReport = {
  readonly id: string;
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly valueOn: LocalDate;
  readonly returnReason: string | null;
  readonly allocate: 'this' | 'oldest_first' | readonly AllocationOrder[] | null;
  readonly fromSuspense: boolean;
  readonly reversedPaymentId: string | null;
  readonly reportedBy: string;
  readonly seller: string;
  readonly customer: string;
  readonly period: LocalDate;
};

export async function entriesToReport(
  em: EntityManager,
  sellerId: string,
  kind: KeptKind,
  limit: number,
): Promise<EntryToReport[]> {
  return toReport(em, `entry.state in ('matched', 'assigned')`, [sellerId, kind, limit]);
}

/**
 * Entries of the last weeks that a cycle was told and that are not in the books: its workflow was
 * terminated before it booked them, or it is busy with them just now.
 */
export async function entriesUnbooked(
  em: EntityManager,
  sellerId: string,
  kind: KeptKind,
): Promise<EntryToReport[]> {
  const unbooked = `entry.state = 'reported' and not ${isBooked}
    and statement.imported_at > now() - interval '5 weeks'`;
  return toReport(em, unbooked, [sellerId, kind, 1_000]);
}

async function toReport(
  em: EntityManager,
  condition: string,
  [sellerId, kind, limit]: readonly [sellerId: string, kind: KeptKind, limit: number],
): Promise<EntryToReport[]> {
  const rows = await em.execute<(Omit<EntryToReport, 'amountMinor'> & { amountMinor: string })[]>(
    `select entry.id, entry.payment_id as "paymentId", entry.amount_minor as "amountMinor",
       entry.currency, entry.value_on::text as "valueOn", entry.allocate,
       entry.said ->> 'returnReason' as "returnReason", entry.from_suspense as "fromSuspense",
       entry.reversed_payment_id as "reversedPaymentId",
       coalesce(entry.decided_by, statement.imported_by) as "reportedBy",
       seller.code as seller, customer.number as customer, cycle.period_from::text as period
     from bank_entry entry
       join bank_statement statement on statement.id = entry.statement_id
       join seller on seller.id = entry.seller_id
       join billing_cycle cycle on cycle.id = entry.cycle_id
       join customer on customer.id = cycle.customer_id
     where entry.seller_id = ? and entry.kind = ? and ${condition}
     order by entry.id limit ?`,
    [sellerId, kind, limit],
  );
  return rows.map((row) => ({ ...row, amountMinor: Number(row.amountMinor) }));
}

/** Whether the books have what an entry brought, in SQL; `entry` is its row. */
export const isBooked = `
  case entry.kind
    when 'credit' then exists (select from payment where payment.seller_id = entry.seller_id
      and payment.external_id = entry.payment_id)
    else exists (select from payment join payment_reversal reversal
        on reversal.payment_id = payment.id
      where payment.seller_id = entry.seller_id
        and payment.external_id = entry.reversed_payment_id)
  end`;

/** Which of these entries have what they brought in the books. */
export async function bookedAmong(
  em: EntityManager,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await em.execute<{ id: string }[]>(
    `select entry.id from bank_entry entry
      where entry.id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
        and entry.cycle_id is not null and ${isBooked}`,
    [JSON.stringify(ids)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** How many entries of an import are reported and not yet in the books. */
export async function entriesOnTheirWay(em: EntityManager, importId: string): Promise<number> {
  const [row] = await em.execute<{ waiting: number }[]>(
    `select count(*)::int as waiting from bank_entry entry
      where entry.import_id = ? and entry.state in ('matched', 'assigned', 'reported')
        and not ${isBooked}`,
    [importId],
  );
  return row?.waiting ?? 0;
}
