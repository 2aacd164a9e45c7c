/** People who work for the sellers of the API's tests, signed in without waiting for a password. */
import { Seller } from '../../db/entities/parties.ts';
import { hashPassword } from '../../db/staff-passwords.ts';
import { openSession } from '../../db/staff-sessions.ts';
import { createStaff, type NewStaff } from '../../db/staff.ts';
import type { Kit } from './kit.ts';
import { nowMs } from './sample-book.ts';

export const password = 'correct horse battery';

/** A cost for tests that are about something else than the cost. */
const cheap = { ln: 4, r: 8, p: 1 };

type Given = Partial<Omit<NewStaff, 'passwordHash' | 'sellerId'>> & {
  readonly seller?: string;
  /** Whether the hash is as dear as in the product. */
  readonly dear?: boolean;
};

let made = 0;

export async function newStaff(
  kit: Kit,
  { seller = 'nordlys', dear = false, ...given }: Given = {},
) {
  made += 1;
  const em = kit.database.em.fork();
  const { id: sellerId } = await em.findOneOrFail(Seller, { code: seller });
  const staff = {
    login: `staff-${made}`,
    name: `Member ${made}`,
    email: `staff-${made}@nordlys.example`,
    role: 'agent' as const,
    team: null,
    groups: [],
    languages: ['en'],
    reasons: [],
    ...given,
    sellerId,
    passwordHash: await hashPassword(password, dear ? undefined : cheap),
  };
  return createStaff(em, staff, { by: null, at: new Date(nowMs) });
}

/** Somebody who has just signed in, with the token to ask with (`key`). */
export async function signedIn(kit: Kit, given: Given = {}, atMs = nowMs) {
  const staff = await newStaff(kit, given);
  const { token: key } = await openSession(kit.database.em.fork(), staff.id, new Date(atMs));
  return { ...staff, key, cookie: `fairbill_session=${key}` };
}

/** The cookie that an answer sets, as a browser would send it back. */
export function cookieOf(headers: Headers): string {
  return headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
