/** A database of one's own with many homes in it, and the activities on it. */
import { Client, Connection } from '@temporalio/client';
import { createActivities } from '../../activities/create-activities.ts';
import type { OutgoingMail } from '../../activities/mailer.ts';
import { saveBook } from '../../db/book.ts';
import { connect } from '../../db/orm.ts';
import { freshDatabase } from '../setup/database.ts';
import { provided } from '../setup/provided.ts';
import { bookOfHomes, type Home } from './books-homes.ts';

/** Homes of each kind in one database: the proof of the whole stays quick while it fills. */
const ofEachKind = 8;

export type Town = Awaited<ReturnType<typeof newTown>>;

/** A database of one's own with many homes, and the activities on it. */
export async function newTown(count: (what: string) => void = () => undefined) {
  const fresh = await freshDatabase();
  const database = await connect({ url: fresh.url, poolSize: 10 });
  const { book, homes } = bookOfHomes(ofEachKind);
  await saveBook(database.em.fork(), book);
  const mails: OutgoingMail[] = [];
  const mailer = { send: async (mail: OutgoingMail) => void mails.push(mail), close: () => {} };
  // None of these activities talks to Temporal, so nothing is connected.
  const connection = Connection.lazy({ address: provided().temporalAddress });
  const client = new Client({ connection });
  const waiting = homes.map((ofKind) => [...ofKind]);
  return {
    url: fresh.url,
    database,
    mails,
    activities: createActivities({ database, client, mailer }),
    count,
    /** Whether there is a home of this kind where nothing has happened yet. */
    hasHome: (kind: number) => (waiting[kind]?.length ?? 0) > 0,
    takeHome(kind: number): Home {
      const home = waiting[kind]?.pop();
      if (!home) throw new Error(`all homes of kind ${kind} are taken`);
      return home;
    },
    async leave() {
      await database.close(true);
      await connection.close();
      await fresh.drop();
    },
  };
}
