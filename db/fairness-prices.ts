/** What others pay: similar customers by their bills, all customers by what they agreed to. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import type { PriceCount } from '../domain/fairness/comparison.ts';
import type { AgreedPrice } from '../domain/fairness/list-price.ts';
import { checkedMinor } from '../domain/money.ts';
import { ownServicesSql, servicesOf, similarSql, similarTo } from './fairness-similar.ts';
import { averageSql, isRecurringSql, type Subject } from './fairness-subject.ts';

export type PeerPrices = {
  /** Of those with the same set of services, for all of them together. */
  readonly recurring: readonly PriceCount[];
  /** Of those with the service, in the order of the subject's services. */
  readonly services: readonly (readonly PriceCount[])[];
};

/**
 * Of each similar customer the newest bill whose period overlaps that of the bill in question,
 * unless it was taken back. Services are the same in the same kind of contract, billed as often.
 */
export async function readPeerPrices(
  em: EntityManager,
  subject: Subject,
  on: LocalDate,
): Promise<PeerPrices> {
  const { sellerId, bill } = subject;
  const rows = await em.execute<{ place: number; minor: string; count: number }[]>(peersSql, [
    ...similarTo(subject, on),
    ...[sellerId, bill.to, bill.from, bill.to, bill.from, bill.from],
  ]);
  const prices = Map.groupBy(rows, ({ place }) => place);
  const at = (place: number) =>
    (prices.get(place) ?? []).map(({ minor, count }) => ({
      minor: checkedMinor(BigInt(minor)),
      count,
    }));
  return {
    recurring: at(together),
    services: subject.services.map((_service, place) => at(place)),
  };
}

/** The place of what all services cost together, where each service has its own from 0 on. */
const together = -1;

/**
 * Set by set, because one look for each customer costs ten times as much. Bills from longer ago
 * than two periods cannot overlap; saying so lets an index leave them out.
 */
const peersSql = `
  with ${similarSql},
  cycle as materialized (
    select distinct on (cycle.customer_id) cycle.customer_id, cycle.id from billing_cycle cycle
     where cycle.seller_id = ? and cycle.period_from < ?::date
       and cycle.period_from > ?::date - 2 * (?::date - ?::date)
       and cycle.period_to > ?::date and cycle.standing <> 'void'
       and cycle.customer_id in (select customer_id from candidate)
     order by cycle.customer_id, cycle.period_from desc),
  bill as materialized (
    select distinct on (cycle.customer_id) cycle.customer_id, paper.id
      from cycle join invoice paper on paper.cycle_id = cycle.id and paper.kind = 'invoice'
     order by cycle.customer_id, paper.undoes_credit, paper.revision desc),
  recurring as (
    select bill.customer_id, own.place, ${averageSql} as unit_minor, sum(line.net_minor) as net_minor
      from bill join invoice_line line on line.invoice_id = bill.id
        left join candidate on candidate.id = line.contract_id
        left join own on own.service_code = line.service_code
          and own.contract_kind = candidate.contract_kind
          and own.interval_unit = candidate.interval_unit
          and own.interval_count = candidate.interval_count
     where ${isRecurringSql}
     group by 1, 2),
  whole as (
    select sum(net_minor) as minor from recurring group by customer_id
    having count(*) = count(place) and count(*) = (select count(*) from own))
  select place, unit_minor::text as minor, count(*)::int as count
    from recurring where place is not null group by 1, unit_minor
  union all
  select ${together}, minor::text, count(*)::int from whole group by minor`;

/**
 * What customers of the seller agreed to pay for the subject's services, billed as often, in lines
 * of contracts that ran when the bill in question began; the customer's own are not among them.
 */
export async function readAgreedPrices(
  em: EntityManager,
  subject: Subject,
): Promise<(readonly AgreedPrice[])[]> {
  const { sellerId, currency, customerId, bill } = subject;
  const on = bill.from;
  const rows = await em.execute<AgreedRow[]>(agreedSql, [
    servicesOf(subject),
    ...[sellerId, sellerId, currency, customerId, on, on, on, on],
  ]);
  const prices = Map.groupBy(rows, ({ place }) => place);
  return subject.services.map((_service, index) =>
    (prices.get(index) ?? []).map(({ place: _place, minor, ...price }) => ({
      ...price,
      minor: checkedMinor(BigInt(minor)),
    })),
  );
}

type AgreedRow = Omit<AgreedPrice, 'minor'> & { place: number; minor: string };

/** What sorts fast and tells most apart comes first in the groups: prices, then customers. */
const agreedSql = `
  with ${ownServicesSql},
  wanted as materialized (
    select own.place, service.id as service_id, own.interval_unit, own.interval_count
      from own join service on service.code = own.service_code and service.seller_id = ?),
  agreed as (
    select line.unit_price_minor, contract.customer_id, line.service_id, line.price_version,
      contract.interval_unit, contract.interval_count,
      max(coalesce(line.from_on, contract.starts_on)) as newest_on
    from contract join customer on customer.id = contract.customer_id
      join contract_line line on line.contract_id = contract.id
    where contract.seller_id = ? and customer.currency = ? and customer.id <> ?
      and line.service_id in (select service_id from wanted)
      and contract.starts_on <= ? and (contract.ends_on is null or contract.ends_on > ?)
      and (line.from_on is null or line.from_on <= ?) and (line.to_on is null or line.to_on > ?)
    group by 1, 2, 3, 4, 5, 6),
  counted as materialized (
    select unit_price_minor, service_id, price_version, interval_unit, interval_count,
      count(*)::int as customers, max(newest_on) as newest_on
    from agreed group by 1, 2, 3, 4, 5)
  select wanted.place, counted.price_version as "priceVersion",
    counted.unit_price_minor::text as minor, counted.customers, counted.newest_on::text as "newestOn"
  from counted join wanted using (service_id, interval_unit, interval_count)`;
