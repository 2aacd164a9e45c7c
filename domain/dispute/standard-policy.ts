import type { DefaultDecision, DisputePolicy } from './policy.ts';

const explain: DefaultDecision = { kind: 'explain' };
/** What a claim of nobody's answer is worth at most; more has to be looked at by a person. */
const credit: DefaultDecision = {
  kind: 'credit_disputed',
  upToMinor: { EUR: 50_00, USD: 50_00, GBP: 50_00, CHF: 50_00 },
};

const hour = 60;
const day = 8 * hour;

/**
 * The policy that a seller has until they write their own. Somebody answers within half a day and
 * decides within three; sooner where a customer is in need or about to leave, where much is
 * disputed and for businesses. Where nobody does, a claim that something is wrong with the bill is
 * credited up to a small amount, and a wish is answered with an explanation.
 */
export function standardDisputePolicy(timeZone: string): DisputePolicy {
  const office = [{ from: '09:00', to: '17:00' }];
  const weekly = { mon: office, tue: office, wed: office, thu: office, fri: office };
  return {
    code: 'standard',
    version: 1,
    hours: { timeZone, weekly: { ...weekly, sat: [], sun: [] }, holidays: [] },
    groups: ['front', 'senior', 'supervisor'],
    promises: [
      {
        reasons: ['cannot_pay_now', 'leaving_for_competitor'],
        firstAnswerMinutes: hour,
        resolutionMinutes: day,
      },
      {
        atLeastMinor: { EUR: 500_00, USD: 500_00, GBP: 500_00, CHF: 500_00 },
        firstAnswerMinutes: 2 * hour,
        resolutionMinutes: 2 * day,
      },
      { businesses: true, firstAnswerMinutes: 2 * hour, resolutionMinutes: 2 * day },
      { firstAnswerMinutes: 4 * hour, resolutionMinutes: 3 * day },
    ],
    escalateAfterMinutes: 2 * hour,
    idleMinutes: hour,
    reopenDays: 14,
    mootWhenPaid: ['cannot_pay_now'],
    defaultDecisions: {
      not_understood: explain,
      wrong_price: credit,
      not_delivered: credit,
      quality: credit,
      duplicate: credit,
      not_mine: credit,
      wants_smaller_contract: explain,
      cannot_pay_now: explain,
      leaving_for_competitor: explain,
      other: credit,
    },
    approvalMinutes: day,
  };
}
