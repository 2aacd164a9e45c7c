/** The lines of a cycle's bills that a dispute is about, with what credit notes left of them. */
import type { EntityManager } from '@mikro-orm/postgresql';

export type DisputableLine = {
  readonly invoiceId: string;
  readonly invoice: string;
  readonly position: number;
  /** Net plus tax, less what credit notes took back. */
  readonly leftMinor: number;
  /** The undecided dispute that is about it, if there is one. */
  readonly disputeId: string | null;
};

/** Every line of the cycle's invoices, in the order of the papers. */
export async function disputableLines(
  em: EntityManager,
  cycleId: string,
): Promise<DisputableLine[]> {
  const rows = await em.execute<(Omit<DisputableLine, 'leftMinor'> & { leftMinor: string })[]>(
    `select invoice.id as "invoiceId", invoice.number as invoice, line.position,
       line.net_minor + line.tax_minor - coalesce(credited.minor, 0) as "leftMinor",
       (select dispute.id from dispute_line disputed
           join dispute on dispute.id = disputed.dispute_id and dispute.ended_at is null
         where disputed.invoice_id = invoice.id and disputed.position = line.position)
         as "disputeId"
     from invoice join invoice_line line on line.invoice_id = invoice.id
       left join lateral (select sum(taken.net_minor + taken.tax_minor) as minor
         from invoice note join invoice_line taken on taken.invoice_id = note.id
         where note.corrects_id = invoice.id and note.kind = 'credit_note'
           and taken.corrects_position = line.position) credited on true
     where invoice.cycle_id = ? and invoice.kind = 'invoice'
     order by invoice.id, line.position`,
    [cycleId],
  );
  return rows.map((row) => ({ ...row, leftMinor: Number(row.leftMinor) }));
}

/** What is left of the lines that a dispute is about, gross. */
export async function disputedLeft(em: EntityManager, disputeId: string): Promise<number> {
  const [row] = await em.execute<{ minor: string }[]>(
    `select coalesce(sum(line.net_minor + line.tax_minor - coalesce(credited.minor, 0)), 0) as minor
     from dispute_line disputed
       join invoice_line line
         on line.invoice_id = disputed.invoice_id and line.position = disputed.position
       left join lateral (select sum(taken.net_minor + taken.tax_minor) as minor
         from invoice note join invoice_line taken on taken.invoice_id = note.id
         where note.corrects_id = disputed.invoice_id and note.kind = 'credit_note'
           and taken.corrects_position = disputed.position) credited on true
     where disputed.dispute_id = ?`,
    [disputeId],
  );
  return Number(row?.minor ?? 0);
}

/** Writes down which lines a new dispute is about. */
export async function insertDisputedLines(
  em: EntityManager,
  disputeId: string,
  lines: readonly DisputableLine[],
): Promise<void> {
  await em.execute(
    `insert into dispute_line (dispute_id, invoice_id, position, gross_minor)
     select ?, "invoiceId", position, "leftMinor" from jsonb_to_recordset(?::jsonb)
       as row("invoiceId" uuid, position int, "leftMinor" bigint)`,
    [disputeId, JSON.stringify(lines)],
  );
}
