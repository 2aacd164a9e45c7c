/** Corrections of an issued invoice: credit note, void and reissue, and the undo of a credit. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { addCredit, lockCredit, takeCredit } from '../db/customer-credit.ts';
import {
  creditableLines,
  creditNoteOf,
  type IssuedPaper,
  isUndone,
  invoicesOf,
} from '../db/cycle-papers.ts';
import { discountsUsed } from '../db/discounts.ts';
import { tellCase } from '../db/disputes.ts';
import { readCustomersToBill } from '../db/due-contracts.ts';
import { Seller } from '../db/entities/parties.ts';
import { type UndoneGrant, undoGrant } from '../db/grants.ts';
import { holdWhileEnded, lockCycle, saveClaim } from '../db/lock-cycle.ts';
import { buyerOf } from '../db/write-bills.ts';
import { billFor } from '../domain/billing.ts';
import {
  afterCreditNote,
  afterCreditUse,
  afterFurtherInvoice,
  type Claim,
  standingOf,
} from '../domain/claim.ts';
import { draftCreditNote, leftToCredit } from '../domain/credit-note.ts';
import { refuse } from '../domain/errors.ts';
import type { CorrectionRequest, CreditScope } from '../domain/facts.ts';
import type { InvoiceDraft } from '../domain/invoice.ts';
import {
  creditNotePosting,
  discountPosting,
  discountUndonePosting,
  invoicePosting,
} from '../domain/ledger.ts';
import { type Correction, writeDown, writePaper } from './correction-papers.ts';
import { issueContext, price } from './issuing.ts';

/** Makes a correction once: its id is in the journal afterwards. */
export async function correct(
  em: EntityManager,
  cycleId: string,
  request: CorrectionRequest,
  at: Date,
  account: Correction['account'] = 'revenue',
): Promise<void> {
  const cycle = await lockCycle(em, cycleId);
  if (await isKnown(em, cycleId, request)) return;
  await lockCredit(em, cycle.customerId);
  const seller = await em.findOneOrFail(Seller, { id: cycle.sellerId });
  const correction = { em, cycle, seller, request, at, account };
  const claim = await corrected(correction);
  if (standingOf(claim) === 'open') await holdWhileEnded(em, [cycle], at);
  await saveClaim(em, cycleId, claim, at);
}

async function corrected(correction: Correction): Promise<Claim> {
  const { cycle, request } = correction;
  switch (request.kind) {
    case 'credit': {
      const invoice = await invoiceToCredit(correction, request.invoice);
      return credit(correction, cycle.claim, invoice, request.scope);
    }
    case 'void_and_reissue':
      return reissue(correction, await creditEverything(correction));
    case 'undo_credit':
      return undoCredit(correction, request.creditNote);
  }
}

/** The invoice that was named, or the only one; who credits one of several has to name it. */
async function invoiceToCredit({ em, cycle }: Correction, number: string | undefined) {
  const invoices = await invoicesOf(em, cycle.cycleId);
  const found =
    number === undefined && invoices.length === 1
      ? invoices[0]
      : invoices.find((invoice) => invoice.number === number);
  const numbers = invoices.map((invoice) => invoice.number).join(', ');
  return found ?? refuse('invoice_unknown', `Name one of the invoices of this cycle: ${numbers}.`);
}

/** Credits whatever is left of every invoice of the cycle. */
async function creditEverything(correction: Correction): Promise<Claim> {
  const { em, cycle } = correction;
  let { claim } = cycle;
  let isAnythingLeft = false;
  for (const invoice of await invoicesOf(em, cycle.cycleId)) {
    const lines = await creditableLines(em, invoice);
    if (leftToCredit(lines) <= 0) continue;
    isAnythingLeft = true;
    claim = await credit(correction, claim, invoice, { kind: 'whole' });
  }
  return isAnythingLeft ? claim : refuse('nothing_to_credit', 'Nothing is left to void.');
}

/** Its papers are in the journal under its id; their numbers hold no slash. */
async function isKnown(em: EntityManager, cycleId: string, { correctionId }: CorrectionRequest) {
  const rows = await em.execute<unknown[]>(
    `select 1 from journal where cycle_id = ? and starts_with(fact, ?)
       and position('/' in substr(fact, length(?) + 1)) = 0`,
    [cycleId, `correction/${correctionId}/`, `correction/${correctionId}/`],
  );
  return rows.length > 0;
}

async function credit(
  correction: Correction,
  before: Claim,
  invoice: IssuedPaper,
  scope: CreditScope,
): Promise<Claim> {
  const { em, cycle, account } = correction;
  const draft = draftCreditNote(await creditableLines(em, invoice), scope);
  const note = await writePaper(correction, 'credit_note', invoice, invoice.id, draft);
  const { claim, ...divided } = afterCreditNote(before, draft.grossMinor);
  await addCredit(em, cycle.customerId, divided.toCreditMinor);
  const posting = account === 'discount' ? discountPosting : creditNotePosting;
  await writeDown(correction, note, posting({ ...note.draft, ...divided }));
  return claim;
}

/** The invoice anew from the contract as it is now; what is owed to the customer is used for it. */
async function reissue(correction: Correction, before: Claim): Promise<Claim> {
  const { em, cycle, seller, at } = correction;
  const [customer] = await readCustomersToBill(em, [cycle.customerId]);
  const bill = customer && billFor(customer.contracts, cycle.period, 'again');
  if (!bill) {
    return refuse('contract_not_active', 'The contract as it is now has no such period.');
  }
  const context = issueContext(seller, at.getTime(), null);
  const priced = price(bill, customer, context, await discountsUsed(em, cycle.cycleId));
  if ('code' in priced) return refuse(priced.code, priced.detail);
  const [last] = await invoicesOf(em, cycle.cycleId);
  if (!last) return refuse('invoice_unknown', 'This cycle has no invoice.');
  const { language } = customer;
  const like = {
    ...last,
    language,
    dueOn: priced.dueOn,
    terms: bill.terms,
    buyer: buyerOf(customer),
  };
  return claimAgain(correction, before, like, last.id, priced.draft);
}

/**
 * Claims again what a credit note took back, on the account that it lowered. A grant that it came
 * of is undone with it.
 */
async function undoCredit(correction: Correction, number: string): Promise<Claim> {
  const { em, cycle } = correction;
  const note = await creditNoteOf(em, cycle.cycleId, number);
  if (await isUndone(em, note.id)) {
    return refuse('credit_undone', `Credit note ${number} was undone before.`);
  }
  const netMinor = note.lines.reduce((sum, line) => sum + line.netMinor, 0);
  const taxMinor = note.lines.reduce((sum, line) => sum + line.taxMinor, 0);
  const draft = {
    lines: note.lines,
    taxSummary: await taxSummaryOf(em, note.id),
    netMinor,
    taxMinor,
    grossMinor: netMinor + taxMinor,
  };
  const grant = await undoGrant(em, cycle.cycleId, number);
  if (grant) await tellUndone(correction, grant, number);
  const isDiscount = grant !== null && grant.kind !== 'correction';
  const posting = isDiscount ? discountUndonePosting : invoicePosting;
  return claimAgain(correction, cycle.claim, note, note.id, draft, posting);
}

/** The case was decided long ago: its story goes on, and says what became of the decision. */
async function tellUndone(
  { em, request, at }: Correction,
  { disputeId, grantId }: UndoneGrant,
  creditNote: string,
): Promise<void> {
  await tellCase(em, {
    ...{ disputeId, fact: `undone/${creditNote}`, kind: 'grant_undone', at },
    actor: request.decidedBy,
    words: request.reason,
    details: { grantId, creditNote },
  });
}

/** A further invoice of the cycle, settled with the customer's credit as far as that goes. */
async function claimAgain(
  correction: Correction,
  before: Claim,
  like: IssuedPaper,
  correctsId: string,
  draft: InvoiceDraft,
  posting = invoicePosting,
): Promise<Claim> {
  const { em, cycle } = correction;
  const invoice = await writePaper(correction, 'invoice', like, correctsId, draft);
  const creditUsedMinor = await takeCredit(em, cycle.customerId, draft.grossMinor);
  await writeDown(correction, invoice, posting({ ...draft, creditUsedMinor }));
  return afterCreditUse(afterFurtherInvoice(before, draft.grossMinor), creditUsedMinor);
}

async function taxSummaryOf(em: EntityManager, paperId: string) {
  const [row] = await em.execute<{ summary: InvoiceDraft['taxSummary'] }[]>(
    'select tax_summary as summary from invoice where id = ?',
    [paperId],
  );
  return row?.summary ?? [];
}
