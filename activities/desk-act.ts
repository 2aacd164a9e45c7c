import type { EntityManager } from '@mikro-orm/postgresql';
import { type DeskRequest, deskRequest } from '../db/desk-inbox.ts';
import type { DeskAct, DeskMessage } from '../domain/dispute/acts.ts';
import { type Refusal, refuse } from '../domain/errors.ts';
import { answerDispute } from './answer-dispute.ts';
import { approveGrant } from './approve-grant.ts';
import { decideDispute } from './decide-dispute.ts';
import { openDispute } from './open-dispute.ts';
import { reopenDispute } from './reopen-dispute.ts';
import { returnDispute, takeDispute } from './take-dispute.ts';
import { withdrawDispute } from './withdraw-dispute.ts';

type Act = (
  em: EntityManager,
  cycleId: string,
  request: DeskRequest,
  at: Date,
) => Promise<Refusal | void>;

const acts: Readonly<Record<DeskAct, Act>> = {
  openDispute,
  takeDispute,
  returnDispute,
  answerDispute,
  decideDispute,
  approveGrant,
  withdrawDispute,
  reopenDispute,
};

/**
 * Does what somebody asked at the desk, on the bill's page or over HTTP. The request in the inbox
 * says what and who; a message without one was typed by hand, and nobody was let in to send it. A
 * refusal that must stay on record is returned, every other is thrown.
 */
export async function doDeskAct(
  em: EntityManager,
  cycleId: string,
  act: DeskAct,
  { requestId, disputeId }: DeskMessage,
  at: Date,
): Promise<Refusal | null> {
  const request = await deskRequest(em, requestId);
  const isTheSame =
    request?.cycleId === cycleId && request.act === act && request.disputeId === disputeId;
  if (!request || !isTheSame) {
    return refuse(
      'proof_missing',
      'Decisions about a dispute come from the desk or the API: there is no such request.',
    );
  }
  return (await acts[act](em, cycleId, request, at)) ?? null;
}
