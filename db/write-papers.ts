/** Invoices and credit notes: numbered without gaps and written down, many in a few statements. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate, Period } from '../domain/calendar.ts';
import type { Buyer, InvoiceDraft, SellerOnInvoice } from '../domain/invoice.ts';
import { creditorReference } from '../domain/reference.ts';
import type { PaymentTerms } from '../domain/terms.ts';
import type { Seller } from './entities/parties.ts';
import { newId } from './new-id.ts';

export type PaperKind = 'invoice' | 'credit_note';

/** A paper with everything decided but its number. */
export type Paper = {
  readonly kind: PaperKind;
  readonly customerId: string;
  readonly cycleId: string;
  readonly revision: number;
  readonly correctsId: string | null;
  readonly undoesCredit: boolean;
  readonly dueOn: LocalDate;
  readonly period: Period;
  readonly currency: string;
  readonly language: string;
  readonly terms: PaymentTerms;
  /** The reference to pay with; null gives the paper one of its own, made from its number. */
  readonly reference: string | null;
  readonly buyer: Buyer;
  readonly draft: InvoiceDraft;
  readonly reason: string | null;
  readonly decidedBy: string | null;
};

export type NumberedPaper = Paper & {
  readonly id: string;
  readonly number: string;
  readonly sequence: number;
};

export type PaperContext = {
  readonly seller: Seller;
  readonly issuedOn: LocalDate;
  readonly at: Date;
};

/**
 * Numbers and writes papers of one kind. Numbers are taken under the sequence's row lock, which
 * is held to the end of the transaction: one that fails gives its numbers back, so there is
 * never a gap. Call it as late in the transaction as can be.
 */
export async function writePapers(
  em: EntityManager,
  kind: PaperKind,
  papers: readonly Paper[],
  context: PaperContext,
): Promise<NumberedPaper[]> {
  const numbered = await takeNumbers(em, kind, papers, context);
  const rows = numbered.map((paper) => paperRow(paper, context));
  const lines = numbered.flatMap(({ id, draft }) =>
    draft.lines.map(({ period, ...line }, index) => ({
      invoiceId: id,
      position: index + 1,
      ...line,
      ...period,
    })),
  );
  await em.execute(`with papers as (${insertPapers}) ${insertLines}`, [
    JSON.stringify(rows),
    JSON.stringify(lines),
  ]);
  return numbered;
}

/** Invoices are FB2026-000001, credit notes FBC2026-000001: each kind has a sequence of its own. */
async function takeNumbers(
  em: EntityManager,
  kind: PaperKind,
  papers: readonly Paper[],
  { seller, issuedOn }: PaperContext,
): Promise<NumberedPaper[]> {
  const year = Number(issuedOn.slice(0, 4));
  const [row] = await em.execute<{ last: number }[]>(
    `insert into invoice_sequence as sequence (seller_id, kind, year, last_number)
     values (?, ?, ?, ?)
     on conflict (seller_id, kind, year)
       do update set last_number = sequence.last_number + excluded.last_number
     returning last_number as last`,
    [seller.id, kind, year, papers.length],
  );
  const first = Number(row?.last) - papers.length + 1;
  const prefix = `${seller.invoicePrefix}${kind === 'credit_note' ? 'C' : ''}${year}-`;
  return papers.map((paper, index) => ({
    ...paper,
    id: newId(),
    sequence: first + index,
    number: `${prefix}${String(first + index).padStart(6, '0')}`,
  }));
}

function paperRow(paper: NumberedPaper, { seller, issuedOn, at }: PaperContext) {
  const { draft, period, reference, ...kept } = paper;
  return {
    ...kept,
    ...period,
    sellerId: seller.id,
    year: Number(issuedOn.slice(0, 4)),
    issuedOn,
    at,
    netMinor: draft.netMinor,
    taxMinor: draft.taxMinor,
    grossMinor: draft.grossMinor,
    taxSummary: draft.taxSummary,
    reference: reference ?? creditorReference(paper.number),
    seller: sellerOnInvoice(seller),
  };
}

function sellerOnInvoice(seller: Seller): SellerOnInvoice {
  const { name, addressLine, postalCode, city, country, email } = seller;
  const { vatNumber = null, iban = null, bic = null } = seller;
  return { name, addressLine, postalCode, city, country, vatNumber, email, iban, bic };
}

const insertPapers = `
  insert into invoice (id, kind, seller_id, customer_id, cycle_id, revision, corrects_id, undoes_credit, number,
    sequence_year, sequence_number, issued_on, issued_at, due_on, period_from, period_to, currency,
    language, net_minor, tax_minor, gross_minor, tax_summary, terms, reference, seller, buyer,
    reason, decided_by)
  select id, kind, "sellerId", "customerId", "cycleId", revision, "correctsId", "undoesCredit", number, year,
    sequence, "issuedOn", at, "dueOn", "from", "to", currency, language, "netMinor", "taxMinor",
    "grossMinor", "taxSummary", terms, reference, seller, buyer, reason, "decidedBy"
  from jsonb_to_recordset(?::jsonb) as row(id uuid, kind text, "sellerId" uuid,
    "customerId" uuid, "cycleId" uuid, revision int, "correctsId" uuid, "undoesCredit" boolean, number text, year int,
    sequence int, "issuedOn" date, at timestamptz, "dueOn" date, "from" date, "to" date,
    currency text, language text, "netMinor" bigint, "taxMinor" bigint, "grossMinor" bigint,
    "taxSummary" jsonb, terms jsonb, reference text, seller jsonb, buyer jsonb, reason text,
    "decidedBy" text)`;

const insertLines = `
  insert into invoice_line (invoice_id, position, contract_id, service_code, description,
    period_from, period_to, quantity, unit_price_minor, price_version, tax_treatment,
    rate_basis_points, net_minor, tax_minor, corrects_position, discount_id)
  select "invoiceId", position, "contractId", "serviceCode", description, "from", "to",
    quantity, "unitPriceMinor", "priceVersion", "taxTreatment", "rateBasisPoints", "netMinor",
    "taxMinor", "correctsPosition", "discountId"
  from jsonb_to_recordset(?::jsonb) as row("invoiceId" uuid, position int, "contractId" uuid,
    "serviceCode" text, description text, "from" date, "to" date, quantity numeric,
    "unitPriceMinor" bigint, "priceVersion" text, "taxTreatment" text, "rateBasisPoints" int,
    "netMinor" bigint, "taxMinor" bigint, "correctsPosition" int, "discountId" uuid)`;
