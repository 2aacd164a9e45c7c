/** Runs races on a real database and proves books, disputes and limits after each of them. */
import fc from 'fast-check';
import { expectAgreement } from './books-proof.ts';
import { newTown } from './books-town.ts';
import { type Race, races, run } from './desk-racing.ts';

export type Raced = {
  /** How often each move was done, and how often refused by which code. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly interleavings: number;
  /** Orders of outcomes of which no two are the same. */
  readonly different: number;
};

export async function proveRaces(runs: { numRuns: number; seed: number }): Promise<Raced> {
  const outcomes = new Map<string, number>();
  const seen = new Set<string>();
  let interleavings = 0;
  let town = await newTown();
  const newOne = async () => {
    await town.leave();
    town = await newTown();
  };
  const property = fc.asyncProperty(races, async (race: Race) => {
    if (!town.hasHome(race.home)) await newOne();
    try {
      const ran = await run(town, race);
      await expectAgreement(town);
      for (const outcome of ran) {
        const what = outcome.replace(/[01] /, ' ');
        outcomes.set(what, (outcomes.get(what) ?? 0) + 1);
      }
      seen.add([race.begins, ...ran].join(', '));
      interleavings += 1;
    } catch (error) {
      await newOne();
      throw error;
    }
  });
  try {
    await fc.assert(property, runs);
  } finally {
    await town.leave();
  }
  return { outcomes, interleavings, different: seen.size };
}
