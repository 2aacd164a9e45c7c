import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createActivities } from '../../activities/create-activities.ts';
import type { BillingActivities } from '../../activities/contract.ts';
import { connect, type Database } from '../../db/orm.ts';
import { instantAt } from '../../domain/calendar.ts';
import { paymentFact } from '../../domain/facts.ts';
import { type CycleStory, cycleStory } from '../workflows/cycle-story.ts';
import { runStartOptions } from '../../workflows/start-options.ts';
import { freshDatabase } from '../setup/database.ts';
import { freshNamespace } from '../setup/namespace.ts';
import { provided } from '../setup/provided.ts';
import { assertBooksAgree } from '../workflows/books-agree.ts';
import { openGround } from '../workflows/ground.ts';
import { ownGround } from '../workflows/own-ground.ts';
import { type Line, openLine } from './broken-line.ts';

const ground = ownGround();
const patiently = { timeout: 30_000, interval: 20 };
const nowMs = instantAt('2035-03-01', '12:00', 'Europe/Tallinn');

describe('PostgreSQL commits, and the line breaks before its answer', () => {
  let line: Line;
  let database: Database;
  let activities: BillingActivities;

  beforeAll(async () => {
    const url = new URL(ground().databaseUrl);
    line = await openLine(Number(url.port));
    url.port = String(line.port);
    database = await connect({ url: url.href });
    activities = createActivities({ ...ground(), database });
  });
  afterAll(async () => {
    await database.close(true);
    await line.close();
  });

  /** The answer to the commit is lost once; what the second call says is what the first had to say. */
  async function twice<Result>(work: () => Promise<Result>): Promise<Result> {
    const lost = line.loseAnswer('commit');
    const first = work();
    const failed = expect(first).rejects.toThrow();
    await lost;
    await committed();
    line.cut();
    await failed;
    return work();
  }

  test('a page of a run is issued once, and the repeat says what was done', async () => {
    const customers = Array.from({ length: 8 }, (_, index) => ({ number: `P-${index}` }));
    await ground().save('paged', customers);
    const run = { runId: 'lost-page', seller: 'paged', asOf: '2035-03-01', nowMs };
    await activities.openRun(run);
    const page = { ...run, page: 1, pageSize: 5 };
    expect(await twice(() => activities.issuePage(page))).toEqual({
      invoices: 5,
      problems: 0,
      isLast: false,
    });
    expect(await activities.issuePage({ ...page, page: 2 })).toMatchObject({ invoices: 3 });
  });

  test('a bill on request is issued once', async () => {
    const { identity, diary } = await ground().newCycle();
    const { books } = await twice(() => activities.issueOrLoad({ ...identity, nowMs }));
    expect(books).toMatchObject({ standing: 'open', openMinor: 124_00 });
    expect(await diary()).toHaveLength(1);
  });

  test('a payment is booked once', async () => {
    const { identity } = await ground().newCycle();
    const { cycleId } = (await activities.issueOrLoad({ ...identity, nowMs })).books;
    const fact = paymentFact({
      paymentId: 'lost-payment',
      amountMinor: 100_00,
      currency: 'EUR',
      receivedOn: '2035-03-01',
      method: 'bank_transfer',
      reportedBy: 'bank',
    });
    const { books } = await twice(() => activities.bookFact({ cycleId, fact, nowMs }));
    expect(books).toMatchObject({ openMinor: 24_00 });
  });

  test('a reminder goes out once', async () => {
    const { identity, letters, diary } = await ground().newCycle();
    const { cycleId } = (await activities.issueOrLoad({ ...identity, nowMs })).books;
    const { books } = await twice(() => activities.climbLadder({ cycleId, step: 1, nowMs }));
    expect(books.schedule[0]).toMatchObject({ step: 2 });
    expect(letters()).toHaveLength(1);
    expect(await diary()).toHaveLength(2);
  });

  test('a reminder whose commit never arrived goes out again as the same letter', async () => {
    const { identity, letters, diary } = await ground().newCycle();
    const { cycleId } = (await activities.issueOrLoad({ ...identity, nowMs })).books;
    const climb = () => activities.climbLadder({ cycleId, step: 1, nowMs });
    const lost = line.loseRequest('commit');
    const failed = expect(climb()).rejects.toThrow();
    await lost;
    line.cut();
    await failed;
    expect(await diary()).toHaveLength(1);
    await climb();
    expect(letters()).toHaveLength(2);
    expect(await diary()).toHaveLength(2);
    const ids = ground()
      .office.letters.slice(-2)
      .map(({ messageId }) => messageId);
    expect(ids[0]).toBe(ids[1]);
  });

  /** Nobody holds a transaction open any more, so what was to be committed is committed. */
  async function committed(): Promise<void> {
    const open = `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
        and state in ('active', 'idle in transaction')`;
    await expect
      .poll(
        async () => (await ground().em().execute<{ count: number }[]>(open))[0]?.count,
        patiently,
      )
      .toBe(0);
  }
});

describe('Temporal takes a message, and the line breaks before its answer', () => {
  let line: Line;
  let connection: Connection;

  beforeEach(async () => {
    line = await openLine(Number(ground().address.split(':')[1]));
    connection = await Connection.connect({ address: `127.0.0.1:${line.port}` });
    return async () => {
      await connection.close();
      await line.close();
    };
  });

  test('a payment is told once, although it was sent twice', async () => {
    const cycle = await ground().newCycle();
    await cycle.begin('2035-03-01');
    const { namespace, office, em } = ground();
    const client = new Client({ connection, namespace });
    const afar = cycleStory({ client, office, em }, 'nordlys', cycle.customer, '2035-03-01');
    const lost = line.loseAnswer('lost-answer');
    const reported = afar.report({ amountMinor: 24_00, paymentId: 'lost-answer' });
    await lost;
    await expect.poll(async () => (await cycle.books()).openMinor, patiently).toBe(100_00);
    line.cut();
    await reported;
    expect(await signals(cycle)).toBe(1);
    expect(await cycle.books()).toMatchObject({ openMinor: 100_00 });
  });

  test('a run goes on when all its connections broke', async () => {
    const [fresh, own] = await Promise.all([freshDatabase(), freshNamespace()]);
    const afar = await openGround({
      databaseUrl: fresh.url,
      address: `127.0.0.1:${line.port}`,
      namespace: own.namespace,
      workflowBundle: provided().workflowBundle,
    });
    const customers = Array.from({ length: 40 }, (_, index) => ({ number: `K-${index}` }));
    await afar.save('afar', customers);
    const input = { seller: 'afar', asOf: '2035-03-01', pageSize: 10 };
    const run = await own.client.workflow.start('billingRun', runStartOptions(input));
    const count = 'select count(*)::int as count from billing_cycle';
    await expect
      .poll(async () => (await afar.em().execute<{ count: number }[]>(count))[0]?.count, patiently)
      .toBeGreaterThanOrEqual(20);
    line.cut();
    expect(await run.result()).toMatchObject({ invoices: 40, cyclesStarted: 40, done: true });
    await assertBooksAgree(afar.em());
    await afar.close();
    await Promise.all([own.close(), fresh.drop()]);
  });

  async function signals({ handle }: CycleStory) {
    const { events } = await handle.fetchHistory();
    return events?.filter((event) => event.workflowExecutionSignaledEventAttributes).length;
  }
});
