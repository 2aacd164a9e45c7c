/** Writes the papers of a correction: numbered, posted and in the journal. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { post, record } from '../db/books.ts';
import { type IssuedPaper, nextRevision } from '../db/cycle-papers.ts';
import type { Seller } from '../db/entities/parties.ts';
import type { LockedCycle } from '../db/lock-cycle.ts';
import { type NumberedPaper, type Paper, writePapers } from '../db/write-papers.ts';
import type { CorrectionRequest } from '../domain/facts.ts';
import type { InvoiceDraft } from '../domain/invoice.ts';
import type { Posting } from '../domain/ledger.ts';
import { issueContext } from './issuing.ts';

/** One correction under way: the cycle is locked, its claim changes from paper to paper. */
export type Correction = {
  readonly em: EntityManager;
  readonly cycle: LockedCycle;
  readonly seller: Seller;
  readonly request: CorrectionRequest;
  readonly at: Date;
  /** What a credit note lowers: the sale, or the price of it by a discount. */
  readonly account: 'revenue' | 'discount';
};

export async function writePaper(
  { em, cycle, seller, request, at }: Correction,
  kind: 'invoice' | 'credit_note',
  like: IssuedPaper,
  correctsId: string,
  draft: InvoiceDraft,
): Promise<NumberedPaper> {
  const context = issueContext(seller, at.getTime(), null);
  const paper: Paper = {
    kind,
    customerId: cycle.customerId,
    cycleId: cycle.cycleId,
    revision: await nextRevision(em, cycle.cycleId, kind),
    correctsId,
    undoesCredit: kind === 'invoice' && request.kind === 'undo_credit',
    dueOn: like.dueOn,
    period: like.period,
    currency: like.currency,
    language: like.language,
    terms: like.terms,
    // The customer goes on paying with the reference that they know.
    reference: like.reference,
    buyer: like.buyer,
    draft,
    reason: request.reason,
    decidedBy: request.decidedBy,
  };
  const [written] = await writePapers(em, kind, [paper], context);
  if (!written) throw new Error('a paper was written, yet it is not there');
  return written;
}

export async function writeDown(
  { em, cycle, seller, request, at }: Correction,
  paper: NumberedPaper,
  posting: Posting,
): Promise<void> {
  const { sellerId, customerId, cycleId, currency } = cycle;
  await post(em, [
    {
      sellerId,
      customerId,
      cycleId,
      currency,
      kind: paper.kind,
      fact: `${paper.kind}/${paper.number}`,
      bookedOn: issueContext(seller, at.getTime(), null).issuedOn,
      at,
      posting,
    },
  ]);
  await record(em, [
    {
      cycleId,
      fact: `correction/${request.correctionId}/${paper.number}`,
      kind: paper.kind === 'credit_note' ? 'credited' : 'reissued',
      at,
      actor: request.decidedBy,
      amountMinor: paper.draft.grossMinor,
      reason: request.reason,
      details: { paper: paper.number },
    },
  ]);
}
