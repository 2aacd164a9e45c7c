/** Issues invoices: cycle, number, paper, books and journal of many bills in one transaction. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Bill } from '../domain/billing.ts';
import type { LocalDate } from '../domain/calendar.ts';
import type { InvoiceDraft, SellerOnInvoice } from '../domain/invoice.ts';
import { invoicePosting } from '../domain/ledger.ts';
import { creditorReference } from '../domain/reference.ts';
import { post, record } from './books.ts';
import type { CustomerToBill } from './due-contracts.ts';
import type { Seller } from './entities/parties.ts';
import { newId } from './new-id.ts';

/** A bill with everything decided: what is left is to write it down. */
export type PricedBill = {
  readonly bill: Bill;
  readonly customer: CustomerToBill;
  readonly draft: InvoiceDraft;
  readonly dueOn: LocalDate;
};

export type IssueContext = {
  readonly seller: Seller;
  readonly issuedOn: LocalDate;
  readonly at: Date;
  readonly run: { readonly id: string; readonly page: number } | null;
};

type NewCycle = PricedBill & { readonly cycleId: string };
type NumberedBill = NewCycle & { readonly number: string; readonly sequence: number };

/**
 * Writes the bills that have no cycle yet and returns how many those were. The unique key on
 * customer and period decides, so that two writers at once never make two. Numbers are taken
 * last and under the sequence's row lock: a transaction that fails gives its numbers back.
 */
export async function writeBills(
  em: EntityManager,
  bills: readonly PricedBill[],
  context: IssueContext,
): Promise<number> {
  if (bills.length === 0) return 0;
  const opened = await openCycles(em, bills, context);
  if (opened.length === 0) return 0;
  const numbered = await takeNumbers(em, opened, context);
  await writeInvoices(em, numbered, context);
  await post(
    em,
    numbered.map((bill) => ({
      sellerId: context.seller.id,
      customerId: bill.customer.customerId,
      cycleId: bill.cycleId,
      currency: bill.customer.currency,
      kind: 'invoice',
      fact: `invoice/${bill.number}`,
      bookedOn: context.issuedOn,
      at: context.at,
      posting: invoicePosting({ ...bill.draft, creditUsedMinor: 0 }),
    })),
  );
  await record(
    em,
    numbered.map((bill) => ({
      cycleId: bill.cycleId,
      fact: 'issued',
      kind: 'issued',
      at: context.at,
      actor: context.run ? 'billing run' : 'request',
      amountMinor: bill.draft.grossMinor,
      details: { invoice: bill.number, dueOn: bill.dueOn },
    })),
  );
  return numbered.length;
}

async function openCycles(
  em: EntityManager,
  bills: readonly PricedBill[],
  { seller, at, run }: IssueContext,
): Promise<NewCycle[]> {
  const rows = bills.map((bill) => ({ ...bill, cycleId: newId() }));
  const inserted = await em.execute<{ id: string }[]>(
    `insert into billing_cycle (id, seller_id, customer_id, period_from, period_to, currency,
       ladder_id, run_id, run_page, standing, claimed_minor, open_minor, due_on, opened_at, ended_at)
     select id, ?, "customerId", "from", "to", currency, "ladderId", ?, ?,
         case when gross = 0 then 'paid' else 'open' end, gross, gross, "dueOn", ?,
         case when gross = 0 then ?::timestamptz end
       from jsonb_to_recordset(?::jsonb) as row(id uuid, "customerId" uuid, "from" date, "to" date,
         currency text, "ladderId" uuid, gross bigint, "dueOn" date)
     on conflict (customer_id, period_from) do nothing
     returning id`,
    [
      seller.id,
      run?.id ?? null,
      run?.page ?? null,
      at,
      at,
      JSON.stringify(
        rows.map(({ cycleId, bill, customer, draft, dueOn }) => ({
          id: cycleId,
          customerId: customer.customerId,
          ...bill.period,
          currency: customer.currency,
          ladderId: bill.ladderId,
          gross: draft.grossMinor,
          dueOn,
        })),
      ),
    ],
  );
  const written = new Set(inserted.map(({ id }) => id));
  return rows.filter(({ cycleId }) => written.has(cycleId));
}

async function takeNumbers(
  em: EntityManager,
  opened: readonly NewCycle[],
  { seller, issuedOn }: IssueContext,
): Promise<NumberedBill[]> {
  const year = Number(issuedOn.slice(0, 4));
  const [row] = await em.execute<{ last: number }[]>(
    `insert into invoice_sequence as sequence (seller_id, kind, year, last_number)
     values (?, 'invoice', ?, ?)
     on conflict (seller_id, kind, year)
       do update set last_number = sequence.last_number + excluded.last_number
     returning last_number as last`,
    [seller.id, year, opened.length],
  );
  const first = Number(row?.last) - opened.length + 1;
  return opened.map((bill, index) => ({
    ...bill,
    sequence: first + index,
    number: `${seller.invoicePrefix}${year}-${String(first + index).padStart(6, '0')}`,
  }));
}

async function writeInvoices(
  em: EntityManager,
  bills: readonly NumberedBill[],
  context: IssueContext,
): Promise<void> {
  const invoices = bills.map((bill) => ({ id: newId(), bill }));
  await em.execute(insertInvoices, [
    JSON.stringify(invoices.map(({ id, bill }) => invoiceRow(id, bill, context))),
  ]);
  const lines = invoices.flatMap(({ id, bill }) =>
    bill.draft.lines.map(({ period, ...line }, index) => ({
      invoiceId: id,
      position: index + 1,
      ...line,
      ...period,
    })),
  );
  await em.execute(insertLines, [JSON.stringify(lines)]);
}

function invoiceRow(id: string, bill: NumberedBill, { seller, issuedOn, at }: IssueContext) {
  const { customer, draft } = bill;
  return {
    id,
    sellerId: seller.id,
    customerId: customer.customerId,
    cycleId: bill.cycleId,
    number: bill.number,
    year: Number(issuedOn.slice(0, 4)),
    sequence: bill.sequence,
    issuedOn,
    at,
    dueOn: bill.dueOn,
    ...bill.bill.period,
    currency: customer.currency,
    language: customer.language,
    netMinor: draft.netMinor,
    taxMinor: draft.taxMinor,
    grossMinor: draft.grossMinor,
    taxSummary: draft.taxSummary,
    terms: bill.bill.terms,
    reference: creditorReference(bill.number),
    seller: sellerOnInvoice(seller),
    buyer: buyerOnInvoice(customer),
  };
}

function sellerOnInvoice(seller: Seller): SellerOnInvoice {
  const { name, addressLine, postalCode, city, country, vatNumber, email, iban, bic } = seller;
  return {
    name,
    addressLine,
    postalCode,
    city,
    country,
    vatNumber: vatNumber ?? null,
    email,
    iban: iban ?? null,
    bic: bic ?? null,
  };
}

function buyerOnInvoice(customer: CustomerToBill) {
  const { number, name, email, addressLine, postalCode, city, country } = customer;
  const { isBusiness, vatNumber } = customer;
  return { number, name, email, addressLine, postalCode, city, country, isBusiness, vatNumber };
}

const insertInvoices = `
  insert into invoice (id, kind, seller_id, customer_id, cycle_id, number, sequence_year,
    sequence_number, issued_on, issued_at, due_on, period_from, period_to, currency, language,
    net_minor, tax_minor, gross_minor, tax_summary, terms, reference, seller, buyer)
  select id, 'invoice', "sellerId", "customerId", "cycleId", number, year, sequence, "issuedOn",
    at, "dueOn", "from", "to", currency, language, "netMinor", "taxMinor", "grossMinor",
    "taxSummary", terms, reference, seller, buyer
  from jsonb_to_recordset(?::jsonb) as row(id uuid, "sellerId" uuid, "customerId" uuid,
    "cycleId" uuid, number text, year int, sequence int, "issuedOn" date, at timestamptz,
    "dueOn" date, "from" date, "to" date, currency text, language text, "netMinor" bigint,
    "taxMinor" bigint, "grossMinor" bigint, "taxSummary" jsonb, terms jsonb, reference text,
    seller jsonb, buyer jsonb)`;

const insertLines = `
  insert into invoice_line (invoice_id, position, contract_id, service_code, description,
    period_from, period_to, quantity, unit_price_minor, price_version, tax_treatment,
    rate_basis_points, net_minor, tax_minor)
  select "invoiceId", position, "contractId", "serviceCode", description, "from", "to",
    quantity, "unitPriceMinor", "priceVersion", "taxTreatment", "rateBasisPoints", "netMinor",
    "taxMinor"
  from jsonb_to_recordset(?::jsonb) as row("invoiceId" uuid, position int, "contractId" uuid,
    "serviceCode" text, description text, "from" date, "to" date, quantity numeric,
    "unitPriceMinor" bigint, "priceVersion" text, "taxTreatment" text, "rateBasisPoints" int,
    "netMinor" bigint, "taxMinor" bigint)`;
