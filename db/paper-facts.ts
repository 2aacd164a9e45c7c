/** An issued paper as it is to be printed. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { refuse } from '../domain/errors.ts';
import type { PaperFacts } from '../domain/paper/facts.ts';
import type { Seller } from './entities/parties.ts';

/**
 * What the customer's credit did is read from the posting of the paper itself, which never changes,
 * so that a paper looks the same today as on the day it was issued, whatever was paid since.
 */
const select = `
  select paper.kind, paper.number, paper.issued_on::text as "issuedOn",
    paper.due_on::text as "dueOn",
    json_build_object('from', paper.period_from, 'to', paper.period_to) as period,
    paper.currency, paper.language, paper.seller, paper.buyer, paper.tax_summary as "taxSummary",
    paper.terms, paper.reference, paper.reason,
    json_build_object('net', paper.net_minor, 'tax', paper.tax_minor, 'gross', paper.gross_minor,
      'credit', coalesce((select sum(entry.amount_minor)
        from ledger_transaction posted
          join ledger_entry entry on entry.transaction_id = posted.id
        where posted.seller_id = paper.seller_id and entry.account = 'customer_credit'
          and posted.fact = paper.kind || '/' || paper.number), 0)) as sums,
    (select json_build_object('kind', other.kind, 'number', other.number,
        'issuedOn', other.issued_on)
      from invoice other where other.id = paper.corrects_id) as corrects,
    (select json_agg(json_build_object('position', line.position,
        'description', line.description,
        'period', json_build_object('from', line.period_from, 'to', line.period_to),
        'quantity', line.quantity::text, 'unitPriceMinor', line.unit_price_minor,
        'taxTreatment', line.tax_treatment, 'rateBasisPoints', line.rate_basis_points,
        'netMinor', line.net_minor, 'correctsPosition', line.corrects_position)
        order by line.position)
      from invoice_line line where line.invoice_id = paper.id) as lines
  from invoice paper where paper.seller_id = ? and paper.number = ?`;

type Row = Omit<
  PaperFacts,
  'netMinor' | 'taxMinor' | 'grossMinor' | 'creditUsedMinor' | 'creditKeptMinor' | 'lines'
> & {
  /** Credit above nothing was used, below nothing was given. */
  readonly sums: { readonly net: number; readonly tax: number; readonly gross: number } & {
    readonly credit: number;
  };
  readonly lines: PaperFacts['lines'] | null;
};

/** Refuses `invoice_unknown`: no invoice and no credit note of the seller has this number. */
export async function readPaperFacts(
  em: EntityManager,
  seller: Pick<Seller, 'id' | 'code'>,
  number: string,
): Promise<PaperFacts> {
  const [row] = await em.execute<Row[]>(select, [seller.id, number]);
  if (!row) {
    return refuse('invoice_unknown', `Seller ${seller.code} has no invoice ${number}.`);
  }
  const { sums, lines, ...facts } = row;
  return {
    ...facts,
    lines: lines ?? [],
    netMinor: sums.net,
    taxMinor: sums.tax,
    grossMinor: sums.gross,
    creditUsedMinor: Math.max(0, sums.credit),
    creditKeptMinor: Math.max(0, -sums.credit),
  };
}
