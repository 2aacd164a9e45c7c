/** The ledger in itself, and that each of its postings has the fact that caused it. */
import { amounts, type Check, countOf, sqlCheck } from './check.ts';

const posting = `'posting ' || posting.fact as subject, posting.currency`;

const balanced = sqlCheck({
  title: 'Every posting balances',
  counts: countOf('ledger_transaction'),
  finds: `
    select seller.code as seller, ${posting},
      sum(entry.amount_minor) filter (where entry.amount_minor > 0) as one,
      -sum(entry.amount_minor) filter (where entry.amount_minor < 0) as other
    from ledger_transaction posting
      join seller on seller.id = posting.seller_id
      left join ledger_entry entry on entry.transaction_id = posting.id
    group by seller.code, posting.id
    having coalesce(sum(entry.amount_minor), 1) <> 0`,
  says: (row) => `${row.subject} is out of balance: ${amounts(row, 'is debited', 'is credited')}.`,
});

const atHome = sqlCheck({
  title: 'Every posting is in its customer’s currency and its cycle’s',
  counts: countOf('ledger_transaction'),
  finds: `
    select seller.code as seller, ${posting}, null as one, null as other
    from ledger_transaction posting
      join seller on seller.id = posting.seller_id
      join customer on customer.id = posting.customer_id
      left join billing_cycle cycle on cycle.id = posting.cycle_id
    where customer.seller_id <> posting.seller_id
      or customer.currency <> posting.currency
      or (cycle.customer_id, cycle.currency) <> (posting.customer_id, posting.currency)`,
  says: ({ subject }) => `${subject} is not of the seller, customer and currency of its cycle.`,
});

const owedByACycle = sqlCheck({
  title: 'Whatever moves what is owed names its cycle',
  counts:
    "select count(*) as counted from ledger_entry where account in ('receivable', 'write_off')",
  finds: `
    select seller.code as seller, ${posting}, sum(entry.amount_minor) as one, null as other
    from ledger_transaction posting
      join seller on seller.id = posting.seller_id
      join ledger_entry entry on entry.transaction_id = posting.id
    where posting.cycle_id is null and entry.account in ('receivable', 'write_off')
    group by seller.code, posting.id`,
  says: ({ subject }) => `${subject} moves what is owed, and no cycle is named.`,
});

/** The id of a payment in `payment/<id>/<cycle>`: the id may hold anything, the cycle is a UUID. */
const paymentId = (kind: string) => `substr(left(posting.fact, -37), ${kind.length + 2})`;

/** For each kind of posting, whether the row that it was made for is there. */
const causes: Readonly<Record<string, string>> = {
  invoice: paperOf('invoice'),
  credit_note: paperOf('credit_note'),
  payment: `select from payment where payment.seller_id = posting.seller_id
    and payment.external_id = ${paymentId('payment')}`,
  payment_reversal: `select from payment_reversal reversal
      join payment on payment.id = reversal.payment_id
    where payment.seller_id = posting.seller_id
      and payment.external_id = ${paymentId('reversal')}`,
  credit_refund: `select from credit_refund refund where refund.seller_id = posting.seller_id
    and refund.external_id = substr(posting.fact, length('credit_refund/') + 1)`,
  suspense: bankEntryOf('suspense', "from_suspense and kind = 'credit'"),
  suspense_dismissed: bankEntryOf('suspense-dismissed', "state = 'dismissed'"),
  waiver: `select from waiver where waiver.cycle_id = posting.cycle_id
    and waiver.charge_id::text = substr(posting.fact, length('waiver/') + 1)`,
  fee: chargeOf('fee'),
  interest: chargeOf('interest'),
  write_off: `select from journal where journal.cycle_id = posting.cycle_id
    and journal.kind = 'written_off'
    and split_part(journal.fact, '/', 3) = split_part(posting.fact, '/', 3)`,
};

function paperOf(kind: 'invoice' | 'credit_note'): string {
  return `select from invoice paper where paper.seller_id = posting.seller_id
    and paper.kind = '${kind}' and paper.number = substr(posting.fact, ${kind.length + 2})
    and paper.cycle_id = posting.cycle_id`;
}

function bankEntryOf(prefix: string, condition: string): string {
  return `select from bank_entry where bank_entry.seller_id = posting.seller_id
    and bank_entry.payment_id = substr(posting.fact, ${prefix.length + 2})
    and bank_entry.currency = posting.currency and ${condition}`;
}

function chargeOf(kind: 'fee' | 'interest'): string {
  return `select from charge where charge.cycle_id = posting.cycle_id and charge.kind = '${kind}'
    and charge.step::text = split_part(posting.fact, '/', 3)`;
}

/** A kind that is not named above has no cause that anybody could check, so it is a difference. */
const caused = sqlCheck({
  title: 'Every posting has the fact that caused it',
  counts: countOf('ledger_transaction'),
  finds: `
    select seller.code as seller, ${posting}, null as one, null as other
    from ledger_transaction posting join seller on seller.id = posting.seller_id
    where not case posting.kind
      ${Object.entries(causes)
        .map(([kind, cause]) => `when '${kind}' then exists (${cause})`)
        .join('\n')}
      else false end`,
  says: ({ subject }) => `${subject} has no fact that caused it.`,
});

export const postingChecks: readonly Check[] = [balanced, atHome, owedByACycle, caused];
