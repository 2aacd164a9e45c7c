import type { Ladder } from './ladder.ts';

/**
 * The ladder that a seller has until they write their own: a friendly word three days before the
 * due date, three ever firmer ones after it, and the claim given up after sixty days. Taken at
 * nine in the customer's morning. Being late costs nothing.
 */
export const standardLadder: Ladder = {
  code: 'standard',
  version: 1,
  timeOfDay: '09:00',
  steps: [
    { name: 'before_due', offsetDays: -3, channel: 'email', template: 'friendly' },
    { name: 'reminder', offsetDays: 7, channel: 'email', template: 'reminder' },
    { name: 'firm', offsetDays: 14, channel: 'email', template: 'firm' },
    { name: 'final', offsetDays: 28, channel: 'email', template: 'final' },
  ],
  lastResort: { kind: 'written_off', offsetDays: 60 },
};

/**
 * For businesses in the EU, by Directive 2011/7/EU on late payment: interest at the ECB's
 * reference rate plus eight points (Articles 2 and 3; the main refinancing rate has been 2.15 %
 * since 11 June 2025, so 10.15 %), and 40 euros as compensation for the costs of recovery, once
 * (Article 6). The claim is handed over to collection in the end. A seller whose national law
 * says otherwise, or after the rate has changed, adds a version.
 */
export const businessLadder: Ladder = {
  code: 'business',
  version: 1,
  timeOfDay: '09:00',
  steps: [
    { name: 'before_due', offsetDays: -3, channel: 'email', template: 'friendly' },
    { name: 'reminder', offsetDays: 7, channel: 'email', template: 'reminder', interest: true },
    {
      name: 'firm',
      offsetDays: 14,
      channel: 'email',
      template: 'firm',
      interest: true,
      feeMinor: { EUR: 40_00 },
    },
    { name: 'final', offsetDays: 28, channel: 'email', template: 'final', interest: true },
  ],
  lastResort: { kind: 'in_collection', offsetDays: 60 },
  lateInterest: { annualBasisPoints: 10_15, daysInYear: 365, appliesTo: 'businesses' },
};
