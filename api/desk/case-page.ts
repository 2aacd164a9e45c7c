/** A case: who, what about, what happened, whether it is fair, and what can be done. */
import { html } from 'hono/html';
import { authorityPanel, changePanel, fairnessPanel, pastPanel } from './case-panels.ts';
import { approvalBox, decisionList } from './case-decisions.ts';
import { checkBox } from './check-box.ts';
import { deskPage, hidden, type Html, time, timeLeftMark } from './layout.ts';
import { queueBeside } from './queue-page.ts';
import type {
  BillLineView,
  BillView,
  CaseView,
  Money,
  Notice,
  QueueView,
  StoryLine,
  Viewer,
} from './views.ts';
import { counted, dateAndDistance, languageWords, moneyWords, reasonWords } from './words.ts';

export type CasePage = {
  readonly case: CaseView;
  readonly queue: QueueView;
  readonly notice?: Notice | null;
};

export function casePage(viewer: Viewer, { case: view, queue, notice = null }: CasePage): Html {
  return deskPage(viewer, {
    title: `${view.customer.name}: ${reasonWords[view.reason].toLowerCase()}`,
    place: 'queue',
    notice,
    beside: queueBeside(viewer, queue, view.disputeId),
    content: html`<article class="case-page" data-open-case="${view.disputeId}">
${head(viewer, view)}
${standing(viewer, view)}
${view.bill ? caseCheck(viewer, view) : ''}
${about(view)}
<div class="columns">
<div class="facts">
${view.bill ? '' : caseCheck(viewer, view)}
${view.bill ? billPanel(viewer, view.bill) : ''}
${view.change ? changePanel(view.change) : ''}
${view.fairness ? fairnessPanel(view.fairness) : ''}
${view.past?.length ? pastPanel(view.past) : ''}
</div>
<div class="doing">
${view.waiting ? approvalBox(viewer, view.waiting, view.requestId) : ''}
${view.authority ? authorityPanel(view.authority) : ''}
${decisionList(view)}
${writing(viewer, view)}
${storyPanel(viewer, view.story)}
</div>
</div>
</article>`,
  });
}

function caseCheck(viewer: Viewer, { disputeId, check, ended, isMine }: CaseView): Html | string {
  if (ended !== null && check.kind !== 'checked') return '';
  const path = `/desk/cases/${disputeId}/check`;
  const closes = 'The customer’s data, the bill and most decisions';
  const closedBecause = isMine
    ? null
    : `${closes} open when the case is yours and the caller is checked.`;
  return checkBox(viewer, { check, path, closes, closedBecause });
}

function head(viewer: Viewer, view: CaseView): Html {
  const { customer, promise, reason, amount, bill, decisions } = view;
  const facts = [
    customer.number,
    customer.isBusiness ? 'business' : null,
    customer.tenure,
    customer.pays,
    `speaks ${languageWords(customer.language)}`,
  ].filter((fact) => fact !== null);
  const contact = [customer.email, customer.address.join(', ')].filter(Boolean);
  const billed = bill ? ` on bill ${bill.number}` : '';
  return html`<header class="head">
<p class="back"><a href="/desk">Queue</a></p>
<h1><bdi>${customer.name}</bdi></h1>
<p class="quiet">${facts.join(' · ')}</p>
${contact.length > 0 ? html`<p class="quiet"><bdi>${contact.join(' · ')}</bdi></p>` : ''}
<p class="matter"><strong>${reasonWords[reason]}</strong> · ${moneyWords(amount)}${billed}</p>
${promise ? html`<p class="due">${timeLeftMark(promise.left)} <span class="quiet">(${time(promise.dueAtMs, viewer)})</span></p>` : ''}
${decisions.length > 0 ? html`<p class="jump"><a href="#decide">To the decisions</a></p>` : ''}
</header>`;
}

/** Whose it is, or how it ended, with the one thing that can be done about that. */
function standing(viewer: Viewer, view: CaseView): Html | string {
  const { disputeId, owner, isMine, canTake, ended, canReopen, requestId } = view;
  const form = (path: string, button: string, words: string) =>
    html`<form class="strip" method="post" action="/desk/cases/${disputeId}/${path}">
${hidden({ form_token: viewer.formToken, request_id: requestId })}
<p>${words}</p><button>${button}</button></form>`;
  if (ended !== null) {
    return canReopen
      ? form('reopen', 'Open it again', ended)
      : html`<div class="strip"><p>${ended}</p></div>`;
  }
  if (view.waiting) {
    return html`<div class="strip"><p>${view.waiting.askedBy} asks for a second person. ${timeLeftMark(view.waiting.left)}</p></div>`;
  }
  if (isMine) return form('return', 'Give it back', 'This case is yours.');
  const whose = owner === null ? 'Nobody has this case.' : `${owner} has this case.`;
  if (!canTake) return html`<div class="strip"><p>${whose}</p></div>`;
  return form('take', owner === null ? 'Take it' : `Take it over from ${owner}`, whose);
}

function about({ words, channelWords }: CaseView): Html | string {
  if (words === null) return '';
  return html`<section class="about" aria-labelledby="about">
<h2 id="about">In the customer’s words</h2>
${words === '' ? html`<p class="empty">They wrote nothing. ${channelWords}</p>` : html`<blockquote dir="auto">${words}</blockquote><p class="quiet">${channelWords}</p>`}
</section>`;
}

function billPanel(viewer: Viewer, bill: BillView): Html {
  const { number, currency, lines, taxes, grossMinor, openMinor, heldMinor } = bill;
  const money = (minor: number) => moneyWords({ minor, currency });
  const sum = (label: string, minor: number, kind = '') =>
    html`<tr class="${kind}"><th scope="row" colspan="2">${label}</th><td class="number">${money(minor)}</td></tr>
`;
  return html`<section aria-labelledby="bill">
<h2 id="bill">Bill ${number}</h2>
<p class="quiet">Due ${dateAndDistance(bill.dueOn, viewer)}</p>
<table class="bill">
<thead><tr><th scope="col" colspan="2">${counted(lines.length, 'line')}</th><th scope="col" class="number">Before tax</th></tr></thead>
<tbody>
${lines.map((line) => billLine(line, currency))}</tbody>
<tfoot>
${taxes.map(({ label, minor }) => sum(label, minor))}
${sum('Total', grossMinor, 'total')}
${sum('Still open', openMinor)}
${heldMinor > 0 ? sum('Held until this is decided', heldMinor) : ''}</tfoot>
</table>
</section>`;
}

function billLine(line: BillLineView, currency: Money['currency']): Html {
  const { position, description, notes, netMinor, isDisputed, creditedMinor } = line;
  const money = (minor: number) => moneyWords({ minor, currency });
  return html`<tr${isDisputed ? html` class="disputed"` : ''}><td class="position quiet">${position}</td><th scope="row"><bdi>${description}</bdi>${isDisputed ? html` <span class="tag">disputed</span>` : ''}
${notes.map((note) => html`<small>${note}</small>`)}
${creditedMinor > 0 ? html`<small>${money(creditedMinor)} taken back before</small>` : ''}</th>
<td class="number">${money(netMinor)}</td></tr>
`;
}

/** What can be said to the customer, or for ourselves, without deciding anything. */
function writing(
  viewer: Viewer,
  { disputeId, isMine, requestId, customer }: CaseView,
): Html | string {
  if (!isMine) return '';
  return html`<details class="write">
<summary>Write without deciding</summary>
<form method="post" action="/desk/cases/${disputeId}/answers">
${hidden({ form_token: viewer.formToken, request_id: requestId })}
<label for="answer">What you write</label>
<p class="hint" id="answer-hint">A letter goes out as you write it, so write in ${languageWords(customer.language)}. A note stays with the case.</p>
<textarea id="answer" name="words" rows="4" maxlength="2000" required aria-describedby="answer-hint"></textarea>
<p class="buttons"><button name="internal" value="no">Send to the customer</button>
<button name="internal" value="yes">Keep as a note</button></p>
</form>
</details>`;
}

function storyPanel(viewer: Viewer, story: readonly StoryLine[]): Html {
  return html`<section aria-labelledby="story">
<h2 id="story">Story so far <span class="count">${story.length}</span></h2>
<ol class="story">${story.map((line) => storyLine(viewer, line))}</ol>
</section>`;
}

function storyLine(viewer: Viewer, { atMs, what, words }: StoryLine): Html {
  return html`<li><span class="quiet">${time(atMs, viewer)}</span>
<p>${what}</p>
${words === null ? '' : html`<blockquote dir="auto">${words}</blockquote>`}</li>
`;
}
