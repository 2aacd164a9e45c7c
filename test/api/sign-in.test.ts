import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../api/app.ts';
import { openSession } from '../../db/staff-sessions.ts';
import { connect } from '../../db/orm.ts';
import { changeStaff } from '../../db/staff.ts';
import { type Kit, openKit } from './kit.ts';
import { nowMs } from './sample-book.ts';
import { cookieOf, newStaff, password, signedIn } from './staff-kit.ts';

let kit: Kit;
let atMs = nowMs;

beforeAll(async () => {
  kit = await openKit({ clock: () => atMs });
});

afterAll(() => kit.close());

const minute = 60_000;
const hour = 60 * minute;

function signIn(login: string, typed = password, headers: Record<string, string> = {}) {
  const body = { login, password: typed };
  return kit.ask('POST', '/v1/staff/sessions', { key: null, body, headers });
}

const tokenOf = ({ body }: { body: unknown }) => String((body as { token: unknown }).token);
const me = (key: string) => kit.ask('GET', '/v1/staff/me', { key });

describe('signing in', () => {
  test('opens a session by token and by cookie, of whoever it is', async () => {
    const ana = await newStaff(kit, { login: 'ana', role: 'supervisor', dear: true });
    const answer = await signIn(' Ana ');
    expect(answer).toMatchObject({
      status: 201,
      body: {
        expiresAt: new Date(nowMs + 12 * hour).toISOString(),
        staff: { staffId: ana.id, login: 'ana', role: 'supervisor', seller: 'nordlys' },
      },
    });
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(await me(tokenOf(answer))).toMatchObject({ status: 200, body: { login: 'ana' } });
    const headers = { Cookie: cookieOf(answer.headers) };
    const byCookie = await kit.ask('GET', '/v1/staff/me', { key: null, headers });
    expect(byCookie).toMatchObject({ status: 200, body: { login: 'ana' } });
  });

  test('sets a cookie that scripts, other sites and plain lines do not get', async () => {
    await newStaff(kit, { login: 'cookie' });
    const plain = (await signIn('cookie')).headers.get('Set-Cookie');
    expect(plain).toMatch(
      /^fairbill_session=fs_[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const proxied = await signIn('cookie', password, { 'X-Forwarded-Proto': 'https' });
    expect(proxied.headers.get('Set-Cookie')).toContain('; Secure');
  });

  test('leaves neither token nor password nor what was typed in the database', async () => {
    await newStaff(kit, { login: 'clear', dear: true });
    const token = tokenOf(await signIn('clear'));
    await signIn('my password in the wrong field', 'x');
    const rows = await kit.database.em.fork().execute<{ text: string }[]>(
      `select staff_session::text as text from staff_session
       union all select staff::text from staff
       union all select sign_in_attempt::text from sign_in_attempt`,
    );
    const all = rows.map(({ text }) => text).join('\n');
    const typed = Buffer.from('my password in the wrong field').toString('hex');
    expect(all).not.toContain(token.slice(3));
    expect(all).not.toContain(Buffer.from(token).toString('hex'));
    expect(all).not.toContain(password);
    expect(all).not.toContain('wrong field');
    expect(all).not.toContain(typed);
    expect(all).toContain('$scrypt$ln=17,r=8,p=1$');
  });

  test('gives a new token and ends the session that somebody planted', async () => {
    const intruder = await signedIn(kit);
    await newStaff(kit, { login: 'victim' });
    const planted = { Cookie: intruder.cookie, 'Sec-Fetch-Site': 'same-origin' };
    const answer = await signIn('victim', password, planted);
    expect(cookieOf(answer.headers)).not.toBe(intruder.cookie);
    expect(await me(intruder.key)).toMatchObject({
      status: 401,
      body: { code: 'session_expired' },
    });
    expect(await me(tokenOf(answer))).toMatchObject({ body: { login: 'victim' } });
    const invented = `fairbill_session=fs_${'a'.repeat(43)}`;
    const other = await signIn('victim', password, { Cookie: invented });
    expect(cookieOf(other.headers)).not.toBe(invented);
    const headers = { Cookie: invented };
    const answered = await kit.ask('GET', '/v1/staff/me', { key: null, headers });
    expect(answered).toMatchObject({ status: 401, body: { code: 'session_missing' } });
  });

  test('from a page of another site is refused, also with the right password', async () => {
    await newStaff(kit, { login: 'lured' });
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
    ]) {
      const answer = await signIn('lured', password, headers);
      expect(answer).toMatchObject({ status: 403, body: { code: 'cross_site' } });
      expect(answer.headers.get('Set-Cookie')).toBeNull();
    }
    expect(await signIn('lured', password, { Origin: 'http://localhost' })).toMatchObject({
      status: 201,
    });
  });
});

describe('a wrong password', () => {
  test('is answered like an unknown login and like somebody who left', async () => {
    const left = await newStaff(kit, { login: 'left' });
    await newStaff(kit, { login: 'here' });
    const em = kit.database.em.fork();
    await changeStaff(em, left, { active: false }, { by: null, at: new Date(atMs) });
    const answers = [
      await signIn('here', 'wrong'),
      await signIn('nobody', password),
      await signIn('left', password),
    ].map(({ status, body }) => ({ status, body: { ...(body as object), instance: '' } }));
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'sign_in_failed' } });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('takes as long as an unknown login: a hash is computed for nobody', async () => {
    await newStaff(kit, { login: 'timed', dear: true });
    const took = async (login: string) => {
      const times: number[] = [];
      for (const attempt of [1, 2]) {
        const startMs = performance.now();
        await signIn(login, `wrong ${attempt}`);
        times.push(performance.now() - startMs);
      }
      return Math.min(...times);
    };
    const [known, unknown] = [await took('timed'), await took('untimed')];
    expect(unknown).toBeGreaterThan(known / 2);
    expect(unknown).toBeLessThan(known * 2);
  });

  test('five times locks the login, longer and longer, until the right one', async () => {
    await newStaff(kit, { login: 'locked' });
    const guesses = async (times: number, login = 'locked') => {
      for (let guess = 0; guess < times; guess += 1) await signIn(login, 'wrong');
    };
    await guesses(5);
    const locked = await signIn('locked');
    expect(locked).toMatchObject({ status: 429, body: { code: 'sign_in_locked' } });
    expect(JSON.stringify(locked.body)).toContain('in 30 seconds');
    atMs += 31_000;
    await guesses(1);
    expect(JSON.stringify((await signIn('locked')).body)).toContain('in 60 seconds');
    atMs += 10 * minute;
    expect(await signIn('locked')).toMatchObject({ status: 201 });
    await guesses(4);
    expect(await signIn('locked'), 'the count began anew').toMatchObject({ status: 201 });
    await guesses(5, 'locked-nobody');
    expect(await signIn('locked-nobody'), 'also a login of nobody').toMatchObject({ status: 429 });
    atMs = nowMs;
  });

  test('counts in every process and after a restart', async () => {
    await newStaff(kit, { login: 'restarted' });
    for (const guess of ['a', 'b', 'c', 'd', 'e']) await signIn('restarted', guess);
    const database = await connect({
      url: kit.database.config.get('clientUrl') ?? '',
      poolSize: 1,
    });
    const app = createApp({ database, temporal: kit.temporal, clock: () => atMs });
    const response = await app.request('/v1/staff/sessions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login: 'restarted', password }),
    });
    expect(response.status).toBe(429);
    await database.close(true);
  });

  test('counts each of many that come at the same instant', async () => {
    await newStaff(kit, { login: 'stormed' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => signIn('stormed', `guess ${index}`)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });
});

describe('a session', () => {
  test('ends by signing out, and the cookie with it', async () => {
    const { key, cookie } = await signedIn(kit);
    const headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' };
    const path = '/v1/staff/sessions/current';
    const answer = await kit.ask('DELETE', path, { key: null, headers });
    expect(answer).toMatchObject({ status: 204 });
    expect(answer.headers.get('Set-Cookie')).toContain('fairbill_session=; Max-Age=0');
    expect(await me(key)).toMatchObject({ status: 401, body: { code: 'session_expired' } });
  });

  test('ends after an hour without a request, and after twelve with them', async () => {
    const { key } = await signedIn(kit);
    const quiet = await signedIn(kit);
    for (let hours = 0.9; hours < 12; hours += 0.9) {
      atMs = nowMs + hours * hour;
      expect(await me(key), `${hours} h`).toMatchObject({ status: 200 });
    }
    expect(await me(quiet.key)).toMatchObject({ status: 401, body: { code: 'session_expired' } });
    atMs = nowMs + 12 * hour;
    expect(await me(key)).toMatchObject({ status: 401, body: { code: 'session_expired' } });
    atMs = nowMs;
  });

  test('ends when whoever it belongs to is deactivated, and has the role of now', async () => {
    const { key, ...staff } = await signedIn(kit, { role: 'supervisor' });
    const em = kit.database.em.fork();
    const hand = { by: null, at: new Date(nowMs) };
    expect(await kit.ask('GET', '/v1/staff', { key })).toMatchObject({ status: 200 });
    await changeStaff(em, staff, { role: 'agent' }, hand);
    const refused = await kit.ask('GET', '/v1/staff', { key });
    expect(refused).toMatchObject({ status: 403, body: { code: 'role_missing' } });
    await changeStaff(em, staff, { active: false }, hand);
    expect(await me(key)).toMatchObject({ status: 401, body: { code: 'session_expired' } });
    await changeStaff(em, staff, { active: true }, hand);
    expect(await me(key), 'it does not come back').toMatchObject({ status: 401 });
  });

  test('is none while its owner is inactive, by whatever hand that came about', async () => {
    const { key, id } = await signedIn(kit);
    await kit.database.em.fork().execute('update staff set active = false where id = ?', [id]);
    expect(await me(key)).toMatchObject({ status: 401, body: { code: 'session_expired' } });
  });

  test('ends with a new password, which needs the old one', async () => {
    const { key, ...staff } = await signedIn(kit);
    const put = (current: string, next: string) =>
      kit.ask('PUT', '/v1/staff/me/password', { key, body: { current, next } });
    expect(await put('wrong', 'a new and longer one')).toMatchObject({ status: 401 });
    expect(await put(password, 'short')).toMatchObject({ body: { code: 'body_invalid' } });
    expect(await put(password, 'a new and longer one')).toMatchObject({ status: 204 });
    expect(await me(key)).toMatchObject({ status: 401 });
    expect(await signIn(staff.login)).toMatchObject({ status: 401 });
    expect(await signIn(staff.login, 'a new and longer one')).toMatchObject({ status: 201 });
  });

  test('is not another one for a guessed, cut or foreign token', async () => {
    const em = kit.database.em.fork();
    const staff = await newStaff(kit);
    const { token } = await openSession(em, staff.id, new Date(nowMs));
    const wrong = [token.slice(0, -1), `${token}x`, `fb_${token.slice(3)}`, 'fs_', 'fs_%00'];
    for (const key of wrong) {
      expect(await me(key)).toMatchObject({ status: 401, body: { code: 'session_missing' } });
    }
    expect(await me(await kit.newKey('*'))).toMatchObject({ status: 401 });
  });
});
