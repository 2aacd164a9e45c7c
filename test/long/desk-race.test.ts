import { expect, test } from 'vitest';
import { spokenDuration } from '../../bin/embedded/say.ts';
import { proveRaces } from '../activities/desk-race-proof.ts';
import { byName, show } from './show.ts';

const numRuns = Number(process.env['RACES'] ?? 1_000);
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test(`after each of ${numRuns} races at one dispute it was decided once (SEED=${seed})`, async () => {
  const begun = performance.now();
  const { outcomes, interleavings, different } = await proveRaces({ numRuns, seed });
  const took = spokenDuration(performance.now() - begun);
  process.stdout.write(
    `\n${interleavings} interleavings with SEED=${seed}, ${different} different ones, took ${took}.\n\n`,
  );
  show('Who did what', byName(outcomes));
  expect(interleavings).toBe(numRuns);
});
