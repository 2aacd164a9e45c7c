/** What similar customers were granted for the same reason. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import type { DisputeReason } from '../domain/dispute/reasons.ts';
import { refuse } from '../domain/errors.ts';
import { type GrantFlag, grantFlag } from '../domain/fairness/grant-flag.ts';
import { checkedMinor } from '../domain/money.ts';
import { similarSql, similarTo } from './fairness-similar.ts';
import { readSubject, type Subject } from './fairness-subject.ts';

/** A discount that somebody gave: a correction takes back a mistake, an explanation costs nothing. */
export const isGivenSql = `given.state = 'granted' and given.kind <> 'correction'
  and given.worth_minor > 0`;

/** Of each similar customer the newest grant for the reason within twelve months. */
const grantsSql = `
  with ${similarSql}
  select distinct on (given.reason, given.customer_id) given.reason,
    given.worth_minor::text as minor
  from discount_grant given join seller on seller.id = given.seller_id
  where given.seller_id = ? and given.currency = ? and ${isGivenSql}
    and given.reason in (select value from jsonb_array_elements_text(?::jsonb))
    and given.asked_at > (?::date - interval '12 months') at time zone seller.time_zone
    and given.customer_id in (select customer_id from candidate)
  order by given.reason, given.customer_id, given.asked_at desc`;

/** By reason, what similar customers were granted, each once. Asks nothing without a reason. */
export async function readPeerGrants(
  em: EntityManager,
  subject: Subject,
  on: LocalDate,
  reasons: readonly DisputeReason[],
): Promise<ReadonlyMap<DisputeReason, readonly number[]>> {
  if (reasons.length === 0) return new Map();
  const rows = await em.execute<{ reason: DisputeReason; minor: string }[]>(grantsSql, [
    ...similarTo(subject, on),
    ...[subject.sellerId, subject.currency, JSON.stringify(reasons), on],
  ]);
  const byReason = Map.groupBy(rows, ({ reason }) => reason);
  return new Map(
    reasons.map((reason) => [
      reason,
      (byReason.get(reason) ?? []).map(({ minor }) => checkedMinor(BigInt(minor))),
    ]),
  );
}

/**
 * How far a grant is from what similar customers with the same reason were granted. Two
 * statements. Refuses `cycle_unknown` for a cycle that is not the customer's.
 */
export async function readGrantFlag(
  em: EntityManager,
  query: {
    readonly customerId: string;
    readonly cycleId: string;
    readonly on: LocalDate;
    readonly reason: DisputeReason;
    readonly worthMinor: number;
  },
): Promise<GrantFlag> {
  const { customerId, cycleId, on, reason, worthMinor } = query;
  const subject = await readSubject(em, query);
  if (!subject) return refuse('cycle_unknown', `Customer ${customerId} has no bill ${cycleId}.`);
  const grants = await readPeerGrants(em, subject, on, [reason]);
  return grantFlag({ worthMinor, peers: grants.get(reason) ?? [] });
}
