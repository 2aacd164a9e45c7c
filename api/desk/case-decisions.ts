/** What can be decided in a case, and the second person's yes or no. */
import { html } from 'hono/html';
import { hidden, type Html } from './layout.ts';
import type { CaseView, RuleView, Viewer, WaitingGrantView } from './views.ts';
import { decisionWords, moneyWords } from './words.ts';

/** Each decision with what it does; one that is closed says why instead of being missing. */
export function decisionList({ disputeId, decisions }: CaseView): Html | string {
  if (decisions.length === 0) return '';
  return html`<section aria-labelledby="decide">
<h2 id="decide">Decide</h2>
<ul class="decisions">${decisions.map(({ kind, closedBecause }) => {
    const { button, does } = decisionWords[kind];
    if (closedBecause !== null) {
      return html`<li class="closed"><span class="name">${button.replace('…', '')}</span><span class="quiet">${closedBecause}</span></li>`;
    }
    return html`<li><a href="/desk/cases/${disputeId}/decide/${kind}"><span class="name">${button}</span><span class="quiet">${does}</span></a></li>`;
  })}</ul>
</section>`;
}

/** The grant that waits, with every rule that spoke, and the two answers to it. */
export function approvalBox(viewer: Viewer, grant: WaitingGrantView, requestId: string): Html {
  const { disputeId, grantId, what, worth, askedBy, rules, flagWords, closedBecause } = grant;
  const action = `/desk/cases/${disputeId}/approvals`;
  const answers =
    closedBecause === null
      ? html`<form method="post" action="${action}">
${hidden({ form_token: viewer.formToken, request_id: requestId, grant_id: grantId })}
<label for="approval-words">Words for ${askedBy}, if you send it back</label>
<textarea id="approval-words" name="words" rows="2" maxlength="2000"></textarea>
<p class="buttons"><button class="primary" name="verdict" value="approve">Approve ${moneyWords(worth)} and close</button>
<button name="verdict" value="decline">Send it back</button></p>
</form>`
      : html`<p class="quiet">${closedBecause}</p>`;
  const title = closedBecause === null ? 'Your yes or no' : 'Waits for a second person';
  return html`<section class="approval" aria-labelledby="approval">
<h2 id="approval">${title}</h2>
<p><strong>${what}</strong>, asked for by ${askedBy}</p>
${flagWords === null ? '' : html`<p class="flag"><span class="sign" aria-hidden="true"></span>${flagWords}</p>`}
${ruleList(rules)}
${answers}
</section>`;
}

const says: Readonly<Record<RuleView['says'], string>> = {
  allowed: 'Allowed',
  needs_second_person: 'Needs a second person',
  refused: 'Refused',
};

const order: readonly RuleView['says'][] = ['refused', 'needs_second_person', 'allowed'];

/**
 * Every rule that spoke, what stands in the way first: what it says is a word and a mark. Two rules
 * with the same words are read once.
 */
export function ruleList(rules: readonly RuleView[]): Html | string {
  if (rules.length === 0) return '';
  const said = new Map(rules.map((rule) => [`${rule.says} ${rule.words}`, rule]));
  const sorted = [...said.values()].sort(
    (one, other) => order.indexOf(one.says) - order.indexOf(other.says),
  );
  return html`<ul class="rules">${sorted.map(
    (rule) =>
      html`<li class="${rule.says}"><span class="mark" aria-hidden="true"></span><span><strong>${says[rule.says]}.</strong> ${rule.words}</span></li>`,
  )}</ul>`;
}
