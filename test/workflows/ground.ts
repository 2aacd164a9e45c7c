/**
 * A Fairbill of its own: a database, a worker, a mail server and a namespace, all real. Knows
 * nothing of the test runner, because the stored histories are recorded on it too.
 */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { CardProvider } from '../../activities/card-provider.ts';
import { smtpMailer } from '../../activities/mailer.ts';
import { createWorker } from '../../activities/worker.ts';
import { saveBook } from '../../db/book.ts';
import { connect } from '../../db/orm.ts';
import type { CycleIdentity } from '../../workflows/messages.ts';
import { cycleStory } from './cycle-story.ts';
import { openPostOffice } from './post-office.ts';
import { type StoryCustomer, storyBook } from './story-book.ts';

export type Servers = {
  /** A migrated database that nobody else uses. */
  readonly databaseUrl: string;
  readonly address: string;
  /** A namespace that nobody else works in, with our search attributes. */
  readonly namespace: string;
  readonly workflowBundle: { readonly codePath: string };
  readonly onStatement?: (sql: string) => void;
  /** Where cards are charged; left out, they are not. */
  readonly cards?: CardProvider;
};

export type Ground = Awaited<ReturnType<typeof openGround>>;

/** The seller of every story that does not need one for itself. */
export const seller = 'nordlys';

export async function openGround({ address, namespace, workflowBundle, ...servers }: Servers) {
  const { databaseUrl: url, onStatement, cards } = servers;
  const office = await openPostOffice();
  const database = await connect({ url, ...(onStatement && { onStatement }) });
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection, namespace });
  const mailer = smtpMailer(office.smtpUrl);
  const tools = { database, client, mailer, ...(cards && { cards }) };
  let customers = 0;

  const startWorker = async () => {
    const worker = await createWorker({ ...tools, connection: native, namespace, workflowBundle });
    const running = worker.run();
    return async () => {
      worker.shutdown();
      await running;
    };
  };
  let stopWorker = await startWorker();

  const ground = {
    ...tools,
    address,
    databaseUrl: url,
    namespace,
    office,
    em: () => database.em.fork(),
    /** Saves customers of a seller, each with a contract; again it saves what changed. */
    async save(sellerCode: string, saved: readonly StoryCustomer[]) {
      await saveBook(database.em.fork(), storyBook(sellerCode, saved));
    },
    /** A customer whom no other story knows; the number tells them apart. */
    async newCustomer(given: Omit<StoryCustomer, 'number'> = {}): Promise<StoryCustomer> {
      customers += 1;
      const customer = { ...given, number: `C-${customers}` };
      await ground.save(seller, [customer]);
      return customer;
    },
    /** The story of a new customer's bill for one period; March 2035 unless told. */
    async newCycle(given: Omit<StoryCustomer, 'number'> = {}, period = '2035-03-01') {
      return cycleStory(ground, seller, await ground.newCustomer(given), period);
    },
    cycleOf: (customer: StoryCustomer, period: string, sellerCode = seller) =>
      cycleStory(ground, sellerCode, customer, period),
    /** The newest credit note of a cycle. */
    async creditNoteOf({ customer, period }: CycleIdentity): Promise<{ creditNote: string }> {
      const [paper] = await ground.em().execute<{ creditNote: string }[]>(
        `select paper.number as "creditNote"
           from invoice paper
             join billing_cycle cycle on cycle.id = paper.cycle_id
             join customer on customer.id = cycle.customer_id
          where customer.number = ? and cycle.period_from = ? and kind = 'credit_note'
          order by sequence_number desc limit 1`,
        [customer, period],
      );
      if (!paper) throw new Error(`customer ${customer} has no credit note for ${period}`);
      return paper;
    },
    async withoutWorker<Result>(work: () => Promise<Result>): Promise<Result> {
      await stopWorker();
      try {
        return await work();
      } finally {
        stopWorker = await startWorker();
      }
    },
    close: async () => {
      await stopWorker();
      mailer.close();
      await Promise.all([native.close(), connection.close(), database.close(true), office.shut()]);
    },
  };
  return ground;
}
