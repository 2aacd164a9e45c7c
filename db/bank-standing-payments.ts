/** Payments that a return may take back. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { StandingPayment } from '../domain/bank/match-return.ts';

/** What returns name, all of a page together. */
export type ReturnNames = {
  readonly ids: readonly string[];
  readonly servicerReferences: readonly string[];
  /** Numbers and references of invoices. */
  readonly invoices: readonly string[];
};

type Row = Omit<StandingPayment, 'amountMinor'> & { readonly amountMinor: string };

/** The payments' own ids, by whichever of their names they were called. */
const candidates = `
  select name as payment_id from id
  union select entry.payment_id from id join bank_entry entry
    on entry.end_to_end_id = id.name and entry.seller_id = ?
  union select entry.payment_id from servicer join bank_entry entry
    on entry.servicer_reference = servicer.name and entry.seller_id = ?
  union select entry.payment_id from quoted join bank_entry entry
    on entry.cycle_id = quoted.cycle_id and entry.kind = 'credit'
  union select payment.external_id from quoted
    join allocation on allocation.cycle_id = quoted.cycle_id
    join payment on payment.id = allocation.payment_id`;

/** In the books, or reported from a statement and soon there. */
const known = `
  select payment.external_id as payment_id, payment.customer_id, payment.currency,
    payment.amount_minor,
    coalesce(
      (select min(cycle_id::text)::uuid from allocation where payment_id = payment.id),
      (select id from billing_cycle cycle where cycle.customer_id = payment.customer_id
        order by period_from desc limit 1)) as cycle_id
  from candidate join payment
    on payment.external_id = candidate.payment_id and payment.seller_id = ?
  where not exists (select from payment_reversal where payment_id = payment.id)
  union all
  select entry.payment_id, entry.customer_id, entry.currency, entry.amount_minor, entry.cycle_id
  from candidate join bank_entry entry using (payment_id)
  where entry.seller_id = ? and entry.kind = 'credit'
    and entry.state in ('matched', 'assigned', 'reported')
    and not exists (select from payment where payment.seller_id = entry.seller_id
      and payment.external_id = entry.payment_id)`;

/**
 * Of a seller, those payments that stand and are called by one of the names, and for which no
 * other return is on its way.
 */
export async function standingPayments(
  em: EntityManager,
  sellerId: string,
  { ids, servicerReferences, invoices }: ReturnNames,
): Promise<StandingPayment[]> {
  const rows = await em.execute<Row[]>(
    `with id as (select value as name from jsonb_array_elements_text(?::jsonb)),
       servicer as (select value as name from jsonb_array_elements_text(?::jsonb)),
       named as (select value as name from jsonb_array_elements_text(?::jsonb)),
       quoted as (
         select cycle_id from named join invoice
           on invoice.number = named.name and invoice.seller_id = ?
         union select cycle_id from named join invoice
           on invoice.reference = named.name and invoice.seller_id = ?),
       candidate as (${candidates}),
       known as (${known})
     select known.payment_id as "paymentId", known.cycle_id as "cycleId",
       known.customer_id as "customerId", known.currency, known.amount_minor as "amountMinor",
       entry.end_to_end_id as "endToEndId", entry.servicer_reference as "servicerReference",
       entry.said ->> 'payerIban' as "payerIban",
       coalesce(entry.said -> 'payerNames', '[]') as "payerNames",
       (select coalesce(json_agg(name), '[]') from invoice
          cross join lateral (values (invoice.number), (invoice.reference)) called (name)
          where invoice.cycle_id in (
            select known.cycle_id
            union select allocation.cycle_id from allocation
              join payment on payment.id = allocation.payment_id
              where payment.external_id = known.payment_id and payment.seller_id = ?)) as settled
     from known left join bank_entry entry on entry.payment_id = known.payment_id
     where not exists (select from bank_entry taking
       where taking.reversed_payment_id = known.payment_id and taking.seller_id = ?)
     order by known.payment_id`,
    [
      JSON.stringify(ids),
      JSON.stringify(servicerReferences),
      JSON.stringify(invoices),
      ...Array.from({ length: 8 }, () => sellerId),
    ],
  );
  return rows.map((row) => ({ ...row, amountMinor: Number(row.amountMinor) }));
}
