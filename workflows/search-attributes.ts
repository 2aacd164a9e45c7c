/**
 * The typed search attributes by which operators find cycles in the Temporal UI. The launcher
 * and `npm run migrate` register them; a test keeps the list and its use together.
 */
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import type { CycleFromBooks } from '../domain/cycle.ts';
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
} as const;

/** Who and when: known before the invoice is. */
export function identityAttributes({ seller, customer, period }: CycleIdentity) {
  return [
    { key: searchAttributes.seller, value: seller },
    { key: searchAttributes.customer, value: customer },
    { key: searchAttributes.period, value: period },
  ];
}

/** What is owed and what comes next. Nothing when the cycle is not in the books yet. */
export function moneyAttributes(books: CycleFromBooks | null | undefined) {
  if (!books) return [];
  const [next] = books.standing === 'open' ? books.schedule : [];
  return [
    { key: searchAttributes.standing, value: books.standing },
    { key: searchAttributes.currency, value: books.currency },
    { key: searchAttributes.amountDue, value: Number(toDecimal(books.openMinor, books.currency)) },
    { key: searchAttributes.dueDate, value: new Date(`${books.dueOn}T00:00:00Z`) },
    { key: searchAttributes.ladderVersion, value: books.ladder },
    ...(books.runId ? [{ key: searchAttributes.run, value: books.runId }] : []),
    ...(next ? [{ key: searchAttributes.nextActionAt, value: new Date(next.atMs) }] : []),
  ];
}

/** All attributes of a cycle at its start; set with the start they cost no history event. */
export function attributesAtStart(identity: CycleIdentity, books: CycleFromBooks | undefined) {
  return new TypedSearchAttributes([...identityAttributes(identity), ...moneyAttributes(books)]);
}
