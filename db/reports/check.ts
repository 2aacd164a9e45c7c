/** What a check of the books is, and the common form of those that are one statement. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { isCurrency } from '../../domain/currency.ts';
import { toDecimal } from '../../domain/money.ts';

/** What one check found: how many things it looked at, and a sentence for each that is wrong. */
export type CheckResult = {
  /** What holds when nothing was found. */
  readonly title: string;
  readonly counted: number;
  /** How many are wrong; `sentences` may name fewer of them. */
  readonly wrong: number;
  readonly sentences: readonly string[];
};

/** Looks at the books within the transaction and names at most so many differences. */
export type Check = (em: EntityManager, namedAtMost: number) => Promise<CheckResult>;

/** A row that is wrong: whose, what, and the two amounts that had to be one. */
export type Difference = {
  readonly seller: string;
  readonly subject: string;
  readonly currency: string;
  /** As PostgreSQL writes a sum; null where there is nothing at all. */
  readonly one: string | null;
  readonly other: string | null;
};

export type SqlCheck = {
  readonly title: string;
  /** A statement that counts what is looked at, in its one column `counted`. */
  readonly counts: string;
  /** A statement whose rows are what is wrong, in the columns of `Difference`. */
  readonly finds: string;
  /** The sentence about one row, which begins after the seller's code. */
  readonly says: (row: Difference) => string;
};

/** A check of two statements: what there is, and what of it is wrong. */
export function sqlCheck({ title, counts, finds, says }: SqlCheck): Check {
  return async function check(em, namedAtMost) {
    const [all] = await em.execute<{ counted: string }[]>(counts);
    const rows = await em.execute<(Difference & { total: string })[]>(
      `select *, count(*) over () as total from (${finds}) difference
        order by seller, subject limit ?`,
      [namedAtMost],
    );
    return {
      title,
      counted: Number(all?.counted ?? 0),
      wrong: Number(rows[0]?.total ?? 0),
      sentences: rows.map((row) => `${row.seller}: ${says(row)}`),
    };
  };
}

/** Amounts that had to be the same, for a sentence: `12.20 EUR is open, 0.00 EUR is claimed`. */
export function amounts(
  { one, other, currency }: Pick<Difference, 'one' | 'other' | 'currency'>,
  oneSays: string,
  otherSays: string,
): string {
  return `${money(one, currency)} ${oneSays}, ${money(other, currency)} ${otherSays}`;
}

/** An amount of a difference; what is wrong may well be its currency, which then stands as it is. */
export function money(minor: string | null, currency: string): string {
  if (minor === null) return 'nothing';
  const isReadable = isCurrency(currency) && Number.isSafeInteger(Number(minor));
  return isReadable
    ? `${toDecimal(Number(minor), currency)} ${currency}`
    : `${minor} minor units of ${currency}`;
}

export const countOf = (table: string): string => `select count(*) as counted from ${table}`;
