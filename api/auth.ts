/** Who calls, and whether they may: `Authorization: Bearer fb_…` with scopes. */
import { createMiddleware } from 'hono/factory';
import { allows, type ApiKeyHolder, findApiKey, type Scope } from '../db/api-keys.ts';
import type { Database } from '../db/orm.ts';
import { refuse } from '../domain/errors.ts';
import type { ApiEnv } from './environment.ts';

const bearer = /^bearer +(fb_[\w-]{43})$/i;

/** Lets nobody past without a key that is in force, and remembers whose it is. */
export function authenticate(database: Database) {
  return createMiddleware<ApiEnv>(async function authenticate(c, next) {
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
      assertAllowed(c.get('caller'), scopes);
      return next();
    }),
    security: scopes.map((scope) => ({ apiKey: [scope] })),
  };
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
