/** Which billing period a request means, or why it can be none. */
import { type Contract, isActive } from '../domain/billing.ts';
import { type LocalDate, type Period, periodAt, periodContaining } from '../domain/calendar.ts';
import { refuse } from '../domain/errors.ts';

type Asked = {
  /** Customer's number, for the sentences. */
  readonly customer: string;
  readonly contracts: readonly Contract[];
  /** First day of the period; left out, the period that contains today is meant. */
  readonly period: LocalDate | undefined;
  /** Where the seller is. */
  readonly today: LocalDate;
};

/** The first day of the period to be billed; refuses a day on which no bill can begin. */
export function requestedPeriod(asked: Asked): LocalDate {
  const { customer, contracts, period, today } = asked;
  if (contracts.length === 0) {
    return refuse('contract_not_active', `Customer ${customer} has no contract.`);
  }
  if (period === undefined) return currentPeriod(asked);
  const starting = contracts.filter((contract) => periodOf(contract, period).from === period);
  if (starting.length === 0) return refuse('period_invalid', whichStartAround(asked, period));
  if (period > today) {
    return refuse(
      'period_not_begun',
      `The period from ${period} has not begun: where the seller is, today is ${today}.`,
    );
  }
  if (!starting.some((contract) => isActive(contract, period))) {
    return refuse('contract_not_active', `Customer ${customer} has no contract on ${period}.`);
  }
  return period;
}

function currentPeriod({ customer, contracts, today }: Asked): LocalDate {
  const starts = contracts.flatMap((contract) => {
    const { from } = periodOf(contract, today);
    return isActive(contract, from) ? [from] : [];
  });
  const [only, ...others] = [...new Set(starts)].sort();
  if (!only) {
    return refuse('contract_not_active', `Customer ${customer} has no contract on ${today}.`);
  }
  if (others.length === 0) return only;
  return refuse(
    'period_invalid',
    `Customer ${customer} has several periods that contain ${today}; name the one that starts ` +
      `on ${[only, ...others].join(' or ')}.`,
  );
}

function whichStartAround({ customer, contracts }: Asked, period: LocalDate): string {
  const starts = contracts.flatMap(({ anchorOn, interval }) => {
    const { index, period: containing } = periodContaining(anchorOn, interval, period);
    return [containing.from, periodAt(anchorOn, interval, index + 1).from];
  });
  const around = [...new Set(starts)].sort().join(', ');
  return `No period of customer ${customer} starts on ${period}; around it they start on ${around}.`;
}

function periodOf({ anchorOn, interval }: Contract, on: LocalDate): Period {
  return periodContaining(anchorOn, interval, on).period;
}
