/** Whether data that somebody wrote can be a dispute policy. Pure. */
import { isCurrency } from '../currency.ts';
import { disputeReasons } from './reasons.ts';
import { hoursFault, type ServiceHours, weeklyMinutes } from './service-hours.ts';

type Fields = Readonly<Record<string, unknown>>;

const groupsAtMost = 10;
const rulesAtMost = 200;
const reopenDaysAtMost = 366;
/** A longer wait than half a year of service is no promise. */
const weeksAtMost = 26;

/** Why the value cannot be a policy, in one sentence, or null when it can. */
export function policyFault(value: unknown): string | null {
  if (!isFields(value)) return 'A dispute policy is an object.';
  if (!isCode(value['code'])) return 'A policy has a code of small letters, digits, - and _.';
  if (!isCount(value['version'])) return 'A policy has a version, from 1.';
  const fault = hoursFault(value['hours']);
  if (fault !== null) return fault;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- hours without fault are hours
  const longest = weeklyMinutes(value['hours'] as ServiceHours) * weeksAtMost;
  return (
    groupsFault(value['groups']) ??
    promisesFault(value['promises'], longest) ??
    minutesFault(value, longest) ??
    reasonsFault(value)
  );
}

function groupsFault(groups: unknown): string | null {
  const areGroups =
    Array.isArray(groups) &&
    groups.length >= 1 &&
    groups.length <= groupsAtMost &&
    groups.every(isCode) &&
    new Set(groups).size === groups.length;
  return areGroups ? null : `The groups are 1 to ${groupsAtMost} different codes in rising order.`;
}

function promisesFault(promises: unknown, longest: number): string | null {
  if (!Array.isArray(promises) || promises.length === 0 || promises.length > rulesAtMost) {
    return `There are 1 to ${rulesAtMost} promises.`;
  }
  const rules: unknown[] = promises;
  for (const [index, rule] of rules.entries()) {
    const fault = ruleFault(rule, longest);
    if (fault !== null) return `Promise ${index + 1} ${fault}.`;
    if (!isFields(rule)) continue;
    const isLast = index === rules.length - 1;
    if (isConditional(rule) && isLast) return 'The last promise has no condition.';
    if (!isConditional(rule) && !isLast) return 'Only the last promise has no condition.';
  }
  return null;
}

function isConditional({ reasons, atLeastMinor, businesses }: Fields): boolean {
  return reasons !== undefined || atLeastMinor !== undefined || businesses !== undefined;
}

/** The predicate of the sentence that says what is wrong with a rule. */
function ruleFault(rule: unknown, longest: number): string | null {
  if (!isFields(rule)) return 'is no object';
  const { reasons, atLeastMinor, businesses, firstAnswerMinutes, resolutionMinutes } = rule;
  const known = [
    'reasons',
    'atLeastMinor',
    'businesses',
    'firstAnswerMinutes',
    'resolutionMinutes',
  ];
  // A condition that is misspelled would silently make the promise everybody's.
  const stranger = Object.keys(rule).find((key) => !known.includes(key));
  if (stranger !== undefined) return `has a field ${JSON.stringify(stranger)} that nobody knows`;
  if (reasons !== undefined && !(areReasons(reasons) && reasons.length > 0)) {
    return 'names reasons that there are not';
  }
  if (atLeastMinor !== undefined && !areAmounts(atLeastMinor)) {
    return 'has amounts that are no whole minor units by currency';
  }
  if (businesses !== undefined && typeof businesses !== 'boolean') {
    return 'says neither true nor false of businesses';
  }
  if (!isMinutes(firstAnswerMinutes, longest) || !isMinutes(resolutionMinutes, longest)) {
    return `takes 1 to ${longest} minutes of service for its answer and for its decision`;
  }
  return firstAnswerMinutes <= resolutionMinutes ? null : 'answers only after it has decided';
}

function minutesFault(policy: Fields, longest: number): string | null {
  const names = ['escalateAfterMinutes', 'idleMinutes', 'approvalMinutes'];
  const faulty = names.find((name) => !isMinutes(policy[name], longest));
  if (faulty !== undefined) return `${faulty} is 1 to ${longest} minutes of service.`;
  const { reopenDays } = policy;
  const isDays = reopenDays === 0 || (isCount(reopenDays) && reopenDays <= reopenDaysAtMost);
  return isDays ? null : `reopenDays is 0 to ${reopenDaysAtMost}.`;
}

function reasonsFault({ mootWhenPaid, defaultDecisions }: Fields): string | null {
  if (!areReasons(mootWhenPaid)) return 'mootWhenPaid is a list of known reasons.';
  if (!isFields(defaultDecisions)) return 'The default decisions are missing.';
  const stranger = Object.keys(defaultDecisions).find((key) => !areReasons([key]));
  if (stranger !== undefined) return `${JSON.stringify(stranger)} is no reason for a dispute.`;
  const faulty = disputeReasons.find((reason) => !isDefaultDecision(defaultDecisions[reason]));
  return faulty === undefined
    ? null
    : `The default decision for ${faulty} is to explain, or to credit up to amounts above nothing.`;
}

function isDefaultDecision(value: unknown): boolean {
  if (!isFields(value)) return false;
  return value['kind'] === 'credit_disputed'
    ? areAmounts(value['upToMinor'])
    : value['kind'] === 'explain';
}

function areReasons(value: unknown): value is readonly unknown[] {
  const isReason = (word: unknown) => disputeReasons.some((reason) => reason === word);
  return Array.isArray(value) && value.every(isReason) && new Set(value).size === value.length;
}

function areAmounts(value: unknown): boolean {
  if (!isFields(value)) return false;
  const amounts = Object.entries(value);
  return amounts.length > 0 && amounts.every(([code, minor]) => isCurrency(code) && isCount(minor));
}

function isMinutes(value: unknown, longest: number): value is number {
  return isCount(value) && value <= longest;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}

function isCode(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9_-]{0,39}$/.test(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
