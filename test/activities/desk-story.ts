/** What people do about disputed bills, as data that fast-check makes up and shrinks. */
import fc from 'fast-check';
import { disputeReasons, type DisputeReason } from '../../domain/dispute/reasons.ts';

export const decisions = [
  'explain',
  'reject',
  'change',
  'promise',
  'correct_whole',
  'correct_lines',
  'correct_amount',
  'void_and_reissue',
  'explanation_only',
  'percent_off_lines',
  'amount_off_lines',
  'goodwill_credit',
  'waive_charges',
  'percent_off_next_bills',
  'amount_off_next_bills',
  'free_months',
  'better_price',
] as const;

export type DecisionName = (typeof decisions)[number];

/** Whom it is about: one of the customer's disputes, those that are not decided before the others. */
type About = { readonly dispute: number };
type ByStaff = About & { readonly who: number };

export type DecideDeed = ByStaff & {
  readonly kind: 'decide';
  /**
   * Whoever has the case decides, after taking it and checking the caller where that was not done,
   * and the customer asks first where nothing is asked; otherwise somebody tries it just like that.
   */
  readonly isReady: boolean;
  readonly decision: DecisionName;
  readonly percent: number;
  readonly bills: number;
  /** What becomes at once of a decision that waits; otherwise it goes on waiting. */
  readonly second: { readonly who: number; readonly verdict: Verdict } | null;
};

type Verdict = 'approve' | 'decline';

/** One thing that somebody does at the desk, or that happens because nobody did. */
export type DeskDeed =
  | {
      readonly kind: 'open';
      readonly on: number;
      readonly by: 'customer' | 'page' | 'service' | 'staff';
      readonly who: number;
      readonly reason: DisputeReason;
      /** The whole, or the lines that are in this set. */
      readonly lines: 'whole' | readonly boolean[];
    }
  | (ByStaff & { readonly kind: 'take' | 'return' })
  | (ByStaff & { readonly kind: 'answer'; readonly isNote: boolean; readonly isEmpty: boolean })
  | DecideDeed
  | (ByStaff & { readonly kind: 'approve'; readonly verdict: Verdict })
  | (ByStaff & { readonly kind: 'withdraw' | 'reopen'; readonly by: 'customer' | 'staff' })
  /** So many deadlines of the dispute, each at its time; or at once, whether or not it has come. */
  | (About & { readonly kind: 'tend'; readonly deadlines: number })
  | { readonly kind: 'post'; readonly on: number; readonly isAway: boolean };

const dispute = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3);
const who = fc.constantFrom(0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4);
const second = fc.constantFrom(0, 2, 2, 2, 2, 3, 3, 3, 3, 4);
const verdict = fc.constantFrom<Verdict>('approve', 'approve', 'approve', 'decline');
const percent = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 130 }));
const isNow = fc.constantFrom(true, true, true, true, false);

const opening = fc.record({
  kind: fc.constant('open' as const),
  on: fc.nat({ max: 5 }),
  by: fc.constantFrom('customer' as const, 'page' as const, 'service' as const, 'staff' as const),
  who,
  reason: fc.constantFrom(...disputeReasons),
  lines: fc.oneof(
    fc.constant('whole' as const),
    fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
  ),
});

/** A story at the desk begins with a question that can be asked. */
export const firstQuestion: fc.Arbitrary<DeskDeed> = opening.map((deed) => ({
  ...deed,
  by: 'customer',
  lines: deed.lines === 'whole' ? 'whole' : [true, ...deed.lines],
}));

export const deskDeeds: readonly fc.WeightedArbitrary<DeskDeed>[] = [
  { weight: 8, arbitrary: opening },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take'), dispute, who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('return'), dispute, who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('answer'),
      dispute,
      who,
      isNote: fc.boolean(),
      isEmpty: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 16,
    arbitrary: fc.record({
      kind: fc.constant('decide'),
      dispute,
      who,
      isReady: isNow,
      decision: fc.constantFrom(...decisions),
      percent,
      bills: fc.integer({ min: 1, max: 7 }),
      second: fc.oneof(fc.constant(null), fc.record({ who: second, verdict })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('approve'),
      dispute,
      who: second,
      verdict,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('withdraw'),
      dispute,
      who,
      by: fc.constantFrom('customer', 'staff'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('reopen'),
      dispute,
      who,
      by: fc.constantFrom('customer', 'staff'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('tend'),
      dispute,
      deadlines: fc.constantFrom(0, 1, 1, 2, 3, 6),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('post'),
      on: fc.nat({ max: 5 }),
      isAway: fc.boolean(),
    }),
  },
];
