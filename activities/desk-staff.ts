import type { EntityManager } from '@mikro-orm/postgresql';
import type { DeskRequest } from '../db/desk-inbox.ts';
import { refuse } from '../domain/errors.ts';
import { type Deed, mayDo, type Role } from '../domain/staff.ts';

/** A member of staff as they are at this moment, whatever they were when they asked. */
export type ActingStaff = {
  readonly id: string;
  readonly login: string;
  readonly role: Role;
  readonly team: string | null;
  readonly groups: readonly string[];
};

/**
 * Who asked, if they may still do it: somebody whose role was taken away between the asking and the
 * doing is refused. Their row stays as it is until the transaction ends. Whoever decides on behalf
 * of somebody else's customers is refused, too.
 */
export async function staffOf(
  em: EntityManager,
  { actor, cycleId }: Pick<DeskRequest, 'actor' | 'cycleId'>,
  deed: Deed,
): Promise<ActingStaff> {
  const [staff] = await em.execute<(ActingStaff & { active: boolean })[]>(
    `select staff.id, staff.login, staff.role, staff.team, staff.groups, staff.active
       from staff join billing_cycle cycle on cycle.seller_id = staff.seller_id
      where staff.id = ? and cycle.id = ? for share of staff`,
    [actor.staffId, cycleId],
  );
  if (!staff?.active) return refuse('role_missing', 'Only staff of this seller may do this.');
  if (mayDo(staff.role, deed)) return staff;
  return refuse('role_missing', `The role ${staff.role} may not do this.`);
}
