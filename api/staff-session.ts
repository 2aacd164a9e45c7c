/**
 * Who is signed in: by the cookie of a browser or by `Authorization: Bearer fs_…`, which carry the
 * same token. The role is read anew with every request.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import {
  endSession,
  findSession,
  idByPassword,
  type OpenedSession,
  openSession,
} from '../db/staff-sessions.ts';
import type { StaffFacts } from '../db/staff.ts';
import { refuse } from '../domain/errors.ts';
import { type Deed, mayDo, sessionMs } from '../domain/staff.ts';
import type { ApiEnv, SignedIn } from './environment.ts';
import type { AllServices } from './services.ts';

type Asking = Context<ApiEnv>;
type Needed = Pick<AllServices, 'database' | 'clock'>;

const sessionCookie = 'fairbill_session';
const bearer = /^bearer +(fs_\S*)$/i;

/** Finds out who is signed in, for all that comes after; lets everybody past. */
export function knowStaff(
  { database, clock }: Needed,
  options: { readonly isSomebodyThere?: boolean } = {},
) {
  return createMiddleware<ApiEnv>(async function knowStaff(c, next) {
    const shown = shownToken(c);
    if (!shown) {
      c.set('notSignedIn', 'session_missing');
      return next();
    }
    const at = new Date(clock());
    const session = await findSession(database.em.fork(), shown.token, at, options);
    if (session === null || session === 'ended') {
      c.set('notSignedIn', session ? 'session_expired' : 'session_missing');
      return next();
    }
    // A browser adds the cookie to whatever any site makes it send; nothing adds a header by itself.
    if (shown.shownBy === 'cookie' && !isSafe(c)) assertOwnOrigin(c, { mustSay: true });
    const { staff, expiresAt } = session;
    c.set('signedIn', { ...shown, staff, expiresAt });
    return next();
  });
}

/** The session of this request, or null: for pages that send a stranger to the sign-in page. */
export function sessionOf(c: Asking): SignedIn | null {
  return c.get('signedIn') ?? null;
}

/** Who acts. Refused when nobody is signed in, or when their role allows none of these deeds. */
export function staffOf(c: Asking, ...wanted: readonly Deed[]): StaffFacts {
  const signedIn = sessionOf(c) ?? refuseStranger(c);
  const { role } = signedIn.staff;
  if (wanted.length === 0 || wanted.some((deed) => mayDo(role, deed))) return signedIn.staff;
  const needed = wanted.map((deed) => deed.replaceAll('_', ' ')).join(' or ');
  return refuse('role_missing', `Your role, ${role}, does not let you ${needed}.`);
}

export function refuseStranger(c: Asking): never {
  if (c.get('notSignedIn') === 'session_expired') {
    refuse('session_expired', 'Your session has ended. Sign in again.');
  }
  return refuse('session_missing', 'Sign in first, with your login and password.');
}

/** What a route needs of whoever is signed in: for the middleware and the document. */
export function requireStaff(...wanted: readonly Deed[]) {
  return {
    middleware: createMiddleware<ApiEnv>(async function requireStaff(c, next) {
      staffOf(c, ...wanted);
      return next();
    }),
    security: [{ staffSession: [...wanted] }, { staffCookie: [...wanted] }],
  };
}

/**
 * Signs in and hands the browser its cookie. The token is always a new one, and a session that the
 * request came with is ended: whoever planted it is not signed in with it.
 */
export async function signIn(
  c: Asking,
  { database, clock }: Needed,
  credentials: { readonly login: string; readonly password: string },
): Promise<OpenedSession> {
  assertOwnOrigin(c, { mustSay: false });
  const em = database.em.fork();
  const at = new Date(clock());
  const session = await openSession(em, await idByPassword(em, { ...credentials, at }), at);
  const before = shownToken(c);
  if (before) await endSession(em, before.token, at);
  setCookie(c, sessionCookie, session.token, { ...cookieOptions(c), maxAge: sessionMs / 1000 });
  c.header('Cache-Control', 'no-store');
  return session;
}

/** Ends the session that the request came with, here and in the browser. */
export async function signOut(c: Asking, { database, clock }: Needed): Promise<void> {
  const shown = shownToken(c);
  if (shown) await endSession(database.em.fork(), shown.token, new Date(clock()));
  deleteCookie(c, sessionCookie, cookieOptions(c));
}

/**
 * What the forms of this session carry in a hidden field. It follows from the session's own secret,
 * so it needs no place to be kept and ends with it.
 */
export function formTokenOf(c: Asking): string {
  const { token } = sessionOf(c) ?? refuseStranger(c);
  return formToken(token);
}

/** Refuses a form that this session did not hand out; a bearer has no forms and needs no token. */
export function assertFormToken(c: Asking, given: unknown): void {
  const { token, shownBy } = sessionOf(c) ?? refuseStranger(c);
  if (shownBy === 'bearer') return;
  const expected = Buffer.from(formToken(token));
  const received = Buffer.from(typeof given === 'string' ? given : '');
  if (expected.length === received.length && timingSafeEqual(expected, received)) return;
  refuse('cross_site', 'This form is not from your session. Open the page again and send it anew.');
}

function formToken(token: string): string {
  return createHmac('sha256', token).update('form').digest('base64url');
}

/** Whatever stands in the header counts alone: a request is never two people. */
function shownToken(c: Asking): { token: string; shownBy: SignedIn['shownBy'] } | null {
  const header = c.req.header('Authorization');
  if (header !== undefined) {
    const token = bearer.exec(header)?.[1];
    return token === undefined ? null : { token, shownBy: 'bearer' };
  }
  const token = getCookie(c, sessionCookie);
  return token === undefined ? null : { token, shownBy: 'cookie' };
}

function isSafe({ req }: Asking): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(req.method);
}

/**
 * Refuses what another site made a browser send. Hono's own guard looks at forms only; here no
 * unsafe method passes on a cookie alone, whatever its body says it is.
 */
function assertOwnOrigin({ req }: Asking, { mustSay }: { mustSay: boolean }): void {
  const site = req.header('Sec-Fetch-Site');
  const origin = req.header('Origin');
  if (site === undefined && origin === undefined && !mustSay) return;
  // The scheme may differ where a proxy ends TLS; the host is the browser's own word.
  const isOwn = site === undefined ? isOwnHost(req, origin) : site === 'same-origin';
  if (isOwn) return;
  refuse('cross_site', 'This was not sent from a page of ours, so nothing was done.');
}

function isOwnHost(req: Asking['req'], origin = ''): boolean {
  const host = req.header('Host') ?? new URL(req.url).host;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function cookieOptions({ req }: Asking) {
  const scheme = req.header('X-Forwarded-Proto') ?? new URL(req.url).protocol;
  return {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: /^https\b/.test(scheme),
  } as const;
}
