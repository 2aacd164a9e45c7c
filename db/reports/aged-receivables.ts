import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../../domain/calendar.ts';
import { checkedMinor } from '../../domain/money.ts';

/** What is owed in one currency, in minor units, by how many days it is past due. */
export type Ages = {
  readonly currency: string;
  readonly notDueMinor: number;
  readonly days1To30Minor: number;
  readonly days31To60Minor: number;
  readonly days61To90Minor: number;
  readonly daysOver90Minor: number;
  readonly totalMinor: number;
};

export type CustomerAges = Ages & {
  readonly number: string;
  readonly name: string;
  /** Cycles with something open. */
  readonly cycles: number;
};

export type AgedReceivables = {
  /** Of all customers, whichever are listed; what the trial balance says is receivable. */
  readonly totals: readonly Ages[];
  readonly customers: readonly CustomerAges[];
};

export type AgedReceivablesQuery = {
  readonly sellerId: string;
  readonly asOf: LocalDate;
  /** Lists the customers that come after this one, by number and currency. */
  readonly after?: { readonly number: string; readonly currency: string } | undefined;
  /** Lists so many customers; without it, all of them. */
  readonly limit?: number;
};

/**
 * What each customer owed on a day, from the ledger alone: the receivable of each cycle by what was
 * booked up to then, aged from the due date on the newest bill issued by then. So any day in the
 * past can be asked again, and says what it said.
 */
export async function agedReceivables(
  em: EntityManager,
  { sellerId, asOf, after, limit }: AgedReceivablesQuery,
): Promise<AgedReceivables> {
  const rows = await em.execute<Row[]>(
    `with ${openClaims}, ${perCustomer}
     select true as "isTotal", '' as number, '' as name, sum(cycles)::int as cycles, ${sums}
       from per_customer group by currency
     union all
     (select false, number, name, cycles::int, ${columns} from per_customer
       where (number, currency) > (?, ?) order by number, currency limit ?)`,
    [sellerId, asOf, asOf, asOf, after?.number ?? '', after?.currency ?? '', limit ?? null],
  );
  const inOrder = rows.toSorted(byNumberAndCurrency);
  return {
    totals: inOrder.filter(({ isTotal }) => isTotal).map(agesOf),
    customers: inOrder
      .filter(({ isTotal }) => !isTotal)
      .map((row) => ({ number: row.number, name: row.name, cycles: row.cycles, ...agesOf(row) })),
  };
}

/** Each bucket's column and the days past due that fall into it. */
const buckets = {
  notDue: 'days <= 0',
  days1To30: 'days between 1 and 30',
  days31To60: 'days between 31 and 60',
  days61To90: 'days between 61 and 90',
  daysOver90: 'days > 90',
  total: 'true',
} as const;

type Bucket = keyof typeof buckets;
type Row = Record<Bucket, string> & {
  isTotal: boolean;
  number: string;
  name: string;
  cycles: number;
  currency: string;
};

const names = Object.keys(buckets).map((name) => `"${name}"`);
const columns = ['currency', ...names].join(', ');
const sums = ['currency', ...names.map((name) => `sum(${name}) as ${name}`)].join(', ');

const openClaims = `
  open_claim as (
    select posting.cycle_id, sum(entry.amount_minor) as minor
    from ledger_transaction posting join ledger_entry entry on entry.transaction_id = posting.id
    where posting.seller_id = ? and posting.booked_on <= ? and entry.account = 'receivable'
    group by posting.cycle_id having sum(entry.amount_minor) <> 0)`;

/** Numbers are compared by their bytes, so that a page begins where the one before ended. */
const perCustomer = `
  per_customer as (
    select customer.number collate "C" as number, customer.name, cycle.currency,
      count(*) as cycles,
      ${Object.entries(buckets)
        .map(([name, days]) => `coalesce(sum(minor) filter (where ${days}), 0) as "${name}"`)
        .join(', ')}
    from open_claim join billing_cycle cycle on cycle.id = open_claim.cycle_id
      join customer on customer.id = cycle.customer_id
      cross join lateral (select ?::date - bill.due_on as days from invoice bill
        where bill.cycle_id = cycle.id and bill.kind = 'invoice' and bill.issued_on <= ?
        order by bill.undoes_credit, bill.revision desc limit 1) age
    group by customer.id, cycle.currency)`;

function byNumberAndCurrency(one: Row, other: Row): number {
  if (one.number !== other.number) return one.number < other.number ? -1 : 1;
  return one.currency < other.currency ? -1 : 1;
}

function agesOf(row: Row): Ages {
  const minor = (bucket: Bucket) => checkedMinor(BigInt(row[bucket]));
  return {
    currency: row.currency,
    notDueMinor: minor('notDue'),
    days1To30Minor: minor('days1To30'),
    days31To60Minor: minor('days31To60'),
    days61To90Minor: minor('days61To90'),
    daysOver90Minor: minor('daysOver90'),
    totalMinor: minor('total'),
  };
}
