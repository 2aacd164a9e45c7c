/**
 * The proof that invoices, payments, credits and books agree. It reads only, at one moment of the
 * database: what is booked meanwhile disturbs neither side.
 */
import { IsolationLevel } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { cardChecks } from './card-checks.ts';
import type { Check, CheckResult } from './check.ts';
import { cycleChecks } from './cycle-checks.ts';
import { discountChecks } from './discount-checks.ts';
import { disputeChecks } from './dispute-checks.ts';
import { factChecks } from './fact-checks.ts';
import { grantChecks } from './grant-checks.ts';
import { paperChecks } from './paper-checks.ts';
import { postingChecks } from './posting-checks.ts';
import { standingCheck } from './standing-check.ts';
import { suspenseChecks } from './suspense-checks.ts';

const checks: readonly Check[] = [
  ...postingChecks,
  ...factChecks,
  ...cycleChecks,
  standingCheck,
  ...suspenseChecks,
  ...cardChecks,
  ...grantChecks,
  ...discountChecks,
  ...disputeChecks,
  ...paperChecks,
];

/** Proves the books as they are now, naming at most so many differences of each check. */
export async function proveBooks(
  em: EntityManager,
  { namedAtMost = 100 }: { readonly namedAtMost?: number } = {},
): Promise<CheckResult[]> {
  return em.transactional((reading) => runChecks(reading, namedAtMost), {
    isolationLevel: IsolationLevel.REPEATABLE_READ,
    readOnly: true,
  });
}

/** The same within a transaction that the caller holds. */
export async function runChecks(em: EntityManager, namedAtMost: number): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) results.push(await check(em, namedAtMost));
  return results;
}
