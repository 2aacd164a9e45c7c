/** Why customers question a bill, and where such a question stands. One closed list of each. */

export const disputeReasons = [
  'not_understood',
  'wrong_price',
  'not_delivered',
  'quality',
  'duplicate',
  'not_mine',
  'wants_smaller_contract',
  'cannot_pay_now',
  'leaving_for_competitor',
  'other',
] as const;

export type DisputeReason = (typeof disputeReasons)[number];

/**
 * - `open`: in the queue, nobody has it.
 * - `claimed`: a member of staff works on it.
 * - `waiting`: a decision waits for a second person.
 * - `resolved`: decided, by a person or by default.
 * - `withdrawn`: the customer took it back.
 * - `moot`: a payment or a credit left nothing to decide.
 */
export type DisputeState = 'open' | 'claimed' | 'waiting' | 'resolved' | 'withdrawn' | 'moot';
