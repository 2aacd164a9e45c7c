/** The rules of a promise to pay. Pure. */
import type { LocalDate } from './calendar.ts';
import type { Refusal } from './errors.ts';
import type { Instalment, PromiseRequest } from './facts.ts';

/** A customer who broke this many gets another only from a supervisor. */
const brokenAtMost = 2;

/** A promise further away than this is not a promise but a new contract. */
export const promiseDaysAtMost = 92;

export type PromiseFacts = {
  readonly openMinor: number;
  readonly today: LocalDate;
  readonly lastDay: LocalDate;
  readonly brokenBefore: number;
  readonly hasActive: boolean;
};

/** Why a promise cannot be taken, or null when it can. */
export function promiseRefusal(request: PromiseRequest, facts: PromiseFacts): Refusal | null {
  const { instalments, acceptedBy } = request;
  if (facts.openMinor === 0) {
    return { code: 'nothing_open', detail: 'Nothing is owed, so there is nothing to promise.' };
  }
  if (facts.hasActive) {
    return { code: 'promise_active', detail: 'There is a promise already; it must end first.' };
  }
  if (!areOrdered(instalments, facts)) {
    return {
      code: 'promise_invalid',
      detail: `The dates of a promise rise from today on and end by ${facts.lastDay}.`,
    };
  }
  const promisedMinor = instalments.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (promisedMinor !== facts.openMinor) {
    return {
      code: 'promise_invalid',
      detail: `The instalments add up to ${promisedMinor}, and ${facts.openMinor} is open.`,
    };
  }
  if (facts.brokenBefore >= brokenAtMost && acceptedBy !== 'supervisor') {
    return {
      code: 'promise_needs_supervisor',
      detail: `${facts.brokenBefore} promises were broken before: only a supervisor may accept another.`,
    };
  }
  return null;
}

function areOrdered(
  instalments: readonly Instalment[],
  { today, lastDay }: Pick<PromiseFacts, 'today' | 'lastDay'>,
): boolean {
  if (instalments.length === 0) return false;
  return instalments.every(({ on, amountMinor }, index) => {
    const before = instalments[index - 1]?.on;
    const rises = before === undefined || before < on;
    return rises && on >= today && on <= lastDay && amountMinor > 0;
  });
}

/** What has been promised for the days before this one, in minor units. */
export function promisedBefore(instalments: readonly Instalment[], today: LocalDate): number {
  return instalments
    .filter(({ on }) => on < today)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
