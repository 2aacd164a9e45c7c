/** The letters about a customer's question, in their language: from its coming to its end. */
import type { LocalDate } from '../../calendar.ts';
import { formatsFor } from '../../paper/formats.ts';
import type {
  DecisionTold,
  DisputeLetterAbout,
  DisputeLetterFacts,
  DisputeLetterSaying,
  GrantTold,
} from './facts.ts';
import { disputeLetterWords } from './languages.ts';
import type { DisputeLetterLanguage, GrantWords } from './words.ts';

type Written = { readonly subject: string; readonly body: readonly (string | null)[] };

/** How the reader's language writes what stands in their letter. */
type Writing = {
  readonly words: DisputeLetterLanguage;
  readonly money: (minor: number) => string;
  readonly rate: (basisPoints: number) => string;
  readonly date: (date: LocalDate) => string;
  /** An instant as date and time in the customer's own zone. */
  readonly time: (epochMs: number) => string;
};

/** Subject and plain text. What people wrote goes in as it is; the subject holds none of it. */
export function disputeLetter(facts: DisputeLetterFacts): { subject: string; text: string } {
  const { words, ...write } = writingOf(facts);
  const { subject, body } = writtenOf({ words, ...write }, facts);
  const { link, says, openMinor, reopenUntilMs } = facts;
  const isEnded = endings.includes(says.template);
  const paragraphs = [
    words.greeting(facts.customerName),
    ...body,
    isEnded ? words.stillOpen(openMinor > 0 ? write.money(openMinor) : null) : null,
    isEnded && reopenUntilMs !== null ? words.reopen(write.time(reopenUntilMs)) : null,
    says.template === 'satisfaction' ? scale(words, facts) : null,
    link === null || says.template === 'satisfaction' ? null : words.seeQuestion(link),
    words.closing(facts.sellerName),
  ];
  const said = paragraphs.filter((paragraph) => paragraph !== null && paragraph !== '');
  return { subject, text: `${said.join('\n\n')}\n` };
}

/** What a letter says between greeting and closing, for where it is shown later on. */
export function disputeMessage(facts: DisputeLetterFacts): {
  subject: string;
  paragraphs: readonly string[];
} {
  const { subject, body } = writtenOf(writingOf(facts), facts);
  return { subject, paragraphs: body.filter((paragraph) => paragraph !== null) };
}

/** After these the question is closed. */
const endings: readonly DisputeLetterSaying['template'][] = [
  'decided',
  'default_decision',
  'withdrawn',
  'moot',
];

function writingOf({ language, currency, timeZone }: DisputeLetterAbout): Writing {
  const words = disputeLetterWords(language);
  const { locale, dates, times } = words;
  const { money, rate } = formatsFor(locale, currency);
  const days = new Intl.DateTimeFormat(locale, { ...dates, timeZone: 'UTC' });
  const instants = new Intl.DateTimeFormat(locale, { ...times, timeZone });
  return {
    words,
    money,
    rate,
    date: (date) => days.format(Date.parse(`${date}T00:00:00Z`)),
    time: (epochMs) => instants.format(epochMs),
  };
}

function writtenOf(writing: Writing, facts: DisputeLetterFacts): Written {
  const { words, money, time } = writing;
  const { letters, reasons } = words;
  const { says } = facts;
  switch (says.template) {
    case 'received':
      return written(letters.received, facts, {
        reason: says.reason === 'other' ? null : reasons[says.reason],
        answerBy: time(says.firstAnswerByMs),
        held: says.heldMinor > 0 ? money(says.heldMinor) : null,
        rest: says.restMinor > 0 ? money(says.restMinor) : null,
        isReopened: says.isReopened,
      });
    case 'answered':
      return written(letters.answered, facts, {
        explanation: says.explanation,
        decideBy: says.decideByMs === null ? null : time(says.decideByMs),
      });
    case 'waiting':
      return written(letters.waiting, facts, { until: time(says.untilMs) });
    case 'decided':
      return writtenDecision(writing, facts, says.decision);
    case 'default_decision':
      return written(letters.default_decision, facts, {
        promisedBy: time(says.promisedByMs),
        amount: says.amountMinor > 0 ? money(says.amountMinor) : null,
        creditNote: says.creditNote,
      });
    case 'withdrawn':
    case 'moot':
    case 'satisfaction':
      return written(letters[says.template], facts, {});
  }
}

function writtenDecision(
  writing: Writing,
  about: DisputeLetterAbout,
  decision: DecisionTold,
): Written {
  const { words, money, date } = writing;
  const { letters } = words;
  switch (decision.outcome) {
    case 'explained':
    case 'rejected':
      return written(letters[decision.outcome], about, { explanation: decision.explanation });
    case 'corrected': {
      const { creditNote, newInvoice, explanation, creditedMinor } = decision;
      const amount = money(creditedMinor);
      return written(letters.corrected, about, { creditNote, newInvoice, explanation, amount });
    }
    case 'granted': {
      const { creditNote, explanation } = decision;
      const worth = money(decision.worthMinor);
      const grant = grantSentence(writing, decision.grant, worth);
      return written(letters.granted, about, { creditNote, explanation, worth, grant });
    }
    case 'promised': {
      const instalments = decision.instalments.map(
        ({ on, amountMinor }) =>
          `- ${words.instalment({ amount: money(amountMinor), on: date(on) })}`,
      );
      return written(letters.promised, about, { instalments: instalments.join('\n') });
    }
    case 'changed': {
      const from = decision.from === null ? null : date(decision.from);
      return written(letters.changed, about, { change: decision.change, from });
    }
  }
}

function grantSentence({ words, money, rate }: Writing, grant: GrantTold, worth: string): string {
  const list = new Intl.ListFormat(words.locale);
  const nothing: GrantWords = {
    positions: '',
    positionCount: 0,
    rate: '',
    amount: '',
    bills: 0,
    serviceName: '',
    worth,
  };
  const say = (given: Partial<GrantWords>) => words.grants[grant.kind]({ ...nothing, ...given });
  const ofLines = (positions: readonly number[]) => ({
    positions: list.format(positions.map(String)),
    positionCount: positions.length,
  });
  switch (grant.kind) {
    case 'percent_off_lines':
      return say({ rate: rate(grant.basisPoints), ...ofLines(grant.positions) });
    case 'amount_off_lines':
      return say(ofLines(grant.lines.map(({ position }) => position)));
    case 'percent_off_next_bills':
      return say({ rate: rate(grant.basisPoints), bills: grant.bills });
    case 'amount_off_next_bills':
      return say({ amount: money(grant.netMinor), bills: grant.bills });
    case 'free_months':
      return say({ bills: grant.months });
    case 'better_price':
      return say({
        amount: money(grant.unitPriceMinor),
        bills: grant.bills,
        serviceName: grant.serviceName,
      });
    case 'waive_charges':
    case 'goodwill_credit':
      return say({});
  }
}

/** A press for each score, or the figures alone where there is no page. */
function scale(words: DisputeLetterLanguage, { link, disputeId }: DisputeLetterAbout): string {
  const rows = words.scores.map((score, index) => {
    const row = `${index + 1} – ${score}`;
    return link === null ? row : `${row}: ${link}/satisfaction/${disputeId}/${index + 1}`;
  });
  return [...rows, ...(link === null ? [words.replyWithScore] : [])].join('\n');
}

function written<Own>(
  letter: {
    readonly subject: (words: DisputeLetterAbout & Own) => string;
    readonly body: (words: DisputeLetterAbout & Own) => readonly (string | null)[];
  },
  about: DisputeLetterAbout,
  own: Own,
): Written {
  const words = { ...about, ...own };
  return { subject: letter.subject(words), body: letter.body(words) };
}
