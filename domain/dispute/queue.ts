/** Which case a member of staff gets who asks for the next one. Pure. */
import type { DisputeReason, DisputeState } from './reasons.ts';

export type QueueCase = {
  readonly disputeId: string;
  readonly state: DisputeState;
  readonly group: string;
  /** The customer's, a language tag such as `et` or `de-AT`. */
  readonly language: string;
  readonly reason: DisputeReason;
  /** The promise it is measured by now; it stays in the past when it was missed. */
  readonly dueAtMs: number;
  readonly openedAtMs: number;
  /** Who knows the case already. */
  readonly preferredStaffId: string | null;
};

export type Skills = {
  readonly staffId: string;
  readonly groups: readonly string[];
  /** Language codes such as `de`; none means all. */
  readonly languages: readonly string[];
  /** None means all. */
  readonly reasons: readonly DisputeReason[];
};

/** Whether the case is free and one for this member of staff. */
export function fits(item: QueueCase, skills: Skills): boolean {
  const { groups, languages, reasons } = skills;
  return (
    item.state === 'open' &&
    groups.includes(item.group) &&
    (languages.length === 0 || languages.some((known) => isSameLanguage(known, item.language))) &&
    (reasons.length === 0 || reasons.includes(item.reason))
  );
}

/** `de` is understood by who writes to `de-AT`, and the other way round. */
function isSameLanguage(one: string, other: string): boolean {
  const codeOf = (tag: string) => tag.toLowerCase().split('-')[0];
  return codeOf(one) === codeOf(other);
}

/**
 * Sorts the most urgent first: the earliest promise, which puts those that were missed before all
 * others, then the oldest. The id decides in the end, so that everybody sees the same order.
 */
export function moreUrgent(one: QueueCase, other: QueueCase): number {
  if (one.dueAtMs !== other.dueAtMs) return one.dueAtMs - other.dueAtMs;
  if (one.openedAtMs !== other.openedAtMs) return one.openedAtMs - other.openedAtMs;
  if (one.disputeId === other.disputeId) return 0;
  return one.disputeId < other.disputeId ? -1 : 1;
}

/**
 * The most urgent case that fits, or null. What this member of staff knows already comes before
 * others, so that a customer tells their story once, but never before a promise that was missed.
 * A case that somebody else knows is anybody's: nobody waits for who is away.
 */
export function nextCase(
  cases: readonly QueueCase[],
  skills: Skills,
  nowMs: number,
): QueueCase | null {
  const waiting = cases.filter((item) => fits(item, skills)).sort(moreUrgent);
  const [first] = waiting;
  if (!first || first.dueAtMs <= nowMs) return first ?? null;
  return waiting.find((item) => item.preferredStaffId === skills.staffId) ?? first;
}
