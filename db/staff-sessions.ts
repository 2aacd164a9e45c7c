/** Who is signed in, and who tried to. Only hashes of tokens and logins are ever stored. */
import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { refuse } from '../domain/errors.ts';
import { failuresKeptMs, idleMs, sessionMs, signInWaitMs } from '../domain/staff.ts';
import { epochMs } from './epoch-ms.ts';
import { newId } from './new-id.ts';
import { isPassword } from './staff-passwords.ts';
import { staffColumns, type StaffFacts } from './staff.ts';

export type Session = {
  readonly id: string;
  readonly staff: StaffFacts;
  readonly expiresAt: Date;
};

/** A session as it begins: the one moment at which its token is known here. */
export type OpenedSession = Session & { readonly token: string };

const tokenForm = /^fs_[\w-]{43}$/;

/** Requests within this of each other leave no mark, so that reading writes next to nothing. */
const markedEveryMs = 60_000;

export type Credentials = {
  readonly login: string;
  readonly password: string;
  readonly at: Date;
};

/**
 * Whose login and password these are. Each try is counted as a failure before the password is looked
 * at and forgiven if it was right, so that a hundred guesses at once are a hundred guesses. What is
 * said of an unknown login, of a wrong password and of somebody who left is the same.
 */
export async function idByPassword(
  em: EntityManager,
  { login, password, at }: Credentials,
): Promise<string> {
  const known = login.trim().toLowerCase();
  await countTry(em, known, at);
  const [staff] = await em.execute<{ id: string; hash: string }[]>(
    'select id, password_hash as hash from staff where login = ? and active',
    [known],
  );
  const isRight = await isPassword(password, staff?.hash ?? null);
  if (!staff || !isRight) refuse('sign_in_failed', 'Login or password is wrong.');
  await em.execute('delete from sign_in_attempt where login_hash = ?', [hashOf(known)]);
  return staff.id;
}

/** Begins a session under a token that nobody had before: 256 random bits. */
export async function openSession(
  em: EntityManager,
  staffId: string,
  at: Date,
): Promise<OpenedSession> {
  const token = `fs_${randomBytes(32).toString('base64url')}`;
  await em.execute(
    `insert into staff_session (id, token_hash, staff_id, created_at, last_seen_at, expires_at)
     values (?, ?, ?, ?, ?, ?)`,
    [newId(), hashOf(token), staffId, at, at, new Date(at.getTime() + sessionMs)],
  );
  const session = await findSession(em, token, at);
  if (!session || session === 'ended') throw new Error('a session ended as it began');
  return { ...session, token };
}

type Row = StaffFacts & {
  readonly sessionId: string;
  readonly expiresAtMs: number;
  readonly lastSeenAtMs: number;
  readonly isEnded: boolean;
};

/**
 * Whose session it is, with their role as it is now; `ended` when it was one, null when it never
 * was. Whoever does not work here any more has none. What a page asks by itself is no sign that
 * anybody is there, and does not make the session last longer.
 */
export async function findSession(
  em: EntityManager,
  token: string,
  at: Date,
  { isSomebodyThere = true }: { readonly isSomebodyThere?: boolean } = {},
): Promise<Session | 'ended' | null> {
  if (!tokenForm.test(token)) return null;
  const [row] = await em.execute<Row[]>(
    `select ${staffColumns}, session.id as "sessionId", session.ended_at is not null as "isEnded",
       ${epochMs('session.expires_at')} as "expiresAtMs",
       ${epochMs('session.last_seen_at')} as "lastSeenAtMs"
     from staff_session session
       join staff on staff.id = session.staff_id
       join seller on seller.id = staff.seller_id
     where session.token_hash = ?`,
    [hashOf(token)],
  );
  if (!row) return null;
  const { sessionId: id, expiresAtMs, lastSeenAtMs, isEnded, ...staff } = row;
  const quietMs = at.getTime() - lastSeenAtMs;
  const isOver = isEnded || !staff.active || expiresAtMs <= at.getTime();
  if (isOver || quietMs >= idleMs) return 'ended';
  if (isSomebodyThere && quietMs >= markedEveryMs) {
    await em.execute(
      'update staff_session set last_seen_at = ? where id = ? and last_seen_at < ?',
      [at, id, at],
    );
  }
  return { id, staff, expiresAt: new Date(expiresAtMs) };
}

/** Ends the session of this token; one that has ended, or never was, stays so. */
export async function endSession(em: EntityManager, token: string, at: Date): Promise<void> {
  await em.execute(
    'update staff_session set ended_at = ? where token_hash = ? and ended_at is null',
    [at, hashOf(token)],
  );
}

/** Counts a try under a login, also one that nobody has; refused while it has to wait. */
async function countTry(em: EntityManager, login: string, at: Date): Promise<void> {
  const key = hashOf(login);
  const lockedUntilMs = await em.transactional(async (em) => {
    await em.execute('delete from sign_in_attempt where last_tried_at < ?', [
      new Date(at.getTime() - failuresKeptMs),
    ]);
    const [counted] = await em.execute<{ failures: number }[]>(
      `insert into sign_in_attempt as before (login_hash, failures, last_tried_at)
       values (?, 1, ?)
       on conflict (login_hash) do update
         set failures = before.failures + 1, last_tried_at = excluded.last_tried_at
         where before.locked_until is null or before.locked_until <= excluded.last_tried_at
       returning failures`,
      [key, at],
    );
    if (!counted) {
      const [locked] = await em.execute<{ untilMs: number }[]>(
        `select ${epochMs('locked_until')} as "untilMs" from sign_in_attempt where login_hash = ?`,
        [key],
      );
      return locked?.untilMs ?? at.getTime();
    }
    const waitMs = signInWaitMs(counted.failures);
    if (waitMs > 0) {
      await em.execute('update sign_in_attempt set locked_until = ? where login_hash = ?', [
        new Date(at.getTime() + waitMs),
        key,
      ]);
    }
    return null;
  });
  if (lockedUntilMs === null) return;
  const seconds = Math.max(1, Math.ceil((lockedUntilMs - at.getTime()) / 1000));
  refuse(
    'sign_in_locked',
    `There were too many wrong passwords for this login. Try again in ${seconds} seconds.`,
  );
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
