/** How a customer and the seller have kept their word: ended prices, charges, promises, payments. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import type {
  EndedPrice,
  LateChargesOfYear,
  PaidOnTime,
  PromisesMade,
} from '../domain/fairness/facts.ts';
import { checkedMinor } from '../domain/money.ts';

export type History = {
  readonly ended: readonly EndedPrice[];
  readonly charges: LateChargesOfYear;
  readonly promises: PromisesMade;
  readonly paid: PaidOnTime;
};

/**
 * Of the newest 24 bills that were settled or fell due, how many were paid by their due date: what
 * was not credited had come in by then, in money that stayed or as credit. The day is that of the
 * payment, not of its booking. A bill of nothing, or taken back whole, is no bill to be paid.
 */
export const paidOnTimeSql = `
  select count(*)::int as bills, (count(*) filter (where on_time))::int as "onTime"
  from (
    select cycle.claimed_minor - cycle.credited_minor - cycle.credit_used_minor
        - coalesce((select sum(allocation.amount_minor) from allocation
            join payment on payment.id = allocation.payment_id
           where allocation.cycle_id = cycle.id and allocation.kind = 'receivable'
             and payment.received_on <= cycle.due_on and not exists (
               select from payment_reversal back where back.payment_id = payment.id)), 0) <= 0
        as on_time
    from billing_cycle cycle
    where cycle.customer_id = customer.id and cycle.standing <> 'void' and cycle.claimed_minor > 0
      and (cycle.standing <> 'open' or cycle.due_on < asked.on_date)
    order by cycle.period_from desc limit 24) bill`;

/** A line that ended, and the line of the same service in the same contract that came after it. */
const endedSql = `
  select json_agg(json_build_object('serviceCode', service.code,
      'description', coalesce(line.description, service.names ->> 'en', service.code),
      'unitPriceMinor', line.unit_price_minor::text, 'endedOn', line.to_on,
      'nowMinor', later.unit_price_minor::text) order by line.to_on desc, line.position) as ended
  from contract join contract_line line on line.contract_id = contract.id
    join service on service.id = line.service_id
    left join lateral (select next.unit_price_minor from contract_line next
      where next.contract_id = contract.id and next.service_id = line.service_id
        and next.from_on >= line.to_on and next.from_on <= asked.on_date
        and coalesce(next.to_on > asked.on_date, true)
      order by next.from_on desc, next.position limit 1) later on true
  where contract.customer_id = customer.id
    and line.to_on <= asked.on_date and line.to_on > asked.year_ago`;

/** Days are those of the customer's own time. */
const chargesSql = `
  select (count(*) filter (where charge.kind = 'fee'))::int as fees,
    coalesce(sum(charge.amount_minor) filter (where charge.kind = 'fee'), 0)::text as fees_minor,
    (count(*) filter (where charge.kind = 'interest'))::int as interests,
    coalesce(sum(charge.amount_minor) filter (where charge.kind = 'interest'), 0)::text
      as interest_minor,
    coalesce(sum(waiver.amount_minor), 0)::text as waived_minor
  from billing_cycle cycle join charge on charge.cycle_id = cycle.id
    left join waiver on waiver.charge_id = charge.id
  where cycle.customer_id = customer.id and charge.kind in ('fee', 'interest')
    and (charge.charged_at at time zone customer.time_zone)::date > asked.year_ago`;

const promisesSql = `
  select (count(*) filter (where promise.state = 'kept'))::int as kept,
    (count(*) filter (where promise.state = 'broken'))::int as broken
  from billing_cycle cycle join promise on promise.cycle_id = cycle.id
  where cycle.customer_id = customer.id`;

const historySql = `
  select coalesce(ended.ended, '[]') as ended, charges.fees, charges.fees_minor as "feesMinor",
    charges.interests, charges.interest_minor as "interestMinor",
    charges.waived_minor as "waivedMinor",
    promises.kept, promises.broken, paid.bills, paid."onTime"
  from (select ?::date as on_date, (?::date - interval '12 months')::date as year_ago) asked
    cross join customer
    cross join lateral (${endedSql}) ended
    cross join lateral (${chargesSql}) charges
    cross join lateral (${promisesSql}) promises
    cross join lateral (${paidOnTimeSql}) paid
  where customer.id = ?`;

type Row = {
  ended: (Omit<EndedPrice, 'unitPriceMinor' | 'nowMinor'> & {
    unitPriceMinor: string;
    nowMinor: string | null;
  })[];
  fees: number;
  feesMinor: string;
  interests: number;
  interestMinor: string;
  waivedMinor: string;
  kept: number;
  broken: number;
  bills: number;
  onTime: number;
};

export async function readHistory(
  em: EntityManager,
  { customerId, on }: { readonly customerId: string; readonly on: LocalDate },
): Promise<History> {
  const [row] = await em.execute<Row[]>(historySql, [on, on, customerId]);
  if (!row) throw new Error(`customer ${customerId} is not there`);
  const { ended, fees, interests, kept, broken, bills, onTime } = row;
  return {
    ended: ended.map((price) => ({
      ...price,
      unitPriceMinor: amount(price.unitPriceMinor),
      nowMinor: price.nowMinor === null ? null : amount(price.nowMinor),
    })),
    charges: {
      ...{ fees, feesMinor: amount(row.feesMinor) },
      ...{ interests, interestMinor: amount(row.interestMinor) },
      waivedMinor: amount(row.waivedMinor),
    },
    promises: { kept, broken },
    paid: { onTime, bills },
  };
}

function amount(text: string): number {
  return checkedMinor(BigInt(text));
}
