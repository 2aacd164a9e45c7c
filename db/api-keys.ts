/** Keys by which services sign in to the API. Only a key's hash is ever stored. */
import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { validate as isUuid } from 'uuid';
import { ApiKey } from './entities/parties.ts';
import { newId } from './new-id.ts';

/** What a key may do, each the smallest thing that makes sense to hand out; `*` is all of it. */
export const scopes = [
  'corrections:write',
  'customers:read',
  'cycles:read',
  'cycles:write',
  'disputes:read',
  'disputes:write',
  'invoices:read',
  'payments:read',
  'payments:write',
  'promises:supervise',
  'promises:write',
  'refunds:write',
  'reports:read',
  'runs:read',
  'runs:write',
] as const;

export type Scope = (typeof scopes)[number];

/** Who signed in. */
export type ApiKeyHolder = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
};

export type ApiKeyFacts = ApiKeyHolder & {
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
};

export function isScope(text: string): text is Scope | '*' {
  return text === '*' || scopes.some((scope) => scope === text);
}

/** Whether a key with these scopes may do what this scope names. */
export function allows(granted: readonly string[], wanted: Scope): boolean {
  return granted.includes('*') || granted.includes(wanted);
}

/**
 * Makes a key and returns its text, which nobody can read again: 256 random bits, of which only
 * the SHA-256 is kept. With that much entropy a slow hash would protect nothing more.
 */
export async function createApiKey(
  em: EntityManager,
  { name, scopes }: { name: string; scopes: readonly (Scope | '*')[] },
): Promise<ApiKeyHolder & { secret: string }> {
  const secret = `fb_${randomBytes(32).toString('base64url')}`;
  const key = { id: newId(), name, scopes: [...new Set(scopes)] };
  await em.insert(ApiKey, { ...key, hash: hashOf(secret) });
  return { ...key, secret };
}

/**
 * Who holds this key, unless it is unknown or revoked. The look-up by the hash's unique index
 * takes no longer for a nearly right key, so it tells an attacker nothing.
 */
export async function findApiKey(em: EntityManager, secret: string): Promise<ApiKeyHolder | null> {
  const key = await em.findOne(ApiKey, { hash: hashOf(secret), revokedAt: null });
  return key && { id: key.id, name: key.name, scopes: key.scopes };
}

/** Every key, also the revoked ones, oldest first. */
export async function listApiKeys(em: EntityManager): Promise<ApiKeyFacts[]> {
  const keys = await em.find(ApiKey, {}, { orderBy: { createdAt: 'asc', id: 'asc' } });
  return keys.map(({ id, name, scopes, createdAt, revokedAt }) => ({
    id,
    name,
    scopes,
    createdAt,
    revokedAt: revokedAt ?? null,
  }));
}

/** Ends a key from the next request on; false when there is none with this id that is in force. */
export async function revokeApiKey(em: EntityManager, id: string, at: Date): Promise<boolean> {
  if (!isUuid(id)) return false;
  const changed = await em.nativeUpdate(ApiKey, { id, revokedAt: null }, { revokedAt: at });
  return changed > 0;
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
