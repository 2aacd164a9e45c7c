/**
 * The typed search attributes by which operators find cycles in the Temporal UI. The launcher
 * and `npm run migrate` register them.
 */
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { type CycleFromBooks, newCycle, nextStep, type OpenDispute } from '../domain/cycle.ts';
import { toDecimal } from '../domain/money.ts';
import type { CycleIdentity } from './messages.ts';

export const searchAttributes = {
  seller: defineSearchAttributeKey('Seller', 'KEYWORD'),
  customer: defineSearchAttributeKey('Customer', 'KEYWORD'),
  period: defineSearchAttributeKey('Period', 'KEYWORD'),
  run: defineSearchAttributeKey('Run', 'KEYWORD'),
  ladderVersion: defineSearchAttributeKey('LadderVersion', 'KEYWORD'),
  standing: defineSearchAttributeKey('Standing', 'KEYWORD'),
  currency: defineSearchAttributeKey('Currency', 'KEYWORD'),
  // In whole units of the currency, because an operator types "AmountDue > 1000".
  amountDue: defineSearchAttributeKey('AmountDue', 'DOUBLE'),
  dueDate: defineSearchAttributeKey('DueDate', 'DATETIME'),
  nextActionAt: defineSearchAttributeKey('NextActionAt', 'DATETIME'),
  disputeReason: defineSearchAttributeKey('DisputeReason', 'KEYWORD'),
  disputeState: defineSearchAttributeKey('DisputeState', 'KEYWORD'),
  disputeOwner: defineSearchAttributeKey('DisputeOwner', 'KEYWORD'),
  promiseBy: defineSearchAttributeKey('PromiseBy', 'DATETIME'),
} as const;

/** All attributes of a cycle at its start; set with the start they cost no history event. */
export function attributesAtStart(
  { seller, customer, period }: CycleIdentity,
  books: CycleFromBooks | undefined,
): TypedSearchAttributes {
  const next = books && nextActionAt(books);
  return new TypedSearchAttributes([
    { key: searchAttributes.seller, value: seller },
    { key: searchAttributes.customer, value: customer },
    { key: searchAttributes.period, value: period },
    ...(books ? [...fixedAttributes(books), ...moneyAttributes(books)] : []),
    ...(next ? [{ key: searchAttributes.nextActionAt, value: next }] : []),
  ]);
}

/** What an upsert has to say after a step; nothing when nothing an operator looks for changed. */
export function changedAttributes(before: CycleFromBooks | null, after: CycleFromBooks | null) {
  if (!after) return [];
  const changes = [];
  if (!before) changes.push(...fixedAttributes(after));
  if (before?.standing !== after.standing || before.openMinor !== after.openMinor) {
    changes.push(...moneyAttributes(after));
  }
  const next = nextActionAt(after);
  const previous = before && nextActionAt(before);
  if (next?.getTime() !== previous?.getTime()) {
    changes.push({ key: searchAttributes.nextActionAt, value: next });
  }
  return [...changes, ...disputeChanges(before, after)];
}

/** The dispute whose deadline comes first, as an operator looks for it; unset when none is left. */
function disputeChanges(before: CycleFromBooks | null, after: CycleFromBooks) {
  const was = firstDispute(before);
  const is = firstDispute(after);
  const changes = [];
  for (const [key, field] of disputeWords) {
    if (was?.[field] !== is?.[field]) changes.push({ key, value: is?.[field] ?? null });
  }
  if (was?.promiseByMs !== is?.promiseByMs) {
    const value = is ? new Date(is.promiseByMs) : null;
    changes.push({ key: searchAttributes.promiseBy, value });
  }
  return changes;
}

const disputeWords = [
  [searchAttributes.disputeReason, 'reason'],
  [searchAttributes.disputeState, 'state'],
  [searchAttributes.disputeOwner, 'owner'],
] as const;

function firstDispute(books: CycleFromBooks | null): OpenDispute | undefined {
  return [...(books?.disputes ?? [])].sort((one, other) => one.next.atMs - other.next.atMs)[0];
}

function fixedAttributes({ dueOn, ladder, runId }: CycleFromBooks) {
  return [
    { key: searchAttributes.dueDate, value: new Date(`${dueOn}T00:00:00Z`) },
    { key: searchAttributes.ladderVersion, value: ladder },
    ...(runId ? [{ key: searchAttributes.run, value: runId }] : []),
  ];
}

function moneyAttributes({ standing, currency, openMinor }: CycleFromBooks) {
  return [
    { key: searchAttributes.standing, value: standing },
    { key: searchAttributes.currency, value: currency },
    { key: searchAttributes.amountDue, value: Number(toDecimal(openMinor, currency)) },
  ];
}

function nextActionAt(books: CycleFromBooks): Date | null {
  const step = nextStep(newCycle(books));
  return step ? new Date(step.atMs) : null;
}
