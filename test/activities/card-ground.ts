/** A database with customers who have cards, a Stripe of ours, and the activity on both. */
import { afterAll, beforeAll } from 'vitest';
import { stripeCards } from '../../activities/card-provider.ts';
import type { CardTools } from '../../activities/card-tools.ts';
import { chargeCard } from '../../activities/charge-card.ts';
import { issueOrLoad } from '../../activities/issue-or-load.ts';
import type { Mailer, OutgoingMail } from '../../activities/mailer.ts';
import { saveBook } from '../../db/book.ts';
import { CustomerCard } from '../../db/entities/cards.ts';
import { Customer } from '../../db/entities/parties.ts';
import { connect, type Database } from '../../db/orm.ts';
import { bookSeller } from '../db/small-book.ts';
import { freshDatabase } from '../setup/database.ts';
import { type StoryCustomer, storyBook } from '../workflows/story-book.ts';
import { openStripe } from './card-stripe.ts';

/** When every bill of these tests is issued: at noon in Ljubljana, after the ladder's hour. */
export const issuedAtMs = Date.parse('2035-03-01T11:00:00Z');
export const dayMs = 86_400_000;

export type CardGround = Awaited<ReturnType<typeof openCardGround>>;

/** Gives a customer a card with Stripe; the id tells our Stripe what becomes of its charges. */
export async function giveCard(
  database: Database,
  customer: string,
  method = `pm_${customer.replaceAll('-', '')}`,
): Promise<string> {
  const em = database.em.fork();
  await em.upsert(CustomerCard, {
    customer: await em.findOneOrFail(Customer, { number: customer }),
    provider: 'stripe',
    providerCustomer: `cus_${customer.replaceAll('-', '')}`,
    providerMethod: method,
    setAt: new Date('2020-01-01T00:00:00Z'),
    setBy: 'test',
  });
  return method;
}

async function openCardGround() {
  const fresh = await freshDatabase();
  const database = await connect({ url: fresh.url });
  const stripe = await openStripe();
  const letters: OutgoingMail[] = [];
  let mailFault: Error | null = null;
  const mailer: Mailer = {
    async send(mail) {
      if (mailFault) throw mailFault;
      letters.push(mail);
    },
    close: () => undefined,
  };
  const secretKey = 'sk_test_of_these_tests';
  const cards = stripeCards({ secretKey, apiBase: stripe.url, networkRetries: 0 });
  const tools = { database, mailer, cards };
  const seller = 'nordlys';
  let customers = 0;
  return {
    database,
    stripe,
    tools,
    secretKey,
    letters,
    /** From now on no letter is taken, for this reason; null when they are taken again. */
    breakMail: (fault: Error | null) => {
      mailFault = fault;
    },
    /** A customer with a card and a bill of 124.00. */
    async newBill(given: Omit<StoryCustomer, 'number'> = {}, changes: { currency?: string } = {}) {
      customers += 1;
      const number = `C-${customers}`;
      const book = storyBook(seller, [{ ...given, number }]);
      const [customer] = book.customers;
      if (!customer) throw new Error('the book has a customer');
      const { currency = 'EUR' } = changes;
      await saveBook(database.em.fork(), {
        ...book,
        sellers: [{ ...bookSeller(seller), currency: 'EUR' }],
        customers: [{ ...customer, currency }],
      });
      const method = await giveCard(database, number);
      const identity = { seller, customer: number, period: '2035-03-01' };
      const { books } = await issueOrLoad(database, { ...identity, nowMs: issuedAtMs });
      return { ...identity, method, books, cycleId: books.cycleId };
    },
    /** The activity, as a worker runs it the first time, or at a later try. */
    charge: (
      cycleId: string,
      attempt = 1,
      nowMs = issuedAtMs,
      tries = 1,
      other: CardTools = tools,
    ) => chargeCard(other, { cycleId, attempt, nowMs }, tries),
    async attempts(cycleId: string) {
      return database.em.fork().execute<Record<string, unknown>[]>(
        `select attempt, state, decline_code as code, decline_kind as kind, letter,
           amount_minor::int as minor, look_at is not null as unsettled
         from card_attempt where cycle_id = ? order by attempt`,
        [cycleId],
      );
    },
    async journal(cycleId: string) {
      const rows = await database.em
        .fork()
        .execute<{ kind: string }[]>('select kind from journal where cycle_id = ? order by id', [
          cycleId,
        ]);
      return rows.map(({ kind }) => kind);
    },
    async close() {
      await Promise.all([stripe.close(), database.close(true)]);
      await fresh.drop();
    },
  };
}

/** A ground of the test file's own, open from its first test to its last. */
export function ownCardGround(): () => CardGround {
  let ground: CardGround | undefined;
  beforeAll(async () => {
    ground = await openCardGround();
  });
  afterAll(async () => {
    await ground?.close();
  });
  return () => {
    if (!ground) throw new Error('The ground is there only while tests run.');
    return ground;
  };
}
