import type { EntityManager } from '@mikro-orm/postgresql';
import { type NewEntry, newEntries } from '../db/bank-entries.ts';
import { matchCreditsOf, matchReturnsOf } from '../db/bank-matching.ts';
import { post } from '../db/books.ts';
import type { Seller } from '../db/entities/parties.ts';
import type { Database } from '../db/orm.ts';
import { sellerByCode } from '../db/seller.ts';
import { type MatchedEntry, writeMatches } from '../db/write-bank-matches.ts';
import { localDateAt } from '../domain/calendar.ts';
import { suspensePosting } from '../domain/ledger.ts';
import type { BankActivities } from './bank-contract.ts';

/** Together, so that no two of them are matched with one claim. */
const entriesTogether = 500;

/**
 * Matches a page of a seller's new entries and keeps the matches. Money that fits nothing is posted
 * to suspense in the same transaction. One page of a seller at a time, whoever imports.
 */
export async function matchBankEntries(
  database: Database,
  { seller: code, kind, nowMs }: Parameters<BankActivities['matchBankEntries']>[0],
): Promise<{ matched: number; unmatched: number; isLast: boolean }> {
  return database.em.fork().transactional(async (em) => {
    // Foreign keys to the seller go on being checked meanwhile, so billing does not wait.
    await em.execute('select from seller where code = ? for no key update', [code]);
    const seller = await sellerByCode(em, code);
    const entries = await newEntries(em, seller.id, kind, entriesTogether);
    const matches =
      kind === 'credit'
        ? await matchCreditsOf(em, seller.id, entries)
        : await matchReturnsOf(em, seller.id, entries);
    const matched = entries.flatMap(({ id }, index): MatchedEntry[] => {
      const match = matches[index];
      return match ? [{ id, kind, match }] : [];
    });
    await writeMatches(em, matched);
    const unmatched = entries.filter((_, index) => matches[index]?.by === null);
    if (kind === 'credit') await postToSuspense(em, seller, unmatched, new Date(nowMs));
    return {
      matched: entries.length - unmatched.length,
      unmatched: unmatched.length,
      isLast: entries.length < entriesTogether,
    };
  });
}

async function postToSuspense(
  em: EntityManager,
  seller: Seller,
  entries: readonly NewEntry[],
  at: Date,
): Promise<void> {
  await post(
    em,
    entries.map(({ paymentId, currency, entry }) => ({
      sellerId: seller.id,
      customerId: null,
      cycleId: null,
      currency,
      kind: 'suspense',
      fact: `suspense/${paymentId}`,
      bookedOn: localDateAt(at.getTime(), seller.timeZone),
      at,
      posting: suspensePosting({ amountMinor: entry.amountMinor }),
    })),
  );
}
