/** Who calls, and whether they may: `Authorization: Bearer fb_…` with scopes. */
import { createMiddleware } from 'hono/factory';
import { allows, findApiKey, type Scope } from '../db/api-keys.ts';
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

/** What a route needs of its caller: for the middleware and for the document alike. */
export function guarded(scope: Scope) {
  return {
    middleware: createMiddleware<ApiEnv>(async function requireScope(c, next) {
      const { name, scopes } = c.get('caller');
      if (allows(scopes, scope)) return next();
      return refuse('scope_missing', `This needs the scope ${scope}; the key "${name}" lacks it.`);
    }),
    security: [{ apiKey: [scope] }],
  };
}
