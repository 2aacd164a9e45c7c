/**
 * What a seller promises who questions a bill, who is asked in which order, and what is decided in
 * the end where nobody did. Versioned data, safe as JSON: a running cycle keeps the version that
 * it began with. All minutes are minutes of service. Pure.
 */
import type { Currency } from '../currency.ts';
import type { DisputeReason } from './reasons.ts';
import { afterServiceMinutes, type ServiceHours } from './service-hours.ts';

/** An amount by currency, in minor units. */
type MinorByCurrency = Readonly<Record<Currency, number>>;

/** What is promised when every condition that is named holds. */
export type PromiseRule = {
  readonly reasons?: readonly DisputeReason[];
  /** What is disputed reaches this; never in a currency that is not named. */
  readonly atLeastMinor?: MinorByCurrency;
  readonly businesses?: boolean;
  readonly firstAnswerMinutes: number;
  readonly resolutionMinutes: number;
};

/** What is decided where nobody did; always in the customer's favour. */
export type DefaultDecision =
  /** What is disputed is credited up to this; nothing in a currency that is not named. */
  | { readonly kind: 'credit_disputed'; readonly upToMinor: MinorByCurrency }
  | { readonly kind: 'explain' };

export type DisputePolicy = {
  readonly code: string;
  readonly version: number;
  readonly hours: ServiceHours;
  /** Who may be asked, in rising order; the last ones are the supervisors. */
  readonly groups: readonly string[];
  /** The first rule that fits wins; the last one fits always. */
  readonly promises: readonly PromiseRule[];
  /** How long each further group has after a missed promise before the next one is asked. */
  readonly escalateAfterMinutes: number;
  /** A claimed case that nobody worked on for so long goes back into the queue. */
  readonly idleMinutes: number;
  /** Within so many days a resolved dispute can be taken up again. */
  readonly reopenDays: number;
  /** Reasons that a full payment leaves nothing of. */
  readonly mootWhenPaid: readonly DisputeReason[];
  readonly defaultDecisions: Readonly<Record<DisputeReason, DefaultDecision>>;
  /** How long a decision waits for its second person. */
  readonly approvalMinutes: number;
};

/** What a promise depends on. */
export type PromiseCase = {
  readonly reason: DisputeReason;
  /** What is disputed of the bill. */
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly isBusiness: boolean;
};

/** The instants by which a customer has a first answer, and a decision. */
export function promiseOf(
  policy: DisputePolicy,
  dispute: PromiseCase,
  openedAtMs: number,
): { firstAnswerByMs: number; resolveByMs: number } {
  const rule = policy.promises.find((candidate) => isFor(candidate, dispute));
  if (!rule) throw new Error(`The dispute policy ${policy.code} has no promise for everybody.`);
  return {
    firstAnswerByMs: afterServiceMinutes(openedAtMs, rule.firstAnswerMinutes, policy.hours),
    resolveByMs: afterServiceMinutes(openedAtMs, rule.resolutionMinutes, policy.hours),
  };
}

function isFor({ reasons, atLeastMinor, businesses }: PromiseRule, dispute: PromiseCase): boolean {
  if (reasons && !reasons.includes(dispute.reason)) return false;
  if (businesses !== undefined && businesses !== dispute.isBusiness) return false;
  if (!atLeastMinor) return true;
  const leastMinor = atLeastMinor[dispute.currency];
  return leastMinor !== undefined && dispute.amountMinor >= leastMinor;
}
