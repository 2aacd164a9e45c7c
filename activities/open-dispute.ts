import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../db/books.ts';
import { recordLinkCheck } from '../db/caller-checks.ts';
import type { DeskRequest } from '../db/desk-inbox.ts';
import { disputePolicyOf } from '../db/dispute-policy.ts';
import { disputableLines, type DisputableLine, insertDisputedLines } from '../db/disputed-lines.ts';
import { tellCase } from '../db/disputes.ts';
import { loadCycleById } from '../db/load-cycles.ts';
import { type LockedCycle, lockCycle } from '../db/lock-cycle.ts';
import { openOf } from '../domain/claim.ts';
import { daysBetween, localDateAt } from '../domain/calendar.ts';
import { chosenLines, type DisputeOpening, disputeOpening } from '../domain/dispute/opening.ts';
import { promiseOf } from '../domain/dispute/policy.ts';
import { sumMinor } from '../domain/money.ts';
import { sayReceived } from './say-received.ts';

/**
 * Opens a dispute over a bill or some of its lines: promises an answer by a time, and holds what it
 * is about. Opened again by the same request, nothing changes.
 */
export async function openDispute(
  em: EntityManager,
  cycleId: string,
  request: DeskRequest,
  at: Date,
): Promise<void> {
  const cycle = await lockCycle(em, cycleId);
  if (await isThere(em, request.disputeId)) return;
  const opening = disputeOpening(request.payload);
  const lines = chosenLines(await disputableLines(em, cycleId), opening.lines);
  const customer = await readCustomer(em, cycle.customerId);
  const promise = await insertDispute(em, cycle, request, opening, lines, customer, at);
  await insertDisputedLines(em, request.disputeId, lines);
  if (request.channel === 'page') await recordLink(em, cycle, request);
  await writeDown(em, cycle, request, opening, promise, at);
}

/** Whoever asks on the bill's page came by the signed link in their mail: that is a check, too. */
async function recordLink(
  em: EntityManager,
  { customerId }: LockedCycle,
  { disputeId, requestedAt: at }: DeskRequest,
): Promise<void> {
  await recordLinkCheck(em, { customerId, disputeId, at });
}

async function isThere(em: EntityManager, disputeId: string): Promise<boolean> {
  return (await em.execute<unknown[]>('select from dispute where id = ?', [disputeId])).length > 0;
}

type Customer = { language: string; timeZone: string; isBusiness: boolean };

export async function readCustomer(em: EntityManager, customerId: string): Promise<Customer> {
  const [row] = await em.execute<Customer[]>(
    `select language, time_zone as "timeZone", is_business as "isBusiness"
       from customer where id = ?`,
    [customerId],
  );
  if (!row) throw new Error(`customer ${customerId} is not there`);
  return row;
}

type Promised = {
  readonly firstAnswerByMs: number;
  readonly resolveByMs: number;
  readonly amountMinor: number;
};

async function insertDispute(
  em: EntityManager,
  { cycleId, sellerId, customerId, currency }: LockedCycle,
  request: DeskRequest,
  opening: DisputeOpening,
  lines: readonly DisputableLine[],
  { language, timeZone, isBusiness }: Customer,
  at: Date,
): Promise<Promised> {
  const { policyId, policy } = await disputePolicyOf(em, sellerId);
  const amountMinor = sumMinor(lines.map(({ leftMinor }) => leftMinor));
  const { reason } = opening;
  const about = { reason, amountMinor, currency, isBusiness };
  const promise = promiseOf(policy, about, at.getTime());
  const { disputeId, externalId, words, actor, channel } = request;
  await em.execute(
    `insert into dispute (id, seller_id, customer_id, cycle_id, external_id, reason, words,
       is_whole, language, opened_at, opened_by, opened_by_kind, channel, disputed_minor, currency,
       policy_id, state, case_group, first_answer_by, resolve_by, held_from, days_left)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?)`,
    [
      ...[disputeId, sellerId, customerId, cycleId, externalId, reason, words ?? ''],
      ...[opening.lines === 'whole', language, at, actor.name, actor.kind, channel, amountMinor],
      ...[currency, policyId, policy.groups[0] ?? '', new Date(promise.firstAnswerByMs)],
      ...[new Date(promise.resolveByMs), at, await daysLeft(em, cycleId, timeZone, at)],
    ],
  );
  return { ...promise, amountMinor };
}

/** How many days the customer has until the ladder's next step. */
export async function daysLeft(
  em: EntityManager,
  cycleId: string,
  timeZone: string,
  at: Date,
): Promise<number> {
  const { schedule } = await loadCycleById(em, cycleId);
  const [next] = schedule;
  return next ? Math.max(0, daysBetween(localDateAt(at.getTime(), timeZone), next.on)) : 0;
}

async function writeDown(
  em: EntityManager,
  { cycleId, claim }: LockedCycle,
  { disputeId, actor, words, channel }: DeskRequest,
  { reason, lines }: DisputeOpening,
  { firstAnswerByMs, resolveByMs, amountMinor }: Promised,
  at: Date,
): Promise<void> {
  const details = { reason, channel, lines, amountMinor, firstAnswerByMs, resolveByMs };
  const { name, staffId } = actor;
  const event = { disputeId, fact: 'opened', kind: 'opened', at, actor: name, staffId };
  await tellCase(em, { ...event, words, details });
  const received = { cycleId, disputeId, fact: 'opened', reason, firstAnswerByMs };
  await sayReceived(em, { ...received, isReopened: false }, openOf(claim), at);
  await record(em, [
    {
      cycleId,
      fact: `dispute/${disputeId}`,
      kind: 'disputed',
      at,
      actor: name,
      amountMinor,
      reason,
      details: { dispute: disputeId },
    },
  ]);
}
