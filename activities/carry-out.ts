/** Carries a decision out: the money, the end of the dispute, the letter. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Dispute } from '../db/disputes.ts';
import { noteCreditNote } from '../db/grants.ts';
import type { GrantRequest } from '../domain/authority/grant.ts';
import type { Decision } from '../domain/dispute/decision.ts';
import type { DecisionTold } from '../domain/letters/dispute/facts.ts';
import { applyCorrection, applyGrant, nothingMade, type PapersMade } from './apply-grant.ts';
import { finishDispute } from './finish-dispute.ts';
import { takePromise } from './promises.ts';

export type CarryingOut = {
  readonly decision: Decision;
  /** What makes a repeat of the same step write nothing; it ends in the request's id. */
  readonly fact: string;
  readonly by: { readonly name: string; readonly staffId: string | null; readonly role: string };
  /** What is said to the customer. */
  readonly words: string | null;
  /** The record of a decision that costs money; null for every other. */
  readonly grantId: string | null;
  /** The login of the second person, where one was needed. */
  readonly approvedBy?: string;
};

export async function carryOut(
  em: EntityManager,
  dispute: Dispute,
  carrying: CarryingOut,
  at: Date,
): Promise<void> {
  const { decision, fact, by, words, grantId, approvedBy } = carrying;
  const made = await moveMoney(em, dispute, carrying, at);
  const { creditNote } = made;
  if (grantId && creditNote) await noteCreditNote(em, grantId, creditNote, made.creditedMinor);
  const told = await toldOf(em, carrying, made);
  const end = { state: 'resolved', outcome: told.outcome, decidedBy: by.name } as const;
  const details = {
    decision,
    ...(grantId && { grantId }),
    ...(approvedBy && { approvedBy }),
    ...(creditNote && { creditNote }),
  };
  const says = { template: 'decided', decision: told } as const;
  const { staffId } = by;
  await finishDispute(em, dispute, { end, fact, staffId, words, details, says }, at);
  if (decision.kind === 'promise') await promise(em, dispute, carrying, at);
}

async function moveMoney(
  em: EntityManager,
  { cycleId, reason }: Dispute,
  { decision, by, grantId }: CarryingOut,
  at: Date,
): Promise<PapersMade> {
  if (grantId === null) return nothingMade;
  const applied = { grantId, cycleId, reason, decidedBy: by.name };
  if (decision.kind === 'correct') return applyCorrection(em, decision.correction, applied, at);
  if (decision.kind !== 'grant') return nothingMade;
  const { grant, invoice } = decision;
  return applyGrant(em, grant, { ...applied, invoice }, at);
}

/** What the customer is told of it, with the words of whoever decided. */
async function toldOf(
  em: EntityManager,
  { decision, words, grantId }: CarryingOut,
  { creditNote, creditedMinor, newInvoice }: PapersMade,
): Promise<DecisionTold> {
  const explanation = words ?? '';
  switch (decision.kind) {
    case 'explain':
      return { outcome: 'explained', explanation };
    case 'reject':
      return { outcome: 'rejected', explanation };
    case 'change':
      return { outcome: 'changed', change: explanation, from: null };
    case 'promise':
      return { outcome: 'promised', instalments: decision.instalments };
    case 'correct':
      return {
        ...{ outcome: 'corrected', creditedMinor, newInvoice, explanation: words },
        creditNote: creditNote ?? '',
      };
    case 'grant':
      return grantTold(em, decision.grant, { explanation, grantId, creditNote });
  }
}

async function grantTold(
  em: EntityManager,
  grant: GrantRequest,
  given: { explanation: string; grantId: string | null; creditNote: string | null },
): Promise<DecisionTold> {
  const { explanation, grantId, creditNote } = given;
  if (grant.kind === 'explanation_only') return { outcome: 'explained', explanation };
  const [row] = await em.execute<{ worth: string; serviceName: string | null }[]>(
    `select discount_grant.worth_minor as worth,
       (select coalesce(service.names ->> customer.language, service.names ->> 'en', service.code)
          from service where service.seller_id = customer.seller_id and service.code = ?)
         as "serviceName"
     from discount_grant join customer on customer.id = discount_grant.customer_id
     where discount_grant.id = ?`,
    [grant.kind === 'better_price' ? grant.serviceCode : '', grantId],
  );
  const worthMinor = Number(row?.worth ?? 0);
  const named =
    grant.kind === 'better_price'
      ? { ...grant, serviceName: row?.serviceName ?? grant.serviceCode }
      : grant;
  const said = explanation === '' ? null : explanation;
  return { outcome: 'granted', grant: named, worthMinor, creditNote, explanation: said };
}

/** After the dispute has ended: a promise is about all that is owed. */
async function promise(
  em: EntityManager,
  { cycleId }: Dispute,
  { decision, fact, by }: CarryingOut,
  at: Date,
): Promise<void> {
  if (decision.kind !== 'promise') return;
  const acceptedBy = by.role === 'supervisor' ? ('supervisor' as const) : ('agent' as const);
  const promiseId = `dispute-${fact.slice(fact.lastIndexOf('/') + 1)}`;
  const { instalments } = decision;
  await takePromise(em, cycleId, { promiseId, instalments, madeBy: 'customer', acceptedBy }, at);
}
