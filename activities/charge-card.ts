import type { EntityManager } from '@mikro-orm/postgresql';
import { readAttempt } from '../db/card-attempts.ts';
import { loadCycleById } from '../db/load-cycles.ts';
import { toStripeAmount } from '../domain/card-amounts.ts';
import type { Outcome } from '../domain/cycle.ts';
import { type Begun, beginCharge } from './card-begin.ts';
import { concludeCharge, putOff } from './card-conclude.ts';
import { LetterNotSent, sendCardLetter } from './card-letter.ts';
import { type CardAnswer, type CardProvider, ProviderUnclear } from './card-provider.ts';
import type { CardTools } from './card-tools.ts';
import type { BillingActivities } from './contract.ts';

/**
 * After so many tries, a minute and a quarter, an attempt is left for hours later: a provider or a
 * mail server that does not answer must not hold up the reminders and payments of the cycle.
 */
const triesAtOnce = 5;

/**
 * Charges the customer's card for what is open, once for each attempt of the cycle, however often
 * this runs: it is written down before and after the provider is asked. A crash in between leaves
 * an attempt that was begun, and the next run asks the provider what became of it.
 */
export async function chargeCard(
  tools: CardTools,
  { cycleId, attempt, nowMs }: Parameters<BillingActivities['chargeCard']>[0],
  tries: number,
): Promise<Outcome> {
  const { database, cards } = tools;
  const at = new Date(nowMs);
  const within = <Result>(work: (em: EntityManager) => Promise<Result>) =>
    database.em.fork().transactional(work);
  try {
    const hasProvider = cards !== undefined;
    const begun = await within((em) => beginCharge(em, cycleId, attempt, at, hasProvider));
    if (begun) {
      const answer = await askProvider(cards, begun);
      await within((em) => concludeCharge(em, begun, answer, at));
    }
    await sendCardLetter(tools, cycleId, attempt, at);
  } catch (error) {
    const canWait = error instanceof ProviderUnclear || error instanceof LetterNotSent;
    if (!canWait || tries < triesAtOnce) throw error;
    await within(async (em) => {
      const unsettled = await readAttempt(em, cycleId, attempt);
      if (unsettled?.isUnsettled) await putOff(em, unsettled, at);
    });
  }
  return { books: await loadCycleById(database.em.fork(), cycleId) };
}

const dayMs = 86_400_000;

/** Null when the provider never had the attempt, and less is open by now than it says. */
async function askProvider(
  cards: CardProvider | undefined,
  begun: Begun,
): Promise<CardAnswer | null> {
  if (!cards) throw new ProviderUnclear('No card provider is set up any more.');
  if (begun.isRepeat) {
    // The provider's clock and ours need not agree; a day is more than they can differ.
    const known = await cards.recall(begun, begun.recordedAtMs - dayMs);
    if (known || !begun.isStillOwed) return known;
  }
  if (toStripeAmount(begun.amountMinor, begun.currency) === 0) {
    return { state: 'declined', intentId: null, code: 'amount_not_chargeable' };
  }
  return cards.charge(begun);
}
