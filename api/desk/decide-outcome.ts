/** What will happen if a decision is confirmed: what the rules say, and what follows. */
import { readGrantFlag } from '../../db/fairness-grants.ts';
import type { Judgement } from '../../domain/authority/judge.ts';
import { type Decision, needsWords } from '../../domain/dispute/decision.ts';
import { RefusalError } from '../../domain/errors.ts';
import { judgeCorrectionIn, judgeIn } from '../desk-authority.ts';
import type { DecideFacts } from './decide-facts.ts';
import type { OutcomeView } from './decide-view.ts';
import { decidedWords } from './grant-words.ts';
import type { OpenedCase } from './read-case.ts';
import { farWords } from './read-waiting.ts';
import type { Visit } from './visit.ts';
import { dateWords, languageWords, moneyWords } from './words.ts';

export async function outcomeOf(
  visit: Visit,
  opened: OpenedCase,
  facts: DecideFacts,
  { decision, words }: { readonly decision: Decision; readonly words: string },
): Promise<OutcomeView> {
  const judged = JSON.stringify(decision);
  const outcome =
    decision.kind === 'grant' || decision.kind === 'correct'
      ? await ofMoney(visit, opened, facts, decision)
      : plainly(facts, decision);
  if (!needsWords(decision) || words !== '' || outcome.verdict === 'refused') {
    return { ...outcome, judged };
  }
  const missing = 'Write first what the customer reads: this decision needs your words.';
  return { ...outcome, judged, button: null, consequences: [...outcome.consequences, missing] };
}

type Outcome = Omit<OutcomeView, 'judged'>;
type Plain = Exclude<Decision, { kind: 'grant' | 'correct' }>;
type Costly = Extract<Decision, { kind: 'grant' | 'correct' }>;

function plainly(facts: DecideFacts, decision: Plain): Outcome {
  const { first, button, title } = plainWords(facts, decision);
  return {
    verdict: 'allowed',
    title,
    consequences: [
      first,
      ...(decision.kind === 'promise' ? [] : owedAgain(facts, facts.openMinor)),
      ...ending(facts),
    ],
    rules: [],
    button,
  };
}

function plainWords({ openMinor, currency }: DecideFacts, decision: Plain) {
  const open = moneyWords({ minor: openMinor, currency });
  switch (decision.kind) {
    case 'explain':
      return {
        title: 'The bill is explained',
        first: 'The bill stands as it is, and the customer reads why.',
        button: 'Explain and close',
      };
    case 'reject':
      return {
        title: 'The wish is rejected',
        first: 'The bill stands as it is, against the customer’s wish.',
        button: 'Reject and close',
      };
    case 'change':
      return {
        title: 'The change is noted',
        first:
          'Your words are kept as what is to change; contract and services are changed by hand.',
        button: 'Note the change and close',
      };
    case 'promise': {
      const last = decision.instalments.at(-1)?.on;
      const until = last ? ` until ${dateWords(last)}` : '';
      return {
        title: 'The promise is taken',
        first: `Nobody reminds the customer of ${open}${until}. Kept, it ends there; broken, the next reminder goes out at once.`,
        button: `Take the promise of ${open} and close`,
      };
    }
  }
}

/** What was held is owed from now on, with the days that the customer had left. */
function owedAgain({ heldMinor, daysLeft, currency }: DecideFacts, openMinor: number): string[] {
  const minor = Math.min(heldMinor, openMinor);
  if (minor === 0) return [];
  const days = daysLeft === 1 ? 'day' : 'days';
  return [
    `${moneyWords({ minor, currency })} that was held is owed again; the next reminder comes no sooner than the ${daysLeft} ${days} that were left.`,
  ];
}

function ending({ language, reopenDays }: DecideFacts): string[] {
  return [
    `The customer gets a letter in ${languageWords(language)}, and is asked a day later how content they are.`,
    `The case is closed. For ${reopenDays} days it can be opened again.`,
  ];
}

async function ofMoney(
  visit: Visit,
  { row }: OpenedCase,
  facts: DecideFacts,
  decision: Costly,
): Promise<Outcome> {
  const { em, staff, at } = visit;
  try {
    const judgement =
      decision.kind === 'grant'
        ? await judgeIn(em, staff, row, decision.grant, { at })
        : await judgeCorrectionIn(em, staff, row, decision.correction, at);
    const far = decision.kind === 'grant' ? await farFrom(visit, row, judgement) : [];
    return { ...judgedOutcome(visit, facts, decision, judgement, far), rules: judgement.rules };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    const rules = [{ rule: error.code, says: 'refused' as const, words: error.message }];
    return {
      verdict: 'refused',
      title: 'This cannot be done',
      consequences: [],
      rules,
      button: null,
    };
  }
}

/** A word of warning where others with the same reason were given far more or less. */
async function farFrom(
  { em, on }: Visit,
  { customerId, cycleId, reason }: OpenedCase['row'],
  { worthMinor }: Judgement,
): Promise<string[]> {
  const flag = await readGrantFlag(em, { customerId, cycleId, on, reason, worthMinor });
  const words = farWords(flag);
  return words === null ? [] : [words];
}

function judgedOutcome(
  { staff }: Visit,
  facts: DecideFacts,
  decision: Costly,
  { verdict, worthMinor: minor, currency }: Judgement,
  far: readonly string[],
): Omit<Outcome, 'rules'> {
  const worth = moneyWords({ minor, currency });
  const what = decidedWords(decision, { minor, currency });
  const verb = decision.kind === 'grant' ? 'grant' : 'correct';
  switch (verdict) {
    case 'refused': {
      const higher = staff.role === 'agent' ? ['A supervisor’s limits are higher: ask one.'] : [];
      const none = 'Nothing would be booked; that it was tried would stay on record.';
      const title = `You may not ${verb} this`;
      return { verdict, title, consequences: [none, ...higher], button: null };
    }
    case 'needs_second_person':
      return {
        verdict,
        title: 'A second person must approve this',
        consequences: [
          `Nothing is booked before somebody else says yes to ${what}.`,
          'The customer gets a letter that a decision is being checked.',
          'If nobody comes in time, the case goes back to the queue.',
          ...far,
        ],
        button: `Ask for approval of ${worth}`,
      };
    case 'allowed':
      return {
        verdict,
        title: `You may ${verb} this`,
        consequences: [...booked(facts, decision, minor), ...ending(facts), ...far],
        button:
          decision.kind === 'grant' ? `Grant ${worth} and close` : `Correct ${worth} and close`,
      };
  }
}

/** What the books say afterwards. */
function booked(facts: DecideFacts, decision: Costly, worthMinor: number): string[] {
  const { bill, openMinor, currency } = facts;
  const money = (minor: number) => moneyWords({ minor, currency });
  const worth = money(worthMinor);
  if (decision.kind === 'correct' && decision.correction.kind === 'void_and_reissue') {
    return [
      `Bill ${bill} is taken back whole by a credit note, and issued anew from the contract as it is now.`,
    ];
  }
  if (decision.kind === 'grant' && isOnComingBills(decision.grant.kind)) {
    const what = decidedWords(decision, { minor: worthMinor, currency });
    return [
      `From the next bill on the customer gets ${what}: about ${worth} in all.`,
      ...owedAgain(facts, openMinor),
    ];
  }
  const leftMinor = Math.max(0, openMinor - worthMinor);
  const creditMinor = Math.max(0, worthMinor - openMinor);
  const isWaiver = decision.kind === 'grant' && decision.grant.kind === 'waive_charges';
  const how = isWaiver
    ? `${worth} of fees and interest is let go`
    : `${worth} is taken off bill ${bill} by a credit note`;
  const credit =
    creditMinor > 0 ? [`${money(creditMinor)} that was paid becomes the customer’s credit.`] : [];
  return [`${how}: ${money(leftMinor)} stays open.`, ...credit, ...owedAgain(facts, leftMinor)];
}

function isOnComingBills(kind: string): boolean {
  return [
    'percent_off_next_bills',
    'amount_off_next_bills',
    'free_months',
    'better_price',
  ].includes(kind);
}
