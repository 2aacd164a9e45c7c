/**
 * What makes a bank's entry itself, however often and in whatever statement it comes: the ground
 * of the id under which its payment is reported.
 */
import type { BankStatement, StatementEntry } from './statement.ts';

/**
 * For each entry of each statement a text that no other entry has, the same wherever the entry
 * comes again. The bank's own reference decides, with the day, the amount and the direction,
 * because banks count anew each day or give a payment and its fee one reference. Where an entry
 * has none of its own, all that tells it from others does.
 *
 * Entries that are alike in all of that are counted: the second of them within a statement is the
 * second in every statement, since a statement holds whole days. Pages of one statement in a file
 * are counted through.
 */
export function entryKeys(statements: readonly BankStatement[]): string[][] {
  const seen = new Map<string, number>();
  return statements.map((statement) => {
    const { account, currency, number } = statement;
    return statement.entries.map((entry) => {
      const likeness = [account, currency, ...likenessOf(entry)];
      const place = JSON.stringify([number, ...likeness]);
      const occurrence = (seen.get(place) ?? 0) + 1;
      seen.set(place, occurrence);
      return JSON.stringify([...likeness, occurrence]);
    });
  });
}

function likenessOf(entry: StatementEntry): unknown[] {
  const { kind, isReversal, amountMinor, bookedOn, servicerReference, isBatchReference } = entry;
  const always = [kind, isReversal, amountMinor, bookedOn, servicerReference];
  if (servicerReference !== null && !isBatchReference) return always;
  return [
    ...always,
    entry.valueOn,
    entry.endToEndId,
    entry.otherIds,
    entry.structured.map(({ reference }) => reference),
    entry.unstructured,
    entry.payerNames,
    entry.payerIban,
    entry.returnReason,
  ];
}
