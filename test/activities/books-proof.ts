/** Runs stories on a real database and proves the books after each of them. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { proveBooks } from '../../db/reports/agreement.ts';
import type { CheckResult } from '../../db/reports/check.ts';
import { tellToTheEnd } from './books-ending.ts';
import type { Home } from './books-homes.ts';
import { owedBy, readHome } from './books-reading.ts';
import type { Told } from './books-scene.ts';
import type { Story } from './books-story.ts';
import { tell } from './books-telling.ts';
import { newTown, type Town } from './books-town.ts';
import { expectDeskToHold } from './desk-proof.ts';

export type Proved = {
  /** How often each kind of fact was booked and refused. */
  readonly counts: ReadonlyMap<string, number>;
  /** How much of each kind the last proof of every town looked at, all together. */
  readonly lookedAt: ReadonlyMap<string, number>;
};

/**
 * Tells so many stories and proves the books after each. A town of which every home of a kind was
 * used is proved once more and left for a new one, so that proofs stay quick.
 */
export async function proveStories(
  stories: fc.Arbitrary<Story>,
  { numRuns, seed }: { readonly numRuns: number; readonly seed: number },
): Promise<Proved> {
  const counts = new Map<string, number>();
  const lookedAt = new Map<string, number>();
  const newOne = () => newTown((what) => add(counts, what, 1));
  let town = await newOne();
  const closeBooks = async () => {
    for (const { title, counted } of await expectAgreement(town)) add(lookedAt, title, counted);
    await town.leave();
  };
  const property = fc.asyncProperty(stories, async (story) => {
    if (!town.hasHome(story.home)) {
      await closeBooks();
      town = await newOne();
    }
    try {
      await proveStory(town, town.takeHome(story.home), story);
    } catch (error) {
      // Books that are wrong stay wrong: the next, smaller story begins with new ones.
      await town.leave();
      town = await newOne();
      throw error;
    }
  });
  try {
    await fc.assert(property, { numRuns, seed });
  } catch (error) {
    await town.leave();
    throw error;
  }
  await closeBooks();
  return { counts, lookedAt };
}

function add(counts: Map<string, number>, what: string, number: number): void {
  counts.set(what, (counts.get(what) ?? 0) + number);
}

async function proveStory(town: Town, home: Home, story: Story): Promise<void> {
  const told = await tell(town, home, story);
  await expectAgreement(town);
  await expectOpenToBeTheRest(town, home, told);
  await expectDeskToHold(town, home);
  await tellToTheEnd(town, home, told);
  await expectOpenToBeTheRest(town, home, told);
  await expectDeskToHold(town, home);
  const { cycles } = await readHome(town.database, home);
  expect(cycles.filter(({ standing }) => standing === 'open')).toEqual([]);
}

export async function expectAgreement({ database }: Town): Promise<CheckResult[]> {
  const found = await proveBooks(database.em.fork());
  expect(found.flatMap(({ sentences }) => sentences)).toEqual([]);
  return found;
}

/** What is open is what was billed and charged, less everything that was told to have come. */
async function expectOpenToBeTheRest(
  { database, post }: Town,
  home: Home,
  told: Told,
): Promise<void> {
  const { owedMinor, openMinor } = await owedBy(database, home);
  const paidMinor = told.payments
    .filter(({ paymentId }) => !told.reversed.has(paymentId))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  expect(openMinor).toBe(owedMinor - paidMinor + told.refundedMinor);
  const ids = post.mails.map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(ids.length);
}
