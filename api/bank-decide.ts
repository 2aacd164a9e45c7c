/** Taking a person's decision on a bank entry through its workflow. */
import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import { BankEntry } from '../db/entities/bank.ts';
import type { BankDecision } from '../domain/bank/decision.ts';
import { refuse } from '../domain/errors.ts';
import {
  type BankDecisionInput,
  type BankDecisionResult,
  bankDecisionWorkflowId,
} from '../workflows/messages.ts';
import { bankDecisionStartOptions } from '../workflows/start-options.ts';
import { isTemporalGone } from './failures.ts';
import type { AllServices } from './services.ts';
import { callTimeoutMs, within } from './temporal.ts';

type Target = {
  readonly invoice?: string | undefined;
  readonly customer?: string | undefined;
  readonly payment?: string | undefined;
};

/** The one target that a request names. */
export function assignmentOf({ invoice, customer, payment }: Target): BankDecision {
  if (invoice !== undefined) return { kind: 'assign', to: 'invoice', invoice };
  if (customer !== undefined) return { kind: 'assign', to: 'customer', customer };
  return { kind: 'assign', to: 'payment', payment: payment ?? '' };
}

/**
 * Has the decision taken. False when the Temporal Server has it and no worker took it up in time.
 * Refuses what the books refuse, and a decision that came after another one.
 */
export async function decide(
  { database, temporal, issueTimeoutMs }: AllServices,
  input: BankDecisionInput,
): Promise<boolean> {
  const { entryId, decision } = input;
  await within(temporal, callTimeoutMs, () =>
    temporal.workflow.start('bankDecision', bankDecisionStartOptions(input)),
  );
  const result = await resultOf(temporal, entryId, issueTimeoutMs);
  if (result === null) return false;
  if (result.refused) refuse(result.refused.code, result.refused.detail);
  // Two persons at the same time share a workflow, and only one of them decided.
  const entry = await database.em.fork().findOneOrFail(BankEntry, { id: entryId });
  if (!isDeepStrictEqual(entry.decision, decision)) {
    refuse('bank_entry_settled', `Somebody else has just decided on the entry ${entryId}.`);
  }
  return true;
}

/** Null when the workflow waits for a worker. */
async function resultOf(
  temporal: Client,
  entryId: string,
  timeoutMs: number,
): Promise<BankDecisionResult | null> {
  const handle = temporal.workflow.getHandle<() => Promise<BankDecisionResult>>(
    bankDecisionWorkflowId({ entryId }),
  );
  try {
    return await within(temporal, timeoutMs, () => handle.result());
  } catch (error) {
    if (!isTemporalGone(error)) throw error;
    const { status } = await within(temporal, callTimeoutMs, () => handle.describe());
    if (status.name === 'RUNNING') return null;
    throw error;
  }
}
