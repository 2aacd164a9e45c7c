/** What the Temporal UI shows of a cycle: its state in words, in Markdown. */
import type { Cycle, CycleFromBooks, DisputeDeadline, Step } from '../domain/cycle.ts';
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
    ...disputesOf(books),
    next ? `Next: ${inWords(next)}.` : 'Nothing more to do.',
  ].join('\n');
}

/** A table of the disputes that are not decided yet; nothing where there is none. */
function disputesOf({ disputes = [], heldMinor = 0, currency }: CycleFromBooks): string[] {
  if (disputes.length === 0) return [];
  const rows = disputes.map(
    ({ reason, state, group, owner, promiseByMs }) =>
      `| ${spoken(reason)} | ${spoken(state)} | ${owner ?? group} | ${instant(promiseByMs)} |`,
  );
  return [
    '| dispute | state | with | promised by |',
    '|---|---|---|---|',
    ...rows,
    '',
    heldMinor > 0
      ? `${toDecimal(heldMinor, currency)} ${currency} of what is open is disputed and not asked for.`
      : 'Nothing is open of what is disputed.',
    '',
  ];
}

/** By the workflow's clock, to the minute. */
function instant(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
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
    case 'send_letter':
      return `send the letter: ${spoken(step.template)}`;
    case 'tend_dispute':
      return `${deadlineWords[step.deadline]} of the dispute (${spoken(step.reason)}), ${instant(step.atMs)}`;
    case 'check_promise':
      return `promise ${step.promiseId} falls due on ${step.on}`;
    case 'charge_card':
      return `charge the card on ${step.on}, attempt ${step.attempt}`;
    case 'climb':
      return `${spoken(step.name)} on ${step.on}`;
  }
}

const deadlineWords: Readonly<Record<DisputeDeadline, string>> = {
  first_answer: 'first answer',
  resolution: 'resolution',
  idle: 'return to the queue',
  escalation: 'next group',
  default: 'default decision',
  approval: 'end of the wait for a second person',
};

function spoken(code: string): string {
  return code.replaceAll('_', ' ');
}
