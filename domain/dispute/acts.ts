/** What people do about a disputed bill. Each is an update of the cycle, called by the same name. */
export const deskActs = [
  'openDispute',
  'takeDispute',
  'returnDispute',
  'answerDispute',
  'decideDispute',
  'approveGrant',
  'withdrawDispute',
  'reopenDispute',
] as const;

export type DeskAct = (typeof deskActs)[number];

/**
 * What goes to the cycle: ids alone. Everything that was said stands in the request, which only the
 * API can write.
 */
export type DeskMessage = {
  /** The request in the inbox, which is also the proof that somebody was let in to make it. */
  readonly requestId: string;
  readonly disputeId: string;
};
