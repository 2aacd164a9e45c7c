/** The gate: proof that the person on the line is the customer. */
import { html } from 'hono/html';
import { hidden, type Html, time } from './layout.ts';
import type { AskedFact, CheckView, Viewer } from './views.ts';
import { counted } from './words.ts';

type Sent = Extract<CheckView, { kind: 'not_checked' | 'code_sent' }>;

export type CheckBox = {
  readonly check: CheckView;
  /** Where its forms go. */
  readonly path: string;
  /** What stays closed until then, as the beginning of a sentence. */
  readonly closes: string;
  /** What is said instead of the forms when this viewer cannot check now. */
  readonly closedBecause: string | null;
};

export function checkBox(viewer: Viewer, { check, path, closes, closedBecause }: CheckBox): Html {
  switch (check.kind) {
    case 'checked':
      return html`<p class="checked"><span class="mark" aria-hidden="true"></span>Caller checked ${check.method}, ${time(check.atMs, viewer)}. <span class="quiet">Good until ${time(check.untilMs, viewer)}.</span></p>`;
    case 'locked':
      return box(
        html`<p>There were too many wrong answers. Nobody can be checked for this customer before ${time(check.untilMs, viewer)}. You can write to them meanwhile.</p>`,
      );
    default:
      if (closedBecause !== null) return box(html`<p>${closedBecause}</p>`);
      return box(html`<p>${closes} stay closed until you know who is calling.</p>
<div class="ways">
${codeWay(viewer, path, check)}
${factsWay(viewer, path, check.facts)}
</div>
<p class="quiet">What is typed here is compared and not kept. Too many wrong answers lock the customer’s checks for an hour.</p>`);
  }
}

function box(content: Html): Html {
  return html`<section class="check" aria-labelledby="check">
<h2 id="check"><span class="mark" aria-hidden="true"></span>Caller not checked</h2>
${content}
</section>`;
}

function codeWay(viewer: Viewer, path: string, check: Sent): Html {
  const common = hidden({ form_token: viewer.formToken });
  if (check.codeTo === null) {
    return html`<div><h3>By a code</h3>
<p class="hint">None can be sent: the customer has no e-mail address.</p></div>`;
  }
  const send = (button: string) =>
    html`<form method="post" action="${path}/code">${common}<p class="buttons"><button>${button}</button></p></form>`;
  if (check.kind === 'not_checked') {
    return html`<div><h3>By a code</h3>
<p class="hint">It goes to ${check.codeTo}; the caller reads it to you.</p>
${send('Send a code')}</div>`;
  }
  return html`<div><h3>By a code</h3>
<form method="post" action="${path}/code/answer">${common}
<label for="code">The code that the caller reads to you</label>
<p class="hint" id="code-hint">Sent to ${check.codeTo}, good until ${time(check.expiresAtMs, viewer)}. ${counted(check.triesLeft, 'try', 'tries')} left.</p>
<input id="code" name="code" inputmode="numeric" autocomplete="off" maxlength="20" required aria-describedby="code-hint" class="short">
<p class="buttons"><button class="primary">Compare the code</button></p>
</form>
${send('Send another code')}</div>`;
}

function factsWay(viewer: Viewer, path: string, facts: readonly AskedFact[]): Html | string {
  if (facts.length < 2) return '';
  return html`<div><h3>By two facts</h3>
<p class="hint">Ask for two of these, and type what the caller says.</p>
<form method="post" action="${path}/facts">
${hidden({ form_token: viewer.formToken })}
${facts.map(
  ({ code, label }) =>
    html`<p class="field"><label for="fact-${code}">${label}</label><input id="fact-${code}" name="${code}" autocomplete="off" maxlength="200"></p>`,
)}
<p class="buttons"><button>Compare two facts</button></p>
</form></div>`;
}
