/** Matches entries of a statement by what the books know of their seller; it only reads. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { matchCredits } from '../domain/bank/match.ts';
import type { Credit, Match, Unmatched } from '../domain/bank/matches.ts';
import {
  matchReturn,
  type ReturnMatch,
  type StandingPayment,
} from '../domain/bank/match-return.ts';
import { quotesOf } from '../domain/bank/quoted-invoices.ts';
import { payablesNamed, payablesOpen } from './bank-payables.ts';
import { standingPayments } from './bank-standing-payments.ts';

/** What each credit pays; together, so that none is matched with what another one names. */
export async function matchCreditsOf(
  em: EntityManager,
  sellerId: string,
  credits: readonly Credit[],
): Promise<(Match | Unmatched)[]> {
  const quoted = await payablesNamed(em, sellerId, credits.flatMap(namesIn));
  const amounts = credits.map(({ entry }) => entry.amountMinor);
  const open = await payablesOpen(em, sellerId, amounts);
  return matchCredits(credits, { quoted, open });
}

/**
 * Which payment each return takes back, of those in the books and of those expected there; two
 * returns never the same one.
 */
export async function matchReturnsOf(
  em: EntityManager,
  sellerId: string,
  returns: readonly Credit[],
  expected: readonly StandingPayment[] = [],
): Promise<(ReturnMatch | Unmatched)[]> {
  const entries = returns.map(({ entry }) => entry);
  const inBooks = await standingPayments(em, sellerId, {
    ids: entries.flatMap(({ endToEndId, otherIds }) => [endToEndId ?? [], otherIds].flat()),
    servicerReferences: entries.flatMap(({ servicerReference }) => servicerReference ?? []),
    invoices: returns.flatMap(namesIn),
  });
  const standing = [...inBooks, ...expected];
  const taken = new Set<string>();
  return returns.map((one) => {
    const left = standing.filter(({ paymentId }) => !taken.has(paymentId));
    const match = matchReturn(one, left);
    if (match.by) taken.add(match.paymentId);
    return match;
  });
}

function namesIn({ entry }: Credit): string[] {
  return quotesOf(entry).flatMap(({ references, numbers }) => [...references, ...numbers]);
}
