/** The papers of one cycle as corrections need them. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CreditableLine } from '../domain/credit-note.ts';
import { refuse } from '../domain/errors.ts';
import type { Buyer, InvoiceLine } from '../domain/invoice.ts';
import type { PaymentTerms } from '../domain/terms.ts';

/** An issued paper with its lines, as far as the next paper repeats it. */
export type IssuedPaper = {
  readonly id: string;
  readonly number: string;
  readonly revision: number;
  readonly customerId: string;
  readonly dueOn: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly currency: string;
  readonly language: string;
  readonly terms: PaymentTerms;
  readonly reference: string;
  readonly buyer: Buyer;
  readonly lines: readonly (InvoiceLine & { readonly position: number })[];
};

const select = `
  select paper.id, paper.number, paper.revision, paper.customer_id as "customerId",
    paper.due_on::text as "dueOn",
    json_build_object('from', paper.period_from, 'to', paper.period_to) as period,
    paper.currency, paper.language, paper.terms, paper.reference, paper.buyer,
    (select json_agg(json_build_object('position', line.position, 'contractId', line.contract_id,
        'serviceCode', line.service_code, 'description', line.description,
        'period', json_build_object('from', line.period_from, 'to', line.period_to),
        'quantity', trim_scale(line.quantity)::text, 'unitPriceMinor', line.unit_price_minor,
        'priceVersion', line.price_version, 'taxTreatment', line.tax_treatment,
        'rateBasisPoints', line.rate_basis_points, 'netMinor', line.net_minor,
        'taxMinor', line.tax_minor) order by line.position)
      from invoice_line line where line.invoice_id = paper.id) as lines
  from invoice paper`;

/** Every invoice of the cycle, the newest first; the bill of the period before what undid a credit. */
export async function invoicesOf(em: EntityManager, cycleId: string): Promise<IssuedPaper[]> {
  return em.execute<IssuedPaper[]>(
    `${select} where paper.cycle_id = ? and paper.kind = 'invoice'
      order by undoes_credit, revision desc`,
    [cycleId],
  );
}

/** A credit note of the cycle by its number. */
export async function creditNoteOf(
  em: EntityManager,
  cycleId: string,
  number: string,
): Promise<IssuedPaper> {
  const [paper] = await em.execute<IssuedPaper[]>(
    `${select} where paper.cycle_id = ? and paper.kind = 'credit_note' and paper.number = ?`,
    [cycleId, number],
  );
  return paper ?? refuse('credit_note_unknown', `This cycle has no credit note ${number}.`);
}

/** The lines of an invoice with what its credit notes have left of them. */
export async function creditableLines(
  em: EntityManager,
  invoice: IssuedPaper,
): Promise<CreditableLine[]> {
  const credited = await em.execute<{ position: number; net: string; tax: string }[]>(
    `select line.corrects_position as position, sum(line.net_minor) as net,
       sum(line.tax_minor) as tax
     from invoice note join invoice_line line on line.invoice_id = note.id
     where note.corrects_id = ? and note.kind = 'credit_note'
     group by line.corrects_position`,
    [invoice.id],
  );
  const taken = new Map(credited.map((row) => [row.position, row]));
  return invoice.lines.map(({ netMinor, taxMinor, ...line }) => ({
    ...line,
    leftNetMinor: netMinor - Number(taken.get(line.position)?.net ?? 0),
    leftTaxMinor: taxMinor - Number(taken.get(line.position)?.tax ?? 0),
  }));
}

/** How many papers of this kind the cycle has; the next one is one more. */
export async function nextRevision(
  em: EntityManager,
  cycleId: string,
  kind: 'invoice' | 'credit_note',
): Promise<number> {
  const [row] = await em.execute<{ next: number }[]>(
    'select coalesce(max(revision), 0) + 1 as next from invoice where cycle_id = ? and kind = ?',
    [cycleId, kind],
  );
  return row?.next ?? 1;
}

/** Whether a later invoice of the cycle claims again what this credit note took back. */
export async function isUndone(em: EntityManager, creditNoteId: string): Promise<boolean> {
  const rows = await em.execute<unknown[]>(
    `select 1 from invoice where corrects_id = ? and kind = 'invoice'`,
    [creditNoteId],
  );
  return rows.length > 0;
}
