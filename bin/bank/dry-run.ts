import type { EntityManager } from '@mikro-orm/postgresql';
import { paymentIdsKnown } from '../../db/bank-entries.ts';
import { matchCreditsOf, matchReturnsOf } from '../../db/bank-matching.ts';
import type { KnownEntry, KnownStatement } from '../../db/bank-statement-file.ts';
import type { Match, Unmatched } from '../../domain/bank/matches.ts';
import type { ReturnMatch, StandingPayment } from '../../domain/bank/match-return.ts';
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

/** What an import of these statements would do, by the same rules and without a change. */
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
  const paid = await matchCreditsOf(em, sellerId, credits);
  const expected = credits.flatMap((credit, index) => paymentOf(credit, paid[index]));
  const matches = [...paid, ...(await matchReturnsOf(em, sellerId, returns, expected))];
  return [...credits, ...returns].flatMap((one, index) => {
    const match = matches[index];
    return match ? [{ ...one, match }] : [];
  });
}

/** The payment that a matched credit would become, for a return of it in the same statement. */
function paymentOf(
  { entry, currency }: Omit<Foreseen, 'match'>,
  match: Match | Unmatched | undefined,
): StandingPayment[] {
  if (!match?.by) return [];
  const { customerId, cycleId, invoices: settled } = match;
  const { paymentId, amountMinor, endToEndId, servicerReference, payerIban, payerNames } = entry;
  const names = { paymentId, endToEndId, servicerReference, payerIban, payerNames, settled };
  return [{ ...names, customerId, cycleId, currency, amountMinor }];
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
