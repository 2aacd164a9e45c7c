/** What the rules of authority ask of a customer. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CustomerFacts } from '../domain/authority/criteria.ts';
import type { Interval, LocalDate } from '../domain/calendar.ts';
import { refuse } from '../domain/errors.ts';
import { tenureMonths } from '../domain/fairness/tenure.ts';
import { checkedMinor, multiplyRatio, sumMinor } from '../domain/money.ts';
import { paidOnTimeSql } from './fairness-history.ts';
import { sinceSql, standingBillSql } from './fairness-subject.ts';

/**
 * All but past grants, which are counted with those of staff and team. The monthly amount is what
 * the newest bill of each running contract costs with tax, as a month of it.
 */
export type StandingOfCustomer = Omit<CustomerFacts, 'grantsInYear' | 'grantedInYearMinor'>;

/**
 * What a contract's part of its newest bill is with tax, without discounts. One bill of several
 * contracts is read once for each of them.
 */
const billedSql = `
  select json_agg(json_build_object('grossMinor', bill.minor::text, 'unit', contract.interval_unit,
    'count', contract.interval_count, 'kind', contract.kind) order by contract.number) as contracts
  from contract left join lateral (
    select sum(line.net_minor + line.tax_minor) as minor
      from billing_cycle cycle cross join lateral (${standingBillSql}) bill
        join invoice_line line on line.invoice_id = bill.id
      where cycle.customer_id = customer.id and cycle.standing <> 'void'
        and line.contract_id = contract.id and line.net_minor >= 0
      group by cycle.id order by cycle.period_from desc limit 1) bill on true
  where contract.customer_id = customer.id and contract.starts_on <= asked.on_date
    and coalesce(contract.ends_on > asked.on_date, true)`;

const factsSql = `
  select ${sinceSql}::text as since, customer.is_business as "isBusiness",
    customer.attributes ->> 'arm' as arm, coalesce(billed.contracts, '[]') as contracts,
    paid.bills, paid."onTime"
  from (select ?::date as on_date) asked cross join customer
    cross join lateral (${billedSql}) billed
    cross join lateral (${paidOnTimeSql}) paid
  where customer.id = ?`;

type Billed = Interval & { kind: string; grossMinor: string | null };

type Row = {
  since: LocalDate | null;
  isBusiness: boolean;
  arm: string | null;
  contracts: Billed[];
  bills: number;
  onTime: number;
};

/** The facts on a day, in one statement. Refuses `customer_unknown`. */
export async function readCustomerFacts(
  em: EntityManager,
  customerId: string,
  on: LocalDate,
): Promise<StandingOfCustomer> {
  const [row] = await em.execute<Row[]>(factsSql, [on, customerId]);
  if (!row) return refuse('customer_unknown', `There is no customer ${customerId}.`);
  const { since, isBusiness, arm, contracts, bills, onTime } = row;
  return {
    tenureMonths: since === null ? 0 : tenureMonths(since, on),
    monthlyMinor: sumMinor(contracts.map(monthly)),
    paidOnTime: onTime,
    bills,
    contractKinds: [...new Set(contracts.map(({ kind }) => kind))].toSorted(),
    isBusiness,
    arm,
  };
}

/** A year has twelve months or fifty-two weeks. */
function monthly({ grossMinor, unit, count }: Billed): number {
  if (grossMinor === null) return 0;
  const gross = checkedMinor(BigInt(grossMinor));
  if (unit === 'month') return multiplyRatio(gross, 1, count);
  if (unit === 'year') return multiplyRatio(gross, 1, 12 * count);
  return multiplyRatio(gross, 52, 12 * count);
}
