import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import type { Ladder } from '../domain/ladder.ts';

/** What a step of the ladder needs beyond the cycle's money: whom to write to, by which rules. */
export type LadderFacts = {
  readonly ladder: Pick<Ladder, 'steps' | 'lastResort' | 'lateInterest'>;
  readonly stepsTaken: readonly number[];
  readonly interestChargedUpTo: LocalDate | null;
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

export async function readLadderFacts(em: EntityManager, cycleId: string): Promise<LadderFacts> {
  const [row] = await em.execute<LadderFacts[]>(
    `select json_build_object('steps', ladder.steps, 'lastResort', ladder.last_resort,
         'lateInterest', ladder.late_interest) as ladder,
       (select coalesce(json_agg(step), '[]') from reminder where cycle_id = cycle.id)
         as "stepsTaken",
       (select max(basis ->> 'to') from charge where cycle_id = cycle.id and kind = 'interest')
         as "interestChargedUpTo",
       seller.name as "sellerName", seller.email as "sellerEmail", seller.iban,
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
