import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { problemSchema } from '../../api/document.ts';
import { appearances } from '../../api/problems.ts';
import { lazyTemporalClient } from '../../api/temporal.ts';
import { connect } from '../../db/orm.ts';
import { type RefusalCode, refusalCodes } from '../../domain/errors.ts';
import { correctionRefusals, promiseRefusals } from './cycle-refusals.ts';
import { type Answer, type Kit, openKit } from './kit.ts';
import { type RefusalCase, refusalCases } from './refusal-cases.ts';
import { book, contract, customer, otherSeller } from './sample-book.ts';
import { bookedPayment, issuedCycle } from './settled.ts';

let kit: Kit;

/** Customers whose bill only the workflow finds to be impossible. */
const refusedBook = {
  ...book,
  customers: [
    ...book.customers,
    customer('NO-TAX', { country: '99' }),
    customer('TOO-MUCH'),
    customer('NO-MONEY', { currency: 'XQX' }),
    customer('NO-HOUR', { timeZone: 'Mars/Olympus' }),
  ],
  contracts: [
    ...book.contracts,
    contract('NO-TAX'),
    contract('NO-MONEY'),
    contract('NO-HOUR'),
    contract('TOO-MUCH', {
      lines: contract('TOO-MUCH').lines.map((line) => ({
        ...line,
        quantity: '999999999999',
        unitPriceMinor: Number.MAX_SAFE_INTEGER,
      })),
    }),
  ],
};

beforeAll(async () => {
  kit = await openKit({ worker: true, book: refusedBook });
  const cycle = await issuedCycle(kit, 'PAYS');
  await bookedPayment(kit, cycle, { paymentId: 'booked', amountMinor: 1 });
});

afterAll(() => kit.close());

function titleOf({ method, path, ask, code }: RefusalCase): string {
  const content = ask?.raw ?? JSON.stringify(ask?.body) ?? '';
  return `${code}: ${method} ${path} ${content.slice(0, 120)}`.trim();
}

/** Codes that some answer of this file carried. */
const produced = new Set<RefusalCode>();

function expectRefusal(answer: Answer, code: RefusalCode, says = ''): void {
  const problem = problemSchema.parse(answer.body);
  expect(problem).toMatchObject({ code, detail: expect.stringContaining(says) as unknown });
  expect(problem.status).toBe(appearances[code].status);
  expect(answer.status).toBe(appearances[code].status);
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  produced.add(problem.code);
}

describe('a request that cannot be met is refused by its code', () => {
  test.each(refusalCases.map((one) => [titleOf(one), one] as const))(
    '%s',
    async (_title, refusal) => {
      const { method, path, ask, code, says } = refusal;
      expectRefusal(await kit.ask(method, path, ask), code, says);
    },
  );
});

describe('a refusal of the workflow is the same refusal over HTTP', () => {
  test.each<[string, RefusalCode]>([
    ['NO-TAX', 'tax_rule_missing'],
    ['TOO-MUCH', 'amount_too_large'],
    ['NO-MONEY', 'currency_unknown'],
    ['NO-HOUR', 'time_zone_unknown'],
  ])('%s: %s', async (number, code) => {
    const body = { customer: number };
    expectRefusal(await kit.ask('POST', '/v1/cycles', { body }), code);
    expectRefusal(await kit.ask('POST', '/v1/cycles', { body }), code);
    const { body: page } = await kit.ask('GET', `/v1/cycles?customer=${number}`);
    expect(page).toEqual({ items: [], next: null });
  });
});

test('what a cycle refuses to promise is refused by its code', async () => {
  for await (const [answer, code] of promiseRefusals(kit)) expectRefusal(answer, code);
});

test('what a cycle refuses to correct is refused by its code', async () => {
  for await (const [answer, code] of correctionRefusals(kit)) expectRefusal(answer, code);
});

test('a body with several faults names each of them', async () => {
  const answer = await kit.ask('POST', '/v1/payments', { body: { amountMinor: 1, currency: 1 } });
  expectRefusal(answer, 'body_invalid');
  const { errors = [] } = problemSchema.parse(answer.body);
  expect(errors.map(({ where }) => where)).toEqual(['body.paymentId', 'body.currency']);
});

test('a refused method names those that are possible', async () => {
  const { headers } = await kit.ask('PATCH', '/v1/payments');
  expect(headers.get('Allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
});

test('a key without the scope is told which scope it lacks', async () => {
  const key = await kit.newKey('cycles:read');
  const answer = await kit.ask('POST', '/v1/cycles', { key, body: { customer: 'MONTHLY' } });
  expectRefusal(answer, 'scope_missing', 'cycles:write');
  expect(answer.headers.get('WWW-Authenticate')).toContain('insufficient_scope');
});

test('with several sellers a request must name one, and is told which there are', async () => {
  const several = await openKit({
    book: {
      ...book,
      sellers: [...book.sellers, otherSeller],
      customers: [...book.customers, customer('MONTHLY', { seller: otherSeller.code })],
    },
  });
  const body = { customer: 'MONTHLY' };
  expectRefusal(await several.ask('POST', '/v1/cycles', { body }), 'seller_missing', 'sydlys');
  expectRefusal(await several.ask('GET', '/v1/customers/MONTHLY'), 'seller_missing', 'nordlys');
  const named = await several.ask('GET', '/v1/customers/MONTHLY?seller=sydlys');
  expect(named).toMatchObject({ status: 200, body: { seller: 'sydlys', contracts: [] } });
  await several.close();
});

describe('when a part of the system is away', () => {
  test('Temporal’s absence is a 503 that says when to come back', async () => {
    const away = lazyTemporalClient({ address: '127.0.0.1:1' });
    const alone = await openKit({ temporal: away.client });
    const asked = alone.ask('POST', '/v1/cycles', { body: { customer: 'MONTHLY' } });
    for (const answer of [await asked, await alone.ask('POST', '/v1/runs', { body: {} })]) {
      expectRefusal(answer, 'temporal_unavailable');
      expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
    }
    expectRefusal(await alone.ask('GET', '/readyz'), 'temporal_unavailable', 'Temporal');
    await Promise.all([alone.close(), away.close()]);
  });

  test('the database’s absence is a 503 that says when to come back', async () => {
    const database = await connect({ url: 'postgresql://nobody@127.0.0.1:1/none' });
    const alone = await openKit({ database });
    const answer = await alone.ask('GET', '/v1/cycles');
    expectRefusal(answer, 'database_unavailable');
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
    expectRefusal(await alone.ask('GET', '/readyz'), 'database_unavailable', 'PostgreSQL');
    await Promise.all([alone.close(), database.close(true)]);
  });

  test('a restart of PostgreSQL is at worst a 503, and soon nothing', async () => {
    const listCycles = async () => (await kit.ask('GET', '/v1/cycles')).status;
    await Promise.all(Array.from({ length: 5 }, listCycles));
    const underWay = Array.from({ length: 5 }, listCycles);
    await endConnections();
    for (const status of await Promise.all(underWay)) expect([200, 503]).toContain(status);
    await vi.waitFor(async () => expect(await listCycles()).toBe(200));
  });

  test('a database that hangs is a 503 too, and not a caller who waits for ever', async () => {
    const slow = await openKit({ answerTimeoutMs: 300 });
    await slow.database.em.fork().transactional(async (em) => {
      await em.execute('lock table billing_cycle in access exclusive mode');
      expectRefusal(await slow.ask('GET', '/v1/cycles'), 'database_unavailable', 'in time');
    });
    expect(await slow.ask('GET', '/v1/cycles')).toMatchObject({ status: 200 });
    await slow.close();
  });

  test('what still answers goes on answering', async () => {
    const away = lazyTemporalClient({ address: '127.0.0.1:1' });
    const alone = await openKit({ temporal: away.client });
    expect(await alone.ask('GET', '/livez')).toMatchObject({ status: 200 });
    expect(await alone.ask('GET', '/v1/cycles')).toMatchObject({ status: 200 });
    await Promise.all([alone.close(), away.close()]);
  });
});

test('a bug of ours is a bland 500, and the log has what the caller is not told', async () => {
  const broken = await openKit();
  await broken.database.em.fork().execute('drop table billing_problem');
  const headers = { 'X-Request-Id': 'request-17' };
  const answer = await broken.ask('GET', '/v1/problems', { headers });
  expectRefusal(answer, 'internal', 'request-17');
  expect(JSON.stringify(answer.body)).not.toContain('billing_problem');
  expect(broken.lines).toContainEqual(
    expect.objectContaining({ level: 'error', requestId: 'request-17', detail: 'SQLSTATE 42P01' }),
  );
  await broken.close();
});

/** Ends every connection to the kit's database, as a restart of the server does. */
async function endConnections(): Promise<void> {
  await kit.database.em.fork().execute(
    `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

/** Codes that no request brings forth, and why. */
const notOverHttp: Partial<Record<RefusalCode, string>> = {
  import_invalid: 'the import says it',
  contract_invalid: 'issuing.test.ts brings it forth: no import writes such a row',
  fact_invalid: 'the API looks first; only who types a message by hand hears it',
  statement_invalid: 'the import of bank statements says it',
  too_many_requests: 'bill-page.test.ts brings it forth',
  bank_entry_settled: 'bank.test.ts brings it forth',
  bank_entry_unknown: 'bank.test.ts brings it forth',
  bank_file_unknown: 'bank.test.ts brings it forth',
  check_expired: 'caller-check.test.ts brings it forth',
  check_failed: 'caller-check.test.ts brings it forth',
  check_impossible: 'caller-check.test.ts brings it forth',
  check_locked: 'caller-check.test.ts brings it forth',
  check_needed: 'caller-check.test.ts brings it forth',
  check_unknown: 'caller-check.test.ts brings it forth',
  cross_site: 'staff.test.ts brings it forth',
  login_taken: 'staff.test.ts brings it forth',
  own_authority: 'staff.test.ts brings it forth',
  role_missing: 'staff.test.ts brings it forth',
  session_expired: 'sign-in.test.ts brings it forth',
  session_missing: 'sign-in.test.ts brings it forth',
  sign_in_busy: 'passwords.test.ts brings it forth',
  sign_in_failed: 'sign-in.test.ts brings it forth',
  sign_in_locked: 'sign-in.test.ts brings it forth',
  staff_unknown: 'staff.test.ts brings it forth',
  approval_same_person: 'activities/grant.test.ts brings it forth',
  authority_exceeded: 'domain/authority/approval.test.ts brings it forth',
  charge_unknown: 'activities/grant-coming.test.ts brings it forth',
  dispute_ended: 'disputes.test.ts brings it forth',
  dispute_not_yours: 'disputes.test.ts brings it forth',
  dispute_open: 'disputes.test.ts brings it forth',
  dispute_taken: 'disputes.test.ts brings it forth',
  dispute_unknown: 'disputes.test.ts brings it forth',
  dispute_waiting: 'activities/grant.test.ts brings it forth',
  grant_invalid: 'disputes.test.ts brings it forth',
  grant_refused: 'activities/grant.test.ts brings it forth',
  grant_settled: 'disputes.test.ts brings it forth',
  nothing_to_dispute: 'domain/dispute/opening.test.ts brings it forth',
  proof_missing: 'activities/dispute.test.ts brings it forth',
  words_missing: 'disputes.test.ts brings it forth',
};

test('every code is produced here or has a reason why not', () => {
  const unexplained = refusalCodes.filter((code) => !produced.has(code) && !notOverHttp[code]);
  expect(unexplained).toEqual([]);
});
