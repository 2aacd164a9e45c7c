/** Issues invoices: cycle, number, paper, books and journal of many bills in one transaction. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DiscountUse } from '../domain/authority/discount.ts';
import type { Bill } from '../domain/billing.ts';
import type { LocalDate } from '../domain/calendar.ts';
import type { Buyer, InvoiceDraft } from '../domain/invoice.ts';
import { invoicePosting } from '../domain/ledger.ts';
import { post, record } from './books.ts';
import type { CustomerToBill } from './due-contracts.ts';
import { useDiscounts } from './discounts.ts';
import { newId } from './new-id.ts';
import { type NumberedPaper, type PaperContext, writePapers } from './write-papers.ts';

/** A bill with everything decided: what is left is to write it down. */
export type PricedBill = {
  readonly bill: Bill;
  readonly customer: CustomerToBill;
  readonly draft: InvoiceDraft;
  readonly dueOn: LocalDate;
  /** What discounts took off it. */
  readonly discounts: readonly DiscountUse[];
};

export type IssueContext = PaperContext & {
  readonly run: { readonly id: string; readonly page: number } | null;
};

/** What each customer has to their credit, in minor units, by their id. */
export type Credit = ReadonlyMap<string, number>;

type NewCycle = PricedBill & { readonly cycleId: string; readonly creditUsedMinor: number };

/**
 * Locks the customers in the order of their ids, and returns the credit that each has: who issues
 * for a customer at the same time waits here, and then finds the cycle of the one before. An import
 * of customers takes the same locks in the same order, before it writes contracts.
 */
export async function lockCustomers(
  em: EntityManager,
  customers: readonly CustomerToBill[],
): Promise<Credit> {
  const rows = await em.execute<{ id: string; credit: string }[]>(
    `select id, credit_minor as credit from customer
      where id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
      order by id for no key update`,
    [JSON.stringify(customers.map(({ customerId }) => customerId))],
  );
  return new Map(rows.map(({ id, credit }) => [id, Number(credit)]));
}

/**
 * Writes the bills that have no cycle yet and returns those. The unique key on
 * customer and period decides, so that two writers at once never make two. What the seller owes
 * a customer is used for their new invoice.
 */
export async function writeBills(
  em: EntityManager,
  bills: readonly PricedBill[],
  context: IssueContext,
  credit: Credit,
): Promise<ReadonlySet<Bill>> {
  if (bills.length === 0) return new Set();
  const opened = await openCycles(em, bills, context, credit);
  if (opened.length === 0) return new Set();
  const papers = await writePapers(em, 'invoice', opened.map(paperOf), context);
  const usedOf = new Map(opened.map(({ cycleId, creditUsedMinor }) => [cycleId, creditUsedMinor]));
  const used = (paper: NumberedPaper) => usedOf.get(paper.cycleId) ?? 0;
  await post(
    em,
    papers.map((paper) => ({
      sellerId: context.seller.id,
      customerId: paper.customerId,
      cycleId: paper.cycleId,
      currency: paper.currency,
      kind: 'invoice',
      fact: `invoice/${paper.number}`,
      bookedOn: context.issuedOn,
      at: context.at,
      posting: invoicePosting({ ...paper.draft, creditUsedMinor: used(paper) }),
    })),
  );
  await record(
    em,
    papers.map((paper) => ({
      cycleId: paper.cycleId,
      fact: 'issued',
      kind: 'issued',
      at: context.at,
      actor: context.run ? 'billing run' : 'request',
      amountMinor: paper.draft.grossMinor,
      details: { invoice: paper.number, dueOn: paper.dueOn, creditUsedMinor: used(paper) },
    })),
  );
  await useDiscounts(
    em,
    opened.flatMap(({ cycleId, discounts }) => discounts.map((use) => ({ ...use, cycleId }))),
    context.at,
  );
  return new Set(opened.map(({ bill }) => bill));
}

/** Opens a cycle for each bill that has none, and uses the customer's credit for it. */
async function openCycles(
  em: EntityManager,
  bills: readonly PricedBill[],
  { seller, at, run }: IssueContext,
  credit: Credit,
): Promise<NewCycle[]> {
  const fresh = await withoutCycle(em, bills);
  const credits = await useCredits(em, fresh, credit);
  const rows = fresh.map((bill) => ({
    ...bill,
    cycleId: newId(),
    creditUsedMinor: credits.get(bill) ?? 0,
  }));
  if (rows.length === 0) return [];
  await em.execute(insertCycles, [
    seller.id,
    run?.id ?? null,
    run?.page ?? null,
    at,
    at,
    // Without a run it is the cycle's own workflow that issues.
    run === null,
    JSON.stringify(
      rows.map(({ cycleId, bill, customer, draft, dueOn, creditUsedMinor }) => ({
        id: cycleId,
        customerId: customer.customerId,
        ...bill.period,
        currency: customer.currency,
        ladderId: bill.ladderId,
        gross: draft.grossMinor,
        used: creditUsedMinor,
        dueOn,
      })),
    ),
  ]);
  return rows;
}

const insertCycles = `
  insert into billing_cycle (id, seller_id, customer_id, period_from, period_to, currency,
    ladder_id, run_id, run_page, standing, claimed_minor, credit_used_minor, open_minor, due_on,
    opened_at, ended_at, workflow_started)
  select id, ?, "customerId", "from", "to", currency, "ladderId", ?, ?,
      case when gross = used then 'paid' else 'open' end, gross, used, gross - used, "dueOn", ?,
      case when gross = used then ?::timestamptz end, ?
    from jsonb_to_recordset(?::jsonb) as row(id uuid, "customerId" uuid, "from" date, "to" date,
      currency text, "ladderId" uuid, gross bigint, used bigint, "dueOn" date)`;

/** The bills whose customer and period have no cycle. */
async function withoutCycle(
  em: EntityManager,
  bills: readonly PricedBill[],
): Promise<PricedBill[]> {
  const existing = await em.execute<{ key: string }[]>(
    `select row.id || ' ' || row.period as key
       from jsonb_to_recordset(?::jsonb) as row(id uuid, period date)
         join billing_cycle cycle
           on cycle.customer_id = row.id and cycle.period_from = row.period`,
    [
      JSON.stringify(
        bills.map(({ customer, bill }) => ({ id: customer.customerId, period: bill.period.from })),
      ),
    ],
  );
  const known = new Set(existing.map(({ key }) => key));
  return bills.filter(
    ({ customer, bill }) => !known.has(`${customer.customerId} ${bill.period.from}`),
  );
}

/** Uses what the seller owes each customer, from their oldest new bill on. */
async function useCredits(
  em: EntityManager,
  bills: readonly PricedBill[],
  credit: Credit,
): Promise<Map<PricedBill, number>> {
  const used = new Map<PricedBill, number>();
  const left = new Map<string, number>();
  for (const bill of bills) {
    const { customerId } = bill.customer;
    const hadMinor = left.get(customerId) ?? credit.get(customerId) ?? 0;
    const minor = Math.min(hadMinor, bill.draft.grossMinor);
    if (minor <= 0) continue;
    used.set(bill, minor);
    left.set(customerId, hadMinor - minor);
  }
  if (left.size === 0) return used;
  await em.execute(
    `update customer set credit_minor = row.credit
       from jsonb_to_recordset(?::jsonb) as row(id uuid, credit bigint)
      where customer.id = row.id`,
    [JSON.stringify([...left].map(([id, credit]) => ({ id, credit })))],
  );
  return used;
}

function paperOf({ bill, customer, draft, dueOn, cycleId }: NewCycle) {
  return {
    kind: 'invoice' as const,
    customerId: customer.customerId,
    cycleId,
    revision: 1,
    correctsId: null,
    undoesCredit: false,
    dueOn,
    period: bill.period,
    currency: customer.currency,
    language: customer.language,
    terms: bill.terms,
    reference: null,
    buyer: buyerOf(customer),
    draft,
    reason: null,
    decidedBy: null,
  };
}

/** The buyer as printed on a paper, fixed at issue. */
export function buyerOf(customer: CustomerToBill): Buyer {
  const { number, name, email, addressLine, postalCode, city, country } = customer;
  const { isBusiness, vatNumber } = customer;
  return { number, name, email, addressLine, postalCode, city, country, isBusiness, vatNumber };
}

/** The contracts that the invoices of existing cycles billed, as "customer period contract". */
export async function contractsBilled(
  em: EntityManager,
  bills: readonly Bill[],
): Promise<ReadonlySet<string>> {
  if (bills.length === 0) return new Set();
  const rows = await em.execute<{ key: string }[]>(
    `select distinct cycle.customer_id || ' ' || cycle.period_from || ' ' || line.contract_id as key
       from jsonb_to_recordset(?::jsonb) as row(id uuid, period date)
         join billing_cycle cycle
           on cycle.customer_id = row.id and cycle.period_from = row.period
         join invoice on invoice.cycle_id = cycle.id and invoice.kind = 'invoice'
         join invoice_line line on line.invoice_id = invoice.id
      where line.contract_id is not null`,
    [
      JSON.stringify(
        bills.map(({ customerId, period }) => ({ id: customerId, period: period.from })),
      ),
    ],
  );
  return new Set(rows.map(({ key }) => key));
}
