/**
 * What the figures say of a customer, for the page of whoever talks to them: parts of a sentence
 * whose subject is the customer or the service. English, as the staff's pages are.
 */
import type { LocalDate } from '../calendar.ts';
import type { Currency } from '../currency.ts';
import { formatMoney, sumMinor } from '../money.ts';
import type { Comparison, Spread } from './comparison.ts';
import type {
  AnsweredInTime,
  EndedPrice,
  LateChargesOfYear,
  PaidOnTime,
  PastDispute,
  PastGrant,
  PromisesMade,
} from './facts.ts';
import type { ListPrice } from './list-price.ts';

export const unusedWords = 'which services are used is not known';

/** "pays €3.10 more than 212 similar customers (62nd percentile)": the difference is to the median. */
export function peersWords(comparison: Comparison | null, currency: Currency): string {
  if (!comparison) return 'too few similar customers to compare with';
  const { peers, same, differenceMinor } = comparison;
  if (same === peers) return `pays the same as all ${counted(peers, 'similar customer')}`;
  const money = formatMoney(Math.abs(differenceMinor), currency, 'en');
  const others = `${counted(peers, 'similar customer')} (${rankWords(comparison)})`;
  if (differenceMinor === 0) return `pays as much as ${others}`;
  return `pays ${money} ${differenceMinor > 0 ? 'more' : 'less'} than ${others}`;
}

/** "half of them pay €29.90 or less, the middle half from €27.90 to €31.90"; null when all pay the same. */
export function spreadWords(comparison: Comparison, currency: Currency): string | null {
  if (comparison.same === comparison.peers) return null;
  const [median, lower, upper] = [
    comparison.medianMinor,
    comparison.lowerQuartileMinor,
    comparison.upperQuartileMinor,
  ].map((minor) => formatMoney(minor, currency, 'en'));
  if (lower === upper) return `the middle half of them pays ${median}`;
  return `half of them pay ${median} or less, the middle half from ${lower} to ${upper}`;
}

export function listWords(list: ListPrice | null, currency: Currency): string {
  if (!list) return 'there is no price that most customers pay';
  const { minor, differenceMinor, payers, customers } = list;
  const price = `${formatMoney(minor, currency, 'en')}, ${count(payers)} of ${count(customers)}`;
  if (differenceMinor === 0) return `pays what most customers pay (${price})`;
  const money = formatMoney(Math.abs(differenceMinor), currency, 'en');
  const more = differenceMinor > 0 ? 'more' : 'less';
  return `pays ${money} ${more} than most customers pay (${price})`;
}

export function tenureWords(months: number): string {
  if (months === 0) return 'customer for less than a month';
  if (months < 12) return `customer for ${counted(months, 'month')}`;
  const [years, rest] = [Math.floor(months / 12), months % 12];
  const more = rest === 0 ? '' : ` and ${counted(rest, 'month')}`;
  return `customer for ${counted(years, 'year')}${more}`;
}

export function endedWords(price: EndedPrice, currency: Currency): string {
  const { description, unitPriceMinor, endedOn, nowMinor } = price;
  const ended = `${description} at ${formatMoney(unitPriceMinor, currency, 'en')} ended on ${longDate(endedOn)}`;
  if (nowMinor === null) return ended;
  return `${ended} and costs ${formatMoney(nowMinor, currency, 'en')} now`;
}

export function chargesWords(charges: LateChargesOfYear, currency: Currency): string {
  const { fees, feesMinor, interests, interestMinor, waivedMinor } = charges;
  const parts = [
    fees > 0 ? `${counted(fees, 'fee')} (${formatMoney(feesMinor, currency, 'en')})` : null,
    interests > 0 ? `interest (${formatMoney(interestMinor, currency, 'en')})` : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return 'was charged no fee and no interest in the last 12 months';
  const charged = `was charged ${parts.join(' and ')} in the last 12 months`;
  if (waivedMinor === 0) return charged;
  return `${charged}, of which ${formatMoney(waivedMinor, currency, 'en')} was waived`;
}

export function promisesWords({ kept, broken }: PromisesMade): string {
  if (kept + broken === 0) return 'has made no promise to pay';
  return `kept ${count(kept)} of ${counted(kept + broken, 'promise')} to pay`;
}

export function paidWords({ onTime, bills }: PaidOnTime): string {
  if (bills === 0) return 'has had no bill that fell due';
  return `paid ${count(onTime)} of the last ${counted(bills, 'bill')} on time`;
}

export function answeredWords({ inTime, disputes }: AnsweredInTime): string {
  if (disputes === 0) return 'was never promised an answer that fell due';
  return `was answered in time ${count(inTime)} of ${counted(disputes, 'time')}`;
}

export function disputesWords(disputes: readonly PastDispute[]): string {
  if (disputes.length === 0) return 'had no closed question or complaint in the last 12 months';
  const things = counted(
    disputes.length,
    'closed question or complaint',
    'closed questions or complaints',
  );
  return `had ${things} in the last 12 months`;
}

export function grantsWords(grants: readonly PastGrant[], currency: Currency): string {
  if (grants.length === 0) return 'was given no discount in the last 12 months';
  const worth = formatMoney(sumMinor(grants.map(({ worthMinor }) => worthMinor)), currency, 'en');
  return `was given ${counted(grants.length, 'discount')} (${worth}) in the last 12 months`;
}

/** "35 similar customers were given a discount for this reason: half of them €5.00 or less, …" */
export function peerGrantsWords(spread: Spread | null, currency: Currency): string {
  if (!spread) return 'too few similar customers were given a discount for this reason';
  const { peers, medianMinor, lowerQuartileMinor, upperQuartileMinor } = spread;
  const [median, lower, upper] = [medianMinor, lowerQuartileMinor, upperQuartileMinor].map(
    (minor) => formatMoney(minor, currency, 'en'),
  );
  const given = `${counted(peers, 'similar customer')} were given a discount for this reason`;
  if (lower === upper) return `${given}: the middle half of them ${median}`;
  return `${given}: half of them ${median} or less, the middle half from ${lower} to ${upper}`;
}

/** A rank of 0 or 100 is said only of those who pay less or more than everybody. */
function rankWords({ peers, less, more, percentile }: Comparison): string {
  if (less === peers) return 'more than any of them';
  if (more === peers) return 'less than any of them';
  return `${ordinal(Math.min(99, Math.max(1, percentile)))} percentile`;
}

function ordinal(number: number): string {
  const isTeen = number % 100 >= 11 && number % 100 <= 13;
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}

function counted(number: number, thing: string, things = `${thing}s`): string {
  return `${count(number)} ${number === 1 ? thing : things}`;
}

const counts = new Intl.NumberFormat('en');

function count(number: number): string {
  return counts.format(number);
}

const longDates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

function longDate(date: LocalDate): string {
  return longDates.format(Date.parse(`${date}T00:00:00Z`));
}
