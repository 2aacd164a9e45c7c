/** What a decision's form is made of: the lines of the bill, the fees, and how far one may go. */
import { creditableLines, invoicesOf } from '../../db/cycle-papers.ts';
import { readCaseLines } from '../../db/dispute-views.ts';
import { loadCycleById } from '../../db/load-cycles.ts';
import { standingCharges } from '../../db/standing-charges.ts';
import type { MayGrantOfKind } from '../../domain/authority/may-grant.ts';
import type { Currency } from '../../domain/currency.ts';
import { refuse } from '../../domain/errors.ts';
import { authorityIn } from '../desk-authority.ts';
import type { OpenedCase } from './read-case.ts';
import type { DecisionKind } from './views.ts';
import type { Visit } from './visit.ts';

export type DecideLine = {
  readonly position: number;
  readonly serviceCode: string;
  readonly description: string;
  readonly leftNetMinor: number;
  readonly isDisputed: boolean;
};

export type DecideFacts = {
  readonly currency: Currency;
  readonly bill: string;
  /** Those of which something is left, the disputed ones first. */
  readonly lines: readonly DecideLine[];
  readonly charges: readonly {
    readonly chargeId: string;
    readonly kind: 'fee' | 'interest';
    readonly leftMinor: number;
  }[];
  readonly openMinor: number;
  readonly heldMinor: number;
  readonly daysLeft: number;
  readonly reopenDays: number;
  /** The language that the customer reads. */
  readonly language: string;
  /** How far the viewer may go with each kind of grant; none for other decisions. */
  readonly mayGrant: readonly MayGrantOfKind[];
};

export async function readDecideFacts(
  visit: Visit,
  { row, dispute, customer }: OpenedCase,
  kind: DecisionKind,
): Promise<DecideFacts> {
  const { em, staff, at } = visit;
  const [paper] = await invoicesOf(em, row.cycleId);
  if (!paper) return refuse('invoice_unknown', 'This cycle has no bill.');
  const disputed = await readCaseLines(em, row.disputeId);
  const positions = disputed
    .filter(({ invoice }) => invoice === paper.number)
    .map(({ position }) => position);
  const lines = (await creditableLines(em, paper))
    .filter(({ leftNetMinor }) => leftNetMinor > 0)
    .map(({ position, serviceCode, description, leftNetMinor }) => {
      const isDisputed = positions.includes(position);
      return { position, serviceCode, description, leftNetMinor, isDisputed };
    });
  const { openMinor, heldMinor = 0 } = await loadCycleById(em, row.cycleId);
  const may = kind === 'grant' ? await authorityIn(em, staff, row, at) : null;
  return {
    currency: row.currency,
    bill: paper.number,
    lines: [...lines.filter((one) => one.isDisputed), ...lines.filter((one) => !one.isDisputed)],
    charges: await standingCharges(em, row.cycleId),
    ...{ openMinor, heldMinor, daysLeft: dispute.daysLeft },
    reopenDays: dispute.policy.reopenDays,
    language: customer.language,
    mayGrant: may?.kinds ?? [],
  };
}
