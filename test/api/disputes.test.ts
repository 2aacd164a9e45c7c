/** The story of a dispute over HTTP alone, and every way the API says no to one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { disputeDetailSchema } from '../../api/dispute-view.ts';
import { check } from '../activities/desk.ts';
import { type Kit, openKit } from './kit.ts';
import { manyCustomers, nowMs } from './sample-book.ts';
import { issuedCycle } from './settled.ts';
import { signedIn } from './staff-kit.ts';

let kit: Kit;
const waiting = ['MONTHLY', 'PAYS', 'WAITS', ...manyCustomers];

beforeAll(async () => {
  kit = await openKit({ worker: true });
});

afterAll(() => kit.close());

type Person = Awaited<ReturnType<typeof signedIn>>;

const groups = ['front', 'senior', 'supervisor'];
const agent = (given: Parameters<typeof signedIn>[1] = {}) => signedIn(kit, { groups, ...given });

let asked = 0;
const requestId = () => `r-${(asked += 1)}`;

/** A bill that somebody questions, as a service says. */
async function questioned(lines: unknown = 'whole') {
  const cycle = await issuedCycle(kit, waiting.pop() ?? 'none left');
  const body = { disputeId: requestId(), reason: 'wrong_price', lines, words: 'Why so much?' };
  const answer = await kit.ask('POST', `/v1/cycles/${cycle.cycleId}/disputes`, { body });
  expect(answer.status).toBe(201);
  return { cycle, ...disputeDetailSchema.parse(answer.body) };
}

const at = (disputeId: string, path: string, person: Person, body: object) =>
  kit.ask('POST', `/v1/disputes/${disputeId}/${path}`, {
    key: person.key,
    body: { requestId: requestId(), ...body },
  });

const take = (disputeId: string, person: Person) => at(disputeId, 'take', person, {});

async function takeChecked(disputeId: string, cycleId: string, person: Person) {
  expect((await take(disputeId, person)).status).toBe(200);
  const by = { kind: 'staff', name: person.login, staffId: person.id } as const;
  await check(kit.database.em.fork(), cycleId, by, nowMs);
}

const goodwill = (grossMinor: number) => ({
  decision: { kind: 'grant', grant: { kind: 'goodwill_credit', grossMinor } },
  words: 'We are sorry for the trouble.',
});

describe('a dispute over HTTP', () => {
  test('is opened by a service, taken, checked, granted and read by the people of the seller', async () => {
    const { cycle, disputeId, firstAnswerBy } = await questioned([{ position: 1 }]);
    expect(Date.parse(firstAnswerBy)).toBeGreaterThan(nowMs);
    const person = await agent();
    const next = await kit.ask('POST', '/v1/desk/next', { key: person.key });
    expect(next).toMatchObject({ status: 200, body: { case: { disputeId, owner: person.login } } });
    const nobodyElse = await kit.ask('POST', '/v1/desk/next', { key: (await agent()).key });
    expect(nobodyElse.body).toEqual({ case: null });

    const unseen = await kit.ask('GET', `/v1/disputes/${disputeId}/authority`, { key: person.key });
    expect(unseen).toMatchObject({ status: 403, body: { code: 'check_needed' } });
    const unchecked = await at(disputeId, 'decisions', person, goodwill(5_00));
    expect(unchecked).toMatchObject({ status: 403, body: { code: 'check_needed' } });
    const by = { kind: 'staff', name: person.login, staffId: person.id } as const;
    await check(kit.database.em.fork(), cycle.cycleId, by, nowMs);
    const authority = await kit.ask('GET', `/v1/disputes/${disputeId}/authority`, {
      key: person.key,
    });
    expect(authority.body).toMatchObject({ currency: 'EUR', aloneUpToMinor: 15_00 });
    const judged = await kit.ask('POST', `/v1/disputes/${disputeId}/judgements`, {
      key: person.key,
      body: { grant: { kind: 'goodwill_credit', grossMinor: 20_00 } },
    });
    expect(judged.body).toMatchObject({ verdict: 'needs_second_person', worthMinor: 20_00 });

    const decided = await at(disputeId, 'decisions', person, goodwill(5_00));
    expect(decided).toMatchObject({ status: 200, body: { state: 'resolved', outcome: 'granted' } });
    const { grants, story } = disputeDetailSchema.parse(decided.body);
    expect(grants).toMatchObject([{ state: 'granted', worthMinor: 5_00, askedBy: person.login }]);
    expect(story.map(({ kind }) => kind)).toEqual(['opened', 'taken', 'resolved']);
    expect(JSON.stringify(decided.body)).not.toContain('Why so much?');
  });

  test('above one’s authority waits, and another person with the authority says yes', async () => {
    const { cycle, disputeId } = await questioned();
    const person = await agent();
    await takeChecked(disputeId, cycle.cycleId, person);
    const waits = await at(disputeId, 'decisions', person, goodwill(30_00));
    expect(waits).toMatchObject({ status: 200, body: { state: 'waiting' } });
    const { grants } = disputeDetailSchema.parse(waits.body);
    const grantId = grants[0]?.grantId;
    const approval = { grantId, verdict: 'approve' };
    expect(await at(disputeId, 'approvals', person, approval)).toMatchObject({
      status: 403,
      body: { code: 'role_missing' },
    });
    const supervisor = await agent({ role: 'supervisor' });
    expect(await at(disputeId, 'approvals', supervisor, approval)).toMatchObject({
      status: 200,
      body: { state: 'resolved', outcome: 'granted' },
    });
    expect(await at(disputeId, 'approvals', supervisor, approval)).toMatchObject({
      status: 409,
      body: { code: 'grant_settled' },
    });
  });

  test('is withdrawn and opened again under the requester’s own ids', async () => {
    const { disputeId } = await questioned();
    const back = { requestId: requestId() };
    const path = `/v1/disputes/${disputeId}`;
    const withdrawn = await kit.ask('POST', `${path}/withdrawal`, { body: back });
    expect(withdrawn).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    expect((await kit.ask('POST', `${path}/withdrawal`, { body: back })).status).toBe(200);
    const again = { body: { requestId: requestId() } };
    expect(await kit.ask('POST', `${path}/withdrawal`, again)).toMatchObject({
      body: { code: 'dispute_ended' },
    });
    expect(await kit.ask('POST', `${path}/reopening`, again)).toMatchObject({
      status: 200,
      body: { state: 'open', reopened: 1 },
    });
  });

  test('is listed by state, and only for one’s own seller', async () => {
    const { disputeId } = await questioned();
    const person = await agent();
    const list = await kit.ask('GET', '/v1/disputes?state=open&limit=200', { key: person.key });
    const { items } = z
      .object({ items: z.array(z.object({ disputeId: z.string() })) })
      .parse(list.body);
    expect(items.map((item) => item.disputeId)).toContain(disputeId);
    const elsewhere = await kit.ask('GET', '/v1/disputes?seller=sydlys', { key: person.key });
    expect(elsewhere.status).toBe(403);
  });
});

describe('two people at the same moment', () => {
  test('decide a case once: the second one hears that it is decided', async () => {
    const { cycle, disputeId } = await questioned();
    const person = await agent();
    await takeChecked(disputeId, cycle.cycleId, person);
    const answers = await Promise.all([
      at(disputeId, 'decisions', person, goodwill(5_00)),
      at(disputeId, 'decisions', person, goodwill(6_00)),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const [row] = await kit.database.em
      .fork()
      .execute<{ count: number }[]>(
        `select count(*)::int as count from discount_grant where dispute_id = ? and state = 'granted'`,
        [disputeId],
      );
    expect(row?.count).toBe(1);
  });

  test('who ask for the next case get one each', async () => {
    const cases = [await questioned(), await questioned()].map(({ disputeId }) => disputeId);
    const people = [await agent(), await agent()];
    const answers = await Promise.all(
      people.map(({ key }) => kit.ask('POST', '/v1/desk/next', { key })),
    );
    const next = z.object({ case: z.object({ disputeId: z.string() }).nullable() });
    const taken = answers.map(({ body }) => next.parse(body).case?.disputeId);
    expect(new Set(taken).size).toBe(2);
    expect(taken.every((id) => id !== undefined)).toBe(true);
    expect(cases.length).toBe(2);
  });
});

test('what makes no sense is refused with its code, and nothing is written', async () => {
  const { cycle, disputeId } = await questioned();
  const person = await agent();
  const nobody = '0199c0de-0000-7000-8000-000000000000';
  const opening = { disputeId: requestId(), reason: 'quality', lines: 'whole' };
  const open = (body: object) =>
    kit.ask('POST', `/v1/cycles/${cycle.cycleId}/disputes`, { body: { ...opening, ...body } });
  expect(await open({})).toMatchObject({ status: 409, body: { code: 'dispute_open' } });
  expect(await open({ reason: 'because' })).toMatchObject({ body: { code: 'body_invalid' } });
  expect(await open({ disputeId: requestId(), lines: [{ position: 77 }] })).toMatchObject({
    body: { code: 'line_unknown' },
  });
  expect(await kit.ask('GET', `/v1/disputes/${nobody}`)).toMatchObject({
    status: 404,
    body: { code: 'dispute_unknown' },
  });
  const explain = { decision: { kind: 'explain' }, words: 'Because.' };
  expect(await at(disputeId, 'decisions', person, explain)).toMatchObject({
    status: 409,
    body: { code: 'dispute_not_yours' },
  });
  await take(disputeId, person);
  const other = await agent();
  expect(await take(disputeId, other)).toMatchObject({ body: { code: 'dispute_taken' } });
  for (const [decision, code] of [
    [{ kind: 'sell' }, 'fact_invalid'],
    [{ kind: 'grant', grant: { kind: 'money' } }, 'grant_invalid'],
    [{ kind: 'explain' }, 'words_missing'],
  ] as const) {
    expect(await at(disputeId, 'decisions', person, { decision })).toMatchObject({
      body: { code },
    });
  }
  const key = await kit.newKey('cycles:read');
  expect(await kit.ask('GET', '/v1/disputes', { key })).toMatchObject({
    body: { code: 'scope_missing' },
  });
  expect(await kit.ask('POST', '/v1/desk/next', { key: null })).toMatchObject({
    status: 401,
    body: { code: 'session_missing' },
  });
});
