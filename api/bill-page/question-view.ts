/** The form for a question about the bill: which lines, why, and the customer's own words. */
import { html } from 'hono/html';
import type { BillQuestion } from '../../db/bill-questions.ts';
import { isUndecided } from '../../domain/dispute/deadlines.ts';
import { disputeReasons } from '../../domain/dispute/reasons.ts';
import { cleanText } from '../../domain/paper/clean.ts';
import type { PaperFacts, PaperLine } from '../../domain/paper/facts.ts';
import { canPromise } from './bill-view.ts';
import { backLink, describedBy, fieldError, type Html, type PageError } from './layout.ts';
import { type OpenedBill, pageOf, questionAbout } from './opened.ts';

/** What is in the form, right or wrong. */
export type QuestionInput = {
  /** Of this one form: sent twice, it is one question. */
  readonly formId: string;
  readonly isWhole: boolean;
  readonly positions: readonly number[];
  readonly reason: string | null;
  readonly words: string;
};

export function questionPage(
  opened: OpenedBill,
  paper: PaperFacts,
  questions: readonly BillQuestion[],
  input: QuestionInput,
  errors: readonly PageError[] = [],
): Html {
  const { base, bill, saying } = opened;
  const { words } = saying;
  const { title, intro, whatHappens, send, payLater } = words.question;
  const promise = words.promise.title;
  return pageOf(opened, {
    title,
    errors,
    content: html`${backLink(words, base)}
<h1>${title}</h1>
<p>${intro}</p>
<form method="post" action="${base}/question">
<input type="hidden" name="form" value="${input.formId}">
${lineChoices(opened, paper, questions, input, errors)}
${reasonChoices(opened, input, errors)}
${wordsField(opened, input, errors)}
<p>${whatHappens}</p>
<p><button>${send}</button></p>
</form>
${canPromise(bill) ? html`<p>${payLater} <a href="${base}/promise">${promise}</a></p>` : ''}`,
  });
}

/** The whole bill can be asked about while none of its lines is: nothing waits twice. */
function lineChoices(
  { bill, saying }: OpenedBill,
  paper: PaperFacts,
  questions: readonly BillQuestion[],
  { isWhole, positions }: QuestionInput,
  errors: readonly PageError[],
): Html {
  const { about, whole, askedAlready } = saying.words.question;
  const isAsked = ({ position }: PaperLine) =>
    questionAbout(bill, questions, position) !== undefined;
  const canBeWhole = !questions.some(isUndecided);
  const firstFree = canBeWhole ? undefined : paper.lines.find((line) => !isAsked(line));
  const choice = (line: PaperLine) => {
    const isChosen = !isAsked(line) && positions.includes(line.position);
    return html`<label class="choice"><input type="checkbox" name="line" value="${line.position}"
${line === firstFree ? html` id="about"` : ''}${isChosen ? html` checked` : ''}${isAsked(line) ? html` disabled` : ''}>
<span dir="auto">${cleanText(line.description)}, ${saying.formats.money(line.netMinor)}</span>
${isAsked(line) ? html`<small>${askedAlready}</small>` : ''}</label>
`;
  };
  return html`<fieldset${describedBy(errors, 'about')}>
<legend>${about}</legend>
${fieldError(errors, 'about')}
${
  canBeWhole
    ? html`<label class="choice"><input type="checkbox" id="about" name="whole" value="yes"
${isWhole ? html` checked` : ''}> <span>${whole}</span></label>`
    : ''
}
${paper.lines.map(choice)}
</fieldset>`;
}

function reasonChoices(
  { saying }: OpenedBill,
  { reason }: QuestionInput,
  errors: readonly PageError[],
): Html {
  const choices = disputeReasons.map(
    (one, index) => html`<label class="choice"><input type="radio" name="reason" value="${one}"
${index === 0 ? html` id="reason"` : ''}${one === reason ? html` checked` : ''}>
<span>${saying.letters.reasons[one]}</span></label>
`,
  );
  return html`<fieldset${describedBy(errors, 'reason')}>
<legend>${saying.words.question.reason}</legend>
${fieldError(errors, 'reason')}
${choices}</fieldset>`;
}

/** Nothing cuts the words off while they are typed or pasted: too many are told, and kept. */
function wordsField(
  { saying }: OpenedBill,
  { words: typed }: QuestionInput,
  errors: readonly PageError[],
): Html {
  const { question, page } = saying.words;
  return html`<div class="field">
<label class="label" for="words">${question.words} (${page.optional})</label>
<p class="hint" id="words-hint">${question.wordsHint}</p>
${fieldError(errors, 'words')}
<textarea id="words" name="words" rows="8"${describedBy(errors, 'words', 'words-hint')}>
${typed}</textarea>
</div>`;
}
