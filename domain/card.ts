/**
 * When a customer's card is charged for an open cycle: first on the day of issue, then again as
 * the kind of decline allows, and never after it was charged. Pure; the ladder of reminders goes
 * on beside it and knows nothing of it.
 */
import { addDays, instantAt, type LocalDate, localDateAt } from './calendar.ts';
import type { DeclineKind } from './card-declines.ts';

/** A charge that is to be tried, and when. */
export type CardDue = {
  /** From 1; with the cycle it names the attempt for ever, also to the card's provider. */
  readonly attempt: number;
  readonly on: LocalDate;
  readonly atMs: number;
};

/** A version of the rule by which cards are charged. A cycle keeps the version it began with. */
export type CardRule = {
  readonly code: string;
  readonly version: number;
  /** The day of the first attempt, by days from the day of issue or from the due date. */
  readonly first: { readonly from: 'issue' | 'due'; readonly offsetDays: number };
  /**
   * How many days after an attempt the next one comes, by the kind of its decline. Where the list
   * ends, so do the attempts; a kind that is not named is never tried again.
   */
  readonly retryAfterDays: Readonly<Partial<Record<DeclineKind, readonly number[]>>>;
};

/**
 * What a seller has until they write their own: charged on the day of issue; after a soft decline
 * again 3, 5 and 7 days later. Four attempts in 15 days are half of the eight within two weeks that
 * Stripe recommends (https://docs.stripe.com/billing/revenue-recovery/smart-retries): the customer
 * is reminded by the ladder as well.
 */
export const standardCardRule: CardRule = {
  code: 'standard',
  version: 1,
  first: { from: 'issue', offsetDays: 0 },
  retryAfterDays: { soft: [3, 5, 7], unknown: [3] },
};

/**
 * - `begun`: asked of the provider, and the answer is not in the books yet.
 * - `pending`: the provider has it and has not decided.
 * - `succeeded`, `declined`: decided.
 * - `dropped`: not asked after all, since less was open by then.
 * - `skipped`: no provider is set up.
 */
export type CardAttemptState =
  | 'begun'
  | 'pending'
  | 'succeeded'
  | 'declined'
  | 'dropped'
  | 'skipped';

/** An attempt as the books have it. */
export type CardAttempt = {
  readonly attempt: number;
  /** The card that was charged, by the provider's id. */
  readonly method: string;
  readonly state: CardAttemptState;
  /** The kind of a decline; null for everything else. */
  readonly kind: DeclineKind | null;
  readonly atMs: number;
  /** When something is left to do for it: to ask what became of it, or to send a letter. */
  readonly lookAtMs: number | null;
};

/** A cycle as far as charging a card needs to know it. */
export type CardPlace = {
  readonly issuedAtMs: number;
  readonly dueOn: LocalDate;
  /** The ladder's local hour, HH:MM: nobody is charged at night. */
  readonly timeOfDay: string;
  readonly timeZone: string;
};

/** The card that the customer has now. */
export type CardHeld = { readonly method: string; readonly setAtMs: number };

/**
 * The next attempt of an open cycle, or null when there is none. An attempt that is not settled
 * comes first, also when the card is gone. Another card begins the attempts anew; one that was
 * charged once is not charged again for this bill, so that a chargeback is never answered by
 * another charge.
 */
export function nextCharge(
  rule: CardRule,
  place: CardPlace,
  held: CardHeld | null,
  attempts: readonly CardAttempt[],
): CardDue | null {
  const last = attempts.at(-1);
  if (last && last.lookAtMs !== null) {
    const on = localDateAt(last.lookAtMs, place.timeZone);
    return { attempt: last.attempt, on, atMs: last.lookAtMs };
  }
  if (!held || attempts.some(({ state }) => state === 'succeeded')) return null;
  const on = dayOfNext(rule, place, held, attempts);
  if (on === null) return null;
  const atMs = instantAt(on, place.timeOfDay, place.timeZone);
  return { attempt: (last?.attempt ?? 0) + 1, on, atMs };
}

function dayOfNext(
  rule: CardRule,
  place: CardPlace,
  held: CardHeld,
  attempts: readonly CardAttempt[],
): LocalDate | null {
  const last = attempts.at(-1);
  if (last?.method !== held.method) {
    return latest(firstDay(rule, place), localDateAt(held.setAtMs, place.timeZone));
  }
  const otherCard = attempts.findLastIndex(({ method }) => method !== held.method);
  const tries = attempts.length - 1 - otherCard;
  const wait = rule.retryAfterDays[last.kind ?? 'soft']?.[tries - 1];
  return wait === undefined ? null : addDays(localDateAt(last.atMs, place.timeZone), wait);
}

function firstDay({ first }: CardRule, { issuedAtMs, dueOn, timeZone }: CardPlace): LocalDate {
  const from = first.from === 'issue' ? localDateAt(issuedAtMs, timeZone) : dueOn;
  return addDays(from, first.offsetDays);
}

function latest(one: LocalDate, other: LocalDate): LocalDate {
  return one > other ? one : other;
}

/** How long a provider that gave no clear answer is left alone before it is asked once more. */
const lookAgainAfterHours = [1, 2, 4, 8, 16, 24];

/** The instant of the next look after so many without an answer, in epoch milliseconds. */
export function lookAgainAt(nowMs: number, looksSoFar: number): number {
  const hours = lookAgainAfterHours[looksSoFar] ?? lookAgainAfterHours.at(-1) ?? 24;
  return nowMs + hours * 3_600_000;
}
