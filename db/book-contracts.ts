/** Contracts of a book with their lines, one page at a time. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { refuse } from '../domain/errors.ts';
import type { BookContract } from '../domain/import/book.ts';
import { type Tally, type Upsert, upsert } from './book-upsert.ts';
import { newId } from './new-id.ts';

/** A contract is billed when its customer has a cycle from before its next period to be billed. */
const isBilled = `exists (select from billing_cycle cycle
  where cycle.customer_id = contract.customer_id
    and cycle.period_from >= contract.starts_on
    and cycle.period_from < coalesce(contract.next_bill_on, 'infinity'))`;

const fields = `id uuid, seller text, customer text, number text, kind text, "anchorOn" date,
  interval jsonb, "startsOn" date, "endsOn" date, terms jsonb, ladder jsonb, "nextBillOn" date,
  attributes jsonb, lines jsonb`;

const itsCustomer = `join seller on seller.code = record.seller
  join customer on customer.seller_id = seller.id and customer.number = record.customer`;

const itsContract = `${itsCustomer}
  join contract on contract.customer_id = customer.id and contract.number = record.number`;

const contracts: Upsert = {
  table: 'contract',
  key: ['customer_id', 'number'],
  fields,
  joins: `left join seller on seller.code = record.seller
    left join customer on customer.seller_id = seller.id and customer.number = record.customer
    left join ladder on ladder.seller_id = seller.id and ladder.code = record.ladder ->> 'code'
      and ladder.version = (record.ladder ->> 'version')::integer`,
  values: {
    id: 'record.id',
    seller_id: 'seller.id',
    customer_id: 'customer.id',
    number: 'record.number',
    kind: 'record.kind',
    anchor_on: 'record."anchorOn"',
    interval_unit: `record.interval ->> 'unit'`,
    interval_count: `(record.interval ->> 'count')::integer`,
    starts_on: 'record."startsOn"',
    ends_on: 'record."endsOn"',
    terms: 'record.terms',
    ladder_id: 'ladder.id',
    next_bill_on: 'record."nextBillOn"',
    attributes: 'record.attributes',
  },
};

/**
 * The next period to be billed of a contract that is there already. A billed one goes on where it
 * is. One that has run out begins again only when its end is moved.
 */
function nextBillOf(keepNextBill: boolean): string {
  const keeps = keepNextBill
    ? `(contract.anchor_on, contract.starts_on, contract.interval_unit, contract.interval_count)
       = (excluded.anchor_on, excluded.starts_on, excluded.interval_unit, excluded.interval_count)`
    : isBilled;
  return `case
    when excluded.ends_on <= contract.next_bill_on then null
    when contract.next_bill_on is null and excluded.ends_on is distinct from contract.ends_on
      then excluded.next_bill_on
    when ${keeps} then contract.next_bill_on
    else excluded.next_bill_on end`;
}

/**
 * One page of contracts, in four statements. A contract that is billed already goes on where it
 * is: its next period stays, and a book that cuts its periods elsewhere is refused.
 */
export async function saveContracts(
  em: EntityManager,
  rows: readonly BookContract[],
  keepNextBill: boolean,
): Promise<Tally> {
  const records = rows.map((row) => ({ ...row, id: newId() }));
  const text = JSON.stringify(records);
  await lockContracts(em, text);
  await refuseOtherPeriods(em, text);
  const written = await upsert(
    em,
    { ...contracts, whenThere: { next_bill_on: nextBillOf(keepNextBill) } },
    records,
  );
  const fresh = new Set(written.filter(({ isNew }) => isNew).map(({ id }) => id));
  const touched = new Set([...written.map(({ id }) => id), ...(await saveLines(em, text))]);
  return {
    new: fresh.size,
    changed: touched.size - fresh.size,
    unchanged: rows.length - touched.size,
  };
}

/**
 * Waits for a billing run that holds these contracts. A statement of its own: what comes after
 * sees what the run has written.
 */
async function lockContracts(em: EntityManager, records: string): Promise<void> {
  await em.execute(
    `select count(*) from (select contract.id
       from jsonb_to_recordset(?::jsonb) as record(${fields}) ${itsContract}
      order by contract.id for update of contract) as held`,
    [records],
  );
}

type OtherPeriods = {
  number: string;
  customer: string;
  anchorOn: string;
  count: number;
  unit: string;
  others: number;
};

async function refuseOtherPeriods(em: EntityManager, records: string): Promise<void> {
  const [other] = await em.execute<OtherPeriods[]>(
    `select contract.number, customer.number as customer, contract.anchor_on::text as "anchorOn",
        contract.interval_count as count, contract.interval_unit as unit,
        (count(*) over () - 1)::integer as others
       from jsonb_to_recordset(?::jsonb) as record(${fields}) ${itsContract}
      where (contract.anchor_on, contract.starts_on, contract.interval_unit, contract.interval_count)
          is distinct from (record."anchorOn", record."startsOn", record.interval ->> 'unit',
            (record.interval ->> 'count')::integer)
        and ${isBilled}
      order by customer.number, contract.number limit 1`,
    [records],
  );
  if (!other) return;
  const { number, customer, anchorOn, count, unit, others } = other;
  refuse(
    'import_invalid',
    `Contract ${number} of customer ${customer} is billed already, every ${count} ${unit}(s) from ` +
      `${anchorOn}; its anchor, start and interval cannot change any more` +
      `${others > 0 ? ` (and so for ${others} more)` : ''}.`,
  );
}

/** Makes the lines of these contracts what the book says; returns the contracts it altered. */
async function saveLines(em: EntityManager, records: string): Promise<string[]> {
  const columns = `service_id, description, quantity, unit_price_minor, price_version, from_on, to_on`;
  const prefixed = (name: string) => columns.replaceAll(/\w+/g, (column) => `${name}.${column}`);
  const altered = await em.execute<{ id: string }[]>(
    `with record as materialized (
       select contract.id, contract.seller_id, record.lines
         from jsonb_to_recordset(?::jsonb) as record(${fields}) ${itsContract}),
     incoming as materialized (
       select record.id as contract_id, line.position, service.id as service_id, line.description,
           line.quantity, line."unitPriceMinor" as unit_price_minor,
           line."priceVersion" as price_version, line."fromOn" as from_on, line."toOn" as to_on
         from record
         cross join rows from (jsonb_to_recordset(record.lines) as (service text, description text,
           quantity numeric(18, 6), "unitPriceMinor" bigint, "priceVersion" text, "fromOn" date,
           "toOn" date)) with ordinality as line(service, description, quantity,
           "unitPriceMinor", "priceVersion", "fromOn", "toOn", position)
         left join service on service.seller_id = record.seller_id and service.code = line.service),
     removed as (
       delete from contract_line using record
        where contract_line.contract_id = record.id
          and contract_line.position > jsonb_array_length(record.lines)
       returning contract_line.contract_id),
     written as (
       insert into contract_line (contract_id, position, ${columns})
       select contract_id, position, ${columns} from incoming
       on conflict (contract_id, position) do update
         set (${columns}) = row(${prefixed('excluded')})
         where (${prefixed('contract_line')}) is distinct from (${prefixed('excluded')})
       returning contract_id)
     select contract_id as id from removed union select contract_id from written`,
    [records],
  );
  return altered.map(({ id }) => id);
}
