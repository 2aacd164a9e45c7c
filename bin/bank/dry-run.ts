import type { EntityManager } from '@mikro-orm/postgresql';
import { paymentIdsKnown } from '../../db/bank-entries.ts';
import { matchCreditsOf, matchReturnsOf } from '../../db/bank-matching.ts';
import type { KnownEntry, KnownStatement } from '../../db/bank-statement-file.ts';
import type { Match, Unmatched } from '../../domain/bank/match.ts';
import type { ReturnMatch } from '../../domain/bank/match-return.ts';
import { balanceDifference, tallyOf, totalsOf } from '../../domain/bank/statement.ts';
import {
  type Fate,
  type FateTally,
  type StatementSummary,
  summaryOf,
} from '../../domain/bank/summary.ts';

export type Foreseen = {
  readonly entry: KnownEntry;
  readonly currency: string;
  readonly match: Match | ReturnMatch | Unmatched;
};

export type Forecast = {
  readonly statements: readonly StatementSummary[];
  readonly foreseen: readonly Foreseen[];
};

/**
 * What an import of these statements would do, by the same rules and without a change. A return of
 * a payment that the same file brings is not foreseen: that payment is not known yet.
 */
export async function forecast(
  em: EntityManager,
  statements: readonly (KnownStatement & { readonly sellerId: string })[],
): Promise<Forecast> {
  const known = new Set(
    await paymentIdsKnown(
      em,
      statements.flatMap(({ entries }) => entries.map(({ paymentId }) => paymentId)),
    ),
  );
  const summaries: StatementSummary[] = [];
  const foreseen: Foreseen[] = [];
  for (const statement of statements) {
    const fresh = statement.entries.filter(({ paymentId }) => !known.has(paymentId));
    for (const { paymentId } of fresh) known.add(paymentId);
    const matches = await matchesOf(em, statement, fresh);
    foreseen.push(...matches);
    summaries.push(summaryOf(factsOf(statement), talliesOf(matches)));
  }
  return { statements: summaries, foreseen };
}

async function matchesOf(
  em: EntityManager,
  { sellerId, currency }: KnownStatement & { readonly sellerId: string },
  fresh: readonly KnownEntry[],
): Promise<Foreseen[]> {
  const ofKind = (kind: KnownEntry['kind']) =>
    fresh.filter((entry) => entry.kind === kind).map((entry) => ({ entry, currency }));
  const [credits, returns] = [ofKind('credit'), ofKind('return')];
  const matches = [
    ...(await matchCreditsOf(em, sellerId, credits)),
    ...(await matchReturnsOf(em, sellerId, returns)),
  ];
  return [...credits, ...returns].flatMap((one, index) => {
    const match = matches[index];
    return match ? [{ ...one, match }] : [];
  });
}

function talliesOf(foreseen: readonly Foreseen[]): FateTally[] {
  return foreseen.map(({ entry, match }) => ({
    ...tallyOf([entry]),
    kind: entry.kind === 'return' ? 'return' : 'credit',
    fate: fateOf(match),
    booked: 1,
  }));
}

function fateOf(match: Foreseen['match']): Fate {
  if (match.by === null) return 'person';
  return 'paymentId' in match ? 'taken_back' : match.by;
}

function factsOf(statement: KnownStatement) {
  const totals = totalsOf(statement);
  const { entries: _entries, ...facts } = statement;
  return { ...facts, totals, differenceMinor: balanceDifference({ ...facts, totals }) };
}
