/** Tells what the ladder and promises bring, each step at its time. */
import { expect } from 'vitest';
import type { CycleRow } from './books-reading.ts';
import { load, type Scene, twice } from './books-scene.ts';
import { standOf } from './desk-reading.ts';

export async function checkPromise(scene: Scene, cycle: CycleRow): Promise<void> {
  const { activities, told } = scene;
  const { books } = await load(scene, cycle);
  told.nowMs = Math.max(told.nowMs, books.promise?.atMs ?? 0);
  await twice(scene, () => activities.checkPromise({ cycleId: cycle.id, nowMs: told.nowMs }));
}

/** So many steps of the ladder, each at its time; a promise that stands before it is looked at. */
export async function climb(scene: Scene, cycle: CycleRow, steps: number): Promise<void> {
  const { told } = scene;
  for (let taken = 0; taken < steps; taken += 1) {
    const { books } = await load(scene, cycle);
    if (books.standing !== 'open') return;
    const [next] = books.schedule;
    if (books.promise) {
      await checkPromise(scene, cycle);
    } else if (next) {
      told.nowMs = Math.max(told.nowMs + 1, next.atMs);
      await climbStep(scene, cycle, next.step);
    }
  }
}

/** Nobody is reminded of what is wholly disputed, and nothing is given up that is disputed in part. */
export async function climbStep(scene: Scene, { id: cycleId }: CycleRow, step: number) {
  const { activities, told, database } = scene;
  const before = await standOf(database, cycleId);
  await twice(scene, () => activities.climbLadder({ cycleId, step, nowMs: told.nowMs }));
  if (!before.isDisputed) return;
  const after = await standOf(database, cycleId);
  expect(after.standing).toBe(before.standing);
  if (before.isWhollyDisputed) expect(after.reminders).toBe(before.reminders);
}
