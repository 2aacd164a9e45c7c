/** What a granted decision does to the money: once, with its papers, entries and journal line. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { insertDiscounts } from '../db/discounts.ts';
import { creditableLines, invoicesOf, type IssuedPaper } from '../db/cycle-papers.ts';
import { discountsOf } from '../domain/authority/coming.ts';
import type { GrantRequest } from '../domain/authority/grant.ts';
import { creditScopeOf } from '../domain/authority/worth.ts';
import { refuse } from '../domain/errors.ts';
import type { CorrectionKind, CreditScope } from '../domain/facts.ts';
import { sumMinor } from '../domain/money.ts';
import { correct } from './correct.ts';
import { type Applied, waiveCharges } from './waive-charges.ts';

/** The papers that came of a decision. */
export type PapersMade = {
  readonly creditNote: string | null;
  readonly creditedMinor: number;
  readonly newInvoice: string | null;
};

export const nothingMade: PapersMade = { creditNote: null, creditedMinor: 0, newInvoice: null };

/** Does what was granted; what lowers this bill is a credit note. */
export async function applyGrant(
  em: EntityManager,
  grant: GrantRequest,
  applied: Applied,
  at: Date,
): Promise<PapersMade> {
  const { cycleId, grantId } = applied;
  if (grant.kind === 'explanation_only') return nothingMade;
  if (grant.kind === 'waive_charges') {
    await waiveCharges(em, applied, grant.chargeIds, at);
    return nothingMade;
  }
  const bill = await billOf(em, cycleId, applied.invoice);
  const scope = creditScopeOf(grant, await creditableLines(em, bill));
  if (scope) return creditAsDiscount(em, applied, bill.number, scope, at);
  await insertDiscounts(em, { grantId, customerId: bill.customerId }, discountsOf(grant), at);
  return nothingMade;
}

/** The bill that was named or, where none was, the newest bill of the period. */
export async function billOf(
  em: EntityManager,
  cycleId: string,
  number: string | undefined,
): Promise<IssuedPaper> {
  const invoices = await invoicesOf(em, cycleId);
  const found = number === undefined ? invoices[0] : invoices.find((one) => one.number === number);
  return found ?? refuse('invoice_unknown', 'This cycle has no such bill.');
}

/** A discount after the bill is a credit note that lowers no revenue, but shows as what it is. */
export async function creditAsDiscount(
  em: EntityManager,
  applied: Applied,
  invoice: string,
  scope: CreditScope,
  at: Date,
): Promise<PapersMade> {
  const { grantId, cycleId, reason, decidedBy } = applied;
  const kind = { kind: 'credit', scope, invoice } as const;
  const request = { ...kind, correctionId: `grant-${grantId}`, reason, decidedBy };
  await correct(em, cycleId, request, at, 'discount');
  return papersOf(em, cycleId, request.correctionId);
}

/** Corrects a bill that was wrong. */
export async function applyCorrection(
  em: EntityManager,
  correction: CorrectionKind,
  { grantId, cycleId, reason, decidedBy }: Applied,
  at: Date,
): Promise<PapersMade> {
  const request = { ...correction, correctionId: `grant-${grantId}`, reason, decidedBy };
  await correct(em, cycleId, request, at);
  return papersOf(em, cycleId, request.correctionId);
}

/** As the journal names them: of several credit notes the last one, and the sum of all. */
async function papersOf(
  em: EntityManager,
  cycleId: string,
  correctionId: string,
): Promise<PapersMade> {
  const rows = await em.execute<{ kind: string; paper: string; minor: string }[]>(
    `select kind, details ->> 'paper' as paper, amount_minor as minor from journal
      where cycle_id = ? and starts_with(fact, ?) order by id`,
    [cycleId, `correction/${correctionId}/`],
  );
  const credits = rows.filter(({ kind }) => kind === 'credited');
  return {
    creditNote: credits.at(-1)?.paper ?? null,
    creditedMinor: sumMinor(credits.map(({ minor }) => Number(minor))),
    newInvoice: rows.find(({ kind }) => kind === 'reissued')?.paper ?? null,
  };
}
