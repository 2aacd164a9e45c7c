/** The answer to how a question was handled: the score that was pressed, to be confirmed. */
import { html } from 'hono/html';
import { backLink, describedBy, fieldError, type Html, type PageError } from './layout.ts';
import { type OpenedBill, pageOf } from './opened.ts';

export type SatisfactionInput = { readonly score: number | null; readonly comment: string };

export function satisfactionPage(
  opened: OpenedBill,
  disputeId: string,
  { score, comment }: SatisfactionInput,
  errors: readonly PageError[] = [],
): Html {
  const { base, saying } = opened;
  const { words, letters } = saying;
  const { satisfaction, page, question } = words;
  const choices = letters.scores.map(
    (label, index) => html`<label class="choice"><input type="radio" name="score"
value="${index + 1}"${index === 0 ? html` id="score"` : ''}${index + 1 === score ? html` checked` : ''}>
<span>${index + 1} – ${label}</span></label>
`,
  );
  return pageOf(opened, {
    title: satisfaction.title,
    errors,
    content: html`${backLink(words, base)}
<h1>${satisfaction.title}</h1>
<form method="post" action="${base}/satisfaction/${disputeId}/${score ?? 0}">
<fieldset${describedBy(errors, 'score')}>
<legend>${satisfaction.question}</legend>
${fieldError(errors, 'score')}
${choices}</fieldset>
<div class="field">
<label class="label" for="words">${satisfaction.comment} (${page.optional})</label>
<p class="hint" id="words-hint">${question.wordsHint}</p>
${fieldError(errors, 'words')}
<textarea id="words" name="words" rows="5"${describedBy(errors, 'words', 'words-hint')}>
${comment}</textarea>
</div>
<p><button>${satisfaction.send}</button></p>
</form>`,
  });
}
