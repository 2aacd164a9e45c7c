/** Who speaks about a dispute, and which of them they may see. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DeskActor } from '../db/desk-inbox.ts';
import { type CaseRow, readCase } from '../db/dispute-views.ts';
import { refuse } from '../domain/errors.ts';
import type { Actor } from './auth.ts';

/** A service speaks as its key, a person as their login. */
export function deskActor(actor: Actor): DeskActor {
  return actor.kind === 'staff'
    ? { kind: 'staff', name: actor.staff.login, staffId: actor.staff.id }
    : { kind: 'service', name: actor.key.name, staffId: null };
}

/** The case, which for staff must be one of their seller's. */
export async function caseFor(em: EntityManager, actor: Actor, id: string): Promise<CaseRow> {
  const found = await readCase(em, id);
  if (!found) return refuse('dispute_unknown', `There is no dispute ${id}.`);
  if (actor.kind === 'staff' && actor.staff.seller !== found.seller)
    refuseOther(actor.staff.seller);
  return found;
}

export async function assertOwnCycle(
  em: EntityManager,
  actor: Actor,
  cycleId: string,
): Promise<void> {
  if (actor.kind === 'service') return;
  const rows = await em.execute<unknown[]>(
    'select from billing_cycle where id = ? and seller_id = ?',
    [cycleId, actor.staff.sellerId],
  );
  if (rows.length === 0) refuse('cycle_unknown', `Your seller has no cycle ${cycleId}.`);
}

export function refuseOther(own: string): never {
  refuse('role_missing', `You work for the seller ${own}, and for no other.`);
}
