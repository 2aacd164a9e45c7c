/** What the telling of every kind of deed shares: where it happens, and that each step is taken twice. */
import { expect } from 'vitest';
import type { BillingActivities } from '../../activities/contract.ts';
import type { Database } from '../../db/orm.ts';
import type { Outcome } from '../../domain/cycle.ts';
import type { Fact, PaymentReport } from '../../domain/facts.ts';
import { type CycleRow, readHome, traceOf } from './books-reading.ts';
import type { Home } from './books-homes.ts';
import type { Person } from './desk.ts';

export type Teller = {
  readonly database: Database;
  readonly activities: BillingActivities;
  /** Hears how often each kind of fact was taken and refused. */
  readonly count: (what: string) => void;
  /** Who works for the seller of a home. */
  readonly staffOf: (home: Home) => readonly Person[];
  /** The mail server of everybody. */
  readonly post: { isAway: boolean };
};

/** What was told: the other side of every sum in the books. */
export type Told = {
  nowMs: number;
  readonly payments: Pick<PaymentReport, 'paymentId' | 'amountMinor' | 'currency'>[];
  readonly reversed: Set<string>;
  refundedMinor: number;
};

/** What one deed needs to be done. */
export type Scene = Teller & {
  readonly home: Home;
  readonly told: Told;
  readonly id: string;
  /** Each step is taken once; twice unless told. */
  readonly isOnce?: boolean;
};

export async function load(
  { activities, home, told }: Scene,
  { period }: CycleRow,
): Promise<Outcome> {
  const { seller, customer } = home;
  return activities.issueOrLoad({ seller, customer, period, nowMs: told.nowMs });
}

/** Books a fact, and tells the customer's other cycles whose books it changed. */
export async function book(scene: Scene, cycle: CycleRow, fact: Fact): Promise<Outcome> {
  const { activities, told, count, database, home } = scene;
  const { nowMs } = told;
  const answers: Outcome['refused'][] = [];
  const outcome = await twice(scene, async () => {
    const told = await activities.bookFact({ cycleId: cycle.id, fact, nowMs });
    answers.push(told.refused);
    return told;
  });
  if (answers.length > 1) expect(answers[1]).toEqual(answers[0]);
  count(`${nameOf(fact)} ${outcome.refused?.code ?? 'booked'}`);
  if (!outcome.touched?.length) return outcome;
  const { cycles } = await readHome(database, home);
  for (const { period } of outcome.touched) {
    const sibling = cycles.find((other) => other.period === period);
    if (!sibling) continue;
    const told = { kind: 'books_changed' as const, id: `${fact.id}/${cycle.id}` };
    await twice(scene, () => activities.bookFact({ cycleId: sibling.id, fact: told, nowMs }));
  }
  return outcome;
}

function nameOf(fact: Fact): string {
  if (fact.kind === 'correction') return fact.correction.kind;
  return fact.kind === 'desk' ? fact.act : fact.kind;
}

/** Does it twice with the same input: the second time the books must not change at all. */
export async function twice<Result>(
  { database, home, isOnce = false }: Scene,
  work: () => Promise<Result>,
): Promise<Result> {
  const result = await work();
  if (isOnce) return result;
  const before = await traceOf(database, home);
  await work();
  expect(await traceOf(database, home)).toEqual(before);
  return result;
}

export function pick<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % Math.max(1, items.length)];
}
