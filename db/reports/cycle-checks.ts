/** Each cycle's money against the papers, payments and ledger entries that made it. */
import { amounts, type Check, countOf, type Difference, sqlCheck } from './check.ts';

/** What a cycle's column must be: the sum of `source`, a select of cycle_id and minor. */
type Comparison = {
  readonly title: string;
  readonly column: string;
  readonly source: string;
  readonly says: readonly [string, string];
};

/** The sum of a cycle's entries on an account; `sign` -1 for one that credits make larger. */
const ledger = (account: string, sign: 1 | -1 = 1, condition = 'true') => `
  select posting.cycle_id, ${sign} * sum(entry.amount_minor) as minor
  from ledger_entry entry join ledger_transaction posting on posting.id = entry.transaction_id
  where entry.account = '${account}' and posting.cycle_id is not null and ${condition}
  group by posting.cycle_id`;

const papers = (kind: 'invoice' | 'credit_note') => `
  select cycle_id, sum(gross_minor) as minor from invoice
  where kind = '${kind}' group by cycle_id`;

/** What credit notes and waivers did not put on the customer's credit, they took from what was owed. */
const creditedByNotes = `
  select cycle_id, sum(minor) as minor
  from (${papers('credit_note')}
    union all select cycle_id, amount_minor from waiver
    union all (${ledger('customer_credit', 1, "posting.kind in ('credit_note', 'waiver')")})) parts
  group by cycle_id`;

const paymentsThatStand = `
  select cycle_id, sum(amount_minor) as minor from allocation
  where not exists (select from payment_reversal reversal
    where reversal.payment_id = allocation.payment_id)
  group by cycle_id`;

const comparisons: readonly Comparison[] = [
  {
    title: 'What a cycle has open is its receivable in the ledger',
    column: 'open_minor',
    source: ledger('receivable'),
    says: ['is open', 'is receivable in the ledger'],
  },
  {
    title: 'What it claims is the gross of its invoices',
    column: 'claimed_minor',
    source: papers('invoice'),
    says: ['is claimed', 'is the gross of its invoices'],
  },
  {
    title: 'What it credited is its credit notes and waivers, less what became credit',
    column: 'credited_minor',
    source: creditedByNotes,
    says: ['is credited', 'of its credit notes and waivers lowered the claim'],
  },
  {
    title: 'What it was paid is its allocations, less those reversed',
    column: 'paid_minor',
    source: paymentsThatStand,
    says: ['is paid', 'is allocated to it from payments that stand'],
  },
  {
    title: 'What it charged is its charges',
    column: 'charged_minor',
    source: 'select cycle_id, sum(amount_minor) as minor from charge group by cycle_id',
    says: ['is charged', 'is the sum of its charges'],
  },
  {
    title: 'What it used of credit left the customer’s credit in the ledger',
    column: 'credit_used_minor',
    source: ledger('customer_credit', 1, "posting.kind in ('invoice', 'credit_use')"),
    says: ['of credit is used', 'of credit is used in the ledger'],
  },
  {
    title: 'What it wrote off is written off in the ledger',
    column: 'written_off_minor',
    source: ledger('write_off'),
    says: ['is written off', 'is written off in the ledger'],
  },
];

/** How the sentences name a cycle, and the tables that it takes. */
export const cycleSubject = `
  seller.code as seller,
  'the cycle of ' || cycle.period_from || ' of customer ' || customer.number as subject,
  cycle.currency`;
export const cycleParties = `
  join seller on seller.id = cycle.seller_id
  join customer on customer.id = cycle.customer_id`;

const comparisonCheck = ({ title, column, source, says: [one, other] }: Comparison): Check =>
  sqlCheck({
    title,
    counts: countOf('billing_cycle'),
    finds: `
      select ${cycleSubject}, cycle.${column} as one, coalesce(source.minor, 0) as other
      from billing_cycle cycle ${cycleParties}
        left join (${source}) source on source.cycle_id = cycle.id
      where cycle.${column} <> coalesce(source.minor, 0)`,
    says: (row) => `in ${row.subject} ${amounts(row, one, other)}.`,
  });

const customerCredit = sqlCheck({
  title: 'What a customer has to their credit is in the ledger',
  counts: countOf('customer'),
  finds: `
    select seller.code as seller, 'customer ' || customer.number as subject, customer.currency,
      customer.credit_minor as one, coalesce(ledger.minor, 0) as other
    from customer join seller on seller.id = customer.seller_id
      left join (select posting.customer_id, -sum(entry.amount_minor) as minor
        from ledger_entry entry join ledger_transaction posting on posting.id = entry.transaction_id
        where entry.account = 'customer_credit' group by posting.customer_id) ledger
        on ledger.customer_id = customer.id
    where customer.credit_minor <> coalesce(ledger.minor, 0)`,
  says: (row: Difference) =>
    `${row.subject}: ${amounts(row, 'is their credit', 'is their credit in the ledger')}.`,
});

export const cycleChecks: readonly Check[] = [...comparisons.map(comparisonCheck), customerCredit];
