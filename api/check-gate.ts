/** The gate before personal data and decisions: nobody passes without a fresh check of the caller. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type CheckOnRecord, freshCheck } from '../db/caller-checks.ts';
import type { StaffFacts } from '../db/staff.ts';
import { refuse } from '../domain/errors.ts';

export type Contact = {
  readonly staff: StaffFacts;
  readonly customerId: string;
  readonly disputeId?: string | null;
  readonly at: Date;
};

/** The check by which this member of staff may see and decide; refused when there is none. */
export async function requireCheck(
  em: EntityManager,
  { staff, ...contact }: Contact,
): Promise<CheckOnRecord> {
  const check = await freshCheck(em, { staffId: staff.id, ...contact });
  return (
    check ?? refuse('check_needed', 'Check first that the person on the line is the customer.')
  );
}
