/** How long a customer has been one, in bands within which customers are compared. */
import { type LocalDate, periodContaining } from '../calendar.ts';

export type TenureBand = {
  readonly name: '0-5' | '6-11' | '12-23' | '24-47' | '48+';
  /** Whole months, from the first up to and without the second; null is without end. */
  readonly fromMonths: number;
  readonly toMonths: number | null;
};

const longest: TenureBand = { name: '48+', fromMonths: 48, toMonths: null };

export const tenureBands: readonly TenureBand[] = [
  { name: '0-5', fromMonths: 0, toMonths: 6 },
  { name: '6-11', fromMonths: 6, toMonths: 12 },
  { name: '12-23', fromMonths: 12, toMonths: 24 },
  { name: '24-47', fromMonths: 24, toMonths: 48 },
  longest,
];

/** Whole months from the first day as a customer; nothing before it. Refuses `date_invalid`. */
export function tenureMonths(since: LocalDate, on: LocalDate): number {
  return Math.max(0, periodContaining(since, { unit: 'month', count: 1 }, on).index);
}

export function tenureBandOf(months: number): TenureBand {
  return tenureBands.find(({ toMonths }) => toMonths !== null && months < toMonths) ?? longest;
}
