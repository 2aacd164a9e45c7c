/** What the Temporal UI shows of an import of bank statements, in Markdown. */
import type { StatementSummary } from '../domain/bank/summary.ts';
import { toDecimal } from '../domain/money.ts';
import type { BankImportResult } from './messages.ts';

export function importInWords({ statements, onTheirWay }: BankImportResult): string {
  const rows = statements.map(rowOf);
  return [
    '### Bank statements',
    '',
    '| statement | came in | by reference | by amount and name | for a person | known | taken back | balance |',
    '|---|--:|--:|--:|--:|--:|--:|---|',
    ...rows,
    '',
    onTheirWay === 0 ? 'All booked.' : `${onTheirWay} are reported and not yet booked.`,
  ].join('\n');
}

function rowOf(statement: StatementSummary): string {
  const { number, currency, totals, differenceMinor, creditsForPerson, returnsForPerson } =
    statement;
  const { byReference, byAmountAndName, creditsKnown, takenBack } = statement;
  const forPerson = creditsForPerson.count + returnsForPerson.count;
  const cells = [
    // The number is the bank's own: it must not break the table.
    number.replaceAll('|', '/'),
    `${toDecimal(totals.credit.amountMinor, currency)} ${currency}`,
    ...[byReference, byAmountAndName].map(({ count }) => String(count)),
    String(forPerson),
    String(creditsKnown.count),
    String(takenBack.count),
    balanceInWords(differenceMinor, currency),
  ];
  return `| ${cells.join(' | ')} |`;
}

function balanceInWords(differenceMinor: number | null, currency: string): string {
  if (differenceMinor === null) return 'not told';
  return differenceMinor === 0 ? 'agrees' : `differs by ${toDecimal(differenceMinor, currency)}`;
}
