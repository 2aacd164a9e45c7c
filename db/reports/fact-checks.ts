/** Every fact that moved money has exactly one posting, and that posting says the same amounts. */
import { amounts, type Check, countOf, type Difference, money, sqlCheck } from './check.ts';
import { cycleParties } from './cycle-checks.ts';

/** What its posting moved, with the sign of the paper: a credit note moves the other way. */
const posted = (accounts: string) => `
  (select -coalesce(sum(entry.amount_minor), 0) * case paper.kind when 'invoice' then 1 else -1 end
    from ledger_entry entry where entry.transaction_id = posting.id
      and entry.account in (${accounts}))`;

/** A bill of nothing moves nothing, so it has no posting. */
const papers = sqlCheck({
  title: 'Every invoice and credit note has its posting',
  counts: countOf('invoice'),
  finds: `
    select seller.code as seller,
      'the ' || part.name || ' of ' || replace(paper.kind, '_', ' ') || ' ' || paper.number as subject,
      paper.currency, part.said as one, part.posted as other
    from invoice paper join seller on seller.id = paper.seller_id
      left join ledger_transaction posting on posting.seller_id = paper.seller_id
        and posting.fact = paper.kind || '/' || paper.number
      cross join lateral (values ('gross', paper.gross_minor, null),
        ('net', paper.net_minor, ${posted("'revenue', 'discount'")}),
        ('tax', paper.tax_minor, ${posted("'tax'")})) part (name, said, posted)
    where case when posting.id is null
      then part.name = 'gross' and (paper.net_minor <> 0 or paper.tax_minor <> 0)
      else part.said <> part.posted end`,
  says: (row) => `${row.subject} is ${money(row.one, row.currency)}, ${inLedger(row)}.`,
});

const charges = sqlCheck({
  title: 'Every fee and interest has its posting',
  counts: "select count(*) as counted from charge where kind in ('fee', 'interest')",
  finds: `
    select seller.code as seller,
      'the ' || charge.kind || ' of step ' || coalesce(charge.step, 0) || ' in the cycle of '
        || cycle.period_from || ' of customer ' || customer.number as subject,
      cycle.currency, charge.amount_minor as one, posted.minor as other
    from charge join billing_cycle cycle on cycle.id = charge.cycle_id ${cycleParties}
      left join ledger_transaction posting on posting.seller_id = cycle.seller_id
        and posting.fact = charge.kind || '/' || cycle.id || '/' || charge.step
      left join lateral (select -sum(entry.amount_minor) as minor from ledger_entry entry
        where entry.transaction_id = posting.id and entry.account = charge.kind) posted on true
    where charge.kind in ('fee', 'interest')
      and charge.amount_minor is distinct from posted.minor`,
  says: (row) => `${row.subject} is ${money(row.one, row.currency)}, ${inLedger(row)}.`,
});

/** A write-off has no table of its own: the journal says that and when a claim was given up. */
const writeOffs = sqlCheck({
  title: 'Every write-off has its posting',
  counts: "select count(*) as counted from journal where kind = 'written_off'",
  finds: `
    select seller.code as seller,
      'the write-off of the cycle of ' || cycle.period_from || ' of customer ' || customer.number
        as subject,
      cycle.currency, journal.amount_minor as one, posted.minor as other
    from journal join billing_cycle cycle on cycle.id = journal.cycle_id ${cycleParties}
      left join ledger_transaction posting on posting.seller_id = cycle.seller_id
        and posting.fact = 'write-off/' || cycle.id || '/' || split_part(journal.fact, '/', 3)
      left join lateral (select sum(entry.amount_minor) as minor from ledger_entry entry
        where entry.transaction_id = posting.id and entry.account = 'write_off') posted on true
    where journal.kind = 'written_off'
      and journal.amount_minor is distinct from posted.minor`,
  says: (row) => `${row.subject} is ${money(row.one, row.currency)}, ${inLedger(row)}.`,
});

const waivers = sqlCheck({
  title: 'Every waiver has its posting',
  counts: countOf('waiver'),
  finds: `
    select seller.code as seller,
      'the waiver of a charge in the cycle of ' || cycle.period_from || ' of customer '
        || customer.number as subject,
      cycle.currency, waiver.amount_minor as one, posted.minor as other
    from waiver join billing_cycle cycle on cycle.id = waiver.cycle_id ${cycleParties}
      left join ledger_transaction posting on posting.seller_id = cycle.seller_id
        and posting.fact = 'waiver/' || waiver.charge_id
      left join lateral (select sum(entry.amount_minor) as minor from ledger_entry entry
        where entry.transaction_id = posting.id and entry.account in ('fee', 'interest')) posted on true
    where waiver.amount_minor is distinct from posted.minor`,
  says: (row) => `${row.subject} is ${money(row.one, row.currency)}, ${inLedger(row)}.`,
});

function inLedger({ other, currency }: Difference): string {
  return other === null ? 'and has no posting' : `its posting is of ${money(other, currency)}`;
}

/** The sums of a payment's postings, one for each cycle, put together by the payment's own id. */
const paymentPostings = (kind: 'payment' | 'payment_reversal', prefix: string) => `
  select posting.seller_id, substr(left(posting.fact, -37), ${prefix.length + 1}) as external_id,
    sum(entry.amount_minor) filter (where entry.account in ('cash', 'suspense')) as cash,
    -sum(entry.amount_minor) filter (where entry.account = 'customer_credit') as credit
  from ledger_transaction posting join ledger_entry entry on entry.transaction_id = posting.id
  where posting.kind = '${kind}' group by 1, 2`;

const payment = `seller.code as seller, 'payment ' || payment.external_id as subject,
  payment.currency, payment.amount_minor as one`;

const ofPayment = `
  on posted.seller_id = payment.seller_id and posted.external_id = payment.external_id`;

const paymentsCameIn = sqlCheck({
  title: 'Every payment came into the ledger once, whole',
  counts: countOf('payment'),
  finds: `
    select ${payment}, posted.cash as other
    from payment join seller on seller.id = payment.seller_id
      left join (${paymentPostings('payment', 'payment/')}) posted ${ofPayment}
    where payment.amount_minor is distinct from posted.cash`,
  says: (row) => `${row.subject}: ${amounts(row, 'was paid', 'came into the ledger')}.`,
});

const paymentsShared = sqlCheck({
  title: 'Every payment is wholly shared out',
  counts: countOf('payment'),
  finds: `
    select ${payment}, coalesce(settled.minor, 0) + coalesce(posted.credit, 0) as other
    from payment join seller on seller.id = payment.seller_id
      left join (select payment_id, sum(amount_minor) as minor from allocation group by payment_id)
        settled on settled.payment_id = payment.id
      left join (${paymentPostings('payment', 'payment/')}) posted ${ofPayment}
    where payment.amount_minor <> coalesce(settled.minor, 0) + coalesce(posted.credit, 0)`,
  says: (row) => `${row.subject}: ${amounts(row, 'was paid', 'is allocated or credit')}.`,
});

const reversals = sqlCheck({
  title: 'Every payment taken back left the ledger once, whole',
  counts: countOf('payment_reversal'),
  finds: `
    select ${payment}, -posted.cash as other
    from payment_reversal reversal join payment on payment.id = reversal.payment_id
      join seller on seller.id = payment.seller_id
      left join (${paymentPostings('payment_reversal', 'reversal/')}) posted ${ofPayment}
    where payment.amount_minor is distinct from -posted.cash`,
  says: (row) => `${row.subject}: ${amounts(row, 'was taken back', 'left the ledger')}.`,
});

const refunds = sqlCheck({
  title: 'Every refund of credit left the ledger once, whole',
  counts: countOf('credit_refund'),
  finds: `
    select seller.code as seller, 'refund ' || refund.external_id as subject, refund.currency,
      refund.amount_minor as one, posted.minor as other
    from credit_refund refund join seller on seller.id = refund.seller_id
      left join ledger_transaction posting on posting.seller_id = refund.seller_id
        and posting.fact = 'credit_refund/' || refund.external_id
      left join lateral (select -sum(entry.amount_minor) as minor from ledger_entry entry
        where entry.transaction_id = posting.id and entry.account = 'cash') posted on true
    where refund.amount_minor is distinct from posted.minor`,
  says: (row) => `${row.subject}: ${amounts(row, 'was paid back', 'left the ledger')}.`,
});

export const factChecks: readonly Check[] = [
  papers,
  charges,
  writeOffs,
  waivers,
  paymentsCameIn,
  paymentsShared,
  reversals,
  refunds,
];
