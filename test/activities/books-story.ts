/** What can happen to a customer's cycles, as data that fast-check makes up and shrinks. */
import fc from 'fast-check';
import { kinds } from './books-homes.ts';
import { type DeskDeed, deskDeeds, firstQuestion } from './desk-story.ts';

/** One thing that happens; `on` and the like choose among what there is by then. */
export type Deed = DeskDeed | BookDeed;

type BookDeed =
  | { readonly kind: 'issue'; readonly by: 'run' | 'request' }
  | {
      readonly kind: 'pay';
      readonly on: number;
      readonly size: 'open' | 'part' | 'more' | 'cent';
      readonly percent: number;
      readonly allocate: 'this' | 'oldest_first' | 'told';
    }
  | { readonly kind: 'pay_again'; readonly on: number; readonly payment: number }
  | { readonly kind: 'reverse'; readonly on: number; readonly payment: number }
  | {
      readonly kind: 'credit';
      readonly on: number;
      readonly invoice: number;
      readonly scope: 'whole' | 'lines' | 'amount';
      readonly percent: number;
    }
  | { readonly kind: 'undo'; readonly on: number; readonly note: number }
  | { readonly kind: 'void'; readonly on: number }
  /** Pays a part of the customer's credit back, or asks for more than there is. */
  | { readonly kind: 'refund'; readonly percent: number }
  | {
      readonly kind: 'promise';
      readonly on: number;
      readonly instalments: number;
      readonly acceptedBy: 'customer' | 'supervisor';
    }
  | { readonly kind: 'check_promise'; readonly on: number }
  | { readonly kind: 'climb'; readonly on: number; readonly steps: number }
  | { readonly kind: 'climb_again'; readonly on: number; readonly step: number };

export type Chapter = { readonly afterHours: number; readonly deed: Deed };

/** Which kind of home, how many bills it has at first, and what happens there in order. */
export type Story = {
  readonly home: number;
  readonly bills: number;
  readonly chapters: readonly Chapter[];
};

const on = fc.nat({ max: 5 });
const percent = fc.integer({ min: 1, max: 130 });

export function isAtDesk(deed: Deed): deed is DeskDeed {
  return deskKinds.has(deed.kind);
}

const deskKinds: ReadonlySet<string> = new Set<DeskDeed['kind']>([
  ...(['open', 'take', 'return', 'answer', 'decide', 'approve'] as const),
  ...(['withdraw', 'reopen', 'tend', 'post'] as const),
]);

const deeds: readonly fc.WeightedArbitrary<BookDeed>[] = [
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('issue'), by: fc.constantFrom('run', 'request') }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('pay'),
      on,
      size: fc.constantFrom('open', 'part', 'more', 'more', 'cent'),
      percent,
      allocate: fc.constantFrom('this', 'oldest_first', 'told'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('pay_again'), on, payment: fc.nat({ max: 9 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('reverse'), on, payment: fc.nat({ max: 9 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('credit'),
      on,
      invoice: fc.nat({ max: 3 }),
      scope: fc.constantFrom('whole', 'lines', 'amount'),
      percent,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo'), on, note: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('void'), on }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('refund'), percent }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('promise'),
      on,
      instalments: fc.integer({ min: 1, max: 3 }),
      acceptedBy: fc.constantFrom('customer', 'supervisor'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('check_promise'), on }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('climb'), on, steps: fc.constantFrom(1, 2, 5, 5) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('climb_again'),
      on,
      step: fc.integer({ min: 1, max: 6 }),
    }),
  },
];

const chapter: fc.Arbitrary<Chapter> = fc.record({
  afterHours: fc.integer({ min: 1, max: 24 * 20 }),
  deed: fc.oneof(...deeds),
});

/** Most of it at the desk, where one thing follows the other within hours. */
const chapterAtDesk: fc.Arbitrary<Chapter> = fc.record({
  afterHours: fc.oneof(fc.nat({ max: 2 }), fc.nat({ max: 24 }), fc.nat({ max: 24 * 20 })),
  deed: fc.oneof(...deeds, ...deskDeeds),
});

/** A story begins with a bill, for without one nothing can happen. */
export const stories: fc.Arbitrary<Story> = fc.record({
  home: fc.nat({ max: kinds.length - 1 }),
  bills: fc.integer({ min: 1, max: 3 }),
  chapters: fc.array(chapter, { minLength: 4, maxLength: 14, size: 'max' }),
});

/** Begins with a question too, and more often with bills of which there is something to decide. */
export const storiesAtDesk: fc.Arbitrary<Story> = fc.record({
  home: fc.constantFrom(0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 6, 6),
  bills: fc.integer({ min: 1, max: 3 }),
  chapters: fc
    .tuple(
      firstQuestion.map((deed) => ({ afterHours: 1, deed })),
      fc.array(chapterAtDesk, { minLength: 4, maxLength: 24, size: 'max' }),
    )
    .map(([first, rest]) => [first, ...rest]),
});
