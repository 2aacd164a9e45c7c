/** Which cycle hears of a payment that names none. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';

export type HomeCycle = {
  readonly cycleId: string;
  readonly period: LocalDate;
  readonly currency: string;
};

const columns = 'cycle.id as "cycleId", cycle.period_from::text as period, cycle.currency';

/**
 * The cycle that the payment settled first or, when all of it became credit, the one in whose
 * journal it stands. Null when the payment is in no journal.
 */
export async function homeOfPayment(
  em: EntityManager,
  paymentKey: string,
): Promise<HomeCycle | null> {
  const [home] = await em.execute<HomeCycle[]>(
    `select ${columns} from payment
       join billing_cycle cycle on cycle.customer_id = payment.customer_id
       join journal on journal.cycle_id = cycle.id
         and journal.fact = 'payment/' || payment.external_id
     where payment.id = ?
     order by exists (select from allocation
         where allocation.payment_id = payment.id and allocation.cycle_id = cycle.id) desc,
       journal.id limit 1`,
    [paymentKey],
  );
  return home ?? null;
}

/** The customer's oldest cycle with something open, else their latest; null when there is none. */
export async function homeForCustomer(
  em: EntityManager,
  customerId: string,
): Promise<HomeCycle | null> {
  const [home] = await em.execute<HomeCycle[]>(
    `(select ${columns} from billing_cycle cycle
        where customer_id = ? and open_minor > 0 order by due_on, id limit 1)
     union all
     (select ${columns} from billing_cycle cycle
        where customer_id = ? order by period_from desc limit 1)
     limit 1`,
    [customerId, customerId],
  );
  return home ?? null;
}
