/** What became of the entries of a statement, in sums that make up the statement's own. */
import { checkedMinor } from '../money.ts';
import type { BankStatement, StatementTotals, Tally } from './statement.ts';

/** Where an entry ended up at first: matched, or on the list for a person. */
export type Fate = 'reference' | 'amount_and_name' | 'taken_back' | 'person';

export type FateTally = Tally & {
  readonly kind: 'credit' | 'return';
  readonly fate: Fate;
  /** How many of them are in the books. */
  readonly booked: number;
};

/** A statement's account, balances and sums. */
export type StatementFacts = Pick<
  BankStatement,
  'number' | 'account' | 'currency' | 'from' | 'to' | 'openingMinor' | 'closingMinor' | 'notBooked'
> & { readonly totals: StatementTotals; readonly differenceMinor: number | null };

export type StatementSummary = StatementFacts & {
  readonly byReference: Tally;
  readonly byAmountAndName: Tally;
  readonly creditsForPerson: Tally;
  readonly creditsKnown: Tally;
  readonly takenBack: Tally;
  readonly returnsForPerson: Tally;
  readonly returnsKnown: Tally;
  /** Matched, and not yet in the books. */
  readonly onTheirWay: number;
};

/** What the statement has beyond the entries that are new was known already. */
export function summaryOf(facts: StatementFacts, fates: readonly FateTally[]): StatementSummary {
  const sumOf = (kind: FateTally['kind'], ...among: Fate[]) =>
    added(fates.filter((one) => one.kind === kind && (!among.length || among.includes(one.fate))));
  const placed = fates.filter(({ fate }) => fate !== 'person');
  return {
    ...facts,
    byReference: sumOf('credit', 'reference'),
    byAmountAndName: sumOf('credit', 'amount_and_name'),
    creditsForPerson: sumOf('credit', 'person'),
    creditsKnown: without(facts.totals.credit, sumOf('credit')),
    takenBack: sumOf('return', 'taken_back'),
    returnsForPerson: sumOf('return', 'person'),
    returnsKnown: without(facts.totals.return, sumOf('return')),
    onTheirWay: placed.reduce((sum, { count, booked }) => sum + count - booked, 0),
  };
}

function added(tallies: readonly Tally[]): Tally {
  return tallies.reduce<Tally>(
    (sum, { count, amountMinor }) => ({
      count: sum.count + count,
      amountMinor: checkedMinor(sum.amountMinor + amountMinor),
    }),
    { count: 0, amountMinor: 0 },
  );
}

function without(all: Tally, part: Tally): Tally {
  return {
    count: all.count - part.count,
    amountMinor: checkedMinor(all.amountMinor - part.amountMinor),
  };
}
