/** A database of one's own with many homes in it, and the activities on it. */
import { Client, Connection } from '@temporalio/client';
import { createActivities } from '../../activities/create-activities.ts';
import type { OutgoingMail } from '../../activities/mailer.ts';
import { saveBook } from '../../db/book.ts';
import { connect } from '../../db/orm.ts';
import { freshDatabase } from '../setup/database.ts';
import { provided } from '../setup/provided.ts';
import { bookOfHomes, type Home } from './books-homes.ts';
import { hireEverywhere, setPolicies } from './desk-people.ts';

/** Homes of each kind in one database: the proof of the whole stays quick while it fills. */
const ofEachKind = 8;

/** A mail server that takes everything, unless it is away. */
function openPost() {
  const mails: OutgoingMail[] = [];
  const post = { mails, isAway: false };
  const send = async (mail: OutgoingMail) => {
    if (post.isAway) throw Object.assign(new Error('nobody there'), { code: 'ECONNECTION' });
    mails.push(mail);
  };
  return Object.assign(post, { mailer: { send, close: () => {} } });
}

export type Town = Awaited<ReturnType<typeof newTown>>;

/** A database of one's own with many homes, and the activities on it. */
export async function newTown(count: (what: string) => void = () => undefined) {
  const fresh = await freshDatabase();
  const database = await connect({ url: fresh.url, poolSize: 10 });
  const { book, homes } = bookOfHomes(ofEachKind);
  await saveBook(database.em.fork(), book);
  const sellersOfKind = homes.map((ofKind) => ofKind.map(({ seller }) => seller));
  await setPolicies(database.em.fork(), sellersOfKind);
  const staff = await hireEverywhere(database.em.fork(), sellersOfKind.flat());
  const post = openPost();
  // None of these activities talks to Temporal, so nothing is connected.
  const connection = Connection.lazy({ address: provided().temporalAddress });
  const client = new Client({ connection });
  const waiting = homes.map((ofKind) => [...ofKind]);
  return {
    url: fresh.url,
    database,
    post,
    activities: createActivities({ database, client, mailer: post.mailer }),
    count,
    /** Who works for the seller of this home. */
    staffOf: ({ seller }: Home) => staff.get(seller) ?? [],
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
