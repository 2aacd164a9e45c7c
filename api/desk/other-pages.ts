/** The desk's smaller pages: signing in, one's own account, and grants that wait for a second person. */
import { html } from 'hono/html';
import { deskPage, hidden, type Html, noticeBox, strangerPage, timeLeftMark } from './layout.ts';
import type { Notice, Viewer, WaitingGrantView } from './views.ts';
import { counted, moneyWords, reasonWords, roleWords } from './words.ts';

export type SignInView = {
  readonly login: string;
  /** Where to go afterwards; a path of the desk. */
  readonly next: string;
  readonly notice: Notice | null;
};

export function signInPage({ login, next, notice }: SignInView): Html {
  return strangerPage(
    'Sign in',
    html`<h1>Sign in to the desk</h1>
${noticeBox(notice)}
<form method="post" action="/desk/sign-in">
${hidden({ next })}
<p class="field"><label for="login">Login</label>
<input id="login" name="login" value="${login}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="60" required></p>
<p class="field"><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" required></p>
<p class="buttons"><button class="primary">Sign in</button></p>
</form>
<p class="quiet">You stay signed in for twelve hours, or until an hour has passed without a request.</p>`,
  );
}

export type AccountView = {
  readonly team: string | null;
  readonly groups: readonly string[];
  readonly languages: readonly string[];
  readonly reasons: readonly string[];
};

const doings = {
  take_cases: 'take cases from the queue',
  check_callers: 'check who is calling',
  decide: 'decide cases within your limits',
  approve: 'approve what others grant',
  search_customers: 'look up customers',
  see_statistics: 'read figures',
  operate: 'watch and repair cycles',
  manage_staff: 'make and change accounts of others',
} as const;

export function accountPage(viewer: Viewer, view: AccountView, notice: Notice | null = null): Html {
  const { name, login, role, may, seller } = viewer;
  const listed = (items: readonly string[], none: string) =>
    items.length === 0 ? none : items.join(', ');
  return deskPage(viewer, {
    title: 'Your account',
    place: 'account',
    notice,
    content: html`<article class="narrow">
<h1>${name}</h1>
<dl>
<dt>Login</dt><dd>${login}</dd>
<dt>Role</dt><dd>${roleWords[role]} at ${seller}</dd>
<dt>You may</dt><dd>${may.map((deed) => doings[deed]).join(', ')}</dd>
<dt>Team</dt><dd>${view.team ?? 'none'}</dd>
<dt>Groups</dt><dd>${listed(view.groups, 'none: no case fits you until somebody gives you one')}</dd>
<dt>Languages</dt><dd>${listed(view.languages, 'all')}</dd>
<dt>Reasons</dt><dd>${listed(view.reasons, 'all')}</dd>
</dl>
<p class="quiet">Role, groups and limits are changed by somebody above you, never by yourself.</p>
<form method="post" action="/desk/sign-out">
${hidden({ form_token: viewer.formToken })}
<p class="buttons"><button>Sign out</button></p>
</form>
</article>`,
  });
}

export function approvalsPage(
  viewer: Viewer,
  grants: readonly WaitingGrantView[],
  notice: Notice | null = null,
): Html {
  const list =
    grants.length === 0
      ? html`<p class="empty">Nothing waits for a second person. A grant comes here when it is above what somebody may grant alone.</p>`
      : html`<ul class="grants">${grants.map(approvalRow)}</ul>`;
  return deskPage(viewer, {
    title: 'Approvals',
    place: 'approvals',
    notice,
    content: html`<article class="narrow">
<h1>Approvals <span class="count">${grants.length}</span></h1>
<p class="quiet">${counted(grants.length, 'grant')} above what somebody may grant alone. What nobody approves in time goes back to whoever asked.</p>
${list}
</article>`,
  });
}

function approvalRow(grant: WaitingGrantView): Html {
  const { disputeId, customer, what, reason, worth, askedBy, left, flagWords, closedBecause } =
    grant;
  return html`<li><a class="case" href="/desk/cases/${disputeId}" data-row>
<span class="who"><bdi>${customer}</bdi></span>
<span class="amount">${moneyWords(worth)}</span>
<span class="said">${what} · ${reasonWords[reason].toLowerCase()} · asked for by ${askedBy}</span>
<span class="state">${timeLeftMark(left)}</span>
${flagWords === null ? '' : html`<span class="flag"><span class="sign" aria-hidden="true"></span>${flagWords}</span>`}
${closedBecause === null ? '' : html`<span class="quiet">${closedBecause}</span>`}
</a></li>`;
}

/** A page for what cannot be shown: not there, not yours, not now. */
export function refusalPage(viewer: Viewer, title: string, detail: string): Html {
  return deskPage(viewer, {
    title,
    place: 'queue',
    content: html`<article class="narrow">
<h1>${title}</h1>
<p>${detail}</p>
<p><a href="/desk">To the queue</a></p>
</article>`,
  });
}
