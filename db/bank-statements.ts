/** What became of the statements of a file, in the sums of the domain. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { balanceDifference } from '../domain/bank/statement.ts';
import {
  type FateTally,
  type StatementFacts,
  type StatementSummary,
  summaryOf,
} from '../domain/bank/summary.ts';
import { isBooked } from './bank-entries.ts';
import { BankStatement } from './entities/bank.ts';

type FateRow = {
  readonly statementId: string;
  readonly kind: FateTally['kind'];
  readonly fate: FateTally['fate'];
  readonly count: number;
  readonly amountMinor: string;
  readonly booked: number;
};

/**
 * The statements of a file with what became of their entries: of those that were new to one run of
 * the import, or to the file at all.
 */
export async function statementSummaries(
  em: EntityManager,
  fileId: string,
  importId: string | null,
): Promise<StatementSummary[]> {
  const statements = await em.find(
    BankStatement,
    { file: fileId },
    { orderBy: { position: 'asc' } },
  );
  const rows = await em.execute<FateRow[]>(
    `select statement_id as "statementId", kind, fate, count(*)::int as count,
       sum(amount_minor)::text as "amountMinor", (count(*) filter (where booked))::int as booked
     from (select entry.*, ${isBooked} as booked,
         case when matched_by is null then 'person'
           when kind = 'return' then 'taken_back' else matched_by end as fate
       from bank_entry entry join bank_statement statement on statement.id = entry.statement_id
       where statement.file_id = ? and (entry.import_id = ? or ?::text is null)) fated
     group by 1, 2, 3`,
    [fileId, importId, importId],
  );
  const fates = Map.groupBy(rows, ({ statementId }) => statementId);
  return statements.map((statement) =>
    summaryOf(factsOf(statement), (fates.get(statement.id) ?? []).map(tallyOfRow)),
  );
}

function tallyOfRow({ kind, fate, count, amountMinor, booked }: FateRow): FateTally {
  return { kind, fate, count, amountMinor: Number(amountMinor), booked };
}

function factsOf(statement: BankStatement): StatementFacts {
  const { number, account, currency, fromOn, toOn, notBooked } = statement;
  const { openingMinor = null, closingMinor = null } = statement;
  const totals = {
    credit: { count: statement.credits, amountMinor: statement.creditsMinor },
    return: { count: statement.returns, amountMinor: statement.returnsMinor },
    outgoing: { count: statement.outgoing, amountMinor: statement.outgoingMinor },
  };
  return {
    ...{ number, account, currency, from: fromOn ?? null, to: toOn ?? null, notBooked },
    ...{ openingMinor, closingMinor, totals },
    differenceMinor: balanceDifference({ openingMinor, closingMinor, totals }),
  };
}
