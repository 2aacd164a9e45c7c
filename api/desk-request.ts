/** Asking a cycle for what somebody does about a dispute: the request is kept, its id is told. */
import { type DeskRequest, type NewDeskRequest, putDeskRequest } from '../db/desk-inbox.ts';
import { deskUpdate } from '../workflows/messages.ts';
import { askCycle, cycleIdentified } from './ask-cycle.ts';
import type { AllServices } from './services.ts';

/**
 * Keeps the request and returns when the cycle has done it; a cycle that had ended is taken up
 * again. Refuses what the cycle refuses. Asked again under the same id, it is done once.
 */
export async function askAtDesk(
  { database, temporal, clock, issueTimeoutMs }: AllServices,
  given: Omit<NewDeskRequest, 'requestedAt'>,
): Promise<DeskRequest> {
  const em = database.em.fork();
  const identity = await cycleIdentified(em, given.cycleId);
  const request = await putDeskRequest(em, { ...given, requestedAt: new Date(clock()) });
  const { requestId, disputeId } = request;
  const updateId = `desk/${requestId}`;
  const question = { update: deskUpdate(given.act), updateId, asked: { requestId, disputeId } };
  await askCycle(temporal, identity, question, issueTimeoutMs);
  return request;
}
