import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from '../../api/docs.ts';
import { actorOf } from '../../api/auth.ts';
import { assertFormToken, formTokenOf, knowStaff, sessionOf } from '../../api/staff-session.ts';
import { newResource } from '../../api/resource.ts';
import { problemOf } from '../../api/failures.ts';
import { changeStaff } from '../../db/staff.ts';
import { deeds, mayDo, roles } from '../../domain/staff.ts';
import { operationsOf } from './document.ts';
import { type Answer, type Kit, openKit } from './kit.ts';
import { book, nowMs, otherSeller } from './sample-book.ts';
import { newStaff, password, signedIn } from './staff-kit.ts';

let kit: Kit;

beforeAll(async () => {
  kit = await openKit({ book: { ...book, sellers: [...book.sellers, otherSeller] } });
});

afterAll(() => kit.close());

const hand = { by: null, at: new Date(nowMs) };
const supervisor = (groups = ['front', 'senior']) => signedIn(kit, { role: 'supervisor', groups });

function make(key: string, changes: object) {
  const body = {
    login: `made-${Math.abs(JSON.stringify(changes).length)}-${key.slice(5, 10).toLowerCase()}`,
    password,
    name: 'Maja',
    email: 'maja@nordlys.example',
    role: 'agent',
    ...changes,
  };
  return kit.ask('POST', '/v1/staff', { key, body });
}

const change = (key: string, id: string, body: object) =>
  kit.ask('PATCH', `/v1/staff/${id}`, { key, body });

describe('every route for staff', () => {
  const named = z.array(z.enum(deeds));
  const operations = () =>
    operationsOf(openApiDocument(kit.app)).flatMap((operation) => {
      const way = operation.security?.find((one) => 'staffSession' in one);
      const isForAllToo = operation.security?.some((one) => 'apiKey' in one) ?? false;
      if (!way) return [];
      return [{ ...operation, isForAllToo, opens: named.parse(way['staffSession']) }];
    });
  const pathOf = ({ path }: { path: string }) =>
    path
      .replaceAll(/\{\w*Id\}/g, '0199c0de-7000-7000-8000-0000000000d1')
      .replaceAll(/\{\w+\}/g, 'x');

  test('is closed to strangers and to keys of services, before anything else is looked at', async () => {
    const key = await kit.newKey('*');
    for (const one of operations().filter(({ isForAllToo }) => !isForAllToo)) {
      for (const asking of [{ key: null }, { key }, { key: `fs_${'x'.repeat(43)}` }]) {
        const raw = one.method === 'GET' ? {} : { raw: 'no JSON' };
        const answer = await kit.ask(one.method, pathOf(one), { ...asking, ...raw });
        expect(answer, one.path).toMatchObject({ status: 401, body: { code: 'session_missing' } });
      }
    }
    expect(operations().length).toBeGreaterThan(8);
  });

  test('is open to exactly those roles that may do what it names', async () => {
    for (const role of roles) {
      for (const one of operations()) {
        const { key } = await signedIn(kit, { role });
        const raw = one.method === 'GET' ? {} : { raw: 'no JSON' };
        const { status, body } = await kit.ask(one.method, `${pathOf(one)}?seller=nordlys`, {
          key,
          ...raw,
        });
        const opens = one.opens.length === 0 || one.opens.some((deed) => mayDo(role, deed));
        expect(status !== 401, `${role} ${one.path}`).toBe(true);
        const isRefused =
          status === 403 && z.object({ code: z.string() }).parse(body).code === 'role_missing';
        expect(isRefused, `${role} ${one.method} ${one.path}`).toBe(!opens);
      }
    }
  });

  test('that services use too shows staff their own seller and no other', async () => {
    const { key } = await signedIn(kit, { role: 'operator' });
    const list = (query: string) => kit.ask('GET', `/v1/cycles${query}`, { key });
    expect(await list('?seller=nordlys')).toMatchObject({ status: 200 });
    expect(await list('?seller=sydlys')).toMatchObject({ body: { code: 'role_missing' } });
    expect(await list('')).toMatchObject({ body: { code: 'seller_missing' } });
  });

  test('of services alone is closed to every role', async () => {
    for (const role of roles) {
      const { key } = await signedIn(kit, { role });
      const answer = await kit.ask('GET', '/v1/invoices', { key });
      expect(answer).toMatchObject({ status: 403, body: { code: 'role_missing' } });
    }
  });
});

describe('a supervisor', () => {
  test('makes an agent who can sign in, and sees them in the list', async () => {
    const { key } = await supervisor();
    const made = await make(key, { login: 'Maja.N', groups: ['front'], reasons: ['quality'] });
    expect(made).toMatchObject({
      status: 201,
      body: { login: 'maja.n', seller: 'nordlys', role: 'agent', groups: ['front'], active: true },
    });
    expect(JSON.stringify(made.body)).not.toContain('assword');
    const read = await kit.ask('GET', made.headers.get('Location') ?? '', { key });
    expect(read).toMatchObject({ status: 200, body: made.body as object });
    const body = { login: 'maja.n', password };
    const session = await kit.ask('POST', '/v1/staff/sessions', { key: null, body });
    expect(session).toMatchObject({ status: 201 });
    const { items } = (await kit.ask('GET', '/v1/staff', { key })).body as { items: object[] };
    expect(items).toContainEqual(made.body);
    expect(JSON.stringify(items)).not.toContain('scrypt');
  });

  test('changes agents of their own seller and nobody else, least of all themselves', async () => {
    const { key, id } = await supervisor();
    const agent = await newStaff(kit);
    const stranger = await newStaff(kit, { seller: 'sydlys' });
    const equal = await newStaff(kit, { role: 'supervisor' });
    const groups = ['front'];
    expect(await change(key, agent.id, { groups, team: 'care', name: 'Maja K' })).toMatchObject({
      status: 200,
      body: { groups, team: 'care', name: 'Maja K', email: agent.email },
    });
    expect(await change(key, agent.id, { team: null })).toMatchObject({
      body: { team: null, groups },
    });
    for (const [whom, asked, code] of [
      [id, { name: 'Me' }, 'own_authority'],
      [id, { role: 'leader' }, 'own_authority'],
      [equal.id, { active: false }, 'own_authority'],
      [agent.id, { role: 'leader' }, 'own_authority'],
      [agent.id, { role: 'operator' }, 'own_authority'],
      [agent.id, { groups: ['supervisor'] }, 'own_authority'],
      [stranger.id, { active: false }, 'staff_unknown'],
    ] as const) {
      expect(await change(key, whom, asked)).toMatchObject({ body: { code } });
    }
    expect(await make(key, { role: 'leader' })).toMatchObject({ body: { code: 'own_authority' } });
    expect(await make(key, { groups: ['x'] })).toMatchObject({ body: { code: 'own_authority' } });
    const taken = await make(key, { login: stranger.login });
    expect(taken).toMatchObject({ status: 409, body: { code: 'login_taken' } });
  });

  test.each<[string, (key: string, agentId: string) => Promise<Answer>]>([
    ['changes', (key, agentId) => change(key, agentId, { role: 'supervisor' })],
    ['makes', (key) => make(key, { role: 'supervisor' })],
  ])('whose role is taken away while they ask %s nobody any more', async (_what, deed) => {
    const { key, ...ana } = await supervisor();
    const agent = await newStaff(kit);
    const em = kit.database.em.fork();
    await em.begin();
    await em.execute('select from staff where id = ? for update', [ana.id]);
    const asked = deed(key, agent.id);
    await expect
      .poll(
        async () => {
          const waiting = `select count(*)::int as n from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'`;
          const [row] = await kit.database.em.fork().execute<{ n: number }[]>(waiting);
          return row?.n;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    await em.execute("update staff set role = 'agent' where id = ?", [ana.id]);
    await em.commit();
    expect(await asked).toMatchObject({ status: 403, body: { code: 'own_authority' } });
  });

  test('leaves a trace of what they gave whom, which nobody can change', async () => {
    const { key, id } = await supervisor();
    const agent = await newStaff(kit);
    await change(key, agent.id, {
      groups: ['senior'],
      name: 'Maja Secret',
      password: `${password}!`,
    });
    const em = kit.database.em.fork();
    const [row] = await em.execute<{ by: string; what: object }[]>(
      `select changed_by as by, what from staff_change where staff_id = ? order by id desc limit 1`,
      [agent.id],
    );
    expect(row).toEqual({ by: id, what: { groups: ['senior'], also: ['name', 'passwordHash'] } });
    await expect(em.execute('delete from staff_change')).rejects.toThrow('never changed');
  });
});

describe('a browser’s cookie', () => {
  test('does nothing by itself: an unsafe request must come from a page of ours', async () => {
    const { cookie, id } = await signedIn(kit, { role: 'leader' });
    const agent = await newStaff(kit);
    const ask = (headers: Record<string, string>) =>
      kit.ask('PATCH', `/v1/staff/${agent.id}`, {
        key: null,
        headers: { Cookie: cookie, ...headers },
        body: { team: 'care' },
      });
    for (const headers of [
      {},
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://localhost' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'none' },
    ]) {
      expect(await ask(headers)).toMatchObject({ status: 403, body: { code: 'cross_site' } });
    }
    expect(await ask({ 'Sec-Fetch-Site': 'same-origin' })).toMatchObject({ status: 200 });
    expect(await ask({ Origin: 'http://localhost' })).toMatchObject({ status: 200 });
    expect(id).not.toBe(agent.id);
  });

  test('does not speak where a header does: a request is never two people', async () => {
    const ana = await signedIn(kit);
    const key = await kit.newKey('*');
    const headers = { Cookie: ana.cookie };
    expect(await kit.ask('GET', '/v1/staff/me', { key, headers })).toMatchObject({ status: 401 });
    expect(await kit.ask('GET', '/v1/invoices', { key, headers })).toMatchObject({ status: 200 });
  });
});

describe('a form of the desk', () => {
  const desk = () =>
    newResource()
      .use(knowStaff({ database: kit.database, clock: () => nowMs }))
      .get('/', (c) =>
        c.json({ form: sessionOf(c) ? formTokenOf(c) : null, actor: actorOf(c).kind }),
      )
      .post('/', async (c) => {
        assertFormToken(c, (await c.req.parseBody())['form']);
        return c.text('done');
      })
      .onError((error, c) => c.text(problemOf(error)?.code ?? 'bug', 500));

  const tokenFor = async (cookie: string) => {
    const response = await desk().request('/', { headers: { Cookie: cookie } });
    return z.object({ form: z.string(), actor: z.literal('staff') }).parse(await response.json())
      .form;
  };
  const post = async (headers: Record<string, string>, form: string) => {
    const body = new URLSearchParams({ form });
    return (await desk().request('/', { method: 'POST', headers, body })).text();
  };

  test('is taken only with the token of its own session', async () => {
    const [ana, tom] = [await signedIn(kit), await signedIn(kit)];
    const headers = { Cookie: ana.cookie, 'Sec-Fetch-Site': 'same-origin' };
    const token = await tokenFor(ana.cookie);
    expect(await post(headers, token)).toBe('done');
    expect(await post(headers, await tokenFor(tom.cookie))).toBe('cross_site');
    expect(await post(headers, '')).toBe('cross_site');
    expect(await post({ ...headers, 'Sec-Fetch-Site': 'cross-site' }, token)).toBe('cross_site');
    expect(await post({ Cookie: 'other=1' }, token)).toBe('session_missing');
    expect(await post({ Authorization: `Bearer ${ana.key}` }, '')).toBe('done');
    expect(ana.key).not.toContain(token);
  });
});

test('an account that ended can be opened again by whoever is above, and stays on record', async () => {
  const { key } = await supervisor();
  const agent = await newStaff(kit);
  await changeStaff(kit.database.em.fork(), agent, { active: false }, hand);
  expect(await change(key, agent.id, { active: true })).toMatchObject({ body: { active: true } });
});
