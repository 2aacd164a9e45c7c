/** What the desk's pages let in, and what they keep out, whatever a browser is made to send. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '../../db/staff-passwords.ts';
import { changeStaff } from '../../db/staff.ts';
import { startApi } from '../../api/server.ts';
import { type Kit, openKit } from './kit.ts';
import { manyCustomers, nowMs } from './sample-book.ts';
import { issuedCycle } from './settled.ts';
import { cookieOf, newStaff, password, signedIn } from './staff-kit.ts';

let kit: Kit;

beforeAll(async () => {
  kit = await openKit({ worker: true });
});

afterAll(() => kit.close());

const own = { 'Sec-Fetch-Site': 'same-origin' };

async function get(path: string, cookie?: string) {
  const response = await kit.app.request(path, { headers: cookie ? { Cookie: cookie } : {} });
  return { response, text: await response.text() };
}

async function post(
  path: string,
  fields: Record<string, string>,
  { cookie, headers = own }: { cookie?: string; headers?: Record<string, string> } = {},
) {
  const response = await kit.app.request(path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(cookie && { Cookie: cookie }),
      ...headers,
    },
    body: new URLSearchParams(fields).toString(),
  });
  return { response, text: await response.text() };
}

/** The token that the forms of this session carry. */
async function tokenOf(cookie: string) {
  const { text } = await get('/desk/account', cookie);
  return /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? '';
}

async function questioned(customer: string) {
  const { cycleId } = await issuedCycle(kit, customer);
  const body = { disputeId: `q-${customer}`, reason: 'wrong_price', lines: 'whole', words: 'Why?' };
  const answer = await kit.ask('POST', `/v1/cycles/${cycleId}/disputes`, { body });
  expect(answer.status).toBe(201);
  return String(answer.headers.get('Location')).split('/').at(-1) ?? '';
}

describe('whoever is not signed in', () => {
  test('is sent to the sign-in page from every page, and comes back to where they were', async () => {
    for (const path of ['/desk', '/desk/approvals', '/desk/customers', '/desk/cases/1']) {
      const { response } = await get(path);
      expect(response.status, path).toBe(303);
      expect(response.headers.get('Location')).toBe(
        `/desk/sign-in?next=${encodeURIComponent(path)}`,
      );
    }
    const staff = await newStaff(kit);
    const { response } = await post('/desk/sign-in', {
      ...{ login: staff.login, password },
      next: '/desk/customers',
    });
    expect(response.headers.get('Location')).toBe('/desk/customers');
    expect(cookieOf(response.headers)).toContain('fairbill_session=fs_');
  });

  test('is led to no other site, whatever the address of the page says', async () => {
    const staff = await newStaff(kit);
    for (const next of [
      'https://evil.example/desk',
      '//evil.example',
      '/\\evil.example',
      '/v1/cycles',
      '/desk/../mail',
      '/desk@evil.example',
    ]) {
      const fields = { login: staff.login, password, next };
      const { response } = await post('/desk/sign-in', fields);
      expect(new URL(response.headers.get('Location') ?? '', 'http://x/').pathname).toBe('/desk');
    }
  });

  test('hears one sentence of a wrong password, and no more of an unknown login', async () => {
    const staff = await newStaff(kit);
    const wrong = await post('/desk/sign-in', { login: staff.login, password: 'no' });
    const unknown = await post('/desk/sign-in', { login: staff.login, password: 'no' });
    expect(wrong.response.status).toBe(401);
    expect(wrong.text).toContain('Login or password is wrong.');
    expect(unknown.text).toBe(wrong.text);
  });
});

describe('a form', () => {
  test('does nothing that comes from elsewhere, or without its session’s token', async () => {
    const disputeId = await questioned(manyCustomers[0] ?? '');
    const { cookie } = await signedIn(kit, { groups: ['front'] });
    const form_token = await tokenOf(cookie);
    const path = `/desk/cases/${disputeId}/take`;
    const fields = { request_id: 'r-1' };
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
    const elsewhere = await post(path, { ...fields, form_token }, { cookie, headers });
    expect(elsewhere.response.status).toBe(403);
    const other = await tokenOf((await signedIn(kit)).cookie);
    for (const token of ['', other]) {
      const { response } = await post(path, { ...fields, form_token: token }, { cookie });
      expect(response.status).toBe(403);
    }
    expect((await get(`/desk/cases/${disputeId}`, cookie)).text).toContain('Nobody has this case.');
    const { response } = await post(path, { ...fields, form_token }, { cookie });
    expect(response.status).toBe(303);
    expect((await get(`/desk/cases/${disputeId}`, cookie)).text).toContain('This case is yours.');
  });
});

describe('a role', () => {
  test('that takes no cases sees none, and nobody’s customers', async () => {
    const disputeId = await questioned(manyCustomers[1] ?? '');
    for (const role of ['leader', 'operator'] as const) {
      const { cookie } = await signedIn(kit, { role });
      expect((await get('/desk', cookie)).text).toContain('No cases for your role');
      for (const path of [`/desk/cases/${disputeId}`, '/desk/customers?q=M', '/desk/approvals']) {
        expect((await get(path, cookie)).response.status, path).toBe(403);
      }
    }
  });

  test('approves nothing as an agent, and ends at once when somebody leaves', async () => {
    const { cookie, id, sellerId } = await signedIn(kit);
    expect((await get('/desk/approvals', cookie)).response.status).toBe(403);
    const hand = { by: null, at: new Date(nowMs) };
    const passwordHash = await hashPassword('another long sentence');
    await changeStaff(kit.database.em.fork(), { id, sellerId }, { passwordHash }, hand);
    expect((await get('/desk', cookie)).response.status).toBe(303);
  });
});

describe('a case', () => {
  test('that is not there is said to be missing, on a page of the desk', async () => {
    const { cookie } = await signedIn(kit);
    const { response, text } = await get(
      '/desk/cases/0199c0de-0000-7000-8000-000000000000',
      cookie,
    );
    expect(response.status).toBe(404);
    expect(text).toContain('There is no dispute');
  });

  test('says nothing of the customer before the caller is checked', async () => {
    const number = manyCustomers[2] ?? '';
    const disputeId = await questioned(number);
    const { cookie } = await signedIn(kit, { groups: ['front'] });
    for (const path of ['/desk', `/desk/cases/${disputeId}`, `/desk/customers/${number}`]) {
      const { text } = await get(path, cookie);
      expect(text, path).toContain('C••• M•••');
      for (const secret of [`Customer ${number}`, 'm-3@example.com', 'Lai 2', '10133', 'Why?']) {
        expect(text, path).not.toContain(secret);
      }
    }
  });
});

test('pages run only scripts of ours, and are kept by nobody', async () => {
  const { cookie } = await signedIn(kit);
  const { response } = await get('/desk', cookie);
  const policy = response.headers.get('Content-Security-Policy') ?? '';
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("style-src 'self';");
  expect(policy).not.toContain('unsafe');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
});

test('a page that listens for news keeps neither the API running nor a session alive', async () => {
  const { key, id } = await signedIn(kit, {}, Date.now() - 10 * 60_000);
  const lastSeen = async () =>
    kit.database.em
      .fork()
      .execute('select last_seen_at from staff_session where staff_id = ?', [id]);
  const before = await lastSeen();
  const { database, temporal } = kit;
  const api = await startApi({ database, temporal, host: '127.0.0.1', port: 0 });
  const headers = { Cookie: `fairbill_session=${key}` };
  const stream = await fetch(`${api.url}/desk/events`, { headers });
  expect(stream.headers.get('Content-Type')).toContain('text/event-stream');
  const begun = performance.now();
  await Promise.all([api.stop(), stream.text()]);
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(await lastSeen()).toEqual(before);
  expect(await kit.app.request('/desk/events')).toMatchObject({ status: 204 });
});
