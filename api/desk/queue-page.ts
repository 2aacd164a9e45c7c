/** The queue: what is mine, what is next, what waits for a second person, what was missed. */
import { html } from 'hono/html';
import { deskPage, hidden, type Html, noticeBox, timeLeftMark } from './layout.ts';
import type { CaseListView, CaseRowView, Notice, QueueView, Viewer } from './views.ts';
import { counted, languageWords, moneyWords, reasonWords } from './words.ts';

/** The queue as a page of its own: the list, and beside it what to do now. */
export function queuePage(viewer: Viewer, queue: QueueView, notice: Notice | null = null): Html {
  return deskPage(viewer, {
    title: 'Queue',
    place: 'queue',
    content: html`<div class="desk with-beside">
<div class="queue" id="queue" data-seen="${queue.seenEvent}">
${list(viewer, queue, null, notice)}
</div>
<div class="idle">${nowWords(queue)}</div>
</div>`,
  });
}

/** The list beside an open case; a phone has no room for it. */
export function queueBeside(viewer: Viewer, queue: QueueView, openId: string): Html {
  return html`<aside class="queue beside" id="queue" aria-label="Queue" data-seen="${queue.seenEvent}">
${list(viewer, queue, openId)}
</aside>`;
}

/** What is loaded anew when there is news and somebody asks for it. */
function list(
  viewer: Viewer,
  queue: QueueView,
  openId: string | null,
  notice: Notice | null = null,
): Html {
  return html`<div class="top">
${openId === null ? html`<h1>Queue</h1>` : html`<p class="heading">Queue</p>`}
<form method="post" action="/desk/next">
${hidden({ form_token: viewer.formToken })}
<button class="primary" data-key="n">Take next <kbd aria-hidden="true">n</kbd></button>
</form>
</div>
${noticeBox(notice)}
<p class="news" role="status"></p>
${section(viewer, 'Mine', queue.mine, openId, 'No case is yours. “Take next” gives you the most urgent one that fits you.')}
${section(viewer, 'Next', queue.next, openId, 'Nobody waits whom you could help, by your groups, languages and reasons.')}
${section(viewer, 'Waiting for approval', queue.waiting, openId, null)}
${section(viewer, 'Promise missed', queue.missed, openId, null)}`;
}

/** A section whose emptiness says nothing is left out, so that the list holds only work. */
function section(
  viewer: Viewer,
  title: string,
  { count, rows }: CaseListView,
  openId: string | null,
  empty: string | null,
): Html | string {
  if (count === 0 && empty === null) return '';
  const id = `list-${title.toLowerCase().replaceAll(' ', '-')}`;
  const more = count - rows.length;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title} <span class="count">${count}</span></h2>
${
  rows.length === 0
    ? html`<p class="empty">${empty}</p>`
    : html`<ul>${rows.map((row) => html`<li>${caseRow(viewer, row, openId)}</li>`)}</ul>`
}
${more > 0 ? html`<p class="more">${counted(more, 'more case')}, less urgent.</p>` : ''}
</section>`;
}

export function caseRow(viewer: Viewer, row: CaseRowView, openId: string | null = null): Html {
  const { disputeId, customer, words, reason, amount, left, language, owner } = row;
  const current = disputeId === openId ? html` aria-current="true"` : '';
  const said = words === '' ? reasonWords[reason] : `“${words}”`;
  return html`<a class="case" href="/desk/cases/${disputeId}" data-row${current}>
<span class="who"><bdi>${customer}</bdi></span>
<span class="amount">${moneyWords(amount)}</span>
<span class="said" dir="auto">${said}</span>
<span class="state">${timeLeftMark(left)}
<span class="quiet">${languageWords(language)}${owner === null || owner === viewer.login ? '' : ` · ${owner}`}</span></span>
</a>`;
}

function nowWords({ mine, next }: QueueView): Html {
  const [first] = mine.rows;
  if (first) {
    return html`<h2>${mine.count === 1 ? 'One case is yours' : `${mine.count} cases are yours`}</h2>
<p>The next promise is to <a href="/desk/cases/${first.disputeId}">${first.customer}</a>: ${first.left.words}.</p>`;
  }
  const [waiting] = next.rows;
  if (waiting) {
    const who = next.count === 1 ? 'One customer waits' : `${next.count} customers wait`;
    return html`<h2>${who}</h2>
<p>The most urgent: ${waiting.left.words}. “Take next” gives it to you.</p>`;
  }
  return html`<h2>Nobody waits</h2>
<p>New cases announce themselves here as they come. Until then you can look up a customer.</p>`;
}
