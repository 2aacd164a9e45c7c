/**
 * Which bills are due: from contracts and a date to one bill per customer and period.
 * Pure: a billing run and a single request go the same way.
 */
import {
  type Interval,
  type LocalDate,
  type Period,
  periodAt,
  periodContaining,
} from './calendar.ts';
import type { BillableLine } from './invoice.ts';
import type { TaxCategory } from './tax.ts';
import type { PaymentTerms } from './terms.ts';

export type ContractLine = {
  readonly serviceCode: string;
  readonly description: string;
  readonly taxCategory: TaxCategory;
  readonly quantity: string;
  readonly unitPriceMinor: number;
  readonly priceVersion: string | null;
  readonly fromOn: LocalDate | null;
  readonly toOn: LocalDate | null;
};

export type Contract = {
  readonly contractId: string;
  readonly customerId: string;
  readonly anchorOn: LocalDate;
  readonly interval: Interval;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate | null;
  /** First day of the first period without a bill; null when there is none to come. */
  readonly nextBillOn: LocalDate | null;
  readonly terms: PaymentTerms;
  readonly ladderId: string;
  readonly lines: readonly ContractLine[];
};

/** One bill to be made: all lines of a customer whose periods begin on the same day. */
export type Bill = {
  readonly customerId: string;
  readonly period: Period;
  readonly terms: PaymentTerms;
  readonly ladderId: string;
  /** Empty when no service of the contracts is active in the period: then there is nothing to bill. */
  readonly lines: readonly BillableLine[];
  /** The contracts that are billed up to the period's end when this is done. */
  readonly contractIds: readonly string[];
};

/** A contract with one of its periods. */
type Due = { readonly contract: Contract; readonly period: Period };

/** Every bill that the contracts owe by this date, oldest first; several when runs were missed. */
export function dueBills(contracts: readonly Contract[], asOf: LocalDate): Bill[] {
  return billsOf(contracts.flatMap((contract) => duePeriods(contract, asOf)));
}

/**
 * The bill of the contracts that have a period beginning on this day; none means no such period.
 * A first bill leaves out what was billed before, here or elsewhere; a reissue takes all.
 */
export function billFor(
  contracts: readonly Contract[],
  from: LocalDate,
  kind: 'first' | 'again',
): Bill | undefined {
  const due = contracts.flatMap((contract) => {
    if (!isActive(contract, from)) return [];
    const isToCome = contract.nextBillOn !== null && contract.nextBillOn <= from;
    if (kind === 'first' && !isToCome) return [];
    const { period } = periodContaining(contract.anchorOn, contract.interval, from);
    return period.from === from ? [{ contract, period }] : [];
  });
  return billsOf(due)[0];
}

/** The first period after this one's start that the contract would be billed for. */
export function nextBillAfter(contract: Contract, from: LocalDate): LocalDate | null {
  const { index } = periodContaining(contract.anchorOn, contract.interval, from);
  const next = periodAt(contract.anchorOn, contract.interval, index + 1).from;
  return contract.endsOn !== null && next >= contract.endsOn ? null : next;
}

/** A contract is billed for the periods that begin while it lasts. */
export function isActive({ startsOn, endsOn }: Contract, on: LocalDate): boolean {
  return startsOn <= on && (endsOn === null || on < endsOn);
}

function duePeriods(contract: Contract, asOf: LocalDate): Due[] {
  const due: Due[] = [];
  let from = contract.nextBillOn;
  while (from !== null && from <= asOf) {
    const { period } = periodContaining(contract.anchorOn, contract.interval, from);
    due.push({ contract, period });
    from = nextBillAfter(contract, from);
  }
  return due;
}

function billsOf(due: readonly Due[]): Bill[] {
  const together = Map.groupBy(
    due,
    ({ contract, period }) => `${period.from} ${contract.customerId}`,
  );
  return [...together.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, parts]) => billOf(parts));
}

/** The paper covers the longest of its contracts' periods; each line says its own. */
function billOf(parts: readonly Due[]): Bill[] {
  const [first] = parts;
  if (!first) return [];
  const { customerId, terms, ladderId } = first.contract;
  const to = parts.map(({ period }) => period.to).reduce((a, b) => (a > b ? a : b));
  const lines = parts.flatMap(({ contract, period }) => billableLines(contract, period));
  const contractIds = parts.map(({ contract }) => contract.contractId);
  const period = { from: first.period.from, to };
  return [{ customerId, period, terms, ladderId, lines, contractIds }];
}

function billableLines({ contractId, lines }: Contract, period: Period): BillableLine[] {
  return lines
    .filter(
      ({ fromOn, toOn }) =>
        (fromOn ?? period.from) <= period.from && period.from < (toOn ?? period.to),
    )
    .map(({ fromOn: _from, toOn: _to, ...line }) => ({ ...line, contractId, period }));
}
