import type { Database } from '../../db/orm.ts';
import { formatMoney } from '../../domain/money.ts';
import { line, table } from '../terminal.ts';

const shownAtMost = 40;

type Row = {
  customer: string;
  invoice: string;
  openMinor: string;
  grossMinor: string;
  currency: string;
  dueOn: string;
  standing: string;
  reminders: number;
};

/** The newest cycles: customer, invoice, amount, due date and where they stand. */
export async function showCycles(database: Database): Promise<void> {
  const em = database.em.fork();
  const rows = await em.execute<Row[]>(
    `select customer.name as customer, invoice.number as invoice, cycle.currency,
       invoice.gross_minor as "grossMinor", cycle.open_minor as "openMinor",
       cycle.due_on::text as "dueOn", cycle.standing,
       (select count(*)::int from reminder where reminder.cycle_id = cycle.id) as reminders
     from billing_cycle cycle
       join customer on customer.id = cycle.customer_id
       join invoice on invoice.cycle_id = cycle.id and invoice.kind = 'invoice'
     order by cycle.opened_at desc, invoice.number limit ?`,
    [shownAtMost],
  );
  const [count] = await em.execute<{ all: number }[]>(
    'select count(*)::int as all from billing_cycle',
  );
  table(
    [
      { title: 'Customer' },
      { title: 'Invoice' },
      { title: 'Amount', align: 'right' },
      { title: 'Due' },
      { title: 'State' },
    ],
    rows.map((row) => [
      row.customer,
      row.invoice,
      formatMoney(Number(row.grossMinor), row.currency, 'en'),
      shortDate(row.dueOn),
      stateInWords(row),
    ]),
  );
  const more = (count?.all ?? 0) - rows.length;
  if (more > 0) line(`… and ${more} more.`);
}

function stateInWords({ standing, reminders }: Row): string {
  const state = standing === 'open' ? 'issued' : standing.replace('_', ' ');
  if (reminders === 0) return state;
  return `${state}, ${reminders} ${reminders === 1 ? 'reminder' : 'reminders'}`;
}

/** 15 Mar 2026 */
function shortDate(date: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(Date.parse(`${date}T00:00:00Z`));
}
