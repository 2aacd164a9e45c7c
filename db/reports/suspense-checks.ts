/** Money from bank statements: what waits in suspense, and that what was placed is booked whole. */
import { isBooked } from '../bank-entries.ts';
import { amounts, type Check, countOf, money, sqlCheck } from './check.ts';

/** Of each payment, what the ledger has left in suspense; the facts name the payment. */
const inLedger = `
  select seller_id, payment_id, -sum(amount_minor) as minor from (
    select posting.seller_id, entry.amount_minor, case posting.kind
        when 'suspense' then substr(posting.fact, length('suspense/') + 1)
        when 'suspense_dismissed' then substr(posting.fact, length('suspense-dismissed/') + 1)
        else substr(left(posting.fact, -37), length('payment/') + 1) end as payment_id
    from ledger_entry entry join ledger_transaction posting on posting.id = entry.transaction_id
    where entry.account = 'suspense') moved
  group by 1, 2`;

/** What waits for a person, or for the cycle to which a person sent it. */
const onTheList = `
  select entry.seller_id, entry.payment_id, entry.amount_minor as minor from bank_entry entry
  where entry.from_suspense and entry.state <> 'dismissed' and not exists (
    select from payment where payment.seller_id = entry.seller_id
      and payment.external_id = entry.payment_id)`;

const suspense = sqlCheck({
  title: 'What lies in suspense is what waits to be placed',
  counts: 'select count(*) as counted from bank_entry where from_suspense',
  finds: `
    select seller.code as seller, 'the bank’s payment ' || payment_id as subject,
      coalesce((select entry.currency from bank_entry entry
        where entry.payment_id = coalesce(waiting.payment_id, ledger.payment_id)), '') as currency,
      coalesce(waiting.minor, 0) as one, coalesce(ledger.minor, 0) as other
    from (${onTheList}) waiting full join (${inLedger}) ledger using (seller_id, payment_id)
      join seller on seller.id = seller_id
    where coalesce(waiting.minor, 0) <> coalesce(ledger.minor, 0)`,
  says: (row) => `${row.subject}: ${amounts(row, 'waits to be placed', 'lies in suspense')}.`,
});

const bookedWhole = sqlCheck({
  title: 'What a bank statement brought is booked as it came',
  counts: countOf('bank_entry'),
  finds: `
    select seller.code as seller, 'the bank’s payment ' || entry.payment_id as subject,
      entry.currency, entry.amount_minor as one, payment.amount_minor as other
    from bank_entry entry join seller on seller.id = entry.seller_id
      join payment on payment.seller_id = entry.seller_id
        and payment.external_id = entry.payment_id
    where (entry.amount_minor, entry.currency) <> (payment.amount_minor, payment.currency)
      or entry.kind <> 'credit' or entry.state not in ('matched', 'assigned', 'reported')`,
  says: (row) => `${row.subject}: ${amounts(row, 'came in', 'was booked')}.`,
});

/** A cycle that refuses what it is told says so in its journal, where nobody looks for money. */
const refused = sqlCheck({
  title: 'No billing cycle refused what a bank statement brought',
  counts: countOf('bank_entry'),
  finds: `
    select seller.code as seller,
      'the bank’s ' || replace(entry.kind, 'credit', 'payment') || ' ' || entry.payment_id
        || ' was refused: ' || journal.reason as subject,
      entry.currency, entry.amount_minor as one, null as other
    from bank_entry entry join seller on seller.id = entry.seller_id
      join journal on journal.cycle_id = entry.cycle_id and journal.fact =
        case entry.kind when 'credit' then 'refused/payment/' else 'refused/reversal/' end
          || entry.payment_id
    where not ${isBooked}`,
  says: (row) => `${row.subject} ${money(row.one, row.currency)} of it are not in the books.`,
});

export const suspenseChecks: readonly Check[] = [suspense, bookedWhole, refused];
