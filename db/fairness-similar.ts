/** Who is similar to a customer. */
import type { LocalDate } from '../domain/calendar.ts';
import { tenureBandOf, tenureMonths } from '../domain/fairness/tenure.ts';
import { sinceSql, type Subject } from './fairness-subject.ts';

/** The customer's services, each at its place in the bill; takes `servicesOf`. */
export const ownServicesSql = `own as materialized (
  select * from jsonb_to_recordset(?::jsonb) as service (place int, service_code text,
    contract_kind text, interval_unit text, interval_count int))`;

/**
 * The contracts of similar customers: those of the same seller, currency and band of tenure, in a
 * contract of the same kind that is billed as often. The customer is never among them. Who was
 * billed has one currency for good. Takes `similarTo`.
 */
export const similarSql = `${ownServicesSql},
  candidate as materialized (
    select contract.id, contract.customer_id, contract.kind as contract_kind,
      contract.interval_unit, contract.interval_count
    from contract join customer on customer.id = contract.customer_id
      cross join lateral (select ${sinceSql} as on_date) since
    where contract.seller_id = ? and customer.currency = ? and customer.id <> ?
      and (? = 0 or since.on_date + make_interval(months => ?) <= ?::date)
      and (?::int is null or since.on_date + make_interval(months => ?) > ?::date)
      and (contract.kind, contract.interval_unit, contract.interval_count) in (
        select contract_kind, interval_unit, interval_count from own))`;

export function similarTo(subject: Subject, on: LocalDate): unknown[] {
  const { sellerId, currency, customerId, since } = subject;
  const { fromMonths, toMonths } = tenureBandOf(tenureMonths(since, on));
  return [
    servicesOf(subject),
    ...[sellerId, currency, customerId, fromMonths, fromMonths, on, toMonths, toMonths, on],
  ];
}

export function servicesOf({ services }: Subject): string {
  return JSON.stringify(
    services.map(({ serviceCode, contractKind, interval }, place) => ({
      place,
      service_code: serviceCode,
      contract_kind: contractKind,
      interval_unit: interval.unit,
      interval_count: interval.count,
    })),
  );
}
