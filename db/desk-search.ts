/** Finding a customer of a seller by what a caller says first. */
import type { EntityManager } from '@mikro-orm/postgresql';

export type FoundRow = {
  readonly customerId: string;
  readonly number: string;
  readonly name: string;
  readonly language: string;
  readonly openCases: number;
};

/**
 * By the whole number of the customer or of a bill, the whole e-mail address, or the beginning of a
 * word of the name; whatever stands in the text is looked for as it is.
 */
export async function findCustomers(
  em: EntityManager,
  {
    sellerId,
    text,
    limit,
  }: {
    readonly sellerId: string;
    readonly text: string;
    readonly limit: number;
  },
): Promise<FoundRow[]> {
  const begins = `${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return em.execute<FoundRow[]>(
    `select customer.id as "customerId", customer.number, customer.name, customer.language,
       (select count(*)::int from dispute
         where dispute.customer_id = customer.id and ended_at is null) as "openCases"
     from customer
     where customer.seller_id = ? and (lower(customer.number) = lower(?)
       or lower(customer.email) = lower(?) or customer.name ilike ? or customer.name ilike ?
       or customer.id in (select invoice.customer_id from invoice
         where invoice.seller_id = ? and invoice.number = ?))
     order by lower(customer.number) = lower(?) desc, customer.name, customer.number limit ?`,
    [sellerId, text, text, begins, `% ${begins}`, sellerId, text.toUpperCase(), text, limit],
  );
}

export type BillRow = {
  readonly cycleId: string;
  readonly number: string;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly grossMinor: number;
  readonly openMinor: number;
  readonly standing: string;
};

/** The bills of a customer, the newest first. */
export async function readBillsOf(em: EntityManager, customerId: string): Promise<BillRow[]> {
  return em.execute<BillRow[]>(
    `select cycle.id as "cycleId", invoice.number, cycle.period_from::text as from,
       invoice.period_to::text as to, invoice.currency, invoice.gross_minor::float8 as "grossMinor",
       cycle.open_minor::float8 as "openMinor", cycle.standing
     from billing_cycle cycle
       join lateral (select * from invoice where invoice.cycle_id = cycle.id
         and invoice.kind = 'invoice' order by undoes_credit, revision desc limit 1) invoice on true
     where cycle.customer_id = ? order by cycle.period_from desc limit 24`,
    [customerId],
  );
}

/** The cycle of the period before, for what changed since; null for a first bill. */
export async function cycleBefore(
  em: EntityManager,
  cycleId: string,
): Promise<{ readonly cycleId: string } | null> {
  const [row] = await em.execute<{ cycleId: string }[]>(
    `select before.id as "cycleId" from billing_cycle cycle
       join billing_cycle before on before.customer_id = cycle.customer_id
         and before.currency = cycle.currency and before.period_from < cycle.period_from
     where cycle.id = ? and before.standing <> 'void'
     order by before.period_from desc limit 1`,
    [cycleId],
  );
  return row ?? null;
}
