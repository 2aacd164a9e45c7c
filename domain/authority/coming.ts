/** What a grant leaves behind for coming bills. Pure. */
import type { GrantRequest } from './grant.ts';

/** A discount that issuing takes off so many coming bills. */
export type ComingDiscount = {
  readonly kind: 'percent' | 'amount' | 'price';
  readonly serviceCode: string | null;
  readonly basisPoints: number | null;
  readonly netMinor: number | null;
  readonly unitPriceMinor: number | null;
  readonly priceVersion: string | null;
  readonly bills: number;
};

const none = {
  serviceCode: null,
  basisPoints: null,
  netMinor: null,
  unitPriceMinor: null,
  priceVersion: null,
};

/** Free months are bills without anything to pay; a grant on this bill leaves nothing behind. */
export function discountsOf(grant: GrantRequest): ComingDiscount[] {
  switch (grant.kind) {
    case 'percent_off_next_bills': {
      const { basisPoints, bills } = grant;
      return [{ ...none, kind: 'percent', basisPoints, bills }];
    }
    case 'free_months':
      return [{ ...none, kind: 'percent', basisPoints: 100_00, bills: grant.months }];
    case 'amount_off_next_bills': {
      const { netMinor, bills } = grant;
      return [{ ...none, kind: 'amount', netMinor, bills }];
    }
    case 'better_price': {
      const { serviceCode, unitPriceMinor, priceVersion, bills } = grant;
      return [{ ...none, kind: 'price', serviceCode, unitPriceMinor, priceVersion, bills }];
    }
    default:
      return [];
  }
}
