/** What being late costs, by the rules of the ladder version that the cycle began with. Pure. */
import { daysBetween, type LocalDate } from './calendar.ts';
import type { Ladder, LadderStep } from './ladder.ts';
import { multiplyRatio } from './money.ts';

/** A charge with the rule and the figures that made it: what the letter explains. */
export type LateCharge =
  | {
      readonly kind: 'fee';
      readonly amountMinor: number;
      readonly basis: { readonly step: string };
    }
  | {
      readonly kind: 'interest';
      readonly amountMinor: number;
      readonly basis: {
        readonly principalMinor: number;
        readonly annualBasisPoints: number;
        readonly daysInYear: number;
        readonly from: LocalDate;
        readonly to: LocalDate;
        readonly days: number;
      };
    };

export type LateFacts = {
  readonly currency: string;
  readonly isBusiness: boolean;
  /** What is open of the invoice itself: interest bears no interest. */
  readonly principalMinor: number;
  readonly dueOn: LocalDate;
  /** Up to which day interest has been charged before; null when it never was. */
  readonly chargedUpTo: LocalDate | null;
  readonly today: LocalDate;
};

/** The charges of one step of the ladder; an amount of nothing is no charge. */
export function lateCharges(
  step: LadderStep,
  { lateInterest }: Pick<Ladder, 'lateInterest'>,
  facts: LateFacts,
): LateCharge[] {
  const fee = step.feeMinor?.[facts.currency] ?? 0;
  const charges: LateCharge[] = [];
  if (fee > 0) charges.push({ kind: 'fee', amountMinor: fee, basis: { step: step.name } });
  const concerns = lateInterest?.appliesTo === 'everybody' || facts.isBusiness;
  if (step.interest && lateInterest && concerns) {
    charges.push(accruedInterest(lateInterest.annualBasisPoints, lateInterest.daysInYear, facts));
  }
  return charges.filter(({ amountMinor }) => amountMinor > 0);
}

/**
 * Simple interest on the principal for each whole day after the due date that was not charged
 * before: principal × rate × days ÷ days in the year, rounded once.
 */
function accruedInterest(
  annualBasisPoints: number,
  daysInYear: number,
  { principalMinor, dueOn, chargedUpTo, today }: LateFacts,
): LateCharge {
  const from = chargedUpTo ?? dueOn;
  const days = Math.max(0, daysBetween(from, today));
  const numerator = BigInt(annualBasisPoints) * BigInt(days);
  const amountMinor = multiplyRatio(principalMinor, numerator, 10_000n * BigInt(daysInYear));
  const basis = { principalMinor, annualBasisPoints, daysInYear, from, to: today, days };
  return { kind: 'interest', amountMinor, basis };
}
