import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { type DeskEvent, readEventsAfter } from '../../db/desk-news.ts';
import type { StaffFacts } from '../../db/staff.ts';
import { fits } from '../../domain/dispute/queue.ts';
import { mayDo } from '../../domain/staff.ts';
import { newResource } from '../resource.ts';
import type { AllServices } from '../services.ts';
import { knowStaff, sessionOf } from '../staff-session.ts';
import { type Newsroom, newsroom } from './newsroom.ts';
import { skillsOf } from './read-queue.ts';

/** So long a stream lasts; then the page asks anew, and whoever left meanwhile is let in no more. */
const lastsMs = 4 * 60_000;
/** Said in between, so that nobody on the way takes the silence for the end. */
const breathMs = 20_000;

/**
 * News of cases as they come. It says that a case is new or changed, and nothing of the customer;
 * that a page listens is no sign that somebody is there, so it makes no session last longer.
 */
export function deskEventRoutes(services: AllServices) {
  const news = newsroom(services.database);
  return newResource()
    .use('/desk/events', knowStaff(services, { isSomebodyThere: false }))
    .get('/desk/events', (c) => {
      const staff = sessionOf(c)?.staff;
      // Without an answer of this kind the page would ask again and again.
      if (!staff || !mayDo(staff.role, 'take_cases')) return c.body(null, 204);
      const after = Number(c.req.header('Last-Event-ID') ?? c.req.query('after') ?? 0);
      const openId = c.req.query('case') ?? null;
      return streamSSE(c, async (stream) => {
        const tell = (event: DeskEvent) => {
          const data = newsFor(event, staff, openId);
          if (data === null) return;
          void stream.writeSSE({ event: 'case', id: String(event.eventId), data });
        };
        const breath = setInterval(() => void stream.write(': here\n\n'), breathMs);
        try {
          await stream.write(': here\n\n');
          const from = Number.isSafeInteger(after) ? after : 0;
          await tellUntil(whenOver(services, stream), { services, news, from, tell });
        } finally {
          clearInterval(breath);
        }
      });
    });
}

/** Resolves when the page has gone, when the stream has lasted long enough, or when the API stops. */
function whenOver({ stopping }: AllServices, stream: SSEStreamingApi): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  const over = setTimeout(end, lastsMs);
  stream.onAbort(end);
  stopping?.addEventListener('abort', end);
  if (stopping?.aborted) end();
  return promise.finally(() => {
    clearTimeout(over);
    stopping?.removeEventListener('abort', end);
  });
}

type Telling = {
  readonly services: AllServices;
  readonly news: Newsroom;
  /** The newest event that the page knows of. */
  readonly from: number;
  readonly tell: (event: DeskEvent) => void;
};

/** Tells what came since the page was made, then what comes, until it is over. */
async function tellUntil(
  over: Promise<void>,
  { services: { database }, news, from, tell }: Telling,
): Promise<void> {
  const told = new Set<number>();
  const tellOnce = (event: DeskEvent) => {
    // Others may be told only now of what this page shows already.
    if (event.eventId <= from || told.has(event.eventId)) return;
    told.add(event.eventId);
    tell(event);
  };
  const leave = news.listen(tellOnce);
  try {
    for (const event of await readEventsAfter(database.em.fork(), from)) tellOnce(event);
    await over;
  } finally {
    leave();
  }
}

/** Kinds of events after which a case is free for somebody. */
const intoTheQueue: readonly string[] = [
  'opened',
  'reopened',
  'returned',
  'given_back',
  'first_answer_missed',
  'resolution_missed',
  'escalated',
  'approval_expired',
];

/** What the page is told, or null when it does not concern this viewer. */
function newsFor(event: DeskEvent, staff: StaffFacts, openId: string | null): string | null {
  const { sellerId, disputeId, kind, actorId } = event;
  // Nobody needs to be told of what they do themselves.
  if (sellerId !== staff.sellerId || actorId === staff.id) return null;
  const said = (what: 'new' | 'changed') => JSON.stringify({ disputeId, kind: what });
  const asFree = { ...event, dueAtMs: 0, openedAtMs: 0, preferredStaffId: null };
  if (intoTheQueue.includes(kind) && fits(asFree, skillsOf(staff))) {
    return said('new');
  }
  const waitsForThem = kind === 'waits_for_second' && mayDo(staff.role, 'approve');
  const isTheirs = event.staffId === staff.id;
  return disputeId === openId || waitsForThem || isTheirs ? said('changed') : null;
}
