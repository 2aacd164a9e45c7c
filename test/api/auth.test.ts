import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApiDocument } from '../../api/docs.ts';
import {
  createApiKey,
  isScope,
  listApiKeys,
  revokeApiKey,
  type Scope,
  scopes,
} from '../../db/api-keys.ts';
import { operationsOf, type Operation } from './document.ts';
import { type Kit, openKit } from './kit.ts';

let kit: Kit;
let guarded: (Operation & { opens: readonly Scope[] })[];

beforeAll(async () => {
  kit = await openKit();
  guarded = operationsOf(openApiDocument(kit.app)).flatMap((operation) => {
    const named = (operation.security ?? []).flatMap((way) => way['apiKey'] ?? []);
    const opens = named.filter((scope) => isScope(scope) && scope !== '*');
    return opens.length > 0 && opens.length === named.length ? [{ ...operation, opens }] : [];
  });
});

afterAll(() => kit.close());

/** Whoever calls a webhook signs what they say; people sign in (staff.test.ts). */
function isForKeyHolders({ path, security }: Operation): boolean {
  const isForPeople = path === '/v1/staff/sessions' || security?.[0]?.['staffSession'];
  return path.startsWith('/v1') && !path.startsWith('/v1/webhooks/') && !isForPeople;
}

/** What would be refused for other reasons, if it were looked at. */
const junk = (method: string) => (method === 'GET' ? {} : { raw: 'not even JSON' });

describe('every route under /v1', () => {
  test('names the scopes that open it, and each scope opens some route', () => {
    expect(guarded).toHaveLength(
      operationsOf(openApiDocument(kit.app)).filter(isForKeyHolders).length,
    );
    expect(new Set(guarded.flatMap(({ opens }) => opens))).toEqual(new Set(scopes));
  });

  test('is closed to a caller without a key, before anything else is looked at', async () => {
    for (const { method, path } of guarded) {
      const answer = await kit.ask(method, path, { key: null, ...junk(method) });
      expect(answer, path).toMatchObject({ status: 401, body: { code: 'api_key_missing' } });
      expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer realm="fairbill"');
    }
  });

  test('is closed to a key that has every scope but those', async () => {
    for (const { method, path, opens } of guarded) {
      const key = await kit.newKey(...scopes.filter((other) => !opens.includes(other)));
      const answer = await kit.ask(method, path, { key, ...junk(method) });
      expect(answer, path).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
    }
  });

  test('is open to a key that has one of them and no other', async () => {
    for (const { method, path, opens } of guarded) {
      for (const scope of opens) {
        const key = await kit.newKey(scope);
        const { status } = await kit.ask(method, path, { key, ...junk(method) });
        expect([401, 403], `${path} with ${scope}`).not.toContain(status);
      }
    }
  });
});

describe('a key', () => {
  test('opens nothing any more from the moment it is revoked', async () => {
    const em = kit.database.em.fork();
    const { id, secret: key } = await createApiKey(em, { name: 'leaving', scopes: ['*'] });
    expect(await kit.ask('GET', '/v1/sellers', { key })).toMatchObject({ status: 200 });
    expect(await revokeApiKey(em, id, new Date(0))).toBe(true);
    const answer = await kit.ask('GET', '/v1/sellers', { key });
    expect(answer).toMatchObject({ status: 401, body: { code: 'api_key_invalid' } });
    expect(answer.headers.get('WWW-Authenticate')).toContain('invalid_token');
    expect(await revokeApiKey(em, id, new Date(0))).toBe(false);
  });

  test('is stored as its hash and never as its text', async () => {
    const em = kit.database.em.fork();
    const { id, secret } = await createApiKey(em, { name: 'secret', scopes: ['runs:read'] });
    const [row] = await em.execute<{ hash: Buffer; text: string }[]>(
      'select hash, api_key::text as text from api_key where id = ?',
      [id],
    );
    expect(row?.hash).toEqual(createHash('sha256').update(secret).digest());
    expect(row?.text).not.toContain(secret.slice(3));
    expect(secret).toMatch(/^fb_[\w-]{43}$/);
  });

  test('is listed with its name, scopes and end, and never with its text', async () => {
    const keys = await listApiKeys(kit.database.em.fork());
    expect(keys.find(({ name }) => name === 'secret')).toEqual({
      id: expect.any(String) as unknown,
      name: 'secret',
      scopes: ['runs:read'],
      createdAt: expect.any(Date) as unknown,
      revokedAt: null,
    });
  });
});

test('the log of a request names neither key nor customer', async () => {
  const key = await kit.newKey('*');
  await kit.ask('GET', '/v1/customers/MONTHLY?seller=nordlys', { key });
  const line = kit.lines.at(-1);
  expect(line).toMatchObject({
    message: 'request',
    method: 'GET',
    route: '/v1/customers/:number',
    status: 200,
  });
  expect(JSON.stringify(kit.lines)).not.toContain('MONTHLY');
  expect(JSON.stringify(kit.lines)).not.toContain(key.slice(3));
});

test('what a probe or a newcomer opens asks for no key', async () => {
  for (const path of ['/', '/livez', '/readyz', '/docs', '/openapi.json', '/problems']) {
    expect(await kit.ask('GET', path, { key: null }), path).toMatchObject({ status: 200 });
  }
});
