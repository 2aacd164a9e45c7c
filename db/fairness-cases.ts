/** What a customer questioned before, what they were granted, and how soon they were answered. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import type { DisputeReason } from '../domain/dispute/reasons.ts';
import type { AnsweredInTime, PastDispute, PastGrant } from '../domain/fairness/facts.ts';
import { checkedMinor } from '../domain/money.ts';
import { isGivenSql } from './fairness-grants.ts';

export type Cases = {
  /** Of what is open on the bill in question. */
  readonly reasons: readonly DisputeReason[];
  readonly answered: AnsweredInTime;
  readonly disputes: readonly PastDispute[];
  readonly grants: readonly PastGrant[];
};

/** First answers that were given or missed; what was taken back before is neither. */
const answeredSql = `
  select count(*) filter (where dispute.first_answered_at <= dispute.first_answer_by)::int as in_time,
    count(*) filter (where dispute.first_answered_at is not null
      or dispute.first_answer_missed)::int as disputes
  from dispute where dispute.customer_id = customer.id`;

const disputesSql = `
  select json_agg(json_build_object('cycleId', dispute.cycle_id, 'reason', dispute.reason,
      'openedOn', (dispute.opened_at at time zone customer.time_zone)::date,
      'outcome', dispute.outcome) order by dispute.opened_at desc, dispute.id) as list
  from dispute
  where dispute.customer_id = customer.id and dispute.ended_at is not null
    and (dispute.opened_at at time zone customer.time_zone)::date > asked.year_ago`;

const grantsSql = `
  select json_agg(json_build_object('kind', given.kind, 'reason', given.reason,
      'worthMinor', given.worth_minor::text,
      'askedOn', (given.asked_at at time zone customer.time_zone)::date)
      order by given.asked_at desc, given.id) as list
  from discount_grant given
  where given.customer_id = customer.id and ${isGivenSql}
    and (given.asked_at at time zone customer.time_zone)::date > asked.year_ago`;

const casesSql = `
  select answered.in_time as "inTime", answered.disputes as "answered",
    coalesce(disputes.list, '[]') as disputes, coalesce(grants.list, '[]') as grants,
    (select coalesce(json_agg(distinct dispute.reason), '[]') from dispute
      where dispute.cycle_id = ? and dispute.ended_at is null) as reasons
  from (select (?::date - interval '12 months')::date as year_ago) asked cross join customer
    cross join lateral (${answeredSql}) answered
    cross join lateral (${disputesSql}) disputes
    cross join lateral (${grantsSql}) grants
  where customer.id = ?`;

type Row = Pick<Cases, 'reasons' | 'disputes'> & {
  inTime: number;
  answered: number;
  grants: (Omit<PastGrant, 'worthMinor'> & { worthMinor: string })[];
};

export async function readCases(
  em: EntityManager,
  query: { readonly customerId: string; readonly cycleId: string; readonly on: LocalDate },
): Promise<Cases> {
  const { customerId, cycleId, on } = query;
  const [row] = await em.execute<Row[]>(casesSql, [cycleId, on, customerId]);
  if (!row) throw new Error(`customer ${customerId} is not there`);
  const { reasons, inTime, answered: disputes } = row;
  return {
    reasons,
    answered: { inTime, disputes },
    disputes: row.disputes,
    grants: row.grants.map((grant) => ({
      ...grant,
      worthMinor: checkedMinor(BigInt(grant.worthMinor)),
    })),
  };
}
