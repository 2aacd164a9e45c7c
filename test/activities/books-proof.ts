/** Runs stories on a real database and proves the books after each of them. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { proveBooks } from '../../db/reports/agreement.ts';
import type { Home } from './books-homes.ts';
import { owedBy, readHome } from './books-reading.ts';
import { type Story, stories } from './books-story.ts';
import { tell, tellToTheEnd, type Told } from './books-telling.ts';
import { newTown, type Town } from './books-town.ts';

/**
 * Tells so many stories and proves the books after each; returns how often each fact was told. A
 * town of which every home of a kind was used is left for a new one, so that proofs stay quick.
 */
export async function proveStories(numRuns: number, seed: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1);
  let town = await newTown(count);
  const property = fc.asyncProperty(stories, async (story) => {
    if (!town.hasHome(story.home)) {
      await expectAgreement(town);
      await town.leave();
      town = await newTown(count);
    }
    try {
      await proveStory(town, town.takeHome(story.home), story);
    } catch (error) {
      // Books that are wrong stay wrong: the next, smaller story begins with new ones.
      await town.leave();
      town = await newTown(count);
      throw error;
    }
  });
  try {
    await fc.assert(property, { numRuns, seed });
    await expectAgreement(town);
  } finally {
    await town.leave();
  }
  return counts;
}

async function proveStory(town: Town, home: Home, story: Story): Promise<void> {
  const told = await tell(town, home, story);
  await expectAgreement(town);
  await expectOpenToBeTheRest(town, home, told);
  await tellToTheEnd(town, home, told);
  await expectOpenToBeTheRest(town, home, told);
  const { cycles } = await readHome(town.database, home);
  expect(cycles.filter(({ standing }) => standing === 'open')).toEqual([]);
}

export async function expectAgreement({ database }: Town): Promise<void> {
  const found = await proveBooks(database.em.fork());
  expect(found.flatMap(({ sentences }) => sentences)).toEqual([]);
}

/** What is open is what was billed and charged, less everything that was told to have come. */
async function expectOpenToBeTheRest(
  { database, mails }: Town,
  home: Home,
  told: Told,
): Promise<void> {
  const { owedMinor, openMinor } = await owedBy(database, home);
  const paidMinor = told.payments
    .filter(({ paymentId }) => !told.reversed.has(paymentId))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  expect(openMinor).toBe(owedMinor - paidMinor);
  const ids = mails.map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(ids.length);
}
