/**
 * Who calls, and whether they may: a service by `Authorization: Bearer fb_…` with scopes, and on the
 * routes that say so a person who is signed in, by their role.
 */
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { allows, type ApiKeyHolder, findApiKey, type Scope } from '../db/api-keys.ts';
import type { Database } from '../db/orm.ts';
import type { StaffFacts } from '../db/staff.ts';
import { refuse } from '../domain/errors.ts';
import type { Deed } from '../domain/staff.ts';
import type { ApiEnv } from './environment.ts';
import { refuseStranger, sessionOf, staffOf } from './staff-session.ts';

const bearer = /^bearer +(fb_[\w-]{43})$/i;

/** Lets nobody past without a key that is in force or a session, and remembers whose it is. */
export function authenticate(database: Database) {
  return createMiddleware<ApiEnv>(async function authenticate(c, next) {
    if (sessionOf(c)) return next();
    if (c.get('notSignedIn') === 'session_expired') return refuseStranger(c);
    const header = c.req.header('Authorization');
    if (!header) {
      return refuse('api_key_missing', 'Send your API key as "Authorization: Bearer fb_…".');
    }
    const secret = bearer.exec(header)?.[1];
    const caller = secret ? await findApiKey(database.em.fork(), secret) : null;
    if (!caller) return refuse('api_key_invalid', 'This API key is unknown or was revoked.');
    c.set('caller', caller);
    return next();
  });
}

/** What a route needs of its caller, any of these scopes: for the middleware and the document. */
export function guarded(...scopes: readonly [Scope, ...Scope[]]) {
  return {
    middleware: createMiddleware<ApiEnv>(async function requireScope(c, next) {
      if (sessionOf(c)) refuse('role_missing', 'This is for services with an API key only.');
      assertAllowed(c.get('caller'), scopes);
      return next();
    }),
    security: scopes.map((scope) => ({ apiKey: [scope] })),
  };
}

/**
 * The same for a route that people use too. Staff see their own seller's rows only: a route either
 * filters by the query's `seller`, which they must name then, or looks itself (`assertOwnSeller`).
 */
export function guardedForStaffToo({ scope, deed, seller }: StaffToo, ...more: readonly Scope[]) {
  const { middleware, security } = guarded(scope, ...more);
  return {
    middleware: createMiddleware<ApiEnv>(async function requireScopeOrDeed(c, next) {
      if (!sessionOf(c)) return middleware(c, next);
      const staff = staffOf(c, deed);
      if (seller === 'in_query') assertOwnSeller(staff, c.req.query('seller'));
      return next();
    }),
    security: [...security, { staffSession: [deed] }, { staffCookie: [deed] }],
  };
}

type StaffToo = {
  readonly scope: Scope;
  readonly deed: Deed;
  readonly seller: 'in_query' | 'by_handler';
};

/** Refuses what belongs to another seller than the one somebody works for. */
export function assertOwnSeller(staff: StaffFacts, seller: string | undefined): void {
  if (seller === staff.seller) return;
  if (seller === undefined) refuse('seller_missing', `Name your seller: ?seller=${staff.seller}.`);
  refuse('role_missing', `You work for the seller ${staff.seller}, not for ${seller}.`);
}

/** Who acts: a service by its key, or a person. */
export type Actor =
  | { readonly kind: 'service'; readonly key: ApiKeyHolder }
  | { readonly kind: 'staff'; readonly staff: StaffFacts };

/** Whom a route with `guardedForStaffToo` let in. */
export function actorOf(c: Context<ApiEnv>): Actor {
  const signedIn = sessionOf(c);
  if (signedIn) return { kind: 'staff', staff: signedIn.staff };
  return { kind: 'service', key: c.get('caller') };
}

/** Refuses a caller who has none of these scopes; also for what only the body tells. */
export function assertAllowed(caller: ApiKeyHolder, wanted: readonly Scope[]): void {
  if (wanted.some((scope) => allows(caller.scopes, scope))) return;
  const needed = `This needs the scope ${wanted.join(' or ')}`;
  refuse('scope_missing', `${needed}; the key "${caller.name}" lacks it.`);
}

/**
 * Who decided something: the key's name, and before it the person as the caller's own system knows
 * them. A key can vouch for a person, so what they are called never stands alone.
 */
export function decidedBy({ name }: ApiKeyHolder, person: string | undefined): string {
  return person === undefined ? name : `${person} (${name})`;
}
