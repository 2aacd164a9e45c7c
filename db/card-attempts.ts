/** What was tried with a customer's card for a cycle, and what is to be tried next. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import {
  type CardAttempt,
  type CardAttemptState,
  type CardDue,
  type CardHeld,
  type CardRule,
  lookAgainAt,
  nextCharge,
  standardCardRule,
} from '../domain/card.ts';
import type { DeclineKind } from '../domain/card-declines.ts';

/** Everything that decides over the next charge of a cycle, as `cardSql` reads it. */
export type CardRow = {
  readonly held: CardHeld | null;
  readonly rule: CardRule | null;
  readonly issuedAtMs: number;
  readonly attempts: readonly CardAttempt[];
};

const epochMs = (column: string) => `round(extract(epoch from ${column}) * 1000)`;

/**
 * Within a query of `billing_cycle cycle`: a CardRow of an open cycle whose customer has a card, or
 * has had one tried; null for all others.
 */
export const cardSql = `
  select json_build_object(
      'held', case when card.customer_id is not null then
        json_build_object('method', card.provider_method, 'setAtMs', ${epochMs('card.set_at')}) end,
      'rule', coalesce(
        (select to_json(rule) from card_attempt where cycle_id = cycle.id order by attempt limit 1),
        (select json_build_object('code', code, 'version', version, 'first', first,
            'retryAfterDays', retry_after_days)
          from card_rule where seller_id = cycle.seller_id
          order by created_at desc, version desc limit 1)),
      'issuedAtMs', ${epochMs('cycle.opened_at')},
      'attempts', (select coalesce(json_agg(json_build_object('attempt', attempt,
            'method', provider_method, 'state', state, 'kind', decline_kind,
            'atMs', ${epochMs('at')}, 'lookAtMs', ${epochMs('look_at')}) order by attempt), '[]')
          from card_attempt where cycle_id = cycle.id))
    from (select 1) one left join customer_card card on card.customer_id = cycle.customer_id
    where cycle.standing = 'open' and (card.customer_id is not null
      or exists (select from card_attempt where cycle_id = cycle.id))`;

/** The next charge of an open cycle, or null. */
export function dueCharge(
  { held, rule, issuedAtMs, attempts }: CardRow,
  place: { dueOn: LocalDate; timeOfDay: string; timeZone: string },
): CardDue | null {
  return nextCharge(rule ?? standardCardRule, { ...place, issuedAtMs }, held, attempts);
}

/** A charge as it is asked of the provider: the same words however often it is asked. */
export type ChargeOrder = {
  readonly cycleId: string;
  readonly attempt: number;
  readonly invoiceNumber: string;
  readonly customer: string;
  readonly method: string;
  readonly currency: string;
  readonly amountMinor: number;
};

/** An attempt with the words of its charge. */
export type AttemptRow = ChargeOrder & {
  readonly state: CardAttemptState;
  readonly kind: DeclineKind | null;
  readonly letter: 'due' | 'sent' | 'moot' | null;
  readonly looks: number;
  readonly isUnsettled: boolean;
  /** When it was written, by the clock of the world. */
  readonly recordedAtMs: number;
};

export async function readAttempt(
  em: EntityManager,
  cycleId: string,
  attempt: number,
): Promise<AttemptRow | null> {
  const [row] = await em.execute<(Omit<AttemptRow, 'amountMinor'> & { amountMinor: string })[]>(
    `select cycle_id as "cycleId", attempt, invoice_number as "invoiceNumber",
       provider_customer as customer, provider_method as method, currency,
       amount_minor as "amountMinor", state, decline_kind as kind, letter, looks,
       look_at is not null as "isUnsettled", ${epochMs('recorded_at')}::float8 as "recordedAtMs"
     from card_attempt where cycle_id = ? and attempt = ?`,
    [cycleId, attempt],
  );
  return row ? { ...row, amountMinor: Number(row.amountMinor) } : null;
}

/** Who would be charged, and by which rule: the customer's card as it is now. */
export async function readCardOf(
  em: EntityManager,
  cycleId: string,
): Promise<{ customer: string; method: string; rule: CardRule } | null> {
  const [row] = await em.execute<{ customer: string; method: string; card: CardRow }[]>(
    `select customer_card.provider_customer as customer, customer_card.provider_method as method,
       (${cardSql}) as card
     from billing_cycle cycle
       join customer_card on customer_card.customer_id = cycle.customer_id
     where cycle.id = ?`,
    [cycleId],
  );
  return row
    ? { customer: row.customer, method: row.method, rule: row.card.rule ?? standardCardRule }
    : null;
}

type NewAttempt = ChargeOrder & {
  readonly state: 'begun' | 'skipped';
  readonly rule: CardRule;
  readonly at: Date;
};

/** Writes an attempt down before anything is asked of the provider. */
export async function insertAttempt(em: EntityManager, given: NewAttempt): Promise<void> {
  await em.execute(
    `insert into card_attempt (cycle_id, attempt, rule, invoice_number, provider_customer,
       provider_method, currency, amount_minor, state, at, look_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      given.cycleId,
      given.attempt,
      JSON.stringify(given.rule),
      given.invoiceNumber,
      given.customer,
      given.method,
      given.currency,
      given.amountMinor,
      given.state,
      given.at,
      given.state === 'begun' ? given.at : null,
    ],
  );
}

/** What became of an attempt. With a letter due it stays unsettled until that has gone out. */
export type Settled = {
  readonly state: Exclude<CardAttemptState, 'begun' | 'pending'>;
  readonly intentId: string | null;
  readonly code: string | null;
  readonly kind: DeclineKind | null;
  readonly letter: 'due' | null;
};

export async function settleAttempt(
  em: EntityManager,
  { cycleId, attempt }: Pick<ChargeOrder, 'cycleId' | 'attempt'>,
  { state, intentId, code, kind, letter }: Settled,
): Promise<void> {
  await em.execute(
    `update card_attempt set state = ?, intent_id = ?, decline_code = ?, decline_kind = ?,
       letter = ?, look_at = case when ?::text is null then null else look_at end
     where cycle_id = ? and attempt = ?`,
    [state, intentId, code, kind, letter, letter, cycleId, attempt],
  );
}

/** The letter of an attempt went out, or nobody needs it any more: nothing is left to do. */
export async function settleLetter(
  em: EntityManager,
  { cycleId, attempt }: Pick<ChargeOrder, 'cycleId' | 'attempt'>,
  letter: 'sent' | 'moot',
): Promise<void> {
  await em.execute(
    'update card_attempt set letter = ?, look_at = null where cycle_id = ? and attempt = ?',
    [letter, cycleId, attempt],
  );
}

/** Puts an attempt off that could not be settled now; each time for longer. */
export async function lookAgainLater(
  em: EntityManager,
  { cycleId, attempt, looks }: Pick<AttemptRow, 'cycleId' | 'attempt' | 'looks'>,
  at: Date,
): Promise<void> {
  await em.execute(
    `update card_attempt set looks = looks + 1, look_at = ? where cycle_id = ? and attempt = ?`,
    [new Date(lookAgainAt(at.getTime(), looks)), cycleId, attempt],
  );
}
