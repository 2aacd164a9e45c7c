import type { EntityManager } from '@mikro-orm/postgresql';
import { loadCycleById, loadCyclesToSettle } from '../db/load-cycles.ts';
import type { CycleFromBooks } from '../domain/cycle.ts';
import { endPromiseOf } from './promises.ts';
import { settleDisputes } from './settle-disputes.ts';

/**
 * Does what follows from a change of money, in the cycle that heard of it and in those that it
 * touched: a promise is kept, a dispute is moot, a ladder stands still or goes on. So no moment
 * of the books shows one without the other. Returns the first cycle as it is then; where there is
 * neither promise nor dispute, this is one statement.
 */
export async function settleCycles(
  em: EntityManager,
  cycleId: string,
  touched: readonly string[],
  at: Date,
): Promise<CycleFromBooks> {
  const loaded = await loadCyclesToSettle(em, [cycleId, ...touched]);
  const concerned = loaded.filter(({ isConcerned }) => isConcerned);
  for (const { cycle } of concerned) {
    await endPromiseOf(em, cycle.cycleId, at);
    await settleDisputes(em, cycle.cycleId, at);
  }
  const own = loaded.find(({ cycle }) => cycle.cycleId === cycleId);
  return own && !concerned.includes(own) ? own.cycle : loadCycleById(em, cycleId);
}
