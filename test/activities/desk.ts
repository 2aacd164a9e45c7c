/** People at the desk for the tests of activities: they ask as the API does. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type DeskActor, putDeskRequest } from '../../db/desk-inbox.ts';
import { newId } from '../../db/new-id.ts';
import type { DeskAct } from '../../domain/dispute/acts.ts';
import type { DisputeReason } from '../../domain/dispute/reasons.ts';
import { deskFact } from '../../domain/facts.ts';
import type { Role } from '../../domain/staff.ts';
import { at, type ownLab } from './lab.ts';

type Lab = ReturnType<typeof ownLab>;

export type Person = Extract<DeskActor, { kind: 'staff' }>;

export type Said = {
  readonly disputeId?: string;
  readonly payload?: Record<string, unknown>;
  readonly words?: string | null;
  readonly by?: DeskActor;
  /** By the clock of the API; the workflow's unless told. */
  readonly askedMs?: number;
  readonly nowMs?: number;
  readonly externalId?: string;
};

export const customer: DeskActor = { kind: 'customer', name: 'customer', staffId: null };

/** When the stories ask, unless they say otherwise: a Monday within service hours. */
export const monday = at('2035-03-05', '10:00');

let people = 0;

/** Somebody who works for the seller. */
export async function hire(
  em: EntityManager,
  seller: string,
  { role = 'agent', team = 'north' }: { role?: Role; team?: string | null } = {},
): Promise<Person> {
  people += 1;
  const staffId = newId();
  const login = `${role}-${people}`;
  await em.execute(
    `insert into staff (id, seller_id, login, name, email, role, team, groups, languages, reasons,
       password_hash, created_at, role_changed_at)
     select ?, seller.id, ?, ?, ?, ?, ?, '{front,senior,supervisor}', '{}', '{}', '$scrypt$none', now(), now()
       from seller where code = ?`,
    [staffId, login, login, `${login}@example.com`, role, team, seller],
  );
  return { kind: 'staff', name: login, staffId };
}

/** What somebody does about a dispute; asked again with the same said, it is the same request. */
export function desk(lab: Lab, cycleId: string, act: DeskAct, said: Said = {}) {
  const { payload = {}, words = null, by = customer, nowMs = monday } = said;
  const { disputeId, askedMs = nowMs, externalId = newId() } = said;
  return async () => {
    const request = await putDeskRequest(lab.em(), {
      ...{ cycleId, act, externalId, actor: by, channel: 'api', payload, words },
      ...(disputeId !== undefined && { disputeId }),
      requestedAt: new Date(askedMs),
    });
    const { requestId } = request;
    const fact = deskFact(act, { requestId, disputeId: request.disputeId });
    return lab.book(cycleId, fact, nowMs);
  };
}

/** The customer questions the bill, or some lines of it; returns the dispute. */
export async function question(
  lab: Lab,
  cycleId: string,
  {
    reason = 'wrong_price',
    lines = 'whole',
    nowMs = monday,
  }: {
    reason?: DisputeReason;
    lines?: 'whole' | readonly { position: number }[];
    nowMs?: number;
  } = {},
): Promise<string> {
  const { books, refused } = await desk(lab, cycleId, 'openDispute', {
    payload: { reason, lines },
    words: 'Why is it so much?',
    nowMs,
  })();
  if (refused) throw new Error(`the dispute was refused: ${refused.code}`);
  const disputeId = books.disputes?.at(-1)?.disputeId;
  if (disputeId === undefined) throw new Error('the dispute is not open');
  return disputeId;
}

/** Somebody takes the case. */
export async function take(
  lab: Lab,
  cycleId: string,
  disputeId: string,
  by: Person,
  nowMs = monday,
) {
  const { refused } = await desk(lab, cycleId, 'takeDispute', { disputeId, by, nowMs })();
  if (refused) throw new Error(`the case could not be taken: ${refused.code}`);
}

/** Somebody takes the case and has checked whom they speak to, half an hour ago at most. */
export async function takeChecked(
  lab: Lab,
  cycleId: string,
  disputeId: string,
  by: Person,
  nowMs = monday,
) {
  await take(lab, cycleId, disputeId, by, nowMs);
  await check(lab.em(), cycleId, by, nowMs);
}

/** A check of the customer that this person made and that is good for thirty minutes. */
export async function check(em: EntityManager, cycleId: string, by: Person, atMs = monday) {
  await em.execute(
    `insert into caller_check (id, customer_id, staff_id, method, state, asked_at, passed_at,
       expires_at)
     select ?, customer_id, ?, 'facts', 'passed', ?, ?, ? from billing_cycle where id = ?`,
    [
      ...[newId(), by.staffId, new Date(atMs), new Date(atMs), new Date(atMs + 30 * 60_000)],
      cycleId,
    ],
  );
}
