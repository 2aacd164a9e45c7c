/** Every decision at the desk: what its page says will happen, and that this is what happens. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../domain/calendar.ts';
import { businessLadder } from '../../domain/standard-ladder.ts';
import { check } from '../activities/desk.ts';
import { type Kit, openKit } from './kit.ts';
import { book, contract, customer, nowMs } from './sample-book.ts';
import { climbed, issuedCycle } from './settled.ts';
import { signedIn } from './staff-kit.ts';

let kit: Kit;
let agent: Awaited<ReturnType<typeof signedIn>>;
let token: string;

const numbers = Array.from({ length: 20 }, (_, index) => `D-${index}`);
const waiting = [...numbers];

beforeAll(async () => {
  kit = await openKit({
    worker: true,
    book: {
      ...book,
      ladders: [...book.ladders, { ...businessLadder, seller: 'nordlys' }],
      customers: [
        ...numbers.map((number) => customer(number)),
        customer('LATE', { isBusiness: true }),
      ],
      contracts: [
        ...numbers.map((number) => contract(number)),
        contract('LATE', { ladder: { code: businessLadder.code, version: 1 } }),
      ],
    },
  });
  agent = await signedIn(kit, { groups: ['front'] });
  const page = await get('/desk/account');
  token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
});

afterAll(() => kit.close());

async function get(path: string): Promise<string> {
  return (await kit.app.request(path, { headers: { Cookie: agent.cookie } })).text();
}

async function post(path: string, fields: Record<string, string>, isFragment = false) {
  const response = await kit.app.request(path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Sec-Fetch-Site': 'same-origin',
      Cookie: agent.cookie,
      ...(isFragment && { 'HX-Request': 'true' }),
    },
    body: new URLSearchParams({ form_token: token, ...fields }).toString(),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A whole bill of €62.00 that is questioned, taken, and whose customer is checked. */
async function questioned(number = waiting.pop() ?? 'none is left', isReminded = false) {
  const { cycleId } = await issuedCycle(kit, number);
  if (isReminded) await climbed(kit, { cycleId }, 3, nowMs + 40 * 86_400_000);
  const body = { disputeId: `q-${number}`, reason: 'wrong_price', lines: 'whole' };
  const opened = await kit.ask('POST', `/v1/cycles/${cycleId}/disputes`, { body });
  const disputeId = String(opened.headers.get('Location')).split('/').at(-1) ?? '';
  await post(`/desk/cases/${disputeId}/take`, { request_id: `take-${number}` });
  const by = { kind: 'staff', name: agent.login, staffId: agent.id } as const;
  await check(kit.database.em.fork(), cycleId, by, nowMs);
  return { cycleId, disputeId, path: `/desk/cases/${disputeId}/decide` };
}

/** What stands beside the form, as words; quotes are as the browser shows them. */
const plain = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&quot;', '"');

const judgedIn = (html: string) =>
  (/name="judged" value="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"');

const words = 'Because of what we agreed.';

describe.each([
  ['explain', {}, 'Explain and close', 'explained'],
  ['reject', {}, 'Reject and close', 'rejected'],
  ['change', {}, 'Note the change and close', 'changed'],
  ['correct', { variant: 'whole' }, 'Correct €62.00 and close', 'corrected'],
  ['correct', { variant: 'lines', line_1: '10' }, 'Correct €12.40 and close', 'corrected'],
  ['correct', { variant: 'reissue' }, 'Correct €62.00 and close', 'corrected'],
  ['grant', { variant: 'goodwill_credit', amount: '4,50' }, 'Grant €4.50 and close', 'granted'],
  ['grant', { variant: 'amount_off_lines', line_1: '5' }, 'Grant €6.20 and close', 'granted'],
  [
    'grant',
    { variant: 'percent_off_lines', positions: '1', percent: '10' },
    'Grant €6.20 and close',
    'granted',
  ],
  [
    'grant',
    { variant: 'percent_off_next_bills', percent: '5', bills: '2' },
    'Grant €6.20 and close',
    'granted',
  ],
  [
    'grant',
    { variant: 'amount_off_next_bills', amount: '2', bills: '2' },
    'Grant €4.96 and close',
    'granted',
  ],
])('%s %o', (kind, fields, button, outcome) => {
  test(`says “${button}” and does it`, async () => {
    const { disputeId, path } = await questioned();
    const form = { ...fields, words, request_id: `r-${disputeId}` };
    const shown = await post(`${path}/${kind}/preview`, form, true);
    expect(plain(shown.text)).toContain(button);
    expect(shown.text).not.toContain('<html');
    const done = await post(`${path}/${kind}`, { ...form, judged: judgedIn(shown.text) });
    expect(done.headers.get('Location')).toBe(`/desk/cases/${disputeId}?done=decided`);
    const twice = await post(`${path}/${kind}`, { ...form, judged: judgedIn(shown.text) });
    expect(plain(twice.text)).toContain('This was decided before.');
    expect(await kit.ask('GET', `/v1/disputes/${disputeId}`)).toMatchObject({ body: { outcome } });
  });
});

test('a promise of all that is open is taken in parts that add up', async () => {
  const { disputeId, path } = await questioned();
  // Days are counted by the cycle's clock, which here is the machine's.
  const [first, second] = [7, 14].map((days) => {
    return addDays(new Date().toISOString().slice(0, 10), days);
  });
  const form = {
    request_id: `r-${disputeId}`,
    ...{ on_1: first ?? '', amount_1: '30', on_2: second ?? '', amount_2: '30' },
  };
  const wrong = await post(`${path}/promise/preview`, form);
  expect(plain(wrong.text)).toContain('The parts add up to €60.00, and €62.00 is open.');
  const right = { ...form, amount_2: '32,00' };
  const shown = await post(`${path}/promise/preview`, right, true);
  expect(plain(shown.text)).toContain('Take the promise of €62.00 and close');
  const done = await post(`${path}/promise`, { ...right, judged: judgedIn(shown.text) });
  expect(done.headers.get('Location')).toContain('done=decided');
});

test('fees are let go where there are some, and offered nowhere else', async () => {
  expect(await get(`${(await questioned()).path}/grant`)).not.toContain('Fees and interest');
  const { cycleId, path } = await questioned('LATE', true);
  const em = kit.database.em.fork();
  const [fee] = await em.execute<{ id: string }[]>(
    `select id from charge where cycle_id = ? and kind = 'fee'`,
    [cycleId],
  );
  expect(await get(`${path}/grant?variant=waive_charges`)).toContain('Fee for a reminder');
  const form = { variant: 'waive_charges', charges: fee?.id ?? '', request_id: 'x' };
  const { text } = await post(`${path}/grant/preview`, form, true);
  expect(plain(text)).toContain('€40.00 of fees and interest let go');
});

describe('what cannot be done', () => {
  test('is said beside the form, with the rule and who could', async () => {
    const { path } = await questioned();
    const much = { variant: 'goodwill_credit', amount: '60', request_id: 'x' };
    const { text } = await post(`${path}/grant/preview`, much, true);
    expect(plain(text)).toContain('You may not grant this');
    expect(plain(text)).toContain('A supervisor’s limits are higher: ask one.');
    expect(text).not.toContain('data-confirm');
    const more = { ...much, amount: '80' };
    expect(plain((await post(`${path}/grant/preview`, more, true)).text)).toContain(
      'This cannot be done',
    );
    const forced = { ...much, judged: judgedIn(text) };
    const refused = await post(`${path}/grant`, forced);
    expect(refused.status).toBe(422);
  });

  test('is said at each place where something is missing or no number', async () => {
    const { path } = await questioned();
    const fields = { variant: 'percent_off_next_bills', percent: 'much', bills: '' };
    const { text, status } = await post(`${path}/grant/preview`, { ...fields, request_id: 'x' });
    expect(status).toBe(200);
    expect(plain(text)).toContain('“much” is no share from 0.01 to 100 %.');
    expect(plain(text)).toContain('This is missing.');
    expect(text).toContain('href="#field-percent"');
    expect(text).toContain('aria-invalid="true"');
  });

  test('without words for the customer has no button', async () => {
    const { path } = await questioned();
    const { text } = await post(`${path}/reject/preview`, { request_id: 'x' }, true);
    expect(plain(text)).toContain('Write first what the customer reads');
    expect(text).not.toContain('data-confirm');
  });

  test('is no decision of any kind', async () => {
    const { path } = await questioned();
    expect(await get(`${path}/marry`)).toContain('There is no such decision.');
  });
});
