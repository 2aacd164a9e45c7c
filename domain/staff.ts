/** People who sign in: what their role lets them do, and whom they may make what. Pure. */
import type { Refusal } from './errors.ts';

export const roles = ['agent', 'supervisor', 'operator', 'leader'] as const;

export type Role = (typeof roles)[number];

/**
 * What a role may do:
 * - `take_cases`: take a customer's question out of the queue.
 * - `check_callers`: find out whether the person on the line is the customer.
 * - `decide`: answer it, within the limits of their authority.
 * - `approve`: be the second person for somebody else's decision.
 * - `search_customers`: find a customer and, with a fresh check, see what is theirs.
 * - `see_statistics`: read figures that name nobody.
 * - `operate`: watch cycles and runs, and repair them.
 * - `manage_staff`: make, change and end those who work for the seller.
 */
export const deeds = [
  'take_cases',
  'check_callers',
  'decide',
  'approve',
  'search_customers',
  'see_statistics',
  'operate',
  'manage_staff',
] as const;

export type Deed = (typeof deeds)[number];

/** A leader sees figures, an operator sees cycles: neither sees a customer nor decides anything. */
const deedsOf: Readonly<Record<Role, readonly Deed[]>> = {
  agent: ['take_cases', 'check_callers', 'decide', 'search_customers'],
  supervisor: [
    'take_cases',
    'check_callers',
    'decide',
    'approve',
    'search_customers',
    'see_statistics',
    'manage_staff',
  ],
  operator: ['operate'],
  leader: ['see_statistics', 'manage_staff'],
};

export function mayDo(role: Role, deed: Deed): boolean {
  return deedsOf[role].includes(deed);
}

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text);
}

/** Whose account a role may make or change, and which roles it may give. */
const managed: Readonly<Record<Role, { whom: readonly Role[]; gives: readonly Role[] }>> = {
  agent: { whom: [], gives: [] },
  supervisor: { whom: ['agent'], gives: ['agent', 'supervisor'] },
  operator: { whom: [], gives: [] },
  leader: { whom: ['agent', 'supervisor', 'operator'], gives: roles },
};

type Standing = { readonly id: string; readonly role: Role; readonly groups: readonly string[] };

/** What is asked to become of somebody; what is left out stays. */
export type Authority = {
  readonly role?: Role | undefined;
  readonly groups?: readonly string[] | undefined;
};

/**
 * Why somebody may not make or change an account so, or null. Nobody touches their own, nobody gives
 * a role above their own, and who decides cases gives no group that they are not in themselves.
 */
export function managementRefusal(
  actor: Standing,
  subject: Standing | null,
  { role, groups = [] }: Authority,
): Refusal | null {
  if (subject?.id === actor.id) {
    return refused('Nobody changes their own role, groups or account; somebody above you can.');
  }
  const { whom, gives } = managed[actor.role];
  if (subject && !whom.includes(subject.role)) {
    return refused(`The role ${actor.role} changes nobody who is ${subject.role}.`);
  }
  if (role && !gives.includes(role)) {
    return refused(`The role ${actor.role} cannot make anybody ${role}.`);
  }
  if (!mayDo(actor.role, 'decide')) return null;
  const held = [...actor.groups, ...(subject?.groups ?? [])];
  const above = groups.filter((group) => !held.includes(group));
  if (above.length === 0) return null;
  return refused(`You cannot give the group ${above.join(', ')}, which you are not in yourself.`);
}

function refused(detail: string): Refusal {
  return { code: 'own_authority', detail };
}

/** Who mistypes a password does so a few times; who guesses must soon wait longer and longer. */
const freeTries = 5;
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;

/** Failures older than this are forgotten. */
export const failuresKeptMs = 24 * 60 * 60_000;

/** How long nobody may sign in under a login after so many failures in a row. */
export function signInWaitMs(failures: number): number {
  if (failures < freeTries) return 0;
  return Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - freeTries));
}

/** A session ends after this, however busy, and this long after its last request. */
export const sessionMs = 12 * 60 * 60_000;
export const idleMs = 60 * 60_000;

/** Long enough that guessing is hopeless, as NIST SP 800-63B has it; no other rule helps. */
export const passwordLength = { min: 12, max: 200 } as const;
