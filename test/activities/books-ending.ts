/** Lets every cycle of a home come to its end, as its workflow does when nobody says anything more. */
import { newCycle, nextStep, type Step } from '../../domain/cycle.ts';
import type { Home } from './books-homes.ts';
import { type CycleRow, readHome } from './books-reading.ts';
import { load, type Scene, type Teller, type Told } from './books-scene.ts';
import { climbStep } from './books-climbing.ts';

/** More steps than a cycle with many disputes can have left. */
const stepsMax = 200;

export async function tellToTheEnd(teller: Teller, home: Home, told: Told): Promise<void> {
  const { cycles } = await readHome(teller.database, home);
  for (const cycle of cycles) {
    await goToTheEnd({ ...teller, home, told, id: 'end', isOnce: true }, cycle);
  }
}

async function goToTheEnd(scene: Scene, cycle: CycleRow): Promise<void> {
  const { told } = scene;
  for (let steps = 0; steps < stepsMax; steps += 1) {
    const { books } = await load(scene, cycle);
    const step = nextStep(newCycle(books));
    if (!step) return;
    told.nowMs = Math.max(told.nowMs, step.atMs);
    await take(scene, cycle, step);
  }
  throw new Error(`cycle ${cycle.id} has no end`);
}

async function take(scene: Scene, cycle: CycleRow, step: Step): Promise<unknown> {
  const { activities, told } = scene;
  const { nowMs } = told;
  const cycleId = cycle.id;
  switch (step.kind) {
    case 'climb':
      return climbStep(scene, cycle, step.step);
    case 'check_promise':
      return activities.checkPromise({ cycleId, nowMs });
    case 'tend_dispute':
      return activities.tendDispute({ cycleId, disputeId: step.disputeId, nowMs });
    case 'send_letter':
      return activities.sendLetter({ cycleId, letterId: step.letterId, nowMs });
    default:
      throw new Error(`nothing of this kind is left: ${step.kind}`);
  }
}
