import type { EntityManager } from '@mikro-orm/postgresql';
import type { LocalDate } from '../domain/calendar.ts';
import { type Claim, openOf, type Standing, standingOf } from '../domain/claim.ts';
import { refuse } from '../domain/errors.ts';
import { newId } from './new-id.ts';

/** A cycle's money under its row lock, until the transaction ends. */
export type LockedCycle = {
  readonly cycleId: string;
  readonly sellerId: string;
  readonly customerId: string;
  readonly sellerTimeZone: string;
  readonly currency: string;
  readonly period: LocalDate;
  readonly dueOn: LocalDate;
  readonly standing: Standing;
  readonly endedAt: Date | null;
  readonly claim: Claim;
};

type Row = Omit<LockedCycle, 'claim' | 'endedAt'> &
  Record<Exclude<keyof Claim, 'lastEnd'>, string> &
  Pick<Claim, 'lastEnd'> & {
    endedAt: string | null;
  };

const select = `
  select cycle.id as "cycleId", cycle.seller_id as "sellerId", cycle.customer_id as "customerId",
    seller.time_zone as "sellerTimeZone", cycle.currency, cycle.period_from::text as period,
    cycle.due_on::text as "dueOn", cycle.standing, cycle.ended_at as "endedAt",
    cycle.claimed_minor as "claimedMinor", cycle.charged_minor as "chargedMinor",
    cycle.credited_minor as "creditedMinor", cycle.paid_minor as "paidMinor",
    cycle.credit_used_minor as "creditUsedMinor", cycle.written_off_minor as "writtenOffMinor",
    cycle.last_end as "lastEnd"
  from billing_cycle cycle join seller on seller.id = cycle.seller_id`;

/**
 * Locks a cycle for the rest of the transaction. Every fact about its money takes this lock, so
 * that a payment and a reminder in the same second have an order: the reminder went out before
 * the payment came, or it does not go out.
 */
export async function lockCycle(em: EntityManager, cycleId: string): Promise<LockedCycle> {
  const [row] = await em.execute<Row[]>(`${select} where cycle.id = ? for no key update of cycle`, [
    cycleId,
  ]);
  return row ? fromRow(row) : refuse('cycle_unknown', `There is no cycle ${cycleId}.`);
}

/** Locks several cycles in the order of their ids, so that two who want the same never deadlock. */
export async function lockCycles(
  em: EntityManager,
  condition: string,
  parameters: readonly unknown[],
): Promise<LockedCycle[]> {
  const rows = await em.execute<Row[]>(
    `${select} where ${condition} order by cycle.id for no key update of cycle`,
    [...parameters],
  );
  return rows.map(fromRow);
}

function fromRow(row: Row): LockedCycle {
  const { claimedMinor, chargedMinor, creditedMinor, paidMinor, creditUsedMinor } = row;
  const { writtenOffMinor, lastEnd, endedAt, ...rest } = row;
  return {
    ...rest,
    endedAt: endedAt === null ? null : new Date(endedAt),
    claim: {
      claimedMinor: Number(claimedMinor),
      chargedMinor: Number(chargedMinor),
      creditedMinor: Number(creditedMinor),
      paidMinor: Number(paidMinor),
      creditUsedMinor: Number(creditUsedMinor),
      writtenOffMinor: Number(writtenOffMinor),
      lastEnd,
    },
  };
}

/** A cycle with the money that it has from now on. */
export type ChangedClaim = { readonly cycleId: string; readonly claim: Claim };

/**
 * Writes the money of cycles in one statement; an end is dated, and the date taken back when it is
 * open again.
 */
export async function saveClaims(
  em: EntityManager,
  changes: readonly ChangedClaim[],
  at: Date,
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ cycleId, claim }) => ({
    ...claim,
    cycleId,
    standing: standingOf(claim),
    openMinor: openOf(claim),
  }));
  await em.execute(
    `update billing_cycle cycle set standing = row.standing, claimed_minor = row."claimedMinor",
       charged_minor = row."chargedMinor", credited_minor = row."creditedMinor",
       paid_minor = row."paidMinor", credit_used_minor = row."creditUsedMinor",
       written_off_minor = row."writtenOffMinor", open_minor = row."openMinor",
       last_end = row."lastEnd", ended_at = case when row.standing = 'open' then null
         when row.standing = cycle.standing then cycle.ended_at else ?::timestamptz end
     from jsonb_to_recordset(?::jsonb) as row("cycleId" uuid, standing text, "claimedMinor" bigint,
       "chargedMinor" bigint, "creditedMinor" bigint, "paidMinor" bigint, "creditUsedMinor" bigint,
       "writtenOffMinor" bigint, "openMinor" bigint, "lastEnd" text)
     where cycle.id = row."cycleId"`,
    [at, JSON.stringify(rows)],
  );
}

/** The same for one cycle. */
export async function saveClaim(
  em: EntityManager,
  cycleId: string,
  claim: Claim,
  at: Date,
): Promise<void> {
  await saveClaims(em, [{ cycleId, claim }], at);
}

/**
 * Claims that had ended are owed again: their ladders stood still meanwhile, and go on with the
 * days that were left.
 */
export async function holdWhileEnded(
  em: EntityManager,
  cycles: readonly LockedCycle[],
  at: Date,
): Promise<void> {
  const holds = cycles
    .filter(({ endedAt }) => endedAt !== null)
    .map(({ cycleId, endedAt }) => ({ id: newId(), cycleId, endedAt }));
  if (holds.length === 0) return;
  await em.execute(
    `insert into ladder_hold (id, cycle_id, reason, from_at, until_at)
     select id, "cycleId", 'ended', least("endedAt", ?::timestamptz), ?
       from jsonb_to_recordset(?::jsonb) as row(id uuid, "cycleId" uuid, "endedAt" timestamptz)`,
    [at, at, JSON.stringify(holds)],
  );
}
