import type { LineLeft } from '../../domain/authority/worth.ts';
import type { CreditableLine } from '../../domain/credit-note.ts';

/** A line with what is left of it, as a credit note needs it. */
export function asIssued(left: LineLeft): CreditableLine {
  return {
    ...left,
    period: { from: '2026-03-01', to: '2026-04-01' },
    contractId: '0199c0de-7000-7000-8000-000000000001',
    serviceCode: 'fibre',
    description: 'Fibre',
    quantity: '1',
    unitPriceMinor: left.leftNetMinor,
    priceVersion: null,
    taxTreatment: 'standard',
    rateBasisPoints: 24_00,
  };
}
