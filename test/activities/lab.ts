/** The activities alone: called as Temporal calls them, which may be twice, and twice at once. */
import { afterAll, beforeAll, expect } from 'vitest';
import { createActivities } from '../../activities/create-activities.ts';
import { smtpMailer } from '../../activities/mailer.ts';
import { saveBook } from '../../db/book.ts';
import { instantAt } from '../../domain/calendar.ts';
import type { Outcome } from '../../domain/cycle.ts';
import {
  correctionFact,
  type CorrectionRequest,
  type Fact,
  paymentFact,
  type PaymentReport,
  type PromiseRequest,
  promiseFact,
  reversalFact,
} from '../../domain/facts.ts';
import { ownDatabase } from '../db/own-database.ts';
import { type FreshNamespace, freshNamespace } from '../setup/namespace.ts';
import { assertBooksAgree } from '../workflows/books-agree.ts';
import { openPostOffice, type PostOffice } from '../workflows/post-office.ts';
import { type StoryCustomer, storyBook } from '../workflows/story-book.ts';

export const march = '2035-03-01';

/** An instant of the seller's day. */
export function at(day: string, time = '12:00'): number {
  return instantAt(day, time, 'Europe/Tallinn');
}

/** A database, a mail server and a namespace without a worker, for one test file. */
export function ownLab() {
  const database = ownDatabase();
  let office: PostOffice | undefined;
  let namespace: FreshNamespace | undefined;
  let activities: ReturnType<typeof createActivities> | undefined;
  let customers = 0;
  const stops: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    [office, namespace] = await Promise.all([openPostOffice(), freshNamespace()]);
    const mailer = smtpMailer(office.smtpUrl);
    activities = createActivities({
      database: database.database(),
      client: namespace.client,
      mailer,
    });
    stops.push(
      async () => mailer.close(),
      () => there(office).shut(),
      () => there(namespace).close(),
    );
  });
  afterAll(async () => {
    try {
      await assertBooksAgree(database.em());
    } finally {
      for (const stop of stops) await stop();
    }
  });
  const there = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('The lab is there only while tests run.');
    return value;
  };

  const lab = {
    em: database.em,
    database: database.database,
    activities: () => there(activities),
    office: () => there(office),
    client: () => there(namespace).client,
    save: (seller: string, saved: readonly StoryCustomer[]) =>
      saveBook(database.em(), storyBook(seller, saved)),
    /** A customer of a seller of their own, so that nothing else touches their rows. */
    async newCustomer(given: Omit<StoryCustomer, 'number'> = {}) {
      customers += 1;
      const identity = { seller: `seller-${customers}`, customer: `L-${customers}` };
      await lab.save(identity.seller, [{ ...given, number: identity.customer }]);
      return identity;
    },
    /** A new customer's bill for March. */
    async newBill(given: Omit<StoryCustomer, 'number'> = {}) {
      const identity = { ...(await lab.newCustomer(given)), period: march };
      const { books } = await lab.activities().issueOrLoad({ ...identity, nowMs: at(march) });
      return { ...identity, ...books };
    },
    book: (cycleId: string, fact: Fact, nowMs = at('2035-03-10')) =>
      lab.activities().bookFact({ cycleId, fact, nowMs }),
    /** Everything in the database, so that a repeat can be seen to have changed nothing. */
    async everything(): Promise<Record<string, string>> {
      const tables = await database.em().execute<{ name: string }[]>(
        `select table_name as name from information_schema.tables
          where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
      );
      const rows: Record<string, string> = {};
      for (const { name } of tables) {
        const [row] = await database
          .em()
          .execute<{ rows: string }[]>(
            `select coalesce(string_agg(t::text, chr(10) order by t::text), '') as rows from ${name} t`,
          );
        rows[name] = row?.rows ?? '';
      }
      return rows;
    },
    /** Called again, it answers the same and leaves everything as it was. */
    async twice<Answer>(work: () => Promise<Answer>): Promise<Answer> {
      const answer = await work();
      const before = await lab.everything();
      const letters = lab.office().letters.length;
      expect(await work()).toEqual(answer);
      expect(await lab.everything()).toEqual(before);
      expect(lab.office().letters).toHaveLength(letters);
      return answer;
    },
    /**
     * It is refused, and leaves nothing behind but its line in the journal and what was asked in the
     * inbox, also when told twice.
     */
    async refused(work: () => Promise<Outcome>): Promise<string | undefined> {
      const { journal: _before, desk_request: _asked, ...before } = await lab.everything();
      const { refused } = await lab.twice(work);
      const { journal: _after, desk_request: _kept, ...after } = await lab.everything();
      expect(after).toEqual(before);
      return refused?.code;
    },
    /** Called five times at once, all get the same answer; a sixth call changes nothing. */
    async atOnce<Answer>(work: () => Promise<Answer>): Promise<Answer> {
      const answers = await Promise.all(Array.from({ length: 5 }, work));
      const answer = await lab.twice(work);
      expect(answers).toEqual(answers.map(() => answer));
      return answer;
    },
  };
  return lab;
}

export const payment = (paymentId: string, given: Partial<PaymentReport> = {}): Fact =>
  paymentFact({
    paymentId,
    amountMinor: 124_00,
    currency: 'EUR',
    receivedOn: '2035-03-10',
    method: 'bank_transfer',
    reportedBy: 'bank',
    ...given,
  });

export const reversal = (paymentId: string, reversalId = `back/${paymentId}`): Fact =>
  reversalFact({ reversalId, paymentId, reason: 'no funds', reportedBy: 'bank' });

export const promise = (
  promiseId: string,
  instalments: PromiseRequest['instalments'],
  acceptedBy: PromiseRequest['acceptedBy'] = 'agent',
): Fact => promiseFact({ promiseId, instalments, madeBy: 'customer', acceptedBy });

type Correction =
  | Pick<Extract<CorrectionRequest, { kind: 'credit' }>, 'kind' | 'scope' | 'invoice'>
  | Pick<Extract<CorrectionRequest, { kind: 'void_and_reissue' }>, 'kind'>
  | Pick<Extract<CorrectionRequest, { kind: 'undo_credit' }>, 'kind' | 'creditNote'>;

export const correction = (correctionId: string, given: Correction): Fact =>
  correctionFact({ correctionId, reason: 'wrong price', decidedBy: 'agent', ...given });

/** A credit note over an amount, or over everything. */
export const credit = (correctionId: string, grossMinor?: number): Fact =>
  correction(correctionId, {
    kind: 'credit',
    scope: grossMinor === undefined ? { kind: 'whole' } : { kind: 'amount', grossMinor },
  });
