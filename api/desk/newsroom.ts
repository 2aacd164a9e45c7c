/**
 * Hears of new and changed cases for all open pages of this process. It asks the database every
 * two seconds while anybody listens, by the key of the stories' table, which costs next to nothing
 * when there is no news. LISTEN would hear at once, but needs a connection of its own outside the
 * pool, which a pooler in between takes away unnoticed, and a trigger on every story.
 */
import { type DeskEvent, newestEvent, readEventsAfter } from '../../db/desk-news.ts';
import type { Database } from '../../db/orm.ts';

type Listener = (event: DeskEvent) => void;

const askedEveryMs = 2_000;
/** After a failure: whoever cannot be asked is not asked at once again. */
const waitMs = 10_000;
/** A transaction that took longer than others is told of after them; so far back is looked. */
const overlap = 200;

export type Newsroom = ReturnType<typeof newsroom>;

export function newsroom(database: Database) {
  const listeners = new Set<Listener>();
  const heard = new Set<number>();
  let newest: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  const ask = async () => {
    const em = database.em.fork();
    if (newest === undefined) {
      newest = await newestEvent(em);
      for (const { eventId } of await readEventsAfter(em, newest - overlap)) heard.add(eventId);
    }
    for (const event of await readEventsAfter(em, newest - overlap)) {
      if (heard.has(event.eventId)) continue;
      heard.add(event.eventId);
      newest = Math.max(newest, event.eventId);
      for (const tell of listeners) tell(event);
    }
    for (const eventId of heard) if (eventId <= newest - overlap) heard.delete(eventId);
  };

  const goOn = (afterMs: number) => {
    if (listeners.size === 0) return;
    timer = setTimeout(() => {
      ask().then(
        () => goOn(askedEveryMs),
        () => goOn(waitMs),
      );
    }, afterMs);
    timer.unref();
  };

  return {
    /** Tells of every event from now on, until what is returned is called. */
    listen(tell: Listener): () => void {
      const isFirst = listeners.size === 0;
      listeners.add(tell);
      if (isFirst) {
        newest = undefined;
        heard.clear();
        goOn(0);
      }
      return () => {
        listeners.delete(tell);
        if (listeners.size === 0) clearTimeout(timer);
      };
    },
  };
}
