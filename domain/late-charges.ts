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
        /** What was disputed within these days, and for how many of them: it bears nothing. */
        readonly disputed?: readonly { readonly minor: number; readonly days: number }[];
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
  /** What was disputed, from and to which day; left out where nothing ever was. */
  readonly disputed?: readonly DisputedSpan[];
};

export type DisputedSpan = {
  readonly minor: number;
  readonly from: LocalDate;
  readonly to: LocalDate;
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
 * before: principal × rate × days ÷ days in the year, rounded once. What was disputed bears none for
 * the days of the dispute.
 */
function accruedInterest(
  annualBasisPoints: number,
  daysInYear: number,
  { principalMinor, dueOn, chargedUpTo, today, disputed: spans = [] }: LateFacts,
): LateCharge {
  const from = chargedUpTo ?? dueOn;
  const days = Math.max(0, daysBetween(from, today));
  const disputed = spans
    .map((span) => ({ minor: span.minor, days: daysShared(span, { from, to: today }) }))
    .filter((span) => span.days > 0);
  const bearing = BigInt(principalMinor) * BigInt(days) - minorDaysOf(disputed);
  const numerator = BigInt(annualBasisPoints) * (bearing > 0n ? bearing : 0n);
  const amountMinor = multiplyRatio(1, numerator, 10_000n * BigInt(daysInYear));
  const figures = { principalMinor, annualBasisPoints, daysInYear, from, to: today, days };
  const basis = disputed.length > 0 ? { ...figures, disputed } : figures;
  return { kind: 'interest', amountMinor, basis };
}

function minorDaysOf(spans: readonly { minor: number; days: number }[]): bigint {
  return spans.reduce((sum, { minor, days }) => sum + BigInt(minor) * BigInt(days), 0n);
}

/** Whole days that both spans have in common. */
function daysShared(
  one: { readonly from: LocalDate; readonly to: LocalDate },
  other: { readonly from: LocalDate; readonly to: LocalDate },
): number {
  const from = one.from > other.from ? one.from : other.from;
  const to = one.to < other.to ? one.to : other.to;
  return Math.max(0, daysBetween(from, to));
}
