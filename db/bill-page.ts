/** One bill as its customer's page shows it: what it comes to today, and what made it so. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ComparedLine } from '../domain/bill-difference.ts';
import type { LocalDate } from '../domain/calendar.ts';
import type { Claim, Standing } from '../domain/claim.ts';
import type { Instalment } from '../domain/facts.ts';
import type { LateCharge } from '../domain/late-charges.ts';

/** A charge for being late, or credit that had to be taken back. */
export type BillCharge = {
  readonly chargedAtMs: number;
  readonly isWaived: boolean;
} & (
  | LateCharge
  | { readonly kind: 'credit_taken_back'; readonly amountMinor: number; readonly basis: unknown }
);

export type BillBefore = {
  readonly number: string;
  readonly grossMinor: number;
  readonly lines: readonly ComparedLine[];
};

export type Bill = Omit<Claim, 'lastEnd'> & {
  readonly cycleId: string;
  readonly seller: { readonly id: string; readonly code: string };
  readonly language: string;
  readonly timeZone: string;
  readonly sellerName: string;
  readonly customerName: string;
  readonly currency: string;
  readonly standing: Standing;
  readonly openMinor: number;
  readonly dueOn: LocalDate;
  /** The bill of the period; of several the one that counts. */
  readonly number: string;
  readonly lines: readonly ComparedLine[];
  readonly creditNotes: readonly {
    readonly number: string;
    readonly issuedOn: LocalDate;
    readonly grossMinor: number;
  }[];
  readonly charges: readonly BillCharge[];
  /** The promise in force. */
  readonly promise: readonly Instalment[] | null;
  /** The bill of the same customer that came before. */
  readonly before: BillBefore | null;
};

const epochMs = (column: string) => `round(extract(epoch from ${column}) * 1000)`;

const linesOf = (invoice: string) => `
  (select coalesce(json_agg(json_build_object(
      'key', coalesce(line.contract_id::text, '') || '/' || line.service_code,
      'description', line.description, 'netMinor', line.net_minor) order by line.position), '[]')
    from invoice_line line where line.invoice_id = ${invoice}.id)`;

/** The invoice of a cycle that counts: the newest that does not undo a credit. */
const latest = (cycle: string) => `
  select * from invoice where cycle_id = ${cycle}.id and kind = 'invoice'
    order by undoes_credit, revision desc limit 1`;

const select = `
  select cycle.id as "cycleId", json_build_object('id', seller.id, 'code', seller.code) as seller, customer.language,
    customer.time_zone as "timeZone", seller.name as "sellerName", customer.name as "customerName",
    cycle.currency, cycle.standing, cycle.due_on::text as "dueOn",
    json_build_object('claimedMinor', cycle.claimed_minor, 'chargedMinor', cycle.charged_minor,
      'creditedMinor', cycle.credited_minor, 'paidMinor', cycle.paid_minor,
      'creditUsedMinor', cycle.credit_used_minor, 'writtenOffMinor', cycle.written_off_minor,
      'openMinor', cycle.open_minor) as money,
    bill.number, ${linesOf('bill')} as lines,
    (select coalesce(json_agg(json_build_object('number', note.number, 'issuedOn', note.issued_on,
        'grossMinor', note.gross_minor) order by note.revision), '[]')
      from invoice note where note.cycle_id = cycle.id and note.kind = 'credit_note')
      as "creditNotes",
    (select coalesce(json_agg(json_build_object('kind', charge.kind,
        'amountMinor', charge.amount_minor, 'basis', charge.basis,
        'chargedAtMs', ${epochMs('charge.charged_at')}, 'isWaived', waiver.id is not null)
        order by charge.charged_at, charge.id), '[]')
      from charge left join waiver on waiver.charge_id = charge.id
      where charge.cycle_id = cycle.id) as charges,
    (select promise.instalments from promise
      where promise.cycle_id = cycle.id and promise.state = 'active') as promise,
    (select json_build_object('number', old.number, 'grossMinor', old.gross_minor,
        'lines', ${linesOf('old')})
      from billing_cycle earlier join lateral (${latest('earlier')}) old on true
      where earlier.customer_id = cycle.customer_id and earlier.period_from < cycle.period_from
        and earlier.currency = cycle.currency
      order by earlier.period_from desc limit 1) as before
  from billing_cycle cycle
    join seller on seller.id = cycle.seller_id
    join customer on customer.id = cycle.customer_id
    join lateral (${latest('cycle')}) bill on true
  where cycle.id = ?`;

type Money = Pick<
  Bill,
  | 'claimedMinor'
  | 'chargedMinor'
  | 'creditedMinor'
  | 'paidMinor'
  | 'creditUsedMinor'
  | 'writtenOffMinor'
  | 'openMinor'
>;

type Row = Omit<Bill, keyof Money> & { readonly money: Money };

/** The bill of a cycle, or null when there is none. */
export async function readBill(em: EntityManager, cycleId: string): Promise<Bill | null> {
  const [row] = await em.execute<Row[]>(select, [cycleId]);
  if (!row) return null;
  const { money, ...bill } = row;
  return { ...bill, ...money };
}
