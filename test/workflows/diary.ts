/** The journal of a cycle as lines that read like a calendar. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { toDecimal } from '../../domain/money.ts';
import type { CycleIdentity } from '../../workflows/messages.ts';

type Line = { kind: string; at: string; minor: string | null; name: string | null };

/** Such as `2035-03-12 09:00 reminded before_due 124.00`: the customer's local time. */
export async function diaryOf(
  em: EntityManager,
  { seller, customer, period }: CycleIdentity,
  timeZone: string,
): Promise<string[]> {
  const lines = await em.execute<Line[]>(
    `select journal.kind, journal.at, journal.amount_minor as minor,
       journal.details ->> 'name' as name
     from journal
       join billing_cycle cycle on cycle.id = journal.cycle_id
       join customer on customer.id = cycle.customer_id
       join seller on seller.id = cycle.seller_id
     where seller.code = ? and customer.number = ? and cycle.period_from = ?
     order by journal.id`,
    [seller, customer, period],
  );
  return lines.map(({ kind, at, minor, name }) =>
    [
      writtenAt(new Date(at).getTime(), timeZone),
      kind,
      ...(name === null ? [] : [name]),
      ...(minor === null ? [] : [toDecimal(Number(minor), 'EUR')]),
    ].join(' '),
  );
}

/** An instant as people there write it: 2035-03-12 09:00. */
export function writtenAt(ms: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return format.format(ms);
}
