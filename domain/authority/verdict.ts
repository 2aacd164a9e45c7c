/** What rules say, and how their words come to one. Pure. */

export const verdicts = ['allowed', 'needs_second_person', 'refused'] as const;
export type Verdict = (typeof verdicts)[number];

/** A rule that spoke, in words that can be read to the customer. */
export type SpokenRule = {
  readonly rule: string;
  readonly says: Verdict;
  readonly words: string;
};

/** The worst that any rule says; no rule, no objection. */
export function worstOf(rules: readonly Pick<SpokenRule, 'says'>[]): Verdict {
  const worst = Math.max(0, ...rules.map(({ says }) => verdicts.indexOf(says)));
  return verdicts[worst] ?? 'refused';
}

/** Up to `alone` it is allowed, up to `withSecond` it needs a second person. */
export function verdictOn(
  asked: number,
  { alone, withSecond }: { readonly alone: number; readonly withSecond: number },
): Verdict {
  if (asked <= alone) return 'allowed';
  return asked <= withSecond ? 'needs_second_person' : 'refused';
}
