/**
 * What a grant is worth, gross, in minor units: what limits and budgets count. What is taken off
 * this bill is worth exactly what its credit note will say; what is taken off coming bills is
 * worth what they are expected to be. Pure.
 */
import type { CreditableLine } from '../credit-note.ts';
import type { Currency } from '../currency.ts';
import { refuse } from '../errors.ts';
import type { CreditedLine, CreditScope } from '../facts.ts';
import type { InvoiceLine } from '../invoice.ts';
import { multiplyQuantity, multiplyRatio, shareOf, sumMinor } from '../money.ts';
import type { GrantRequest } from './grant.ts';

/** A line of the bill with what credit notes have left of it. */
export type LineLeft = Pick<CreditableLine, 'position' | 'leftNetMinor' | 'leftTaxMinor'>;

/** A fee or interest with what still stands of it. */
export type ChargeLeft = { readonly chargeId: string; readonly leftMinor: number };

/** A line of the next bill as it is expected, before discounts. */
export type ExpectedLine = Pick<
  InvoiceLine,
  'serviceCode' | 'quantity' | 'unitPriceMinor' | 'rateBasisPoints' | 'netMinor' | 'taxMinor'
>;

export type WorthFacts = {
  readonly currency: Currency;
  readonly lines: readonly LineLeft[];
  readonly charges: readonly ChargeLeft[];
  readonly nextBill: readonly ExpectedLine[];
};

type Request<Kind extends GrantRequest['kind']> = Extract<GrantRequest, { kind: Kind }>;

/**
 * Never below nothing. Refuses `credit_too_large` (more than is left of a line, of the bill or of
 * the next bill), `line_unknown`, `charge_unknown`, `amount_too_large`, and `nothing_to_credit`
 * where no bill is to come.
 */
export function worthOf(request: GrantRequest, facts: WorthFacts): number {
  switch (request.kind) {
    case 'explanation_only':
      return 0;
    case 'percent_off_lines':
    case 'amount_off_lines':
      return worthOfLines(creditedLines(request, facts.lines), facts.lines);
    case 'goodwill_credit':
      return withinLeft(request.grossMinor, facts.lines);
    case 'waive_charges':
      return worthOfCharges(request, facts.charges);
    case 'percent_off_next_bills':
      return times(shareOf(expectedGross(facts), request.basisPoints), request.bills);
    case 'free_months':
      return times(expectedGross(facts), request.months);
    case 'amount_off_next_bills':
      return worthOfAmountOffNextBills(request, facts.nextBill);
    case 'better_price':
      return worthOfBetterPrice(request, facts.nextBill);
  }
}

/**
 * The scope of the credit note that a grant on this bill becomes, null for every other grant. So
 * what is booked is what was judged. Refuses `credit_too_large` and `line_unknown` as `worthOf` does.
 */
export function creditScopeOf(
  request: GrantRequest,
  lines: readonly LineLeft[],
): CreditScope | null {
  switch (request.kind) {
    case 'percent_off_lines':
    case 'amount_off_lines':
      return { kind: 'lines', lines: creditedLines(request, lines) };
    case 'goodwill_credit':
      return { kind: 'amount', grossMinor: request.grossMinor };
    default:
      return null;
  }
}

/** What is left of the bill, gross; a bill that deducts more than it sells has nothing left. */
export function leftOfBill(lines: readonly LineLeft[]): number {
  const leftMinor = sumMinor(lines.flatMap((line) => [line.leftNetMinor, line.leftTaxMinor]));
  return Math.max(0, leftMinor);
}

/** A percentage passes over lines that have nothing left, and over those that deduct. */
function creditedLines(
  request: Request<'percent_off_lines' | 'amount_off_lines'>,
  lines: readonly LineLeft[],
): CreditedLine[] {
  if (request.kind === 'percent_off_lines') {
    return [...new Set(request.positions)].flatMap((position) => {
      const leftMinor = Math.max(0, lineAt(lines, position).leftNetMinor);
      const netMinor = shareOf(leftMinor, request.basisPoints);
      return netMinor === 0 ? [] : [{ position, netMinor }];
    });
  }
  const byPosition = Map.groupBy(request.lines, ({ position }) => position);
  return [...byPosition].map(([position, together]) => {
    const { leftNetMinor } = lineAt(lines, position);
    const netMinor = sumMinor(together.map((line) => line.netMinor));
    if (netMinor > leftNetMinor) {
      refuse(
        'credit_too_large',
        `Of line ${position} a net amount of ${leftNetMinor} is left; ${netMinor} was asked for.`,
      );
    }
    return { position, netMinor };
  });
}

function worthOfLines(credited: readonly CreditedLine[], lines: readonly LineLeft[]): number {
  const parts = credited.map(({ position, netMinor }) => {
    const { leftNetMinor, leftTaxMinor } = lineAt(lines, position);
    return netMinor + multiplyRatio(leftTaxMinor, netMinor, leftNetMinor);
  });
  return withinLeft(sumMinor(parts), lines);
}

function worthOfCharges(
  { chargeIds }: Request<'waive_charges'>,
  charges: readonly ChargeLeft[],
): number {
  const waived = [...new Set(chargeIds)].map((chargeId) => {
    const charge = charges.find((candidate) => candidate.chargeId === chargeId);
    return charge ?? refuse('charge_unknown', `No charge ${chargeId} stands on this bill.`);
  });
  return Math.max(0, sumMinor(waived.map(({ leftMinor }) => leftMinor)));
}

/** An amount off a bill is net; it saves the tax on it too, as the bill is taxed on average. */
function worthOfAmountOffNextBills(
  { netMinor, bills }: Request<'amount_off_next_bills'>,
  nextBill: readonly ExpectedLine[],
): number {
  const expectedMinor = Math.max(0, sumMinor(nextBill.map((line) => line.netMinor)));
  if (netMinor > expectedMinor) {
    refuse(
      'credit_too_large',
      `The next bill is expected to be ${expectedMinor} net; ${netMinor} was asked off it.`,
    );
  }
  if (expectedMinor === 0) return 0;
  const taxMinor = Math.max(0, sumMinor(nextBill.map((line) => line.taxMinor)));
  return times(netMinor + multiplyRatio(taxMinor, netMinor, expectedMinor), bills);
}

/** Where a price is at or below the better one already, nothing is saved. */
function worthOfBetterPrice(
  { serviceCode, unitPriceMinor, bills }: Request<'better_price'>,
  nextBill: readonly ExpectedLine[],
): number {
  const lines = nextBill.filter((line) => line.serviceCode === serviceCode);
  if (lines.length === 0) {
    refuse('line_unknown', `The next bill is expected to have no service ${serviceCode}.`);
  }
  const saved = lines.map((line) => {
    const newMinor = multiplyQuantity(unitPriceMinor, line.quantity);
    const netMinor = Math.max(0, line.netMinor - newMinor);
    return netMinor + shareOf(netMinor, line.rateBasisPoints);
  });
  return times(sumMinor(saved), bills);
}

function lineAt(lines: readonly LineLeft[], position: number): LineLeft {
  return (
    lines.find((line) => line.position === position) ??
    refuse('line_unknown', `The invoice has no line ${position}.`)
  );
}

function withinLeft(askedMinor: number, lines: readonly LineLeft[]): number {
  const leftMinor = leftOfBill(lines);
  if (askedMinor <= leftMinor) return askedMinor;
  return refuse(
    'credit_too_large',
    `Of this invoice ${leftMinor} is left to credit; ${askedMinor} was asked for.`,
  );
}

/** What nobody can value nobody can allow: it would be good for whatever contract comes later. */
function expectedGross({ nextBill }: WorthFacts): number {
  if (nextBill.length === 0) {
    refuse('nothing_to_credit', 'No bill is expected to come that this could be taken off.');
  }
  return Math.max(0, sumMinor(nextBill.flatMap((line) => [line.netMinor, line.taxMinor])));
}

function times(minor: number, count: number): number {
  return multiplyRatio(minor, count, 1);
}
