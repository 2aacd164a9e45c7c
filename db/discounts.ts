/** Discounts on coming bills: granted here, used up by issuing, bill by bill. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ComingDiscount } from '../domain/authority/coming.ts';
import type { Discount, DiscountUse } from '../domain/authority/discount.ts';
import { discountOf, type DiscountRow, discountSql } from './due-contracts.ts';
import { newId } from './new-id.ts';

export async function insertDiscounts(
  em: EntityManager,
  { grantId, customerId }: { readonly grantId: string; readonly customerId: string },
  discounts: readonly ComingDiscount[],
  at: Date,
): Promise<void> {
  const rows = discounts.map((discount) => ({ id: newId(), ...discount }));
  await em.execute(
    `insert into discount (id, seller_id, customer_id, grant_id, kind, service_code, basis_points,
       net_minor, unit_price_minor, price_version, description, bills, bills_left, granted_at)
     select row.id, customer.seller_id, customer.id, ?, kind, "serviceCode", "basisPoints",
       "netMinor", "unitPriceMinor", "priceVersion", '', bills, bills, ?
     from customer, jsonb_to_recordset(?::jsonb) as row(id uuid, kind text, "serviceCode" text,
       "basisPoints" int, "netMinor" bigint, "unitPriceMinor" bigint, "priceVersion" text, bills int)
     where customer.id = ?`,
    [grantId, at, JSON.stringify(rows), customerId],
  );
}

/**
 * Writes down what discounts took off new bills. Each is used once for a bill; of two bills at once
 * that both want its last one, the second fails on the database's check and is made again.
 */
export async function useDiscounts(
  em: EntityManager,
  uses: readonly (DiscountUse & { readonly cycleId: string })[],
  at: Date,
): Promise<void> {
  const taken = uses.filter(({ netMinor }) => netMinor > 0);
  if (taken.length === 0) return;
  await em.execute(
    `with used as (
       insert into discount_use (discount_id, cycle_id, net_minor, used_at)
       select "discountId", "cycleId", "netMinor", ? from jsonb_to_recordset(?::jsonb)
         as row("discountId" uuid, "cycleId" uuid, "netMinor" bigint)
       returning discount_id)
     update discount set bills_left = bills_left - counted.bills
       from (select discount_id, count(*) as bills from used group by 1) counted
      where discount.id = counted.discount_id`,
    [at, JSON.stringify(taken)],
  );
}

/** The discounts that a cycle's bill used, for the same bill anew. */
export async function discountsUsed(em: EntityManager, cycleId: string): Promise<Discount[]> {
  const rows = await em.execute<{ row: DiscountRow; language: string }[]>(
    `select json_build_object(${discountSql}, 'billsLeft', 1) as row, customer.language
       from discount_use join discount on discount.id = discount_use.discount_id
         join customer on customer.id = discount.customer_id
      where discount_use.cycle_id = ? order by discount.id`,
    [cycleId],
  );
  return rows.map(({ row, language }) => discountOf(row, language));
}
