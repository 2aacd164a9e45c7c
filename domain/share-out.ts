/** How one payment is shared among several claims of a customer. Pure; every part adds up. */
import type { LocalDate } from './calendar.ts';
import { checkedMinor } from './money.ts';

export type OpenClaim = {
  readonly key: string;
  readonly dueOn: LocalDate;
  readonly openMinor: number;
};

/**
 * From the oldest due date on, each claim gets what it still owes, until the payment is used up.
 * What is left over goes to the home claim, whose rule for too much decides what it becomes.
 */
export function oldestFirst(
  amountMinor: number,
  claims: readonly OpenClaim[],
  homeKey: string,
): Map<string, number> {
  const inOrder = [...claims].sort((one, other) =>
    one.dueOn === other.dueOn ? (one.key < other.key ? -1 : 1) : one.dueOn < other.dueOn ? -1 : 1,
  );
  const orders = inOrder.map(({ key, openMinor }) => ({ key, amountMinor: openMinor }));
  return asTold(amountMinor, orders, homeKey);
}

/** Each claim gets what was ordered for it, as far as the payment goes; the rest goes home. */
export function asTold(
  amountMinor: number,
  orders: readonly { readonly key: string; readonly amountMinor: number }[],
  homeKey: string,
): Map<string, number> {
  const shares = new Map<string, number>();
  const give = (key: string, minor: number) => shares.set(key, (shares.get(key) ?? 0) + minor);
  let restMinor = checkedMinor(amountMinor);
  for (const order of orders) {
    const share = Math.min(restMinor, order.amountMinor);
    if (share > 0) give(order.key, share);
    restMinor -= share;
  }
  if (restMinor > 0) give(homeKey, restMinor);
  return shares;
}
