/** What the provider of cards tells us of its own accord, kept so that a second delivery is harmless. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CardMoney, CardReport, StandingPayment } from '../domain/card-money.ts';
import type { LocalDate } from '../domain/calendar.ts';

/** The cycle that a charge belongs to, with what is needed to tell it something. */
export type ChargedCycle = {
  readonly cycleId: string;
  readonly seller: string;
  readonly sellerTimeZone: string;
  readonly customer: string;
  readonly period: LocalDate;
  readonly currency: string;
  /** What was charged or, as long as nobody told, what our attempt asked for; null if unknown. */
  readonly chargedMinor: number | null;
};

/**
 * The cycle of a charge: the one that our books know it by or, for one that they do not know, the
 * one that the charge itself names. Undefined where it is none of ours.
 */
export async function chargedCycle(
  em: EntityManager,
  intentId: string,
  namedCycleId: string | null,
): Promise<ChargedCycle | undefined> {
  type Row = Omit<ChargedCycle, 'chargedMinor'> & { chargedMinor: string | null };
  const [row] = await em.execute<Row[]>(
    `select cycle.id as "cycleId", seller.code as seller, seller.time_zone as "sellerTimeZone",
       customer.number as customer, cycle.period_from::text as period, cycle.currency,
       coalesce((select charged_minor from card_money where intent_id = ?),
         (select amount_minor from card_attempt where intent_id = ?)) as "chargedMinor"
     from billing_cycle cycle
       join seller on seller.id = cycle.seller_id
       join customer on customer.id = cycle.customer_id
     where cycle.id = coalesce(
       (select cycle_id from card_money where intent_id = ?),
       (select cycle_id from card_attempt where intent_id = ?), ?::uuid)`,
    [intentId, intentId, intentId, intentId, namedCycleId],
  );
  return (
    row && { ...row, chargedMinor: row.chargedMinor === null ? null : Number(row.chargedMinor) }
  );
}

type CardEvent = {
  readonly id: string;
  readonly type: string;
  readonly intentId: string;
  readonly cycleId: string;
  readonly code: string | null;
};

/** Writes an event down; false when it was before. */
export async function isNewEvent(
  em: EntityManager,
  { id, type, intentId, cycleId, code }: CardEvent,
  at: Date,
): Promise<boolean> {
  const inserted = await em.execute<unknown[]>(
    `insert into card_event (id, type, intent_id, cycle_id, code, received_at)
     values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing returning id`,
    [id, type, intentId, cycleId, code, at],
  );
  return inserted.length > 0;
}

/** What is known of a charge's money, locked until the transaction ends: its news come in order. */
export async function lockCardMoney(
  em: EntityManager,
  cycleId: string,
  begun: CardMoney,
): Promise<CardMoney> {
  await em.execute(
    `insert into card_money (intent_id, cycle_id, charged_minor) values (?, ?, ?)
     on conflict (intent_id) do nothing`,
    [begun.intentId, cycleId, begun.chargedMinor],
  );
  const [row] = await em.execute<MoneyRow[]>(
    `select charged_minor as charged, refunded_minor as refunded, disputes, generation,
       standing_payment as "paymentId", standing_minor as standing
     from card_money where intent_id = ? for update`,
    [begun.intentId],
  );
  if (!row) throw new Error(`the money of ${begun.intentId} was written, yet it is not there`);
  const standing: StandingPayment | null =
    row.paymentId === null ? null : { paymentId: row.paymentId, amountMinor: Number(row.standing) };
  return {
    intentId: begun.intentId,
    chargedMinor: Number(row.charged),
    refundedMinor: Number(row.refunded),
    disputes: row.disputes,
    generation: row.generation,
    standing,
  };
}

type MoneyRow = {
  charged: string;
  refunded: string;
  disputes: CardMoney['disputes'];
  generation: number;
  paymentId: string | null;
  standing: string;
};

/** Something to be told to a cycle, with the day on which the news came. */
export type DatedReport = { readonly report: CardReport; readonly on: LocalDate };

/** Saves what is known, together with what is to be told: neither is lost without the other. */
export async function saveCardMoney(
  em: EntityManager,
  money: CardMoney,
  reports: readonly DatedReport[],
): Promise<void> {
  await em.execute(
    `update card_money set refunded_minor = ?, disputes = ?, generation = ?, standing_payment = ?,
       standing_minor = ?, untold = untold || ?::jsonb where intent_id = ?`,
    [
      money.refundedMinor,
      JSON.stringify(money.disputes),
      money.generation,
      money.standing?.paymentId ?? null,
      money.standing?.amountMinor ?? 0,
      JSON.stringify(reports),
      money.intentId,
    ],
  );
}

/** What was not told yet of a charge, locked until the transaction ends: nobody else tells it. */
export async function lockUntold(em: EntityManager, intentId: string): Promise<DatedReport[]> {
  const [row] = await em.execute<{ untold: DatedReport[] }[]>(
    'select untold from card_money where intent_id = ? for update',
    [intentId],
  );
  return row?.untold ?? [];
}

export async function forgetUntold(em: EntityManager, intentId: string): Promise<void> {
  await em.execute(`update card_money set untold = '[]' where intent_id = ?`, [intentId]);
}

/** Which of these payments of a seller are in the books. */
export async function bookedPayments(
  em: EntityManager,
  seller: string,
  paymentIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await em.execute<{ id: string }[]>(
    `select payment.external_id as id from payment join seller on seller.id = payment.seller_id
      where seller.code = ?
        and payment.external_id in (select jsonb_array_elements_text(?::jsonb))`,
    [seller, JSON.stringify(paymentIds)],
  );
  return new Set(rows.map(({ id }) => id));
}
