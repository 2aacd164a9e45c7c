/** Discounts on coming bills: each is on so many bills as it was used for, and on no other. */
import { amounts, type Check, countOf, money, sqlCheck } from './check.ts';
import { cycleParties } from './cycle-checks.ts';

const usedUp = sqlCheck({
  title: 'Every discount has used up as many bills as have it',
  counts: countOf('discount'),
  finds: `
    select seller.code as seller,
      'discount ' || discount.id || ' of customer ' || customer.number as subject,
      '' as currency, discount.bills - discount.bills_left as one, uses.bills as other
    from discount join seller on seller.id = discount.seller_id
      join customer on customer.id = discount.customer_id
      cross join lateral (select count(*) as bills from discount_use
        where discount_use.discount_id = discount.id) uses
    where discount.bills - discount.bills_left <> uses.bills`,
  says: ({ subject, one, other }) =>
    `${subject} has used up ${one} of its bills, and was used for ${other}.`,
});

/** The bill that was issued first; a bill made anew has the same discounts at its own prices. */
const usesOnBills = sqlCheck({
  title: 'Every use of a discount is on its bill',
  counts: countOf('discount_use'),
  finds: `
    select seller.code as seller, 'discount ' || used.discount_id || ' in the cycle of '
        || cycle.period_from || ' of customer ' || customer.number as subject,
      cycle.currency, used.net_minor as one, coalesce(on_bill.minor, 0) as other
    from discount_use used join billing_cycle cycle on cycle.id = used.cycle_id ${cycleParties}
      cross join lateral (select -sum(line.net_minor) as minor
        from invoice bill join invoice_line line on line.invoice_id = bill.id
        where bill.cycle_id = cycle.id and bill.kind = 'invoice' and bill.revision = 1
          and line.discount_id = used.discount_id) on_bill
    where used.net_minor <> coalesce(on_bill.minor, 0)`,
  says: (row) => `${row.subject}: ${amounts(row, 'was taken off', 'is off on the bill')}.`,
});

const linesAreUses = sqlCheck({
  title: 'Every discount on a bill was used for it, below nothing and for its customer',
  counts: 'select count(*) as counted from invoice_line where discount_id is not null',
  finds: `
    select seller.code as seller, 'line ' || line.position || ' of ' || replace(bill.kind, '_', ' ')
        || ' ' || bill.number as subject, bill.currency, -line.net_minor as one, null as other
    from invoice_line line join invoice bill on bill.id = line.invoice_id
      join seller on seller.id = bill.seller_id
      join discount on discount.id = line.discount_id
    where line.net_minor >= 0 or discount.customer_id <> bill.customer_id
      or not exists (select from discount_use used
        where used.discount_id = line.discount_id and used.cycle_id = bill.cycle_id)`,
  says: (row) =>
    `${row.subject} is a discount of ${money(row.one, row.currency)}, and none was used for it.`,
});

export const discountChecks: readonly Check[] = [usedUp, usesOnBills, linesAreUses];
