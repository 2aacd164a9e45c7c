/** What two bills of a customer have in common, line by line. Pure. */

export type ComparedLine = {
  /** What makes it the same line on both bills: its contract and service. */
  readonly key: string;
  readonly description: string;
  readonly netMinor: number;
};

export type BillDifference<Line> = {
  readonly added: readonly Line[];
  readonly gone: readonly Line[];
  readonly changed: readonly { readonly before: Line; readonly now: Line }[];
};

/** Lines of the same key are paired in their order; a pair of the same amount is no difference. */
export function billDifference<Line extends ComparedLine>(
  before: readonly Line[],
  now: readonly Line[],
): BillDifference<Line> {
  const left = new Map<string, Line[]>();
  for (const line of before) left.set(line.key, [...(left.get(line.key) ?? []), line]);
  const pairs = now.map((line) => ({ before: left.get(line.key)?.shift(), now: line }));
  return {
    added: pairs.flatMap((pair) => (pair.before ? [] : [pair.now])),
    gone: before.filter((line) => left.get(line.key)?.includes(line)),
    changed: pairs.flatMap(({ before: old, now: line }) =>
      old && old.netMinor !== line.netMinor ? [{ before: old, now: line }] : [],
    ),
  };
}
