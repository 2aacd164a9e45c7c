/**
 * Amounts as Stripe counts them. Pure.
 *
 * Stripe takes "the currency's smallest unit", which is ISO 4217's minor unit but for three
 * currencies: the ariary has no decimals with Stripe (ISO has 2), and the króna of Iceland and the
 * shilling of Uganda have two that are always 00 (ISO has none). Currencies of three decimals must
 * end in 0. Source: Stripe, "Supported currencies", its lists of zero-decimal and three-decimal
 * currencies and of special cases (https://docs.stripe.com/currencies).
 */
import { type Currency, exponentOf } from './currency.ts';
import { refuse } from './errors.ts';
import { checkedMinor } from './money.ts';

/** How many decimals Stripe's amounts have where ISO 4217's have another number. */
const decimalsOfStripe: ReadonlyMap<Currency, number> = new Map([
  ['ISK', 2],
  ['MGA', 0],
  ['UGX', 2],
]);

/**
 * As much of an amount as Stripe can charge, in its units: never more than is owed. What cannot be
 * charged, such as the last digit of 5.124 dinars, stays open. Refuses `amount_invalid`,
 * `amount_too_large` and `currency_unknown`.
 */
export function toStripeAmount(amountMinor: number, currency: Currency): number {
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0) {
    refuse('amount_invalid', `${amountMinor} is no amount that can be charged.`);
  }
  const { units, ofMinor, step } = ratioOf(currency);
  const amount = (BigInt(amountMinor) * units) / ofMinor;
  return checkedMinor(amount - (amount % step));
}

/** An amount that Stripe names, in minor units. Refuses as above, and what Stripe cannot name. */
export function fromStripeAmount(amount: number, currency: Currency): number {
  const { units, ofMinor } = ratioOf(currency);
  if (!Number.isSafeInteger(amount) || (BigInt(amount) * ofMinor) % units !== 0n) {
    refuse('amount_invalid', `${amount} is no amount of ${currency} that Stripe can have.`);
  }
  return checkedMinor((BigInt(amount) * ofMinor) / units);
}

/** So many of Stripe's units are so many minor units; a charge is a multiple of the step. */
type Ratio = { readonly units: bigint; readonly ofMinor: bigint; readonly step: bigint };

function ratioOf(currency: Currency): Ratio {
  const exponent = exponentOf(currency);
  const decimals = decimalsOfStripe.get(currency) ?? exponent;
  return {
    units: 10n ** BigInt(Math.max(0, decimals - exponent)),
    ofMinor: 10n ** BigInt(Math.max(0, exponent - decimals)),
    step: decimals === 3 ? 10n : 1n,
  };
}
