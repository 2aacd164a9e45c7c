import type { EntityManager } from '@mikro-orm/postgresql';
import type { Discount } from '../domain/authority/discount.ts';
import { discountWords } from '../domain/authority/discount-words.ts';
import type { Contract } from '../domain/billing.ts';
import type { LocalDate } from '../domain/calendar.ts';

/** A customer to be billed, with what the paper and the tax rules need of them. */
export type CustomerToBill = {
  readonly customerId: string;
  readonly number: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly country: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly isBusiness: boolean;
  readonly vatNumber: string | null;
  readonly addressLine: string;
  readonly postalCode: string;
  readonly city: string;
  readonly contracts: readonly Contract[];
  /** What was granted on coming bills and is left. */
  readonly discounts: readonly Discount[];
};

/** The next customers in order of id, after this one, with a contract due by the date. */
export async function readDuePage(
  em: EntityManager,
  page: { sellerId: string; asOf: LocalDate; afterCustomerId: string | null; limit: number },
): Promise<CustomerToBill[]> {
  const ids = await em.execute<{ customer_id: string }[]>(
    `select distinct customer_id from contract
      where seller_id = ? and next_bill_on <= ? and customer_id > ?
      order by customer_id limit ?`,
    [page.sellerId, page.asOf, page.afterCustomerId ?? nilUuid, page.limit],
  );
  return readCustomersToBill(
    em,
    ids.map((row) => row.customer_id),
  );
}

const nilUuid = '00000000-0000-0000-0000-000000000000';

/** These customers with all their contracts, in order of id. */
export async function readCustomersToBill(
  em: EntityManager,
  customerIds: readonly string[],
): Promise<CustomerToBill[]> {
  if (customerIds.length === 0) return [];
  const rows = await em.execute<Row[]>(customersSql, [JSON.stringify(customerIds)]);
  return rows.map(({ discounts, ...customer }) => ({
    ...customer,
    discounts: (discounts ?? []).map((row) => discountOf(row, customer.language)),
  }));
}

type Row = Omit<CustomerToBill, 'discounts'> & { discounts: DiscountRow[] | null };

/** A discount as `discountsSql` reads it; what its kind does not have is null. */
export type DiscountRow = {
  readonly discountId: string;
  readonly kind: Discount['kind'];
  readonly serviceCode: string | null;
  readonly serviceName: string | null;
  readonly basisPoints: number | null;
  readonly netMinor: number | null;
  readonly unitPriceMinor: number | null;
  readonly bills: number;
  readonly billsLeft: number;
};

/** The discount as the bill names it, in the customer's language. */
export function discountOf(row: DiscountRow, language: string): Discount {
  const { discountId, kind, serviceCode, basisPoints, netMinor, unitPriceMinor, billsLeft } = row;
  return {
    ...{ discountId, kind, serviceCode, billsLeft },
    description: discountWords(row, language),
    ...(basisPoints !== null && { basisPoints }),
    ...(netMinor !== null && { netMinor }),
    ...(unitPriceMinor !== null && { unitPriceMinor }),
  };
}

/** The fields of a DiscountRow, of the table `discount`, as arguments of `json_build_object`. */
export const discountSql = `
  'discountId', discount.id, 'kind', discount.kind, 'serviceCode', discount.service_code,
  'serviceName', (select coalesce(service.names ->> customer.language, service.names ->> 'en')
    from service where service.seller_id = discount.seller_id
      and service.code = discount.service_code),
  'basisPoints', discount.basis_points, 'netMinor', discount.net_minor,
  'unitPriceMinor', discount.unit_price_minor, 'bills', discount.bills`;

const discountsSql = `
  select json_agg(json_build_object(${discountSql}, 'billsLeft', discount.bills_left)
      order by discount.id)
    from discount where discount.customer_id = customer.id and discount.bills_left > 0`;

const linesSql = `
  select coalesce(json_agg(json_build_object(
      'serviceCode', service.code,
      'description', coalesce(line.description, service.names ->> customer.language,
        service.names ->> 'en', service.code),
      'taxCategory', service.tax_category,
      'quantity', trim_scale(line.quantity)::text,
      'unitPriceMinor', line.unit_price_minor,
      'priceVersion', line.price_version,
      'fromOn', line.from_on,
      'toOn', line.to_on
    ) order by line.position), '[]')
  from contract_line line join service on service.id = line.service_id
  where line.contract_id = contract.id`;

const customersSql = `
  select customer.id as "customerId", customer.number, customer.name, customer.email,
    customer.language, customer.country, customer.time_zone as "timeZone", customer.currency,
    customer.is_business as "isBusiness", customer.vat_number as "vatNumber",
    customer.address_line as "addressLine", customer.postal_code as "postalCode", customer.city,
    json_agg(json_build_object(
      'contractId', contract.id,
      'customerId', customer.id,
      'anchorOn', contract.anchor_on,
      'interval', json_build_object('unit', contract.interval_unit, 'count', contract.interval_count),
      'startsOn', contract.starts_on,
      'endsOn', contract.ends_on,
      'nextBillOn', contract.next_bill_on,
      'terms', contract.terms,
      'ladderId', contract.ladder_id,
      'lines', (${linesSql})
    ) order by contract.number) as contracts,
    (${discountsSql}) as discounts
  from customer join contract on contract.customer_id = customer.id
  where customer.id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
  group by customer.id
  order by customer.id`;
