import { table } from '../../bin/terminal.ts';

type Counts = ReadonlyMap<string, number>;

/** A table of how often each thing was counted. */
export function show(title: string, counts: Counts): void {
  table(
    [{ title }, { title: 'Times', align: 'right' }],
    [...counts].map(([what, times]) => [what, times.toLocaleString('en')]),
  );
}

/** The same counts in the order of their names. */
export function byName(counts: Counts): Counts {
  return new Map([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
