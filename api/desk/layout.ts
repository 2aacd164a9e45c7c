/** The frame of the desk's pages, and the small parts that all of them use. */
import { html } from 'hono/html';
import type { TimeLeft } from '../../domain/dispute/spoken.ts';
import { assetUrls } from './assets.ts';
import type { Notice, Viewer } from './views.ts';
import { instantWords, roleWords } from './words.ts';

export type Html = ReturnType<typeof html>;

export type Place = 'queue' | 'approvals' | 'customers' | 'account';

export type DeskPage = {
  readonly title: string;
  readonly place: Place;
  /** Whether the page itself is for finding, so that the bar needs no second field. */
  readonly isFinding?: boolean;
  readonly notice?: Notice | null;
  /** What stands beside the page on wide screens. */
  readonly beside?: Html | null;
  readonly content: Html;
};

/** A whole page for somebody who is signed in. */
export function deskPage(viewer: Viewer, page: DeskPage): Html {
  const { title, place, isFinding = false, notice = null, beside = null, content } = page;
  return document(
    title,
    html`<a class="skip" href="#main">To the page’s content</a>
${bar(viewer, place, !isFinding && viewer.may.includes('search_customers'))}
<div class="desk${beside ? ' with-beside' : ''}">
${beside ?? ''}
<main id="main" tabindex="-1">
${noticeBox(notice)}
${content}
</main>
</div>
${keysDialog()}`,
  );
}

/** A page for whoever has not signed in. */
export function strangerPage(title: string, content: Html): Html {
  return document(
    title,
    html`<main id="main" class="stranger">
<p class="brand">Fairbill</p>
${content}
</main>`,
  );
}

function document(title: string, body: Html): Html {
  const { styles, script, htmx } = assetUrls();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Fairbill</title>
<link rel="stylesheet" href="${styles}">
<link rel="icon" href="data:,">
<script src="${htmx}" defer></script>
<script src="${script}" defer></script>
</head>
<body>
${body}
</body>
</html>`;
}

function bar({ name, role, may, toApprove }: Viewer, place: Place, canFind: boolean): Html {
  const current = (of: Place) => (of === place ? html` aria-current="page"` : '');
  const approvals = may.includes('approve')
    ? html`<a href="/desk/approvals"${current('approvals')}>Approvals${countBadge(toApprove)}</a>`
    : '';
  const customers = may.includes('search_customers')
    ? html`<a href="/desk/customers"${current('customers')}>Customers</a>`
    : '';
  return html`<header class="bar">
<a class="brand" href="/desk">Fairbill</a>
<nav aria-label="Desk">
<a href="/desk"${current('queue')}>Queue</a>
${approvals}
${customers}
</nav>
${canFind ? searchForm() : ''}
<a class="me" href="/desk/account"${current('account')}>${name} <span class="quiet">${roleWords[role]}</span></a>
</header>`;
}

function searchForm(): Html {
  return html`<form class="find" action="/desk/customers" role="search">
<label class="unseen" for="find">Find a customer or a bill</label>
<input id="find" name="q" type="search" placeholder="Customer or bill number" autocomplete="off" data-find>
</form>`;
}

function countBadge(count: number | null): Html | string {
  if (!count) return '';
  return html` <span class="count">${count}<span class="unseen"> waiting</span></span>`;
}

/** Told at once to whoever hears the page, and where the eye begins. */
export function noticeBox(notice: Notice | null): Html | string {
  if (!notice) return '';
  const { kind, title, details } = notice;
  const list =
    details.length > 0 ? html`<ul>${details.map((detail) => html`<li>${detail}</li>`)}</ul>` : '';
  return html`<div class="notice ${kind}" role="${kind === 'refused' ? 'alert' : 'status'}" tabindex="-1" autofocus>
<p><span class="sign" aria-hidden="true"></span><strong>${title}</strong></p>
${list}
</div>`;
}

/** What every form of the desk carries. */
export function hidden(fields: Readonly<Record<string, string>>): Html {
  return html`${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}`;
}

/** The time left on a promise: a mark and words, so that neither colour nor shape stands alone. */
export function timeLeftMark({ words, mark }: TimeLeft): Html {
  return html`<span class="left ${mark}"><span class="mark" aria-hidden="true"></span>${words}</span>`;
}

export function time(atMs: number, viewer: Viewer): Html {
  return html`<time datetime="${new Date(atMs).toISOString()}">${instantWords(atMs, viewer)}</time>`;
}

/** Shown by the script alone: without it there are no keys to press. */
function keysDialog(): Html {
  const keys = [
    ['n', 'Take the next case'],
    ['j', 'Down the list'],
    ['k', 'Up the list'],
    ['Enter', 'Open the case'],
    ['/', 'Find a customer or a bill'],
    ['?', 'These keys'],
  ] as const;
  return html`<dialog id="keys" aria-labelledby="keys-title">
<h2 id="keys-title">Keys</h2>
<dl>${keys.map(([key, does]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`)}</dl>
<form method="dialog">
<button type="button" data-keys-switch aria-pressed="true">Keys are on</button>
<button class="primary">Close</button>
</form>
</dialog>`;
}
