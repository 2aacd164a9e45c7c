/** What an import of bank statements tells the person at the terminal. */
import type { Tally } from '../../domain/bank/statement.ts';
import type { StatementSummary } from '../../domain/bank/summary.ts';
import { formatMoney } from '../../domain/money.ts';
import { line, table } from '../terminal.ts';
import type { Foreseen } from './dry-run.ts';

/** A screenful; the list for a person has the others. */
const shownAtMost = 40;

/** One table a statement; its lines make up what came in and what was taken back. */
export function showStatement(statement: StatementSummary, verb = 'Booked'): void {
  const { number, account, currency, from, to, totals, notBooked } = statement;
  const days = from && to ? `, ${from === to ? from : `${from} to ${to}`}` : '';
  line();
  line(`Statement ${number} of ${account}${days}`);
  const rowOf = (title: string, { count, amountMinor }: Tally) => [
    title,
    String(count),
    formatMoney(amountMinor, currency, 'en'),
  ];
  table(
    [{ title: '' }, { title: 'Entries', align: 'right' }, { title: 'Amount', align: 'right' }],
    [
      rowOf(`${verb} by reference`, statement.byReference),
      rowOf(`${verb} by amount and name`, statement.byAmountAndName),
      rowOf('To the list for a person', statement.creditsForPerson),
      rowOf('Known already', statement.creditsKnown),
      rowOf('Came in, all of it', totals.credit),
      ...(totals.return.count > 0
        ? [
            rowOf('Payments taken back', statement.takenBack),
            rowOf('Returns to the list for a person', statement.returnsForPerson),
            rowOf('Returns known already', statement.returnsKnown),
          ]
        : []),
      rowOf('Went out otherwise, left alone', totals.outgoing),
    ],
  );
  if (notBooked > 0) line(`${notBooked} only announced, left out.`);
  line(balanceInWords(statement));
}

function balanceInWords({
  openingMinor,
  closingMinor,
  differenceMinor,
  currency,
}: StatementSummary) {
  const money = (minor: number | null) => formatMoney(minor ?? 0, currency, 'en');
  if (differenceMinor === null) return 'The statement has no balances to check its entries by.';
  const sides = `${money(openingMinor)} and the entries make ${money(closingMinor)}`;
  if (differenceMinor === 0) return `The balance agrees: ${sides}.`;
  return `The balance does not agree: ${sides} only with another ${money(differenceMinor)}.`;
}

/** What a dry run found for each entry. */
export function showForeseen(foreseen: readonly Foreseen[]): void {
  if (foreseen.length === 0) return;
  line();
  table(
    [
      { title: 'Booked on' },
      { title: 'Amount', align: 'right' },
      { title: 'Payer' },
      { title: 'Would pay' },
      { title: 'Because' },
    ],
    foreseen
      .slice(0, shownAtMost)
      .map(({ entry, currency, match }) => [
        entry.bookedOn,
        formatMoney(
          entry.kind === 'return' ? -entry.amountMinor : entry.amountMinor,
          currency,
          'en',
        ),
        (entry.payerNames[0] ?? '').slice(0, 24),
        wouldPay(match),
        match.reason,
      ]),
  );
  if (foreseen.length > shownAtMost) line(`… and ${foreseen.length - shownAtMost} more`);
}

function wouldPay(match: Foreseen['match']): string {
  if (match.by === null) return 'for a person';
  return 'paymentId' in match ? `takes back ${match.paymentId}` : match.invoices.join(', ');
}
