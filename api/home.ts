import { html } from 'hono/html';
import { refusalCodes } from '../domain/errors.ts';
import { page } from './page.ts';
import { appearances } from './problems.ts';
import { newResource } from './resource.ts';
import type { Services } from './services.ts';

/** The first page, and the one to which every problem's `type` points. */
export function homeRoutes({ mail, temporalUiUrl }: Services) {
  return newResource()
    .get('/', (c) => c.html(home({ hasMail: mail !== undefined, temporalUiUrl })))
    .get('/problems', (c) => c.html(problems()));
}

function home(places: { hasMail: boolean; temporalUiUrl: string | undefined }) {
  const { hasMail, temporalUiUrl } = places;
  return page(
    'Start',
    html`<h1>Billing cycles</h1>
<p>Each customer’s bill is a durable workflow: it is issued, reminded of, and ends paid or written off.</p>
<ul>
<li><a href="/desk">The desk</a>: for those who answer customers; sign in with your login.</li>
<li><a href="/docs">The API</a>: start cycles and runs, report payments, read everything.</li>
${temporalUiUrl ? html`<li><a href="${temporalUiUrl}">Cycles in the Temporal UI</a>: watch, stop and repair them.</li>` : ''}
${hasMail ? html`<li><a href="/mail">Mail</a>: what customers would have received.</li>` : ''}
<li><a href="/problems">Refusals</a>: every code with which the API says no.</li>
</ul>
<p class="quiet">The machine’s own answers: <a href="/livez">alive</a>, <a href="/readyz">ready</a>,
<a href="/openapi.json">OpenAPI document</a>.</p>`,
  );
}

function problems() {
  const rows = refusalCodes.map((code) => {
    const { status, title } = appearances[code];
    return html`<tr id="${code}"><td><code>${code}</code></td><td class="number">${status}</td><td>${title}.</td></tr>
`;
  });
  return page(
    'Refusals',
    html`<h1>Every way the API says no</h1>
<p>${refusalCodes.length} codes. A refusal is a problem document (RFC 9457): its <code>code</code>
is one of these and never changes, its <code>detail</code> says what was wrong this time.</p>
<table>
<thead><tr><th scope="col">Code</th><th scope="col" class="number">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`,
  );
}
