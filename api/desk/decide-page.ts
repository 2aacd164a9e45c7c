/** A decision on a page of its own: the form, and beside it what will happen if it is sent. */
import { html } from 'hono/html';
import { ruleList } from './case-decisions.ts';
import type { DecideView, OutcomeView, VariantView } from './decide-view.ts';
import { faultSummary, field } from './fields.ts';
import { deskPage, hidden, type Html } from './layout.ts';
import type { Notice, Viewer } from './views.ts';
import { decisionWords, moneyWords } from './words.ts';

export function decidePage(viewer: Viewer, view: DecideView, notice: Notice | null = null): Html {
  const { disputeId, kind, customer, bill, amount, variants, variant, fields, faults } = view;
  const path = `/desk/cases/${disputeId}/decide/${kind}`;
  const { title } = decisionWords[kind];
  return deskPage(viewer, {
    title: `${title}: ${customer}`,
    place: 'queue',
    notice,
    content: html`${faultSummary(faults)}
<article class="decide">
<header class="head">
<p class="back"><a href="/desk/cases/${disputeId}">Back to the case</a></p>
<h1>${title}</h1>
<p class="quiet" dir="auto">${customer} · bill ${bill} · ${moneyWords(amount)} in question</p>
</header>
${variantList(path, variants)}
<form method="post" action="${path}" class="columns" novalidate data-decide hx-post="${path}/preview" hx-trigger="input delay:400ms" hx-target="#outcome" hx-swap="innerHTML" hx-sync="this:replace">
${hidden({ form_token: viewer.formToken, request_id: view.requestId, variant })}
<div class="filling">
${fields.map((one) => field(one, faults))}
<p class="buttons"><button formaction="${path}/preview" data-show>Show what will happen</button></p>
</div>
<div class="outcome" id="outcome" aria-live="polite">
${outcomeBox(view.outcome)}
</div>
</form>
</article>`,
  });
}

function variantList(path: string, variants: readonly VariantView[]): Html | string {
  if (variants.length < 2) return '';
  return html`<nav class="variants" aria-label="What kind">
<ul>${variants.map(
    ({ code, label, note, isCurrent }) =>
      html`<li><a href="${path}?variant=${code}"${isCurrent ? html` aria-current="page"` : ''}>${label}${note === '' ? '' : html` <span class="quiet">${note}</span>`}</a></li>`,
  )}</ul>
</nav>`;
}

/** What the script replaces as somebody types; what is confirmed is exactly what stands here. */
export function outcomeBox(outcome: OutcomeView | null): Html {
  if (!outcome) {
    return html`<h2>What will happen</h2>
<p class="empty">It is shown here as soon as the form says enough. Nothing happens before you confirm it.</p>`;
  }
  const { verdict, title, consequences, rules, button, judged } = outcome;
  return html`<h2 class="verdict ${verdict}"><span class="mark" aria-hidden="true"></span>${title}</h2>
${consequences.length > 0 ? html`<ul class="plain">${consequences.map((one) => html`<li>${one}</li>`)}</ul>` : ''}
${ruleList(rules)}
${button === null ? '' : html`${hidden({ judged })}<p class="buttons"><button class="primary" data-confirm>${button}</button></p>`}`;
}
