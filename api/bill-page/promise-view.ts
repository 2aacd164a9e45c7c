/** The form for a promise to pay, and the plan that is shown before it counts. */
import { html } from 'hono/html';
import type { Instalment } from '../../domain/facts.ts';
import { backLink, describedBy, fieldError, type Html, type PageError } from './layout.ts';
import { type OpenedBill, pageOf, planInWords } from './opened.ts';

/** The days as they were typed. */
export type PromiseInput = { readonly formId: string; readonly days: readonly string[] };

export type PromiseRange = { readonly first: string; readonly last: string };

export function promisePage(
  opened: OpenedBill,
  { formId, days }: PromiseInput,
  range: PromiseRange,
  errors: readonly PageError[] = [],
): Html {
  const { base, saying } = opened;
  const { words, date } = saying;
  const { title, intro, first, second, third, until, check } = words.promise;
  const field = (label: string, index: number) => {
    const id = `day-${index + 1}`;
    return html`<div class="field">
<label class="label" for="${id}">${label}${index === 0 ? '' : ` (${words.page.optional})`}</label>
${fieldError(errors, id)}
<input type="date" id="${id}" name="day" value="${days[index] ?? ''}" min="${range.first}"
max="${range.last}"${describedBy(errors, id, 'day-hint')}>
</div>`;
  };
  return pageOf(opened, {
    title,
    errors,
    content: html`${backLink(words, base)}
<h1>${title}</h1>
<p>${intro}</p>
<form method="post" action="${base}/promise">
<input type="hidden" name="form" value="${formId}">
<p class="hint" id="day-hint">${words.promise.dateHint} ${until(date(range.last))}</p>
${[first, second, third].map(field)}
<p><button>${check}</button></p>
</form>`,
  });
}

/** What would be promised, with what follows from it. */
export function planPage(
  opened: OpenedBill,
  { formId, days }: PromiseInput,
  plan: readonly Instalment[],
): Html {
  const { base, saying } = opened;
  const { words } = saying;
  const { checkTitle, checkIntro, means, confirm, change } = words.promise;
  return pageOf(opened, {
    title: checkTitle,
    content: html`${backLink(words, base)}
<h1>${checkTitle}</h1>
<p>${checkIntro}</p>
<ul>${planInWords(saying, plan).map((row) => html`<li>${row}</li>`)}</ul>
<p>${means}</p>
<form method="post" action="${base}/promise">
<input type="hidden" name="form" value="${formId}">
<input type="hidden" name="open" value="${opened.bill.openMinor}">
${days.map((day) => html`<input type="hidden" name="day" value="${day}">`)}
<p><button name="confirm" value="yes">${confirm}</button></p>
</form>
<p><a href="${base}/promise">${change}</a></p>`,
  });
}
