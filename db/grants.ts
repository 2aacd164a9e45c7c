/** What was granted, asked for and refused: the memory of limits and budgets. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { SpokenRule } from '../domain/authority/verdict.ts';
import { newId } from './new-id.ts';

/**
 * Lets one grant of a seller be judged at a time, until the transaction ends: of two people who want
 * the last of a limit, the second sees what the first one took.
 */
export async function lockGrants(em: EntityManager, sellerId: string): Promise<void> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`grants/${sellerId}`]);
}

/** What limits and budgets have seen before, in minor units of the currency. */
export type Spent = {
  readonly grantedTodayMinor: number;
  readonly teamMonthMinor: number;
  readonly grantsInYear: number;
  readonly grantedInYearMinor: number;
};

type SpentRow = Record<keyof Spent, string>;

/** A decision counts from when it is asked for: what waits for a second person is spent, too. */
const counts = `discount_grant.kind <> 'correction' and discount_grant.state in ('granted', 'waiting')`;

/**
 * What a member of staff asked for or approved on this local day, their team in this month, and what
 * the customer got within twelve months: by the seller's calendar, up to this instant.
 */
export async function readSpent(
  em: EntityManager,
  of: {
    readonly sellerId: string;
    readonly staffId: string | null;
    readonly team: string | null;
    readonly customerId: string;
    readonly currency: string;
    /** A grant that is judged anew must not count against itself. */
    readonly exceptGrantId?: string;
    readonly at: Date;
  },
): Promise<Spent> {
  const [row] = await em.execute<SpentRow[]>(
    `with asked as (select seller.id as seller_id, seller.time_zone as zone, ?::uuid as staff_id,
         ?::text as team, ?::uuid as customer_id, ?::timestamptz as at
       from seller where seller.id = ?),
     counted as (select discount_grant.*, asked.zone,
         (discount_grant.asked_at at time zone asked.zone)::date as asked_on,
         (discount_grant.approved_at at time zone asked.zone)::date as approved_on,
         (asked.at at time zone asked.zone)::date as today
       from discount_grant, asked
       where discount_grant.seller_id = asked.seller_id and discount_grant.currency = ?
         and ${counts} and discount_grant.id is distinct from ?::uuid
         and discount_grant.asked_at > asked.at - interval '13 months')
     select coalesce(sum(worth_minor) filter (
           where counted.staff_id = asked.staff_id and asked_on = today
             or approver_id = asked.staff_id and approved_on = today), 0)
         as "grantedTodayMinor",
       coalesce(sum(worth_minor) filter (where counted.team is not distinct from asked.team
           and date_trunc('month', asked_on) = date_trunc('month', today)), 0) as "teamMonthMinor",
       count(*) filter (where counted.customer_id = asked.customer_id
           and asked_on > today - interval '12 months' and worth_minor > 0) as "grantsInYear",
       coalesce(sum(worth_minor) filter (where counted.customer_id = asked.customer_id
           and asked_on > today - interval '12 months'), 0) as "grantedInYearMinor"
     from asked left join counted on true`,
    [
      ...[of.staffId, of.team, of.customerId, of.at, of.sellerId],
      ...[of.currency, of.exceptGrantId ?? null],
    ],
  );
  return {
    grantedTodayMinor: Number(row?.grantedTodayMinor ?? 0),
    teamMonthMinor: Number(row?.teamMonthMinor ?? 0),
    grantsInYear: Number(row?.grantsInYear ?? 0),
    grantedInYearMinor: Number(row?.grantedInYearMinor ?? 0),
  };
}

/** What people took off a cycle's bills by corrections, or have asked to, for a second person. */
export async function readCorrected(em: EntityManager, cycleId: string): Promise<number> {
  const [row] = await em.execute<{ minor: string }[]>(
    `select coalesce(sum(worth_minor), 0) as minor from discount_grant
      where cycle_id = ? and kind = 'correction' and state in ('granted', 'waiting')`,
    [cycleId],
  );
  return Number(row?.minor ?? 0);
}

export type GrantState = 'granted' | 'waiting' | 'refused' | 'declined' | 'expired' | 'undone';

export type NewGrant = {
  readonly disputeId: string;
  readonly requestId: string;
  readonly kind: string;
  readonly asked: unknown;
  readonly worthMinor: number;
  readonly state: 'granted' | 'waiting' | 'refused';
  readonly staffId: string | null;
  readonly askedBy: string;
  readonly role: string | null;
  readonly team: string | null;
  readonly policy: string;
  readonly rules: readonly SpokenRule[];
  readonly fairness: unknown;
  readonly flag: string | null;
  readonly checkId: string | null;
  readonly askedAt: Date;
  readonly expiresAt: Date | null;
  readonly decidedAt: Date | null;
};

/** Writes down what was asked and what the rules said, also when they said no. */
export async function insertGrant(em: EntityManager, grant: NewGrant): Promise<string> {
  const id = newId();
  await em.execute(
    `insert into discount_grant (id, seller_id, customer_id, cycle_id, dispute_id, request_id,
       reason, kind, asked, worth_minor, currency, state, staff_id, asked_by, role, team, policy,
       rules, fairness, flag, check_id, asked_at, expires_at, decided_at)
     select ?, seller_id, customer_id, cycle_id, id, ?, reason, ?, ?, ?, currency, ?, ?, ?, ?, ?,
       ?, ?, ?, ?, ?, ?, ?, ? from dispute where id = ?`,
    [
      ...[id, grant.requestId, grant.kind, JSON.stringify(grant.asked), grant.worthMinor],
      ...[grant.state, grant.staffId, grant.askedBy, grant.role, grant.team, grant.policy],
      ...[JSON.stringify(grant.rules), JSON.stringify(grant.fairness ?? null), grant.flag],
      ...[grant.checkId, grant.askedAt, grant.expiresAt, grant.decidedAt, grant.disputeId],
    ],
  );
  return id;
}

export type WaitingGrant = {
  readonly grantId: string;
  readonly disputeId: string;
  readonly requestId: string;
  readonly kind: string;
  readonly asked: unknown;
  readonly worthMinor: number;
  readonly currency: string;
  readonly state: GrantState;
  readonly staffId: string | null;
  readonly askedBy: string;
  readonly team: string | null;
};

/** The grant of a dispute that waits for its second person, or null. */
export async function waitingGrant(
  em: EntityManager,
  disputeId: string,
): Promise<WaitingGrant | null> {
  const [row] = await em.execute<(Omit<WaitingGrant, 'worthMinor'> & { worthMinor: string })[]>(
    `select id as "grantId", dispute_id as "disputeId", request_id as "requestId", kind, asked,
       worth_minor as "worthMinor", currency, state, staff_id as "staffId", asked_by as "askedBy",
       team
     from discount_grant where dispute_id = ? and state = 'waiting'`,
    [disputeId],
  );
  return row ? { ...row, worthMinor: Number(row.worthMinor) } : null;
}

/** What became of a grant in the end, and by whom. */
export async function settleGrant(
  em: EntityManager,
  grantId: string,
  settled: {
    readonly state: 'granted' | 'declined' | 'expired';
    /** The second person, and when they said so. */
    readonly approver: { readonly id: string; readonly login: string; readonly at: Date } | null;
    readonly rules?: readonly SpokenRule[];
  },
  at: Date,
): Promise<void> {
  const { state, approver, rules = [] } = settled;
  await em.execute(
    `update discount_grant set state = ?, approver_id = ?, approved_by = ?, approved_at = ?,
       decided_at = ?, rules = rules || ?::jsonb where id = ?`,
    [
      ...[state, approver?.id ?? null, approver?.login ?? null, approver?.at ?? null],
      ...[at, JSON.stringify(rules), grantId],
    ],
  );
}

/**
 * Writes down what a grant came to. It is worth what was credited: while it waited for a second
 * person, credit notes may have left less of the bill than there was when it was asked for.
 */
export async function noteCreditNote(
  em: EntityManager,
  grantId: string,
  creditNote: string,
  creditedMinor: number,
): Promise<void> {
  await em.execute('update discount_grant set credit_note = ?, worth_minor = ? where id = ?', [
    creditNote,
    creditedMinor,
    grantId,
  ]);
}

export type UndoneGrant = {
  readonly grantId: string;
  readonly disputeId: string;
  readonly kind: string;
};

/**
 * The grant whose credit note is taken back: it is undone from now on, and counts for nobody any
 * more. Null for a credit note that no grant made; of a bill that was made anew, which leaves
 * several, none says of itself that all was undone.
 */
export async function undoGrant(
  em: EntityManager,
  cycleId: string,
  creditNote: string,
): Promise<UndoneGrant | null> {
  const [row] = await em.execute<UndoneGrant[]>(
    `update discount_grant set state = 'undone'
      where cycle_id = ? and credit_note = ? and state = 'granted'
        and (kind <> 'correction' or asked #>> '{correction,kind}' = 'credit')
      returning id as "grantId", dispute_id as "disputeId", kind`,
    [cycleId, creditNote],
  );
  return row ?? null;
}
