/** What the Temporal UI shows of a cycle: its state in words, in Markdown. */
import type { Cycle, Step } from '../domain/cycle.ts';
import { toDecimal } from '../domain/money.ts';
import type { CycleIdentity } from './messages.ts';

/** Current details of a cycle: what is owed, since when, and what happens next. */
export function storyOf({ customer, period }: CycleIdentity, cycle: Cycle, next: Step | null): string {
  const { books, refused } = cycle;
  const heading = `### ${customer}, period from ${period}`;
  if (refused) return `${heading}\n\nNo invoice: ${refused.detail} (\`${refused.code}\`)`;
  if (!books) return `${heading}\n\nThe invoice is being issued.`;
  const amount = (minor: number) => `${toDecimal(minor, books.currency)} ${books.currency}`;
  return [
    heading,
    '',
    `| invoice | claimed | open | due | standing |`,
    `|---|--:|--:|---|---|`,
    `| ${books.invoiceNumber} | ${amount(books.claimedMinor)} | ${amount(books.openMinor)} | ${books.dueOn} | ${books.standing.replace('_', ' ')} |`,
    '',
    next ? `Next: ${inWords(next)}.` : 'Nothing more to do.',
  ].join('\n');
}

function inWords(step: Step): string {
  switch (step.kind) {
    case 'issue':
      return 'issue the invoice';
    case 'book_payment':
      return `book payment ${step.payment.paymentId}`;
    case 'remind':
      return `${step.name} on ${step.on}`;
    case 'write_off':
      return `write off on ${step.on}`;
  }
}
