/** Invoices that a payment may be for, with the money of their cycles. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Payable } from '../domain/bank/matches.ts';

type Row = Omit<Payable, 'openMinor' | 'givenUpMinor'> & {
  readonly openMinor: string;
  readonly givenUpMinor: string;
};

const columns = `
  invoice.number as invoice, invoice.reference, cycle.id as "cycleId",
  cycle.customer_id as "customerId", customer.name as "customerName", cycle.currency,
  cycle.open_minor as "openMinor", cycle.written_off_minor as "givenUpMinor",
  cycle.due_on::text as "dueOn"`;

/** The invoices of a seller that have one of these numbers or references. */
export async function payablesNamed(
  em: EntityManager,
  sellerId: string,
  names: readonly string[],
): Promise<Payable[]> {
  if (names.length === 0) return [];
  const rows = await em.execute<Row[]>(
    `with named as (select value as name from jsonb_array_elements_text(?::jsonb))
     select ${columns}
       from (select invoice.id from named join invoice
               on invoice.number = named.name and invoice.seller_id = ?
             union
             select invoice.id from named join invoice
               on invoice.reference = named.name and invoice.seller_id = ?) found
         join invoice using (id)
         join billing_cycle cycle on cycle.id = invoice.cycle_id
         join customer on customer.id = cycle.customer_id
      where invoice.kind = 'invoice'
      order by invoice.issued_on desc, invoice.number desc`,
    [JSON.stringify([...new Set(names)]), sellerId, sellerId],
  );
  return rows.map(fromRow);
}

/**
 * One invoice of each cycle that has exactly one of these amounts open. A cycle to which other
 * money from a statement is on its way is left out: soon it will have less open.
 */
export async function payablesOpen(
  em: EntityManager,
  sellerId: string,
  amountsMinor: readonly number[],
): Promise<Payable[]> {
  if (amountsMinor.length === 0) return [];
  const rows = await em.execute<Row[]>(
    `select ${columns}
       from (select distinct value::bigint as minor
               from jsonb_array_elements_text(?::jsonb)) amount
         join billing_cycle cycle on cycle.seller_id = ? and cycle.open_minor = amount.minor
         join customer on customer.id = cycle.customer_id
         join lateral (select number, reference from invoice
           where invoice.cycle_id = cycle.id and invoice.kind = 'invoice'
           order by undoes_credit, revision desc limit 1) invoice on true
      where cycle.open_minor > 0 and not exists (
        select from bank_entry entry
          where entry.cycle_id = cycle.id and entry.state in ('matched', 'assigned', 'reported')
            and not exists (select from payment where payment.seller_id = entry.seller_id
              and payment.external_id = entry.payment_id))
      order by cycle.due_on, invoice.number`,
    [JSON.stringify(amountsMinor.map(String)), sellerId],
  );
  return rows.map(fromRow);
}

function fromRow({ openMinor, givenUpMinor, ...row }: Row): Payable {
  return { ...row, openMinor: Number(openMinor), givenUpMinor: Number(givenUpMinor) };
}
