/** What a payment does to a claim: pure, so that every order of facts can be tried in memory. */
import type { Balance } from './cycle.ts';
import { checkedMinor } from './money.ts';

export type Claim = Balance & { readonly writtenOffMinor: number };

/** A payment, divided: none of it is lost and none counted twice. */
export type Settlement = {
  readonly toReceivableMinor: number;
  /** What comes in for a claim that had been given up. */
  readonly toRecoveryMinor: number;
  /** The rest is the customer's. */
  readonly toCreditMinor: number;
  readonly claim: Claim;
};

/** Divides a payment: first what is open, then what was written off, the rest is credit. */
export function settle(claim: Claim, amountMinor: number): Settlement {
  const toReceivableMinor = Math.min(amountMinor, claim.openMinor);
  const toRecoveryMinor = Math.min(amountMinor - toReceivableMinor, claim.writtenOffMinor);
  const toCreditMinor = checkedMinor(amountMinor - toReceivableMinor - toRecoveryMinor);
  const openMinor = claim.openMinor - toReceivableMinor;
  const writtenOffMinor = claim.writtenOffMinor - toRecoveryMinor;
  const standing = openMinor > 0 ? 'open' : writtenOffMinor > 0 ? 'written_off' : 'paid';
  return {
    toReceivableMinor,
    toRecoveryMinor,
    toCreditMinor,
    claim: { standing, openMinor, writtenOffMinor },
  };
}
