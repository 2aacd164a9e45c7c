/** The story of a case in sentences. */
import type { CaseEvent } from '../../db/dispute-views.ts';
import { formatMoney } from '../../domain/money.ts';
import type { StoryLine } from './views.ts';

/** What people wrote is left out while the caller is not checked. */
export function storyOf(
  events: readonly CaseEvent[],
  { showsWords, currency }: { readonly showsWords: boolean; readonly currency: string },
): StoryLine[] {
  return events.map(({ at, kind, actor, words, details }) => ({
    atMs: at.getTime(),
    what: sentenceOf(kind, actor, details, currency),
    words: showsWords && words ? words : null,
  }));
}

type Details = CaseEvent['details'];

function sentenceOf(kind: string, actor: string, details: Details, currency: string): string {
  const from = typeof details['from'] === 'string' ? details['from'] : 'somebody';
  const group = typeof details['group'] === 'string' ? details['group'] : 'the next group';
  switch (kind) {
    case 'opened':
      return `Asked ${channelOf(details, actor)}`;
    case 'reopened':
      return `Opened again by ${actor}`;
    case 'taken':
      return `Taken by ${actor} after ${waited(details)}`;
    case 'taken_over':
      return `Taken over from ${from} by ${actor}`;
    case 'returned':
      return `Given back by ${actor}`;
    case 'answered':
      return `Written to the customer by ${actor}`;
    case 'noted':
      return `Noted by ${actor}`;
    case 'waits_for_second':
      return `${worth(details, currency)} asked for by ${actor}, who needs a second person`;
    case 'grant_refused':
      return `${worth(details, currency)} tried by ${actor}, and refused by the rules`;
    case 'declined':
      return `Sent back by ${actor}`;
    case 'approval_refused':
      return `Approval tried by ${actor}, and refused by the rules`;
    default:
      return sentenceOfCycle(kind, actor, details, { from, group });
  }
}

/** What came by itself, and the ends. */
function sentenceOfCycle(
  kind: string,
  actor: string,
  details: Details,
  { from, group }: { readonly from: string; readonly group: string },
): string {
  switch (kind) {
    case 'first_answer_missed':
      return `The first answer was late: passed on to ${group}`;
    case 'resolution_missed':
      return `The decision was late: passed on to ${group}`;
    case 'escalated':
      return `Passed on to ${group}`;
    case 'given_back':
      return `Taken back from ${from}, who did nothing with it`;
    case 'approval_expired':
      return 'No second person came in time';
    case 'default_due':
      return 'Nobody decided, so the seller’s rules did';
    case 'resolved':
      return `Decided by ${actor}${approval(details)}: ${outcomeWords(details['outcome'])}`;
    case 'withdrawn':
      return `Taken back by ${actor}`;
    case 'moot':
      return 'Nothing was left to decide';
    default:
      return kind.replaceAll('_', ' ');
  }
}

const outcomes: Readonly<Record<string, string>> = {
  explained: 'the bill was explained',
  corrected: 'the bill was corrected',
  granted: 'a discount was granted',
  changed: 'the contract changes',
  promised: 'a promise to pay was taken',
  rejected: 'rejected',
  defaulted: 'decided by the seller’s rules, as nobody did',
  withdrawn: 'taken back by the customer',
  moot: 'nothing was left to decide',
};

export function outcomeWords(outcome: unknown): string {
  return (typeof outcome === 'string' ? outcomes[outcome] : undefined) ?? 'decided';
}

/** How the question came, as in `asked by the customer on the page of their bill`. */
export function channelOf({ channel }: Details, actor: string): string {
  switch (channel) {
    case 'page':
      return 'by the customer on the page of their bill';
    case 'desk':
      return `on the customer’s behalf by ${actor}`;
    default:
      return actor === 'customer' ? 'by the customer' : `through ${actor}`;
  }
}

function approval({ approvedBy }: Details): string {
  return typeof approvedBy === 'string' ? `, approved by ${approvedBy}` : '';
}

function worth({ worthMinor }: Details, currency: string): string {
  return typeof worthMinor === 'number' ? formatMoney(worthMinor, currency, 'en') : 'A grant';
}

function waited({ waitedMinutes }: Details): string {
  const minutes = typeof waitedMinutes === 'number' ? waitedMinutes : 0;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
