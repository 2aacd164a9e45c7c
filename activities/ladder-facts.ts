import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import type { Ladder } from '../domain/ladder.ts';

/** What a step of the ladder needs beyond the cycle's money: whom to write to, by which rules. */
export type LadderFacts = {
  readonly ladder: Pick<Ladder, 'steps' | 'lastResort' | 'lateInterest'>;
  readonly stepsTaken: readonly number[];
  readonly interestChargedUpTo: LocalDate | null;
  /** Charges that were let go. */
  readonly waivedMinor: number;
  /** What was disputed and for how long; without an end it still is. */
  readonly disputed: readonly {
    readonly minor: number;
    readonly fromMs: number;
    readonly toMs: number | null;
  }[];
  /** What is disputed now of what is open: nobody asks for it. */
  readonly heldMinor: number;
  readonly seller: string;
  readonly sellerName: string;
  readonly sellerEmail: string;
  readonly iban: string | null;
  readonly customerName: string;
  readonly email: string;
  readonly language: string;
  readonly timeZone: string;
  readonly isBusiness: boolean;
  readonly invoiceNumber: string;
  readonly reference: string;
};

const epochMs = (column: string) => `round(extract(epoch from ${column}) * 1000)`;

/** Spans of disputes that ended, and of those that have not. */
const disputedSql = `
  select coalesce(json_agg(json_build_object('minor', minor, 'fromMs', from_ms, 'toMs', to_ms)), '[]')
    from (select minor, ${epochMs('from_at')} as from_ms, ${epochMs('until_at')} as to_ms
        from dispute_span where cycle_id = cycle.id
      union all select disputed_minor, ${epochMs('held_from')}, null
        from dispute where cycle_id = cycle.id and ended_at is null) spans`;

const heldSql = `
  select case when bool_or(is_whole) then cycle.open_minor
      else least(cycle.open_minor, coalesce(sum(disputed_minor), 0)) end
    from dispute where cycle_id = cycle.id and ended_at is null`;

export async function readLadderFacts(em: EntityManager, cycleId: string): Promise<LadderFacts> {
  const [row] = await em.execute<LadderFacts[]>(
    `select json_build_object('steps', ladder.steps, 'lastResort', ladder.last_resort,
         'lateInterest', ladder.late_interest) as ladder,
       (select coalesce(json_agg(step), '[]') from reminder where cycle_id = cycle.id)
         as "stepsTaken",
       (select max(basis ->> 'to') from charge where cycle_id = cycle.id and kind = 'interest')
         as "interestChargedUpTo",
       (select coalesce(sum(amount_minor), 0)::float8 from waiver where cycle_id = cycle.id)
         as "waivedMinor",
       (${disputedSql}) as disputed, (${heldSql})::float8 as "heldMinor",
       seller.code as seller, seller.name as "sellerName", seller.email as "sellerEmail", seller.iban,
       customer.name as "customerName", customer.email, customer.language,
       customer.time_zone as "timeZone", customer.is_business as "isBusiness",
       invoice.number as "invoiceNumber", invoice.reference
     from billing_cycle cycle
       join seller on seller.id = cycle.seller_id
       join customer on customer.id = cycle.customer_id
       join ladder on ladder.id = cycle.ladder_id
       join invoice on invoice.cycle_id = cycle.id and invoice.kind = 'invoice'
     where cycle.id = ? order by invoice.undoes_credit, invoice.revision desc limit 1`,
    [cycleId],
  );
  if (!row) throw new Error(`cycle ${cycleId} has no invoice to remind of`);
  return row;
}
