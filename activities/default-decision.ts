import type { EntityManager } from '@mikro-orm/postgresql';
import { creditableLines, type IssuedPaper } from '../db/cycle-papers.ts';
import type { Dispute } from '../db/disputes.ts';
import { insertGrant, noteCreditNote } from '../db/grants.ts';
import { newId } from '../db/new-id.ts';
import { type DefaultCredit, defaultCredit } from '../domain/dispute/default-credit.ts';
import { RefusalError } from '../domain/errors.ts';
import { billOf, creditAsDiscount } from './apply-grant.ts';
import { finishDispute } from './finish-dispute.ts';

const policyName = 'default decision';

/**
 * Every promise was missed and nobody decided: the policy does, in the customer's favour, and says
 * so. What is credited is a discount that nobody granted by hand.
 */
export async function decideByDefault(
  em: EntityManager,
  dispute: Dispute,
  at: Date,
): Promise<void> {
  const { disputeId, reopened } = dispute;
  const bill = await disputedBill(em, dispute);
  const credit = await creditFor(em, dispute, bill);
  const creditNote = credit ? await tryToGrant(em, dispute, bill, credit, at) : null;
  const worthMinor = creditNote === null ? 0 : (credit?.worthMinor ?? 0);
  const fact = `default/${reopened}`;
  const end = { state: 'resolved', outcome: 'defaulted', decidedBy: policyName } as const;
  const says = {
    template: 'default_decision',
    promisedByMs: dispute.clock.resolveByMs,
    amountMinor: worthMinor,
    creditNote,
  } as const;
  const details = { worthMinor, creditNote, dispute: disputeId };
  const ending = { end, fact, staffId: null, words: null, details, says };
  await finishDispute(em, dispute, ending, at);
}

/** The bill whose lines are disputed; of several the newest. */
async function disputedBill(em: EntityManager, dispute: Dispute): Promise<IssuedPaper> {
  const [row] = await em.execute<{ number: string }[]>(
    `select invoice.number from dispute_line join invoice on invoice.id = dispute_line.invoice_id
      where dispute_id = ? order by invoice.id desc limit 1`,
    [dispute.disputeId],
  );
  return billOf(em, dispute.cycleId, row?.number);
}

async function creditFor(
  em: EntityManager,
  { disputeId, isWhole, reason, currency, policy }: Dispute,
  bill: IssuedPaper,
): Promise<DefaultCredit | null> {
  const decision = policy.defaultDecisions[reason];
  if (decision.kind === 'explain') return null;
  const named = await em.execute<{ position: number }[]>(
    'select position from dispute_line where dispute_id = ? and invoice_id = ?',
    [disputeId, bill.id],
  );
  const disputed = isWhole ? 'whole' : named.map(({ position }) => position);
  const allowedMinor = decision.upToMinor[currency] ?? 0;
  return defaultCredit(await creditableLines(em, bill), disputed, allowedMinor);
}

/**
 * Nobody is there to mend what cannot be credited: then the dispute ends without a credit, and its
 * cycle goes on, instead of trying the same for ever.
 */
async function tryToGrant(
  em: EntityManager,
  dispute: Dispute,
  bill: IssuedPaper,
  credit: DefaultCredit,
  at: Date,
): Promise<string | null> {
  try {
    return await em.transactional((inner) => grant(inner, dispute, bill, credit, at));
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

async function grant(
  em: EntityManager,
  { disputeId, cycleId, reason, policy }: Dispute,
  bill: IssuedPaper,
  { scope, worthMinor }: DefaultCredit,
  at: Date,
): Promise<string | null> {
  const words = 'Nobody answered in the time that was promised.';
  const grantId = await insertGrant(em, {
    disputeId,
    requestId: newId(),
    kind: 'default_decision',
    asked: { scope },
    worthMinor,
    state: 'granted',
    ...{ staffId: null, askedBy: policyName, role: null, team: null },
    policy: `${policy.code}/${policy.version}`,
    rules: [{ rule: 'default_decision', says: 'allowed', words }],
    ...{ fairness: null, flag: null, checkId: null, askedAt: at, expiresAt: null, decidedAt: at },
  });
  const applied = { grantId, cycleId, reason, decidedBy: policyName };
  const { creditNote, creditedMinor } = await creditAsDiscount(em, applied, bill.number, scope, at);
  if (creditNote) await noteCreditNote(em, grantId, creditNote, creditedMinor);
  return creditNote;
}
