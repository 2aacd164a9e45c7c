/** What the Temporal UI shows of a cycle: its state in words, in Markdown. */
import type { Cycle, Step } from '../domain/cycle.ts';
import { toDecimal } from '../domain/money.ts';
import type { CycleIdentity } from './messages.ts';

/** Current details of a cycle: what is owed, where it stands, and what happens next. */
export function storyOf(
  { customer, period }: CycleIdentity,
  cycle: Cycle,
  next: Step | null,
): string {
  const { books, refused } = cycle;
  const heading = `### ${customer}, period from ${period}`;
  if (refused) return `${heading}\n\nNo invoice: ${refused.detail} (\`${refused.code}\`)`;
  if (!books) return `${heading}\n\nThe invoice is being issued.`;
  const amount = (minor: number) => `${toDecimal(minor, books.currency)} ${books.currency}`;
  const { claimedMinor, openMinor, invoiceNumber, dueOn, standing } = books;
  return [
    heading,
    '',
    `| invoice | claimed | open | due | standing |`,
    `|---|--:|--:|---|---|`,
    `| ${invoiceNumber} | ${amount(claimedMinor)} | ${amount(openMinor)} | ${dueOn} | ${spoken(standing)} |`,
    '',
    next ? `Next: ${inWords(next)}.` : 'Nothing more to do.',
  ].join('\n');
}

/** A step as an operator would say it. */
export function inWords(step: Step): string {
  switch (step.kind) {
    case 'issue':
      return 'issue the invoice';
    case 'book':
      return `book ${step.fact.id}`;
    case 'tell':
      return `tell ${step.siblings.map(({ period }) => period).join(', ')}`;
    case 'check_promise':
      return `promise ${step.promiseId} falls due on ${step.on}`;
    case 'charge_card':
      return `charge the card on ${step.on}, attempt ${step.attempt}`;
    case 'climb':
      return `${spoken(step.name)} on ${step.on}`;
  }
}

function spoken(code: string): string {
  return code.replaceAll('_', ' ');
}
