/** The desk's own words: English, as it speaks to those who work for the seller. */
import { daysBetween, type LocalDate, localDateAt } from '../../domain/calendar.ts';
import type { DisputeReason } from '../../domain/dispute/reasons.ts';
import { formatMoney } from '../../domain/money.ts';
import type { Role } from '../../domain/staff.ts';
import type { DecisionKind, Money, Viewer } from './views.ts';

export const reasonWords: Readonly<Record<DisputeReason, string>> = {
  not_understood: 'Does not understand the bill',
  wrong_price: 'Wrong price',
  not_delivered: 'Not delivered',
  quality: 'Poor quality',
  duplicate: 'Billed twice',
  not_mine: 'Never ordered it',
  wants_smaller_contract: 'Wants a smaller contract',
  cannot_pay_now: 'Cannot pay now',
  leaving_for_competitor: 'Leaving for a competitor',
  other: 'Something else',
};

export const roleWords: Readonly<Record<Role, string>> = {
  agent: 'agent',
  supervisor: 'supervisor',
  operator: 'operator',
  leader: 'leader',
};

type DecisionWords = { readonly button: string; readonly does: string; readonly title: string };

export const decisionWords: Readonly<Record<DecisionKind, DecisionWords>> = {
  explain: {
    button: 'Explain and close',
    does: 'The bill stands; the customer reads why.',
    title: 'Explain the bill',
  },
  correct: {
    button: 'Correct the bill…',
    does: 'It was wrong: a credit note, or the bill anew.',
    title: 'Correct the bill',
  },
  grant: {
    button: 'Grant a discount…',
    does: 'It was right; the customer gets something off.',
    title: 'Grant a discount',
  },
  promise: {
    button: 'Take a promise to pay…',
    does: 'Reminders wait until the promised days.',
    title: 'Take a promise to pay',
  },
  change: {
    button: 'Change the contract…',
    does: 'A note of what changes from the next bill on.',
    title: 'Change the contract',
  },
  reject: {
    button: 'Reject…',
    does: 'The bill stands against the customer’s wish.',
    title: 'Reject',
  },
};

export function moneyWords({ minor, currency }: Money): string {
  return formatMoney(minor, currency, 'en');
}

const languages = new Intl.DisplayNames('en', { type: 'language' });

/** `Slovenian` for `sl`; a tag that nobody knows stays as it is. */
export function languageWords(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const shortDates = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const times = new Map<string, Intl.DateTimeFormat>();

export function dateWords(date: LocalDate): string {
  return dates.format(Date.parse(`${date}T00:00:00Z`));
}

/** `14 March 2026 (in 9 days)` */
export function dateAndDistance(date: LocalDate, { nowMs, timeZone }: Viewer): string {
  const days = daysBetween(localDateAt(nowMs, timeZone), date);
  return `${dateWords(date)} (${distanceWords(days)})`;
}

function distanceWords(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

/** `today, 14:05` or `3 Mar, 14:05`, with the year where it is another one. */
export function instantWords(atMs: number, { nowMs, timeZone }: Viewer): string {
  const today = localDateAt(nowMs, timeZone);
  const date = localDateAt(atMs, timeZone);
  const days = daysBetween(today, date);
  const isNear = Math.abs(days) <= 1;
  const day = isNear ? distanceWords(days) : shortDates.format(Date.parse(`${date}T00:00:00Z`));
  const isOther = !isNear && date.slice(0, 4) !== today.slice(0, 4);
  return `${day}${isOther ? ` ${date.slice(0, 4)}` : ''}, ${clockWords(atMs, timeZone)}`;
}

function clockWords(atMs: number, timeZone: string): string {
  const known = times.get(timeZone);
  const format =
    known ?? new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
  times.set(timeZone, format);
  return format.format(atMs);
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}
