/** The people who sign in: who they are, and what they may do. Their passwords never leave here. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { refuse } from '../domain/errors.ts';
import { type Authority, managementRefusal, type Role } from '../domain/staff.ts';
import { newId } from './new-id.ts';

/** A member of staff as everybody who asks on their behalf needs them. */
export type StaffFacts = {
  readonly id: string;
  readonly sellerId: string;
  /** The seller's code. */
  readonly seller: string;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly team: string | null;
  readonly groups: readonly string[];
  readonly languages: readonly string[];
  /** The reasons whose cases they take; none named is all of them. */
  readonly reasons: readonly string[];
  readonly active: boolean;
};

/** The columns of `StaffFacts` for SQL over staff and seller. */
export const staffColumns = `staff.id, staff.seller_id as "sellerId", seller.code as seller,
  staff.login, staff.name, staff.email, staff.role, staff.team, staff.groups, staff.languages,
  staff.reasons, staff.active`;

export type NewStaff = Omit<StaffFacts, 'id' | 'seller' | 'active'> & {
  readonly passwordHash: string;
};

/** What can be changed about somebody; what is left out stays. */
export type StaffChange = Authority & {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly team?: string | null | undefined;
  readonly languages?: readonly string[] | undefined;
  readonly reasons?: readonly string[] | undefined;
  readonly active?: boolean | undefined;
  readonly passwordHash?: string | undefined;
};

/** Who did it, null at the terminal of the machine, and when. */
export type Hand = { readonly by: string | null; readonly at: Date };

/** Makes an account, unless whoever makes it may not or the login is taken. */
export async function createStaff(
  em: EntityManager,
  staff: NewStaff,
  { by, at }: Hand,
): Promise<StaffFacts> {
  return em.transactional(async (em) => {
    if (by) await assertMayManage(em, by, null, staff);
    const id = newId();
    const { sellerId, login, name, email, role, team, groups, languages, reasons } = staff;
    const made = await em.execute<unknown[]>(
      `insert into staff (id, seller_id, login, name, email, role, team, groups, languages,
         reasons, password_hash, created_at, role_changed_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (login) do nothing returning id`,
      [
        ...[id, sellerId, login, name, email, role, team],
        ...[groups, languages, reasons].map(arrayText),
        ...[staff.passwordHash, at, at],
      ],
    );
    if (made.length === 0) refuse('login_taken', `The login ${login} belongs to somebody already.`);
    await noteChange(em, id, staff, { by, at });
    return staffById(em, sellerId, id);
  });
}

/**
 * Changes an account. Whoever does it is looked up under the same lock, so that a role that was
 * taken away a moment ago changes nothing any more.
 */
export async function changeStaff(
  em: EntityManager,
  { sellerId, id }: Pick<StaffFacts, 'sellerId' | 'id'>,
  change: StaffChange,
  { by, at }: Hand,
): Promise<StaffFacts> {
  return em.transactional(async (em) => {
    await em.execute(
      'select from staff where id = any(?::uuid[]) and seller_id = ? order by id for update',
      [arrayText(by ? [id, by] : [id]), sellerId],
    );
    const before = await staffById(em, sellerId, id);
    if (by && !isOwnPassword(by, id, change)) await assertMayManage(em, by, before, change);
    await write(em, id, change, at);
    // A password is changed because somebody else may know it; whoever leaves is out at once.
    if (change.passwordHash !== undefined || change.active === false) {
      await em.execute(
        'update staff_session set ended_at = ? where staff_id = ? and ended_at is null',
        [at, id],
      );
    }
    await noteChange(em, id, change, { by, at });
    return staffById(em, sellerId, id);
  });
}

/** Whoever signs in by this login, of whichever seller. */
export async function staffByLogin(em: EntityManager, login: string): Promise<StaffFacts> {
  const [staff] = await em.execute<StaffFacts[]>(
    `select ${staffColumns} from staff join seller on seller.id = staff.seller_id
      where staff.login = ?`,
    [login.trim().toLowerCase()],
  );
  return staff ?? refuse('staff_unknown', `Nobody has the login ${login}.`);
}

async function write(em: EntityManager, id: string, change: StaffChange, at: Date): Promise<void> {
  const { name, email, role, team, groups, languages, reasons, active, passwordHash } = change;
  const hasMoved = role !== undefined || groups !== undefined;
  await em.execute(
    `update staff set name = coalesce(?, name), email = coalesce(?, email),
       role = coalesce(?, role), team = case when ? then ? else team end,
       groups = coalesce(?::text[], groups), languages = coalesce(?::text[], languages),
       reasons = coalesce(?::text[], reasons), active = coalesce(?::boolean, active),
       password_hash = coalesce(?, password_hash),
       role_changed_at = case when ? then ?::timestamptz else role_changed_at end
     where id = ?`,
    [
      ...[name, email, role].map((text) => text ?? null),
      ...[team !== undefined, team ?? null],
      ...[groups, languages, reasons].map((list) => (list ? arrayText(list) : null)),
      ...[active ?? null, passwordHash ?? null, hasMoved, at, id],
    ],
  );
}

/** One's own password is the one thing that everybody changes for themselves. */
function isOwnPassword(by: string, id: string, change: StaffChange): boolean {
  return by === id && namesOf(change).join() === 'passwordHash';
}

/** Everybody of a seller, by login. */
export function listStaff(em: EntityManager, sellerId: string | null): Promise<StaffFacts[]> {
  return em.execute<StaffFacts[]>(
    `select ${staffColumns} from staff join seller on seller.id = staff.seller_id
      where ? or staff.seller_id = ? order by seller.code, staff.login`,
    [sellerId === null, sellerId],
  );
}

export async function staffById(
  em: EntityManager,
  sellerId: string,
  id: string,
): Promise<StaffFacts> {
  const [staff] = await em.execute<StaffFacts[]>(
    `select ${staffColumns} from staff join seller on seller.id = staff.seller_id
      where staff.id = ? and staff.seller_id = ?`,
    [id, sellerId],
  );
  return staff ?? refuse('staff_unknown', 'Nobody with this id works for your seller.');
}

/** Whether somebody still has the password that this other one gave them, who then knows it. */
export async function hasPasswordFrom(
  em: EntityManager,
  staffId: string,
  giverId: string,
): Promise<boolean> {
  const [last] = await em.execute<{ isTheirs: boolean | null }[]>(
    `select changed_by = ? as "isTheirs" from staff_change
      where staff_id = ? and what -> 'also' @> '["passwordHash"]' order by at desc, id desc limit 1`,
    [giverId, staffId],
  );
  return last?.isTheirs ?? false;
}

async function assertMayManage(
  em: EntityManager,
  by: string,
  subject: StaffFacts | null,
  asked: Authority & { readonly sellerId?: string },
): Promise<void> {
  const [actor] = await em.execute<StaffFacts[]>(
    `select ${staffColumns} from staff join seller on seller.id = staff.seller_id
      where staff.id = ? and staff.active and staff.seller_id = ? for update of staff`,
    [by, subject?.sellerId ?? asked.sellerId ?? null],
  );
  if (!actor) refuse('own_authority', 'You do not work for this seller any more.');
  const refusal = managementRefusal(actor, subject, asked);
  if (!refusal) return;
  refuse(refusal.code, refusal.detail);
}

/** What became of their authority, and the names of whatever else changed: this stays for ever. */
async function noteChange(
  em: EntityManager,
  staffId: string,
  { role, groups, team, active, ...rest }: StaffChange,
  { by, at }: Hand,
): Promise<void> {
  const what = { role, groups, team, active, also: namesOf(rest) };
  await em.execute(
    'insert into staff_change (id, staff_id, changed_by, what, at) values (?, ?, ?, ?, ?)',
    [newId(), staffId, by, JSON.stringify(what), at],
  );
}

function namesOf(fields: object): string[] {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  return said.map(([name]) => name).sort();
}

/** An array as PostgreSQL reads it from text. */
function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => JSON.stringify(value)).join(',')}}`;
}
