/** From a decision's name to what is asked, of a bill as it is by then. */
import type { GrantRequest } from '../../domain/authority/grant.ts';
import { addDays, localDateAt } from '../../domain/calendar.ts';
import type { Decision } from '../../domain/dispute/decision.ts';
import type { CreditScope, Instalment } from '../../domain/facts.ts';
import type { PaperRow } from './books-reading.ts';
import type { DecideDeed } from './desk-story.ts';

/** What a decision can be about. */
export type Matter = {
  readonly bill: PaperRow;
  readonly openMinor: number;
  readonly chargeIds: readonly string[];
  readonly nowMs: number;
};

type Asked = Pick<DecideDeed, 'decision' | 'percent' | 'bills'>;

export function decisionFor({ decision, percent, bills }: Asked, matter: Matter): Decision {
  const { bill, openMinor, nowMs } = matter;
  const share = (minor: number) => Math.max(1, Math.floor((minor * percent) / 100));
  const correction = (scope: CreditScope): Decision => ({
    kind: 'correct',
    correction: { kind: 'credit', scope, invoice: bill.number },
  });
  switch (decision) {
    case 'explain':
    case 'reject':
    case 'change':
      return { kind: decision };
    case 'promise':
      return { kind: 'promise', instalments: instalmentsOf(openMinor, (bills % 3) + 1, nowMs) };
    case 'correct_whole':
      return correction({ kind: 'whole' });
    case 'correct_amount':
      return correction({ kind: 'amount', grossMinor: share(bill.grossMinor) });
    case 'correct_lines':
      return correction({ kind: 'lines', lines: someLines(bill, percent) });
    case 'void_and_reissue':
      return { kind: 'correct', correction: { kind: 'void_and_reissue' } };
    default: {
      const grant = grantFor(decision, percent, bills, matter);
      const isNamed = percent % 3 > 0;
      return { kind: 'grant', grant, ...(isNamed && { invoice: bill.number }) };
    }
  }
}

function grantFor(
  kind: GrantRequest['kind'],
  percent: number,
  bills: number,
  { bill, chargeIds }: Matter,
): GrantRequest {
  const share = (minor: number) => Math.max(1, Math.floor((minor * percent) / 100));
  const basisPoints = Math.min(10_000, percent * 100);
  const netMinor = share(bill.lines[0]?.netMinor ?? 0);
  switch (kind) {
    case 'explanation_only':
      return { kind };
    case 'percent_off_lines':
      return { kind, positions: bill.lines.map(({ position }) => position), basisPoints };
    case 'amount_off_lines':
      return { kind, lines: someLines(bill, percent) };
    case 'goodwill_credit':
      return { kind, grossMinor: share(bill.grossMinor) };
    case 'waive_charges':
      return { kind, chargeIds: chargeIds.length > 0 ? chargeIds : ['none'] };
    case 'percent_off_next_bills':
      return { kind, basisPoints, bills };
    case 'amount_off_next_bills':
      return { kind, netMinor, bills };
    case 'free_months':
      return { kind, months: bills };
    case 'better_price':
      return { kind, serviceCode: 'fibre', unitPriceMinor: netMinor, priceVersion: 'new', bills };
  }
}

/** Above 100 percent it asks for more than there is; a line may be named twice, in two parts. */
function someLines({ lines }: PaperRow, percent: number): { position: number; netMinor: number }[] {
  const sold = lines.filter(({ netMinor }) => netMinor > 0);
  const asked = sold.map(({ position, netMinor }) => ({
    position,
    netMinor: Math.max(1, Math.floor((netMinor * percent) / 100)),
  }));
  const [first] = asked;
  if (percent % 4 > 0 || !first) return asked;
  return [...asked, { ...first, netMinor: 1 }];
}

function instalmentsOf(openMinor: number, parts: number, nowMs: number): Instalment[] {
  const today = localDateAt(nowMs, 'Europe/Tallinn');
  const part = Math.floor(openMinor / parts);
  return Array.from({ length: parts }, (_, index) => ({
    on: addDays(today, 3 + 7 * index),
    amountMinor: index === 0 ? openMinor - part * (parts - 1) : part,
  }));
}
