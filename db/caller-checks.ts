/**
 * Checks of who is on the line. Codes are kept as hashes until they are used, and what a customer
 * answered is never kept.
 */
import type { EntityManager } from '@mikro-orm/postgresql';
import {
  afterAnswer,
  answerRefusal,
  type Check,
  type CheckFact,
  type CheckMethod,
  type CheckPolicy,
  factsToAsk,
  lockedUntilMs,
  standardCheckPolicy,
  type WrongAnswers,
  wrongAnswer,
} from '../domain/caller-check.ts';
import { RefusalError, refuse, type Refusal } from '../domain/errors.ts';
import { type CheckAnswer, isRightAnswer } from './check-answers.ts';
import { epochMs } from './epoch-ms.ts';
import { knownFacts } from './known-facts.ts';
import { newId } from './new-id.ts';

export type CheckOnRecord = Check & {
  readonly id: string;
  readonly customerId: string;
  /** Null for a check by signed link. */
  readonly staffId: string | null;
  readonly disputeId: string | null;
  readonly method: CheckMethod;
  readonly factsAsked: readonly CheckFact[];
  readonly codesSent: number;
  readonly askedAtMs: number;
};

/** What is asked for: a code, or facts, which may be wished for by whoever is on the line. */
export type CheckAsked = {
  readonly staffId: string;
  readonly customerId: string;
  readonly disputeId: string | null;
  readonly method: Exclude<CheckMethod, 'link'>;
  readonly facts?: readonly CheckFact[] | undefined;
};

/** Begins a check. Whatever this member of staff had asked of this customer before ends. */
export async function askCheck(
  em: EntityManager,
  { staffId, customerId, disputeId, method, facts }: CheckAsked,
  at: Date,
  policy: CheckPolicy = standardCheckPolicy,
): Promise<CheckOnRecord> {
  return em.transactional(async (em) => {
    await lockChecks(em, customerId);
    await assertUnlocked(em, customerId, at, policy);
    await assertTheirs(em, customerId, disputeId);
    const known = await knownFacts(em, customerId);
    const can = known.facts.map(({ fact }) => fact);
    const factsAsked = method === 'facts' ? factsToAsk(can, facts, policy) : [];
    const isPossible = method === 'code' ? can.includes('email') : factsAsked !== null;
    if (!isPossible || !policy.methods.includes(method)) refuse('check_impossible', cannot[method]);
    await em.execute(
      `update caller_check set state = 'expired', code_hash = null
        where customer_id = ? and staff_id = ? and state = 'asked'`,
      [customerId, staffId],
    );
    const id = newId();
    await em.execute(
      `insert into caller_check (id, customer_id, staff_id, dispute_id, method, state, facts_asked,
         asked_at, expires_at)
       values (?, ?, ?, ?, ?, 'asked', ?::text[], ?, ?)`,
      [
        ...[id, customerId, staffId, disputeId, method, `{${(factsAsked ?? []).join(',')}}`],
        ...[at, new Date(at.getTime() + policy.answerWithinMs)],
      ],
    );
    return checkById(em, id, staffId);
  });
}

const cannot = {
  code: 'There is no address to which a code could be sent.',
  facts: 'Too little is known of this customer to ask for these facts.',
} as const;

/**
 * Judges an answer. The count stands whatever becomes of the request: two answers at once are two
 * attempts. The answer itself is compared and forgotten.
 */
export async function answerCheck(
  em: EntityManager,
  { checkId, staffId, answer }: { checkId: string; staffId: string; answer: CheckAnswer },
  at: Date,
  policy: CheckPolicy = standardCheckPolicy,
): Promise<CheckOnRecord> {
  const { customerId } = await checkById(em, checkId, staffId);
  const refusal = await em.transactional(async (em): Promise<Refusal | null> => {
    await lockChecks(em, customerId);
    const before = await checkById(em, checkId, staffId);
    const atMs = at.getTime();
    const closed = answerRefusal(before, atMs);
    if (closed) {
      if (before.state === 'asked') await write(em, before, { ...before, state: 'expired' }, null);
      return closed;
    }
    await assertUnlocked(em, customerId, at, policy);
    const isRight = await isRightAnswer(em, before, answer);
    const after = afterAnswer(before, isRight, atMs, policy);
    await write(em, before, after, at);
    return isRight ? null : wrongAnswer(after, policy);
  });
  if (refusal) throw new RefusalError(refusal);
  return checkById(em, checkId, staffId);
}

/** The check with this id that this member of staff asked for. */
export async function checkById(
  em: EntityManager,
  id: string,
  staffId: string,
): Promise<CheckOnRecord> {
  const [check] = await em.execute<CheckOnRecord[]>(
    `select ${columns} from caller_check where id = ? and staff_id = ?`,
    [id, staffId],
  );
  return check ?? refuse('check_unknown', 'You have asked no such check.');
}

/** Whom a check must concern to open anything, and when. */
export type CheckWanted = {
  readonly staffId: string;
  readonly customerId: string;
  readonly disputeId?: string | null | undefined;
  readonly at: Date;
};

/**
 * The check by which this member of staff may see and decide for this customer at this instant: one
 * that they passed themselves a short while ago, or the customer's own signed link to this case.
 */
export async function freshCheck(
  em: EntityManager,
  { staffId, customerId, disputeId, at }: CheckWanted,
): Promise<CheckOnRecord | null> {
  const [check] = await em.execute<CheckOnRecord[]>(
    `select ${columns} from caller_check
      where customer_id = ? and state = 'passed' and passed_at <= ? and expires_at > ?
        and (staff_id = ? or (method = 'link' and dispute_id = ?))
      order by staff_id is null, expires_at desc limit 1`,
    [customerId, at, at, staffId, disputeId ?? null],
  );
  return check ?? null;
}

/** The check that this member of staff has asked of the customer and still waits for, if any. */
export async function askedCheck(
  em: EntityManager,
  { staffId, customerId, at }: Omit<CheckWanted, 'disputeId'>,
): Promise<CheckOnRecord | null> {
  const [check] = await em.execute<CheckOnRecord[]>(
    `select ${columns} from caller_check
      where customer_id = ? and staff_id = ? and state = 'asked' and expires_at > ?
      order by asked_at desc limit 1`,
    [customerId, staffId, at],
  );
  return check ?? null;
}

/** Records that a customer wrote through the signed link in their mail: proof for that case alone. */
export async function recordLinkCheck(
  em: EntityManager,
  { customerId, disputeId, at }: { customerId: string; disputeId: string; at: Date },
  policy: CheckPolicy = standardCheckPolicy,
): Promise<void> {
  await em.execute(
    `insert into caller_check (id, customer_id, dispute_id, method, state, asked_at, passed_at,
       expires_at)
     values (?, ?, ?, 'link', 'passed', ?, ?, ?)`,
    [newId(), customerId, disputeId, at, at, new Date(at.getTime() + policy.linkGoodForMs)],
  );
}

/** Gives up a check whose code could not be ordered: nothing is sent for it any more. */
export async function giveUpCheck(em: EntityManager, id: string): Promise<void> {
  await em.execute(
    `update caller_check set state = 'expired', code_hash = null where id = ? and state = 'asked'`,
    [id],
  );
}

const columns = `id, customer_id as "customerId", staff_id as "staffId", dispute_id as "disputeId",
  method, state, attempts, facts_asked as "factsAsked", codes_sent as "codesSent",
  ${epochMs('asked_at')} as "askedAtMs", ${epochMs('expires_at')} as "expiresAtMs",
  ${epochMs('passed_at')} as "passedAtMs"`;

/** All about one customer's checks happens one after the other. */
async function lockChecks(em: EntityManager, customerId: string): Promise<void> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `caller_check/${customerId}`,
  ]);
}

type Asked = WrongAnswers & { readonly askedAtMs: number };

async function assertUnlocked(
  em: EntityManager,
  customerId: string,
  at: Date,
  policy: CheckPolicy,
): Promise<void> {
  const atMs = at.getTime();
  const rows = await recentChecks(em, customerId, at, policy);
  const untilMs = lockOf(rows, policy);
  if (untilMs !== null && untilMs > atMs) {
    const minutes = Math.ceil((untilMs - atMs) / 60_000);
    refuse(
      'check_locked',
      `Too many wrong answers. This customer can be checked in ${minutes} min.`,
    );
  }
  const asked = rows.filter(({ askedAtMs }) => askedAtMs > atMs - policy.lockMs);
  if (asked.length < policy.askedMax) return;
  refuse('check_locked', `${asked.length} checks were asked within an hour. Wait before the next.`);
}

/** Until when nobody can be checked for this customer; null when anybody can. */
export async function checksLockedUntil(
  em: EntityManager,
  customerId: string,
  at: Date,
  policy: CheckPolicy = standardCheckPolicy,
): Promise<number | null> {
  const untilMs = lockOf(await recentChecks(em, customerId, at, policy), policy);
  return untilMs !== null && untilMs > at.getTime() ? untilMs : null;
}

/** A lock lasts as long as the answers that led to it are counted. */
async function recentChecks(
  em: EntityManager,
  customerId: string,
  at: Date,
  { lockMs }: CheckPolicy,
): Promise<Asked[]> {
  return em.execute<Asked[]>(
    `select attempts - (state = 'passed')::int as wrong, ${epochMs('asked_at')} as "askedAtMs",
       ${epochMs('last_tried_at')} as "lastAtMs"
     from caller_check where customer_id = ? and method <> 'link' and asked_at > ?`,
    [customerId, new Date(at.getTime() - 3 * lockMs)],
  );
}

function lockOf(rows: readonly Asked[], policy: CheckPolicy): number | null {
  return lockedUntilMs(
    rows.filter(({ wrong }) => wrong > 0),
    policy,
  );
}

async function assertTheirs(
  em: EntityManager,
  customerId: string,
  disputeId: string | null,
): Promise<void> {
  if (disputeId === null) return;
  const found = await em.execute<unknown[]>(
    'select 1 from dispute where id = ? and customer_id = ?',
    [disputeId, customerId],
  );
  if (found.length === 0) refuse('check_impossible', 'This customer has no such case.');
}

async function write(
  em: EntityManager,
  { id }: CheckOnRecord,
  { state, attempts, expiresAtMs, passedAtMs }: Check,
  triedAt: Date | null,
): Promise<void> {
  await em.execute(
    `update caller_check set state = ?, attempts = ?, expires_at = ?, passed_at = ?,
       last_tried_at = coalesce(?, last_tried_at),
       code_hash = case when ? = 'asked' then code_hash end
     where id = ?`,
    [
      ...[state, attempts, new Date(expiresAtMs)],
      ...[passedAtMs === null ? null : new Date(passedAtMs), triedAt, state, id],
    ],
  );
}
