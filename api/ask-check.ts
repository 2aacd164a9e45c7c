/** Beginning a caller check, for the routes and for the pages of the desk. */
import { noteAccess } from '../db/access-log.ts';
import { askCheck, type CheckAsked, type CheckOnRecord, giveUpCheck } from '../db/caller-checks.ts';
import { Seller } from '../db/entities/parties.ts';
import type { StaffFacts } from '../db/staff.ts';
import { maskedEmail } from '../domain/caller-check.ts';
import type { CallerCheckInput, CallerCheckResult } from '../workflows/messages.ts';
import { callerCheckStartOptions } from '../workflows/start-options.ts';
import { customerNumbered } from './parties.ts';
import type { AllServices } from './services.ts';
import { callTimeoutMs, within } from './temporal.ts';

export type CheckWish = Pick<CheckAsked, 'method' | 'facts'> & {
  /** The customer's number with the seller that the member of staff works for. */
  readonly number: string;
  readonly disputeId?: string | null | undefined;
};

/** Asks a check and, for a code, lets the worker make and send it. */
export async function askCallerCheck(
  { database, temporal, clock }: Pick<AllServices, 'database' | 'temporal' | 'clock'>,
  { id: staffId, sellerId }: StaffFacts,
  { number, disputeId = null, ...wished }: CheckWish,
): Promise<{ readonly check: CheckOnRecord; readonly sentTo: string | null }> {
  const em = database.em.fork();
  const at = new Date(clock());
  const seller = await em.findOneOrFail(Seller, { id: sellerId });
  const { id: customerId, email } = await customerNumbered(em, seller, number);
  const check = await askCheck(em, { ...wished, staffId, customerId, disputeId }, at);
  await noteAccess(em, { staffId, customerIds: [customerId], disputeId, what: 'caller_check', at });
  if (check.method !== 'code') return { check, sentTo: null };
  try {
    const options = callerCheckStartOptions({ checkId: check.id });
    await within(temporal, callTimeoutMs, () =>
      temporal.workflow.start<CheckWorkflow>('callerCheck', options),
    );
  } catch (error) {
    await giveUpCheck(em, check.id);
    throw error;
  }
  return { check, sentTo: maskedEmail(email) };
}

type CheckWorkflow = (input: CallerCheckInput) => Promise<CallerCheckResult>;
