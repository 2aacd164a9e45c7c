/** The bill in question: whose it is, and what its recurring services cost. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Interval, LocalDate } from '../domain/calendar.ts';
import type { ServiceFacts, ServiceKey } from '../domain/fairness/facts.ts';
import { checkedMinor } from '../domain/money.ts';

export type Subject = {
  readonly customerId: string;
  readonly sellerId: string;
  readonly currency: string;
  readonly since: LocalDate;
  readonly bill: { readonly number: string; readonly from: LocalDate; readonly to: LocalDate };
  readonly recurringMinor: number;
  /** Each service once; what stands on several lines counts at its average price. */
  readonly services: readonly Omit<ServiceFacts, 'prices' | 'agreed'>[];
};

/** Since when somebody is a customer: as the seller says, or else since the first contract. */
export const sinceSql = `coalesce(customer.customer_since,
  (select min(starts_on) from contract where contract.customer_id = customer.id))`;

/** Of a cycle, the invoice that stands: the newest that is the bill of the period. */
export const standingBillSql = `
  select paper.id, paper.number from invoice paper
   where paper.cycle_id = cycle.id and paper.kind = 'invoice'
   order by paper.undoes_credit, paper.revision desc limit 1`;

/** What recurs on a bill: lines of a contract, without discounts, which are below nothing. */
export const isRecurringSql =
  'line.contract_id is not null and line.quantity > 0 and line.net_minor >= 0';

/** What one costs, on average where a service stands on several lines: exact before its rounding. */
export const averageSql =
  'round(sum(line.unit_price_minor * line.quantity) / sum(line.quantity))::bigint';

const recurringSql = `
  select line.service_code, contract.kind as contract_kind, contract.interval_unit,
    contract.interval_count, min(line.position) as position,
    (array_agg(line.description order by line.position))[1] as description,
    ${averageSql} as unit_minor, sum(line.net_minor) as net_minor
  from invoice_line line join contract on contract.id = line.contract_id
  where line.invoice_id = bill.id and ${isRecurringSql}
  group by 1, 2, 3, 4`;

const subjectSql = `
  select customer.seller_id as "sellerId", cycle.currency, ${sinceSql}::text as since, bill.number,
    cycle.period_from::text as "from", cycle.period_to::text as "to",
    (select coalesce(json_agg(json_build_object(
        'serviceCode', service_code, 'contractKind', contract_kind,
        'unit', interval_unit, 'count', interval_count, 'description', description,
        'unitMinor', unit_minor::text, 'netMinor', net_minor::text) order by position), '[]')
      from (${recurringSql}) recurring) as lines
  from billing_cycle cycle join customer on customer.id = cycle.customer_id
    cross join lateral (${standingBillSql}) bill
  where cycle.id = ? and customer.id = ?`;

type Line = Omit<ServiceKey, 'interval'> &
  Interval & { description: string; unitMinor: string; netMinor: string };

type Row = {
  sellerId: string;
  currency: string;
  since: LocalDate;
  number: string;
  from: LocalDate;
  to: LocalDate;
  lines: Line[];
};

/** Null when the customer has no such bill. */
export async function readSubject(
  em: EntityManager,
  { customerId, cycleId }: { readonly customerId: string; readonly cycleId: string },
): Promise<Subject | null> {
  const [row] = await em.execute<Row[]>(subjectSql, [cycleId, customerId]);
  if (!row) return null;
  const { sellerId, currency, since, number, from, to, lines } = row;
  const netMinor = lines.reduce((sum, line) => sum + BigInt(line.netMinor), 0n);
  return {
    ...{ customerId, sellerId, currency, since },
    bill: { number, from, to },
    recurringMinor: checkedMinor(netMinor),
    services: lines.map(({ serviceCode, contractKind, unit, count, description, unitMinor }) => ({
      ...{ serviceCode, contractKind, description },
      interval: { unit, count },
      ownMinor: checkedMinor(BigInt(unitMinor)),
    })),
  };
}
