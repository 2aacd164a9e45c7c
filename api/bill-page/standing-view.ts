/** Where a question stands: what we promised, what was decided, and what the customer can do. */
import { html } from 'hono/html';
import type { BillQuestion } from '../../db/bill-questions.ts';
import { isUndecided } from '../../domain/dispute/deadlines.ts';
import type { DisputeState } from '../../domain/dispute/reasons.ts';
import { changeableUntilMs } from '../../db/satisfaction.ts';
import { disputeMessage } from '../../domain/letters/dispute/dispute-letter.ts';
import { cleanText } from '../../domain/paper/clean.ts';
import { labelled } from './labelled.ts';
import { backLink, describedBy, fieldError, type Html, type PageError } from './layout.ts';
import { type OpenedBill, pageOf } from './opened.ts';
import type { Saying } from './saying.ts';

/** What the customer had typed when something was to be put right. */
export type StandingInput = { readonly formId: string; readonly words: string };

export function standingPage(
  opened: OpenedBill,
  question: BillQuestion,
  input: StandingInput,
  errors: readonly PageError[] = [],
): Html {
  const { base, saying } = opened;
  const { words, letters } = saying;
  const { standing } = words;
  const path = `${base}/questions/${question.disputeId}`;
  return pageOf(opened, {
    title: standing.title,
    errors,
    content: html`${backLink(words, base)}
<h1>${standing.title}</h1>
<p class="lead">${stateInWords(question, saying)}</p>
<section>${labelled([
      { label: standing.reason, text: letters.reasons[question.reason] },
      { label: standing.about, text: aboutInWords(question, saying) },
      { label: standing.asked, text: saying.time(question.openedAtMs) },
      ...(question.words === '' ? [] : [{ label: standing.yourWords, text: question.words }]),
    ])}</section>
${letterList(opened, question)}
${isUndecided(question) ? withdrawForm(saying, path, input) : ''}
${isReopenable(question, saying) ? reopenForm(saying, path, question, input, errors) : ''}
${question.state === 'resolved' ? satisfactionSection(opened, question) : ''}`,
  });
}

const marks: Readonly<Record<DisputeState, string>> = {
  open: '?',
  claimed: '?',
  waiting: '?',
  resolved: '✓',
  withdrawn: '×',
  moot: '✓',
};

/** A mark and words, and by when something happens; never the mark alone. */
export function stateInWords(question: BillQuestion, saying: Saying): Html {
  const { standing } = saying.words;
  const state = html`<strong aria-hidden="true">${marks[question.state]}</strong> ${standing.state}:
${standing.states[question.state]}.`;
  if (!isUndecided(question)) return state;
  const { firstAnsweredAtMs, firstAnswerByMs, resolveByMs } = question;
  const isAnswered = firstAnsweredAtMs !== null;
  const byMs = isAnswered ? resolveByMs : firstAnswerByMs;
  const promise = (isAnswered ? standing.decideBy : standing.answerBy)(saying.time(byMs));
  return html`${state} ${byMs < saying.nowMs ? standing.missed : promise}`;
}

function aboutInWords({ isWhole, lines }: BillQuestion, saying: Saying): string {
  const { standing } = saying.words;
  if (isWhole) return standing.whole;
  const named = lines.map(({ position, description }) =>
    standing.line({ position, description: cleanText(description) }),
  );
  return named.join('; ');
}

function isReopenable({ reopenUntilMs }: BillQuestion, { nowMs }: Saying): boolean {
  return reopenUntilMs !== null && nowMs <= reopenUntilMs;
}

/** The newest letter is open, the others are a press away. */
function letterList({ bill, saying }: OpenedBill, question: BillQuestion): Html {
  const { standing } = saying.words;
  const letters = question.letters.map(({ writtenAtMs, says }, index) => {
    const about = {
      ...bill,
      invoiceNumber: bill.number,
      disputeId: question.disputeId,
      link: null,
    };
    const { reopenUntilMs } = question;
    const { subject, paragraphs } = disputeMessage({ ...about, reopenUntilMs, says });
    const isNewest = index === question.letters.length - 1;
    return html`<details${isNewest ? html` open` : ''}>
<summary>${saying.time(writtenAtMs)}: ${subject}</summary>
<div>${paragraphs.map((text) => html`<p class="said" dir="auto">${text}</p>`)}</div>
</details>`;
  });
  return html`<section aria-labelledby="letters">
<h2 id="letters">${standing.letters} (${letters.length})</h2>
${letters.length > 0 ? letters : html`<p>${standing.noLetters}</p>`}
</section>`;
}

function withdrawForm({ words }: Saying, path: string, { formId }: StandingInput): Html {
  const { standing } = words;
  return html`<section aria-labelledby="withdraw">
<h2 id="withdraw">${standing.withdraw}</h2>
<p>${standing.withdrawMeans}</p>
<form method="post" action="${path}/withdraw">
<input type="hidden" name="form" value="${formId}">
<button>${standing.withdrawPress}</button>
</form>
</section>`;
}

function reopenForm(
  saying: Saying,
  path: string,
  { reopenUntilMs }: BillQuestion,
  { formId, words: typed }: StandingInput,
  errors: readonly PageError[],
): Html {
  const { standing, question, page } = saying.words;
  return html`<section aria-labelledby="reopen">
<h2 id="reopen">${standing.reopen}</h2>
<p>${standing.reopenUntil(saying.time(reopenUntilMs ?? 0))}</p>
<form method="post" action="${path}/reopen">
<input type="hidden" name="form" value="${formId}">
<div class="field">
<label class="label" for="words">${standing.reopenWords} (${page.optional})</label>
<p class="hint" id="words-hint">${question.wordsHint}</p>
${fieldError(errors, 'words')}
<textarea id="words" name="words" rows="6"${describedBy(errors, 'words', 'words-hint')}>
${typed}</textarea>
</div>
<button>${standing.reopenPress}</button>
</form>
</section>`;
}

/** One press for each score, as in the letter that asks. */
function satisfactionSection({ base, saying }: OpenedBill, question: BillQuestion): Html {
  const { words, letters } = saying;
  const { satisfaction } = words;
  const { disputeId, satisfaction: answer } = question;
  const isFixed = answer !== null && changeableUntilMs(answer.answeredAtMs) <= saying.nowMs;
  const presses = letters.scores.map(
    (score, index) =>
      html`<li><a href="${base}/satisfaction/${disputeId}/${index + 1}">${index + 1} – ${score}</a></li>`,
  );
  return html`<section aria-labelledby="satisfaction">
<h2 id="satisfaction">${satisfaction.title}</h2>
${answer ? html`<p>${answerInWords(answer, saying)}</p>` : html`<p>${satisfaction.question}</p>`}
${isFixed ? '' : html`<ul class="press">${presses}</ul>`}
</section>`;
}

function answerInWords(
  { score, answeredAtMs }: NonNullable<BillQuestion['satisfaction']>,
  { words, letters, day, nowMs }: Saying,
): string {
  const { satisfaction } = words;
  const untilMs = changeableUntilMs(answeredAtMs);
  return [
    satisfaction.thanks,
    satisfaction.answered(`${score} – ${letters.scores[score - 1] ?? ''}`),
    ...(untilMs > nowMs ? [satisfaction.changeUntil(day(untilMs))] : []),
  ].join(' ');
}
