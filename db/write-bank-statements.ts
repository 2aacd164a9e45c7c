/** Writes down what a bank's file says: its statements, and the entries that are new. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { totalsOf } from '../domain/bank/statement.ts';
import type { KnownEntry, KnownStatement } from './bank-statement-file.ts';
import { newId } from './new-id.ts';

export type StatementToKeep = {
  readonly sellerId: string;
  readonly statement: KnownStatement;
};

export type ImportFacts = {
  readonly fileId: string;
  /** Which run of the import reads the file: what it brings is new to this one only. */
  readonly importId: string;
  readonly importedBy: string;
  readonly at: Date;
};

/** Some statements of PostgreSQL's protocol, whatever the size of the file. */
const entriesTogether = 2_000;

/** Keeps a file's statements, and of their entries those that no other statement brought. */
export async function writeStatements(
  em: EntityManager,
  kept: readonly StatementToKeep[],
  facts: ImportFacts,
): Promise<void> {
  await em.execute(insertStatements, [
    JSON.stringify(kept.map((one, index) => statementRow(one, index + 1, facts))),
  ]);
  const rows = await em.execute<{ id: string; position: number }[]>(
    'select id, position from bank_statement where file_id = ?',
    [facts.fileId],
  );
  const idOf = new Map(rows.map(({ id, position }) => [position, id]));
  const entries = kept.flatMap(({ sellerId, statement }, index) =>
    statement.entries
      .filter(({ kind }) => kind !== 'outgoing')
      .map((entry) => entryRow(entry, { sellerId, statement, statementId: idOf.get(index + 1) })),
  );
  for (let from = 0; from < entries.length; from += entriesTogether) {
    const page = entries.slice(from, from + entriesTogether);
    await em.execute(insertEntries, [facts.importId, facts.at, JSON.stringify(page)]);
  }
}

function statementRow(
  { sellerId, statement }: StatementToKeep,
  position: number,
  facts: ImportFacts,
) {
  const { entries: _entries, ...said } = statement;
  const { credit, return: returned, outgoing } = totalsOf(statement);
  return {
    ...said,
    id: newId(),
    sellerId,
    position,
    fileId: facts.fileId,
    credits: credit.count,
    creditsMinor: credit.amountMinor,
    returns: returned.count,
    returnsMinor: returned.amountMinor,
    outgoing: outgoing.count,
    outgoingMinor: outgoing.amountMinor,
    at: facts.at,
    importedBy: facts.importedBy,
  };
}

function entryRow(
  entry: KnownEntry,
  { sellerId, statement, statementId }: StatementToKeep & { statementId: string | undefined },
) {
  const { paymentId, ...said } = entry;
  const { account, currency } = statement;
  return { id: newId(), statementId, sellerId, account, currency, paymentId, ...said, said };
}

const insertStatements = `
  insert into bank_statement (id, file_id, position, seller_id, account, currency, number, from_on,
    to_on, opening_minor, closing_minor, credits, credits_minor, returns, returns_minor, outgoing,
    outgoing_minor, not_booked, imported_at, imported_by)
  select id, "fileId", position, "sellerId", account, currency, number, "from", "to",
    "openingMinor", "closingMinor", credits, "creditsMinor", returns, "returnsMinor", outgoing,
    "outgoingMinor", "notBooked", at, "importedBy"
  from jsonb_to_recordset(?::jsonb) as row(id uuid, "fileId" uuid, position int, "sellerId" uuid,
    account text, currency text, number text, "from" date, "to" date, "openingMinor" bigint,
    "closingMinor" bigint, credits int, "creditsMinor" bigint, returns int, "returnsMinor" bigint,
    outgoing int, "outgoingMinor" bigint, "notBooked" int, at timestamptz, "importedBy" text)
  on conflict (file_id, position) do nothing`;

const insertEntries = `
  insert into bank_entry (id, statement_id, import_id, seller_id, account, currency, payment_id,
    kind, amount_minor, booked_on, value_on, servicer_reference, end_to_end_id, said, state,
    recorded_at)
  select id, "statementId", ?, "sellerId", account, currency, "paymentId", kind, "amountMinor",
    "bookedOn", "valueOn", "servicerReference", "endToEndId", said, 'new', ?
  from jsonb_to_recordset(?::jsonb) as row(id uuid, "statementId" uuid, "sellerId" uuid,
    account text, currency text, "paymentId" text, kind text, "amountMinor" bigint,
    "bookedOn" date, "valueOn" date, "servicerReference" text, "endToEndId" text, said jsonb)
  on conflict (payment_id) do nothing`;
