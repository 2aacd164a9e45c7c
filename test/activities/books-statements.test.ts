import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BillingActivities } from '../../activities/contract.ts';
import { createActivities } from '../../activities/create-activities.ts';
import { saveBook } from '../../db/book.ts';
import { connect, type Database } from '../../db/orm.ts';
import type { Fact } from '../../domain/facts.ts';
import { smallBook } from '../db/small-book.ts';
import { type FreshDatabase, freshDatabase } from '../setup/database.ts';
import { provided } from '../setup/provided.ts';
import { corrected, paid, takenBack } from './books-facts.ts';

const nowMs = Date.parse('2026-03-31T09:00:00Z');
/** The first bills of the small book are of this day. */
const period = '2026-03-31';

let fresh: FreshDatabase;
let database: Database;
let connection: Connection;
let activities: BillingActivities;
let statements: string[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  const onStatement = (statement: string) => void statements.push(statement);
  database = await connect({ url: fresh.url, onStatement });
  for (const [seller, customers] of [
    ['one', 1],
    ['ten', 10],
    ['many', 200],
  ] as const) {
    await saveBook(database.em.fork(), smallBook(seller, customers));
  }
  connection = Connection.lazy({ address: provided().temporalAddress });
  const mailer = { send: async () => undefined, close: () => undefined };
  const client = new Client({ connection });
  activities = createActivities({ database, client, mailer });
});
afterAll(async () => {
  await database.close(true);
  await connection.close();
  await fresh.drop();
});

/** How often the work speaks to the database, beginning and end of transactions included. */
async function counted(work: () => Promise<unknown>): Promise<number> {
  statements = [];
  await work();
  return statements.length;
}

async function issuedBy(seller: string, customers: number): Promise<number> {
  const run = { runId: `run-${seller}`, seller, asOf: period, nowMs };
  await activities.openRun(run);
  return counted(async () => {
    const page = await activities.issuePage({ ...run, page: 1, pageSize: 500 });
    expect(page).toEqual({ invoices: customers, problems: 0, isLast: true });
  });
}

test('a page of two hundred bills costs as many statements as a page of one', async () => {
  expect(await issuedBy('one', 1)).toBe(17);
  expect(await issuedBy('ten', 10)).toBe(17);
  expect(await issuedBy('many', 200)).toBe(17);
});

test('a bill on request costs no more than a page, and one that is there a single statement', async () => {
  const bill = { seller: 'many', customer: 'C-1', period: '2026-04-30', nowMs };
  expect(await counted(() => activities.issueOrLoad(bill))).toBe(16);
  expect(await counted(() => activities.issueOrLoad(bill))).toBe(1);
});

/** The cycles of a customer from the run and one more, issued on request. */
async function cyclesOf(customer: string, more: readonly string[] = []) {
  const cycles = [];
  for (const date of [period, ...more]) {
    const { books } = await activities.issueOrLoad({
      seller: 'many',
      customer,
      period: date,
      nowMs,
    });
    cycles.push(books);
  }
  return cycles;
}

function booking(cycleId: string, fact: Fact): Promise<number> {
  return counted(async () => {
    expect(await activities.bookFact({ cycleId, fact, nowMs })).not.toHaveProperty('refused');
  });
}

test('a payment costs at most nine statements, and told again six', async () => {
  const [cycle] = await cyclesOf('C-2');
  const { cycleId = '', openMinor = 0 } = cycle ?? {};
  expect(await booking(cycleId, paid({ paymentId: 'part', amountMinor: 1 }))).toBe(8);
  const full = paid({ paymentId: 'full', amountMinor: openMinor - 1 });
  expect(await booking(cycleId, full)).toBe(8);
  expect(await booking(cycleId, full)).toBe(6);
  expect(await booking(cycleId, paid({ paymentId: 'more', amountMinor: 5 }))).toBe(9);
});

test('a payment or a reversal of three cycles costs what one of a single cycle does', async () => {
  const cycles = await cyclesOf('C-3', ['2026-04-30', '2026-05-31']);
  const [first] = cycles;
  const owed = cycles.reduce((sum, { openMinor }) => sum + openMinor, 0);
  const all = { paymentId: 'all', amountMinor: owed, allocate: 'oldest_first' as const };
  expect(await booking(first?.cycleId ?? '', paid(all))).toBe(8);
  expect(await booking(first?.cycleId ?? '', takenBack('all'))).toBe(10);
});

test('a step of the ladder and a credit note stay within their budgets', async () => {
  const [cycle] = await cyclesOf('C-4');
  const { cycleId = '' } = cycle ?? {};
  const climbing = () => activities.climbLadder({ cycleId, step: 1, nowMs });
  expect(await counted(climbing)).toBeLessThanOrEqual(8);
  const scope = { kind: 'amount', grossMinor: 10 } as const;
  const note = corrected('c', { kind: 'credit', scope });
  expect(await booking(cycleId, note)).toBeLessThanOrEqual(15);
});
