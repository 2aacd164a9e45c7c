import type { EntityManager } from '@mikro-orm/postgresql';
import { type Credit, type IssueContext, type PricedBill, writeBills } from '../db/write-bills.ts';
import type { Bill } from '../domain/billing.ts';
import { faultOfData, type Problem } from './billing-problems.ts';

export type Written = { readonly bills: ReadonlySet<Bill>; readonly problems: readonly Problem[] };

/** How bills are written down: all at once or, where that failed, so that one does not spoil it. */
export type WriteBills = (
  em: EntityManager,
  bills: readonly PricedBill[],
  context: IssueContext,
  credit: Credit,
) => Promise<Written>;

export const writeTogether: WriteBills = async (em, bills, context, credit) => ({
  bills: await writeBills(em, bills, context, credit),
  problems: [],
});

/**
 * Writes bills that together could not be written: half by half, each half of itself again, until
 * the one that cannot be written stands alone and is a problem. Each part is written behind a
 * savepoint, so that a part which fails takes no number and no credit. The bills of one customer
 * stay together, because the later ones build on the first.
 */
export const writeApart: WriteBills = async (em, bills, context, credit) => {
  if (bills.length === 0) return { bills: new Set(), problems: [] };
  try {
    return await em.transactional((inner) => writeTogether(inner, bills, context, credit));
  } catch (error) {
    const refusal = faultOfData(error);
    if (!refusal) throw error;
    const customers = [...Map.groupBy(bills, ({ customer }) => customer.customerId).values()];
    const [[first] = []] = customers;
    if (customers.length === 1 && first) {
      const { customer, bill } = first;
      const { customerId } = customer;
      return { bills: new Set(), problems: [{ customerId, period: bill.period.from, ...refusal }] };
    }
    const half = Math.ceil(customers.length / 2);
    const one = await writeApart(em, customers.slice(0, half).flat(), context, credit);
    const other = await writeApart(em, customers.slice(half).flat(), context, credit);
    return {
      bills: new Set([...one.bills, ...other.bills]),
      problems: [...one.problems, ...other.problems],
    };
  }
};
