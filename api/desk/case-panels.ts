/** The panels of a case that compare: what changed, whether it is fair, what may be granted. */
import { html } from 'hono/html';
import type { Currency } from '../../domain/currency.ts';
import type { Html } from './layout.ts';
import type { AuthorityPanelView, ChangeView, FairnessPanelView, PastCaseView } from './views.ts';
import { counted, dateWords, moneyWords, reasonWords } from './words.ts';

export function changePanel({ differenceMinor, currency, before, parts }: ChangeView): Html {
  const signed = (minor: number) =>
    `${minor < 0 ? '−' : '+'} ${moneyWords({ minor: Math.abs(minor), currency })}`;
  const size = moneyWords({ minor: Math.abs(differenceMinor), currency });
  const title =
    differenceMinor === 0
      ? `As much as ${before}`
      : `${size} ${differenceMinor > 0 ? 'more' : 'less'} than ${before}`;
  return html`<section aria-labelledby="change">
<h2 id="change">${title}</h2>
<table>
<thead class="unseen"><tr><th scope="col">What changed</th><th scope="col">By how much</th></tr></thead>
<tbody>${parts.map(
    ({ what, minor }) =>
      html`<tr><th scope="row" dir="auto">${what}</th><td class="number">${signed(minor)}</td></tr>
`,
  )}</tbody>
</table>
</section>`;
}

export function fairnessPanel(view: FairnessPanelView): Html {
  const { currency, recurring, services, ended } = view;
  const { tenure, paid, promises, charges, disputes, grants, answered, peerGrants } = view;
  const facts = [tenure, paid, promises, charges, disputes, grants, ...peerGrants, answered];
  return html`<section class="fairness" aria-labelledby="fairness">
<h2 id="fairness">Is it fair?</h2>
<p class="lead">${sentence(recurring.words)} ${recurring.spreadWords === null ? '' : sentence(recurring.spreadWords)}</p>
${strip(recurring, currency)}
${services.length > 1 ? servicesTable(services, currency) : ''}
${services.length === 1 ? services.map(({ listWords }) => html`<p>${sentence(listWords)}</p>`) : ''}
<ul class="plain">
${ended.map(({ words }) => html`<li dir="auto">${sentence(words)}</li>`)}
${facts.map(({ words }) => html`<li>${sentence(words)}</li>`)}
</ul>
</section>`;
}

function servicesTable(services: FairnessPanelView['services'], currency: Currency): Html {
  return html`<table>
<thead><tr><th scope="col">${counted(services.length, 'service')}, before tax</th><th scope="col" class="number">Pays</th></tr></thead>
<tbody>${services.map(
    ({ description, ownMinor, words, listWords }) =>
      html`<tr><th scope="row"><span dir="auto">${description}</span>
<small>${sentence(words)} ${sentence(listWords)}</small></th>
<td class="number">${moneyWords({ minor: ownMinor, currency })}</td></tr>
`,
  )}</tbody>
</table>`;
}

const stripWidth = 300;
const stripPad = 8;

/** Where the customer stands among the others: the middle half, its middle, and the customer. */
function strip(
  { ownMinor, peers }: FairnessPanelView['recurring'],
  currency: Currency,
): Html | string {
  if (!peers) return '';
  const { medianMinor, lowerQuartileMinor: lower, upperQuartileMinor: upper } = peers;
  // Where half of them pay the same there is nothing to draw that words do not say.
  if (lower === upper) return '';
  const least = Math.min(ownMinor, lower);
  const most = Math.max(ownMinor, upper, least + 1);
  const x = (minor: number) =>
    Math.round(stripPad + ((minor - least) / (most - least)) * (stripWidth - 2 * stripPad));
  const money = (minor: number) => moneyWords({ minor, currency });
  const words = `The middle half of similar customers pays ${money(lower)} to ${money(upper)}, half of them ${money(medianMinor)} or less; this customer pays ${money(ownMinor)}.`;
  return html`<figure class="spread">
<svg viewBox="0 0 ${stripWidth} 20" role="img" aria-label="${words}">
<line class="axis" x1="${stripPad}" x2="${stripWidth - stripPad}" y1="10" y2="10"/>
<rect class="middle" x="${x(lower)}" y="5" width="${Math.max(2, x(upper) - x(lower))}" height="10" rx="2"/>
<line class="median" x1="${x(medianMinor)}" x2="${x(medianMinor)}" y1="3" y2="17"/>
<circle class="own" cx="${x(ownMinor)}" cy="10" r="6"/>
</svg>
<figcaption class="quiet"><span class="key own" aria-hidden="true"></span>this customer ${money(ownMinor)} <span class="key middle" aria-hidden="true"></span>middle half ${money(lower)} to ${money(upper)}</figcaption>
</figure>`;
}

export function pastPanel(past: readonly PastCaseView[]): Html {
  return html`<section aria-labelledby="past">
<h2 id="past">Before this <span class="count">${past.length}</span></h2>
<ul class="plain">${past.map(
    ({ disputeId, openedOn, reason, outcome, granted }) =>
      html`<li><a href="/desk/cases/${disputeId}">${dateWords(openedOn)}</a>: ${reasonWords[reason].toLowerCase()}, ${outcome}${granted ? ` (${moneyWords(granted)})` : ''}</li>`,
  )}</ul>
</section>`;
}

export function authorityPanel(view: AuthorityPanelView): Html {
  const { currency, aloneUpToMinor, withSecondUpToMinor, because, against } = view;
  const money = (minor: number) => moneyWords({ minor, currency });
  const more =
    withSecondUpToMinor > aloneUpToMinor
      ? html`<p>Up to <strong>${money(withSecondUpToMinor)}</strong> with a second person’s approval.</p>`
      : '';
  return html`<section class="authority" aria-labelledby="authority">
<h2 id="authority">What you may grant</h2>
<p>${aloneUpToMinor > 0 ? html`Up to <strong>${money(aloneUpToMinor)}</strong> now.` : 'Nothing by yourself.'}</p>
${more}
${because.length > 0 ? html`<p class="quiet">Because: ${because.join(', ')}.</p>` : ''}
${against.length > 0 ? html`<p class="quiet">Against it: ${against.join(', ')}.</p>` : ''}
</section>`;
}

/** Parts of a sentence as a whole one. */
function sentence(words: string): string {
  const [first = '', ...rest] = words;
  const end = /[.!?]$/.test(words) ? '' : '.';
  return `${first.toUpperCase()}${rest.join('')}${end}`;
}
