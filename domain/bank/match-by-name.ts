/** The second way to match a credit: an amount that one claim alone has open, and its customer's name. */
import { toDecimal } from '../money.ts';
import {
  type Credit,
  type Match,
  type Payable,
  shortList,
  type Unmatched,
  unmatched,
} from './matches.ts';
import { formsOf } from './payer-name.ts';

/** Claims by what they have open, and by that and each form of their customer's name. */
export type OpenIndex = {
  readonly ofAmount: ReadonlyMap<string, readonly Payable[]>;
  readonly ofAmountAndName: ReadonlyMap<string, readonly Payable[]>;
};

/** Thousands of customers may owe the same amount, so each name is looked at once. */
export function indexOpen(open: readonly Payable[]): OpenIndex {
  const named = open.flatMap((payable) =>
    formsOf(payable.customerName).map((form) => ({ form, payable })),
  );
  const groups = Map.groupBy(named, ({ form, payable }) => keyOf(payable, form));
  return {
    ofAmount: Map.groupBy(open, (payable) => keyOf(payable)),
    ofAmountAndName: new Map(
      [...groups].map(([key, all]) => [key, all.map(({ payable }) => payable)]),
    ),
  };
}

/**
 * The claim that has exactly this amount open and the payer's name, if it is the only one; claims
 * that other money is for are left out.
 */
export function byAmountAndName(
  { entry, currency }: Credit,
  { ofAmount, ofAmountAndName }: OpenIndex,
  spokenFor: ReadonlySet<string>,
): Match | Unmatched {
  const { amountMinor: openMinor, payerNames } = entry;
  const claim = { openMinor, currency };
  const found = payerNames
    .flatMap(formsOf)
    .flatMap((form) => ofAmountAndName.get(keyOf(claim, form)) ?? [])
    .filter(({ cycleId }) => !spokenFor.has(cycleId));
  const fitting = [...new Set(found)];
  const [only, ...others] = fitting;
  const amount = `${toDecimal(openMinor, currency)} ${currency}`;
  if (only && others.length === 0) {
    const { customerId, cycleId, invoice } = only;
    const reason = `${amount} is open on ${invoice} alone of all that have the payer’s name.`;
    const by = 'amount_and_name';
    return { by, reason, invoices: [invoice], customerId, cycleId, allocate: 'this' };
  }
  if (only) {
    const invoices = fitting.map(({ invoice }) => invoice);
    const reason = `${amount} is open on several invoices of that name: ${shortList(invoices)}.`;
    return unmatched('several_fit', reason, invoices);
  }
  const invoices = (ofAmount.get(keyOf(claim)) ?? [])
    .filter(({ cycleId }) => !spokenFor.has(cycleId))
    .map(({ invoice }) => invoice);
  const what = invoices.length === 0 ? 'is open nowhere' : 'is open, but not on one of that name';
  return unmatched('nothing_fits', `No invoice of ours is named, and ${amount} ${what}.`, invoices);
}

type Amount = Pick<Payable, 'openMinor' | 'currency'>;

function keyOf({ openMinor, currency }: Amount, form = ''): string {
  return `${currency} ${openMinor} ${form}`;
}
