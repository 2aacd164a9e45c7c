import type { Ladder } from './ladder.ts';

/**
 * The ladder that a seller has until they write their own: a friendly word three days before the
 * due date, three ever firmer ones after it, and the claim given up after sixty days. Taken at
 * nine in the customer's morning.
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
