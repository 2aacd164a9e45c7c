/** What is granted or corrected, in a few words. */
import type { GrantRequest } from '../../domain/authority/grant.ts';
import type { Decision } from '../../domain/dispute/decision.ts';
import type { Money } from './views.ts';
import { counted, moneyWords } from './words.ts';

/** `worth` is what it comes to, gross, as the rules have judged it. */
export function decidedWords(decision: Decision, worth: Money): string {
  if (decision.kind === 'grant') return grantWords(decision.grant, worth);
  if (decision.kind !== 'correct') return moneyWords(worth);
  return decision.correction.kind === 'void_and_reissue'
    ? 'the bill anew'
    : `a correction of ${moneyWords(worth)}`;
}

function grantWords(grant: GrantRequest, worth: Money): string {
  const { currency } = worth;
  const money = (minor: number) => moneyWords({ minor, currency });
  switch (grant.kind) {
    case 'percent_off_lines':
      return `${percent(grant.basisPoints)} off ${linesWords(grant.positions)}, ${moneyWords(worth)}`;
    case 'amount_off_lines':
      return `${moneyWords(worth)} off ${linesWords(grant.lines.map(({ position }) => position))}`;
    case 'goodwill_credit':
      return `${moneyWords(worth)} as goodwill`;
    case 'waive_charges':
      return `${moneyWords(worth)} of fees and interest let go`;
    case 'percent_off_next_bills':
      return `${percent(grant.basisPoints)} off the ${nextBills(grant.bills)}`;
    case 'amount_off_next_bills':
      return `${money(grant.netMinor)} before tax off the ${nextBills(grant.bills)}`;
    case 'free_months':
      return `the ${nextBills(grant.months)} free`;
    case 'better_price':
      return `${grant.serviceCode} at ${money(grant.unitPriceMinor)} before tax on the ${nextBills(grant.bills)}`;
    case 'explanation_only':
      return 'an explanation';
  }
}

function percent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}

function nextBills(count: number): string {
  return count === 1 ? 'next bill' : `next ${counted(count, 'bill')}`;
}

function linesWords(positions: readonly number[]): string {
  return positions.length === 1 ? `line ${positions[0]}` : `lines ${positions.join(', ')}`;
}
