/**
 * Who may correct a bill that was wrong. A correction is no discount: it asks for no tenure and
 * counts against no budget. But credit notes, of any size or number, must not be a way around the
 * limits on discounts, so above an amount for a bill it takes a second person as well. Pure.
 */
import type { Currency } from '../currency.ts';
import type { CorrectionKind } from '../facts.ts';
import { formatMoney, multiplyRatio, sumMinor } from '../money.ts';
import type { Role } from '../staff.ts';
import type { RefusalCode } from '../errors.ts';
import type { ApprovalJudgement, Judgement } from './judge.ts';
import type { DiscountPolicy } from './policy.ts';
import { type SpokenRule, verdictOn } from './verdict.ts';
import { type LineLeft, leftOfBill } from './worth.ts';

export type CorrectionFacts = {
  readonly role: Role;
  readonly currency: Currency;
  /** What is left of the cycle's bills, gross: voiding takes all of it. */
  readonly leftMinor: number;
  readonly lines: readonly LineLeft[];
  /** What people took off this cycle's bills by corrections before: several count as one. */
  readonly correctedMinor: number;
};

export function judgeCorrection(
  { corrections }: Pick<DiscountPolicy, 'corrections'>,
  correction: CorrectionKind,
  facts: CorrectionFacts,
): Judgement {
  const { role, currency, correctedMinor } = facts;
  const worthMinor = worthOfCorrection(correction, facts);
  const bound = corrections.find((one) => one.role === role && one.currency === currency);
  const left = (minor = 0) => Math.max(0, minor - correctedMinor);
  const alone = left(bound?.perCorrectionMinor.alone);
  const withSecond = left(bound?.perCorrectionMinor.withSecond);
  const says = verdictOn(worthMinor, { alone, withSecond });
  const money = (minor: number) => formatMoney(minor, currency, 'en');
  const words = {
    allowed: `A correction of up to ${money(alone)} I may make alone.`,
    needs_second_person: `A correction above ${money(alone)} takes a colleague’s approval.`,
    refused: `A correction above ${money(withSecond)} is not mine to make, even with approval.`,
  };
  const rule: SpokenRule = { rule: 'per_correction', says, words: words[says] };
  return {
    verdict: says,
    worthMinor,
    currency,
    rules: [rule],
    aloneUpToMinor: alone,
    withSecondUpToMinor: withSecond,
  };
}

/** What it takes off the bill at most; what claims something again takes off nothing. */
function worthOfCorrection(
  correction: CorrectionKind,
  { leftMinor, lines }: CorrectionFacts,
): number {
  if (correction.kind === 'undo_credit') return 0;
  if (correction.kind === 'void_and_reissue') return leftMinor;
  const { scope } = correction;
  switch (scope.kind) {
    case 'whole':
      return leftOfBill(lines);
    case 'amount':
      return Math.max(0, scope.grossMinor);
    case 'lines': {
      const byPosition = Map.groupBy(scope.lines, ({ position }) => position);
      const parts = [...byPosition].map(([position, together]) => {
        const netMinor = sumMinor(together.map((line) => line.netMinor));
        return withTax({ position, netMinor }, lines);
      });
      return Math.max(0, sumMinor(parts));
    }
  }
}

/** As the credit note will say: a line that is named in many small parts is taxed as one. */
function withTax(
  { position, netMinor }: { readonly position: number; readonly netMinor: number },
  lines: readonly LineLeft[],
): number {
  const line = lines.find((one) => one.position === position);
  if (!line || line.leftNetMinor <= 0) return netMinor;
  return netMinor + multiplyRatio(line.leftTaxMinor, netMinor, line.leftNetMinor);
}

/** Whether this person may be the second for a correction: another one, whose own limit covers it. */
export function judgeCorrectionApproval(
  policy: Pick<DiscountPolicy, 'corrections' | 'approvers'>,
  asked: { readonly grantedBy: string; readonly worthMinor: number; readonly currency: Currency },
  approver: { readonly id: string; readonly role: Role },
): ApprovalJudgement {
  const { grantedBy, worthMinor, currency } = asked;
  if (approver.id === grantedBy) {
    return said('approval_same_person', 'Nobody approves what they ask for themselves.');
  }
  const bound = policy.corrections.find(
    (one) => one.role === approver.role && one.currency === currency,
  );
  const aloneMinor = bound?.perCorrectionMinor.alone ?? 0;
  if (policy.approvers.includes(approver.role) && worthMinor <= aloneMinor) {
    const words = `A correction of up to ${formatMoney(aloneMinor, currency, 'en')} I may approve.`;
    return { refusal: null, rules: [{ rule: 'per_correction', says: 'allowed', words }] };
  }
  return said('authority_exceeded', 'A correction of this size is beyond what I may approve.');
}

function said(code: RefusalCode, words: string): ApprovalJudgement {
  return {
    refusal: { code, detail: words },
    rules: [{ rule: 'per_correction', says: 'refused', words }],
  };
}
