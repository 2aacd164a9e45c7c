import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { smtpMailer } from '../../activities/mailer.ts';
import { lazyTemporalClient } from '../../api/temporal.ts';
import { freshCheck, recordLinkCheck } from '../../db/caller-checks.ts';
import { Customer } from '../../db/entities/parties.ts';
import { changeStaff } from '../../db/staff.ts';
import { standardCheckPolicy } from '../../domain/caller-check.ts';
import { openPostOffice, type PostOffice } from '../workflows/post-office.ts';
import { type Ask, type Kit, openKit } from './kit.ts';
import { book, customer, nowMs, otherSeller } from './sample-book.ts';
import { issuedCycle } from './settled.ts';
import { newStaff, signedIn } from './staff-kit.ts';

let kit: Kit;
let office: PostOffice;
let atMs = nowMs;

const minute = 60_000;
const names = Array.from({ length: 12 }, (_, index) => `CALLS-${index}`);
const fresh = [...names];
/** A customer whom no other test knows. */
const nextCustomer = () => fresh.pop() ?? 'MONTHLY';

beforeAll(async () => {
  office = await openPostOffice();
  kit = await openKit({
    worker: true,
    mailer: smtpMailer(office.smtpUrl),
    clock: () => atMs,
    book: {
      ...book,
      sellers: [...book.sellers, otherSeller],
      customers: [
        ...book.customers,
        ...names.map((number) => customer(number, { postalCode: 'AB-10 133' })),
        customer('NOT-KNOWN', { email: '', postalCode: '-' }),
        customer('FOREIGN', { seller: otherSeller.code }),
      ],
    },
  });
});

beforeEach(() => {
  atMs = nowMs;
});

afterAll(async () => {
  await kit.close();
  await office.shut();
});

const idOf = z.object({ checkId: z.string() });

async function ask(key: string, number: string, body: object) {
  const answer = await kit.ask('POST', `/v1/customers/${number}/checks`, { key, body });
  return { ...answer, id: idOf.safeParse(answer.body).data?.checkId ?? '' };
}

const say = (key: string, id: string, body: object) =>
  kit.ask('POST', `/v1/checks/${id}/answer`, { key, body });
const see = (key: string, number: string, more: Ask = {}) =>
  kit.ask('GET', `/v1/customers/${number}`, { key, ...more });

async function customerId(number: string, seller = 'nordlys') {
  const where = { number, seller: { code: seller } };
  return (await kit.database.em.fork().findOneOrFail(Customer, where)).id;
}

/** Two facts that are right of every customer of these tests. */
const right = (number: string) => ({
  facts: { email: `${number.toUpperCase()}@Example.com`, postal_code: 'ab10133' },
});
const wrong = { facts: { email: 'X', postal_code: '1' } };
const byFacts = { method: 'facts', facts: ['email', 'postal_code'] };

async function code(number: string): Promise<string> {
  const letters = () => office.lettersTo(`${number.toLowerCase()}@example.com`);
  await vi.waitFor(() => expect(letters().length).toBeGreaterThan(0), 20_000);
  return /^ {4}(\d{6})$/m.exec(letters().at(-1)?.text ?? '')?.[1] ?? '';
}

test('a code is mailed, typed and passed, and only then is the customer shown', async () => {
  const number = nextCustomer();
  const { key, id: staffId } = await signedIn(kit);
  expect(await see(key, number)).toMatchObject({ status: 403, body: { code: 'check_needed' } });

  const asked = await ask(key, number, { method: 'code' });
  expect(asked).toMatchObject({
    status: 201,
    body: { state: 'asked', method: 'code', sentTo: 'c•••@e•••.com', attemptsLeft: 3 },
  });
  const typed = await code(number);
  const path = asked.headers.get('Location') ?? '';
  expect(await kit.ask('GET', path, { key })).toMatchObject({ body: { isSent: true } });
  expect(await see(key, number)).toMatchObject({ status: 403 });

  const answer = await say(key, asked.id, { code: `${typed.slice(0, 3)} ${typed.slice(3)}` });
  expect(answer).toMatchObject({ status: 200, body: { state: 'passed', method: 'code' } });
  expect(await see(key, number)).toMatchObject({ status: 200, body: { number } });

  const colleague = await signedIn(kit);
  expect(await see(colleague.key, number)).toMatchObject({ body: { code: 'check_needed' } });
  atMs += 30 * minute;
  expect(await see(key, number), 'half an hour later').toMatchObject({
    body: { code: 'check_needed' },
  });

  const log = await kit.database.em
    .fork()
    .execute<{ what: string }[]>('select what from access_log where staff_id = ? order by id', [
      staffId,
    ]);
  expect(log.map(({ what }) => what)).toEqual(['caller_check', 'customer']);
});

test('neither the code nor what was answered is in the database or with Temporal', async () => {
  const number = nextCustomer();
  const { key } = await signedIn(kit);
  const asked = await ask(key, number, { method: 'code' });
  const typed = await code(number);
  const facts = await ask((await signedIn(kit)).key, number, byFacts);
  await say(key, facts.id, { facts: { email: 'secret-said', postal_code: 'x' } });
  const rows = async () => {
    const found = await kit.database.em
      .fork()
      .execute<{ text: string }[]>(
        'select caller_check::text as text from caller_check where id in (?, ?)',
        [asked.id, facts.id],
      );
    return found.map(({ text }) => text).join('\n');
  };
  expect(await rows()).not.toContain(typed);
  expect(await rows()).not.toContain(Buffer.from(typed).toString('hex'));
  expect(await rows()).not.toContain('secret');
  const history = await kit.temporal.workflow.getHandle(`caller-check/${asked.id}`).fetchHistory();
  const told = JSON.stringify(history, (_name, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : value,
  );
  expect(told).toContain(asked.id);
  for (const secret of [typed, number, 'example.com']) expect(told).not.toContain(secret);
  await say(key, asked.id, { code: typed });
  const [row] = await kit.database.em
    .fork()
    .execute<{ hash: unknown }[]>('select code_hash as hash from caller_check where id = ?', [
      asked.id,
    ]);
  expect(row?.hash, 'a used code leaves nothing').toBeNull();
});

describe('facts', () => {
  test('pass when all are right, whatever the case, the spaces and the dashes', async () => {
    const number = nextCustomer();
    await issuedCycle(kit, 'PAYS');
    const { key } = await signedIn(kit);
    const asked = await ask(key, number, byFacts);
    expect(asked).toMatchObject({ status: 201, body: { sentTo: null, factsAsked: byFacts.facts } });
    expect(await say(key, asked.id, right(number))).toMatchObject({ body: { state: 'passed' } });

    const paying = await ask(key, 'PAYS', { method: 'facts' });
    expect(paying.body).toMatchObject({ factsAsked: ['contract_number', 'last_invoice_amount'] });
    const facts = { contract_number: 'k1', last_invoice_amount: '€ 62,00' };
    expect(await say(key, paying.id, { facts })).toMatchObject({ body: { state: 'passed' } });
  });

  test('fail when one is wrong, missing or said in the place of another', async () => {
    const number = nextCustomer();
    const { key } = await signedIn(kit);
    const { id } = await ask(key, number, byFacts);
    const { email: said } = right(number).facts;
    for (const [left, facts] of [
      [2, { email: said, postal_code: 'AB10134' }],
      [1, { email: said, contract_number: 'ab10133' }],
      [0, { email: said }],
    ] as const) {
      const answer = await say(key, id, { facts });
      expect(answer).toMatchObject({ status: 422, body: { code: 'check_failed' } });
      const detail = left === 0 ? 'has failed' : `Attempts left: ${left}`;
      expect(answer.body).toMatchObject({ detail: expect.stringContaining(detail) as unknown });
    }
    const late = await say(key, id, right(number));
    expect(late).toMatchObject({ status: 409, body: { code: 'check_expired' } });
  });

  test('that are not known of the customer, or shown to staff, are not asked for', async () => {
    const { key } = await signedIn(kit);
    const shown = { method: 'facts', facts: ['customer_number', 'postal_code'] };
    expect(await ask(key, nextCustomer(), shown)).toMatchObject({
      body: { code: 'check_impossible' },
    });
    for (const body of [
      { method: 'code' },
      { method: 'facts' },
      { method: 'facts', facts: ['postal_code', 'customer_number'] },
      { method: 'facts', facts: ['contract_number', 'customer_number'] },
    ]) {
      const answer = await ask(key, 'NOT-KNOWN', body);
      expect(answer).toMatchObject({ status: 422, body: { code: 'check_impossible' } });
    }
    expect(await ask(key, 'NOT-KNOWN', { method: 'link' })).toMatchObject({
      body: { code: 'body_invalid' },
    });
    expect(await ask(key, 'NOT-KNOWN', { method: 'facts', facts: ['email'] })).toMatchObject({
      body: { code: 'body_invalid' },
    });
  });
});

describe('guessing', () => {
  test('twice at the same instant is two attempts, five times still three', async () => {
    const number = nextCustomer();
    const { key } = await signedIn(kit);
    const two = await ask(key, number, byFacts);
    await Promise.all([say(key, two.id, wrong), say(key, two.id, wrong)]);
    const read = await kit.ask('GET', `/v1/checks/${two.id}`, { key });
    expect(read).toMatchObject({ body: { state: 'asked', attemptsLeft: 1 } });
    const five = await ask(key, number, byFacts);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => say(key, five.id, wrong)));
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
  });

  test('locks all of the customer’s checks for an hour, for everybody and after a restart', async () => {
    const number = nextCustomer();
    for (let check = 0; check < 3; check += 1) {
      const { key } = await signedIn(kit);
      const { id } = await ask(key, number, byFacts);
      for (const attempt of [1, 2, 3]) {
        expect(await say(key, id, wrong), `${check} ${attempt}`).toMatchObject({ status: 422 });
      }
    }
    const other = await openKit({ database: kit.database, clock: () => atMs });
    const { key } = await signedIn(kit);
    const again = await other.ask('POST', `/v1/customers/${number}/checks`, { key, body: byFacts });
    expect(again).toMatchObject({ status: 429, body: { code: 'check_locked' } });
    await other.close();
    atMs += 59 * minute;
    const late = await signedIn(kit, {}, atMs);
    expect(await ask(late.key, number, byFacts)).toMatchObject({ status: 429 });
    atMs += minute;
    const free = await ask(late.key, number, byFacts);
    expect(await say(late.key, free.id, right(number))).toMatchObject({ status: 200 });
  });

  test('is locked too while a check is still open that was asked before', async () => {
    const number = nextCustomer();
    const patient = await signedIn(kit);
    const open = await ask(patient.key, number, byFacts);
    for (let check = 0; check < 5; check += 1) {
      const { key } = await signedIn(kit);
      const { id } = await ask(key, number, byFacts);
      await say(key, id, wrong);
      await say(key, id, wrong);
    }
    const answer = await say(patient.key, open.id, right(number));
    expect(answer, 'nine wrong answers, none of a failed check').toMatchObject({ status: 429 });
  });

  test('a mailbox full of codes ends at ten an hour', async () => {
    const number = nextCustomer();
    const { key } = await signedIn(kit);
    for (let check = 0; check < 10; check += 1) await ask(key, number, byFacts);
    expect(await ask(key, number, { method: 'code' })).toMatchObject({
      status: 429,
      body: { code: 'check_locked' },
    });
  });
});

describe('a check', () => {
  test('can be answered for ten minutes, by nobody but whoever asked it', async () => {
    const number = nextCustomer();
    const { key } = await signedIn(kit);
    const colleague = await signedIn(kit);
    const { id } = await ask(key, number, byFacts);
    for (const asking of [
      () => say(colleague.key, id, right(number)),
      () => say(key, randomUUID(), wrong),
    ]) {
      expect(await asking()).toMatchObject({ status: 404, body: { code: 'check_unknown' } });
    }
    const mixed = await say(key, id, { code: '123456' });
    expect(mixed).toMatchObject({ status: 422, body: { code: 'check_impossible' } });
    atMs += 10 * minute;
    expect(await say(key, id, right(number))).toMatchObject({ body: { code: 'check_expired' } });
    expect(await kit.ask('GET', `/v1/checks/${id}`, { key })).toMatchObject({
      body: { state: 'expired' },
    });
  });

  test('ends when another is asked: its code is void', async () => {
    const number = nextCustomer();
    const { key } = await signedIn(kit);
    const first = await ask(key, number, { method: 'code' });
    const typed = await code(number);
    await ask(key, number, byFacts);
    expect(await say(key, first.id, { code: typed })).toMatchObject({
      body: { code: 'check_expired' },
    });
  });

  test('of another seller’s customer, or without the role, is never asked', async () => {
    const { key, ...staff } = await signedIn(kit);
    expect(await ask(key, 'FOREIGN', byFacts)).toMatchObject({
      body: { code: 'customer_unknown' },
    });
    const unasked = { method: 'facts', disputeId: randomUUID() };
    expect(await ask(key, 'PAYS', unasked)).toMatchObject({ body: { code: 'check_impossible' } });
    const number = nextCustomer();
    const { id } = await ask(key, number, byFacts);
    const hand = { by: null, at: new Date(nowMs) };
    await changeStaff(kit.database.em.fork(), staff, { role: 'leader' }, hand);
    expect(await say(key, id, right(number))).toMatchObject({ body: { code: 'role_missing' } });
    expect(await see(key, number)).toMatchObject({ body: { code: 'role_missing' } });
  });

  test('by signed link opens its own case for two weeks, and no other', async () => {
    const customer = await customerId('WAITS');
    const staffId = (await newStaff(kit)).id;
    const [disputeId, other] = [randomUUID(), randomUUID()];
    const em = kit.database.em.fork();
    await recordLinkCheck(em, { customerId: customer, disputeId, at: new Date(nowMs) });
    const found = (changes: { disputeId?: string; customerId?: string; days?: number }) => {
      const { days = 0, ...wanted } = changes;
      const at = new Date(nowMs + days * 24 * 60 * minute);
      return freshCheck(em, { staffId, customerId: customer, at, ...wanted });
    };
    expect(await found({ disputeId })).toMatchObject({ method: 'link', staffId: null });
    expect(await found({ disputeId, days: 13 })).toMatchObject({ method: 'link' });
    expect(await found({ disputeId, days: 14 })).toBeNull();
    expect(await found({ disputeId, days: -1 }), 'before it was made').toBeNull();
    expect(await found({})).toBeNull();
    expect(await found({ disputeId: other })).toBeNull();
    expect(await found({ disputeId, customerId: await customerId('PAYS') })).toBeNull();
  });

  test('whose code cannot be ordered is over, and says so', async () => {
    const away = lazyTemporalClient({ address: '127.0.0.1:1' });
    const alone = await openKit({ temporal: away.client, clock: () => atMs });
    const { key, id } = await signedIn(alone);
    const asked = await alone.ask('POST', '/v1/customers/PAYS/checks', {
      key,
      body: { method: 'code' },
    });
    expect(asked).toMatchObject({ status: 503, body: { code: 'temporal_unavailable' } });
    const [row] = await alone.database.em
      .fork()
      .execute<{ state: string }[]>('select state from caller_check where staff_id = ?', [id]);
    expect(row).toEqual({ state: 'expired' });
    await Promise.all([alone.close(), away.close()]);
  });
});

test('what staff looked at is on record for good', async () => {
  const em = kit.database.em.fork();
  await expect(em.execute('delete from access_log')).rejects.toThrow('never changed');
  await expect(em.execute("update access_log set what = 'other'")).rejects.toThrow('never changed');
});

test('the policy locks no later than a guesser could guess a code by chance', () => {
  const { attemptsMax, failedChecksMax, codeDigits } = standardCheckPolicy;
  expect((attemptsMax * failedChecksMax) / 10 ** codeDigits).toBeLessThan(1 / 100_000);
});
