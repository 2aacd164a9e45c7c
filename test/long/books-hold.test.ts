import { expect, test } from 'vitest';
import { spokenDuration } from '../../bin/embedded/say.ts';
import { table } from '../../bin/terminal.ts';
import { proveStories } from '../activities/books-proof.ts';

const stories = Number(process.env['STORIES'] ?? 1_000);
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test(`after each of ${stories} stories the books agree (SEED=${seed})`, async () => {
  const begun = performance.now();
  const { told, lookedAt } = await proveStories(stories, seed);
  const took = spokenDuration(performance.now() - begun);
  process.stdout.write(`\n${stories} stories with SEED=${seed} took ${took}.\n\n`);
  show('What was told', new Map([...told].toSorted(([one], [other]) => (one < other ? -1 : 1))));
  process.stdout.write('\n');
  show('What holds', lookedAt);
  expect(told.size).toBeGreaterThan(0);
});

function show(title: string, counts: ReadonlyMap<string, number>): void {
  table(
    [{ title }, { title: 'Times', align: 'right' }],
    [...counts].map(([what, times]) => [what, times.toLocaleString('en')]),
  );
}
