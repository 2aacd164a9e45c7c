/** A promise to pay: taken, and looked at when it is due. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../db/books.ts';
import { lockCycle } from '../db/lock-cycle.ts';
import { newId } from '../db/new-id.ts';
import { addDays, localDateAt } from '../domain/calendar.ts';
import { openOf } from '../domain/claim.ts';
import { RefusalError } from '../domain/errors.ts';
import type { Instalment, PromiseRequest } from '../domain/facts.ts';
import { promiseDaysAtMost, promisedBefore, promiseRefusal } from '../domain/promise.ts';

/** Takes a promise, which holds the ladder until it is kept or broken. */
export async function takePromise(
  em: EntityManager,
  cycleId: string,
  promise: PromiseRequest,
  at: Date,
): Promise<void> {
  const { customerId, claim } = await lockCycle(em, cycleId);
  const before = await readPromisesBefore(em, cycleId, customerId, promise.promiseId);
  if (before.isKnown) return;
  const today = localDateAt(at.getTime(), before.timeZone);
  const refusal = promiseRefusal(promise, {
    ...before,
    openMinor: openOf(claim),
    today,
    lastDay: addDays(today, promiseDaysAtMost),
  });
  if (refusal) throw new RefusalError(refusal);
  await em.execute(
    `insert into promise (id, cycle_id, customer_id, external_id, instalments, paid_before_minor,
       made_at, made_by, accepted_by, state)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'active')`,
    [
      newId(),
      cycleId,
      customerId,
      promise.promiseId,
      JSON.stringify(promise.instalments),
      claim.paidMinor,
      at,
      promise.madeBy,
      promise.acceptedBy,
    ],
  );
  await record(em, [
    {
      cycleId,
      fact: `promise/${promise.promiseId}`,
      kind: 'promised',
      at,
      actor: promise.madeBy,
      amountMinor: openOf(claim),
      details: { promise: promise.promiseId, instalments: promise.instalments },
    },
  ]);
}

type PromisesBefore = {
  isKnown: boolean;
  hasActive: boolean;
  brokenBefore: number;
  timeZone: string;
};

/** Promises made before: this one told again, one that is still open, those that were broken. */
async function readPromisesBefore(
  em: EntityManager,
  cycleId: string,
  customerId: string,
  promiseId: string,
): Promise<PromisesBefore> {
  const [row] = await em.execute<PromisesBefore[]>(
    `select customer.time_zone as "timeZone",
       exists (select from promise where cycle_id = ? and external_id = ?) as "isKnown",
       exists (select from promise where cycle_id = ? and state = 'active') as "hasActive",
       (select count(*)::int from promise where customer_id = customer.id and state = 'broken')
         as "brokenBefore"
     from customer where customer.id = ?`,
    [cycleId, promiseId, cycleId, customerId],
  );
  if (!row) throw new Error(`customer ${customerId} of cycle ${cycleId} is not there`);
  return row;
}

type Active = {
  id: string;
  externalId: string;
  instalments: Instalment[];
  paidBefore: string;
  madeAt: string;
  timeZone: string;
};

/** Looks at the active promise: kept so far, kept whole, or broken; a broken one ends the hold. */
export async function checkPromise(em: EntityManager, cycleId: string, at: Date): Promise<void> {
  const { claim } = await lockCycle(em, cycleId);
  const [promise] = await em.execute<Active[]>(
    `select promise.id, external_id as "externalId", instalments, made_at as "madeAt",
       paid_before_minor as "paidBefore", customer.time_zone as "timeZone"
     from promise join customer on customer.id = promise.customer_id
     where promise.cycle_id = ? and promise.state = 'active'`,
    [cycleId],
  );
  if (!promise) return;
  const today = localDateAt(at.getTime(), promise.timeZone);
  const paidMinor = claim.paidMinor - Number(promise.paidBefore);
  if (openOf(claim) === 0) return endPromise(em, cycleId, promise, 'kept', at);
  const wholeMinor = promise.instalments.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  // What was charged after the promise was made is not part of it: the ladder goes on for that.
  if (paidMinor >= wholeMinor) return endPromise(em, cycleId, promise, 'kept', at);
  if (paidMinor >= promisedBefore(promise.instalments, today)) return;
  await endPromise(em, cycleId, promise, 'broken', at);
}

/** Ends the active promise of a cycle, if there is one. */
export async function endActivePromise(
  em: EntityManager,
  cycleId: string,
  state: 'kept' | 'moot',
  at: Date,
): Promise<void> {
  const [promise] = await em.execute<Active[]>(
    `select id, external_id as "externalId", made_at as "madeAt"
       from promise where cycle_id = ? and state = 'active'`,
    [cycleId],
  );
  if (promise) await endPromise(em, cycleId, promise, state, at);
}

/** Ends the active promise when the claim has ended: kept when it was paid, moot otherwise. */
export async function endPromiseOf(em: EntityManager, cycleId: string, at: Date): Promise<void> {
  const [promise] = await em.execute<(Active & { standing: string })[]>(
    `select promise.id, external_id as "externalId", made_at as "madeAt", cycle.standing
     from promise join billing_cycle cycle on cycle.id = promise.cycle_id
     where promise.cycle_id = ? and promise.state = 'active' and cycle.standing <> 'open'`,
    [cycleId],
  );
  if (!promise) return;
  await endPromise(em, cycleId, promise, promise.standing === 'paid' ? 'kept' : 'moot', at);
}

async function endPromise(
  em: EntityManager,
  cycleId: string,
  { id, externalId, madeAt }: Pick<Active, 'id' | 'externalId' | 'madeAt'>,
  state: 'kept' | 'broken' | 'moot',
  at: Date,
): Promise<void> {
  await em.execute('update promise set state = ?, ended_at = ? where id = ?', [state, at, id]);
  await em.execute(
    `insert into ladder_hold (id, cycle_id, reason, from_at, until_at, at_once)
     values (?, ?, 'promise', least(?::timestamptz, ?::timestamptz), ?, ?)`,
    [newId(), cycleId, madeAt, at, at, state === 'broken'],
  );
  await record(em, [
    {
      cycleId,
      fact: `promise/${externalId}/${state}`,
      kind: `promise_${state}`,
      at,
      actor: 'cycle',
      details: { promise: externalId },
    },
  ]);
}
