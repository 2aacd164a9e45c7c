/** Whether what was granted stays below what the policy lets one person, customer and team have. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type DiscountPolicy, standardDiscountPolicy } from '../../domain/authority/policy.ts';
import type { Home } from './books-homes.ts';

type GrantRow = {
  readonly id: string;
  readonly worthMinor: number;
  readonly staffId: string;
  readonly role: string;
  readonly team: string | null;
  readonly approverId: string | null;
  readonly approvedOn: string | null;
  /** The seller's day. */
  readonly askedOn: string;
  /** The day a year before. */
  readonly yearBeginsOn: string;
};

/** Grants by people, in the order of their asking; corrections are no grants. */
async function readGranted(em: EntityManager, { seller }: Home): Promise<GrantRow[]> {
  return em.execute<GrantRow[]>(
    `select grant_.id, worth_minor::int as "worthMinor", staff_id as "staffId", role, team,
       approver_id as "approverId",
       (approved_at at time zone seller.time_zone)::date::text as "approvedOn",
       asked_on::text as "askedOn", (asked_on - interval '12 months')::date::text as "yearBeginsOn"
     from discount_grant grant_ join seller on seller.id = grant_.seller_id
       cross join lateral (select (asked_at at time zone seller.time_zone)::date as asked_on) day
     where seller.code = ? and state = 'granted' and kind <> 'correction' and staff_id is not null
     order by asked_at, grant_.id`,
    [seller],
  );
}

export async function limitFaults(em: EntityManager, home: Home): Promise<string[]> {
  const [row] = await em.execute<{ policy: DiscountPolicy }[]>(
    `select policy from discount_policy join seller on seller.id = seller_id where seller.code = ?`,
    [home.seller],
  );
  const policy = row?.policy ?? standardDiscountPolicy;
  const granted = await readGranted(em, home);
  return [
    ...granted.flatMap((grant) => faultsOf(policy, home.currency, grant, granted)),
    ...granted.flatMap((grant) => approvalFaults(policy, home.currency, grant, granted)),
  ];
}

const sumOf = (rows: readonly GrantRow[]) =>
  rows.reduce((sum, { worthMinor }) => sum + worthMinor, 0);

/** What a second person approved on a day, with what they granted themselves. */
function approvalFaults(
  { limits }: DiscountPolicy,
  currency: string,
  { approverId, approvedOn }: GrantRow,
  granted: readonly GrantRow[],
): string[] {
  if (approverId === null) return [];
  const limit = limits.find((one) => one.role === 'supervisor' && one.currency === currency);
  const ofDay = granted.filter(
    (one) =>
      (one.staffId === approverId && one.askedOn === approvedOn) ||
      (one.approverId === approverId && one.approvedOn === approvedOn),
  );
  const sumMinor = sumOf(ofDay);
  const mostMinor = limit?.perStaffDayMinor?.alone ?? 0;
  return sumMinor > mostMinor ? [`${approverId} approved ${sumMinor} on ${approvedOn}`] : [];
}

/** Each sum that this grant was added to, as it was then. */
function faultsOf(
  { limits, budgets }: DiscountPolicy,
  currency: string,
  grant: GrantRow,
  granted: readonly GrantRow[],
): string[] {
  const before = granted.slice(0, granted.indexOf(grant) + 1);
  const limit = limits.find((one) => one.role === grant.role && one.currency === currency);
  const bound = grant.approverId === null ? 'alone' : 'withSecond';
  const ofDay = before.filter(
    ({ staffId, askedOn }) => staffId === grant.staffId && askedOn === grant.askedOn,
  );
  const ofYear = before.filter(({ askedOn }) => askedOn > grant.yearBeginsOn);
  const month = grant.askedOn.slice(0, 7);
  const ofTeam = before.filter(
    ({ team, askedOn }) => team === grant.team && askedOn.startsWith(month),
  );
  const budgetMinor = budgets.find((one) => one.currency === currency)?.perMonthMinor;
  const sums = [
    ['of one grant', grant.worthMinor, limit?.perGrantMinor[bound]],
    ['of one person in a day', sumOf(ofDay), limit?.perStaffDayMinor?.[bound]],
    ['of one customer in a year', sumOf(ofYear), limit?.perCustomerYearMinor?.[bound]],
    ['of one team in a month', sumOf(ofTeam), budgetMinor],
  ] as const;
  return sums
    .filter(([, sumMinor, mostMinor = 0]) => sumMinor > mostMinor)
    .map(
      ([what, sumMinor, mostMinor]) => `${grant.id} ${bound}: ${sumMinor} ${what}, ${mostMinor}`,
    );
}
