/** The fields of the desk's forms: label, hint and what was wrong, tied to each other. */
import { html } from 'hono/html';
import type { FieldFault, FieldView } from './decide-view.ts';
import type { Html } from './layout.ts';
import { languageWords, moneyWords } from './words.ts';

type Faults = readonly FieldFault[];

/** What was wrong, on top, with a way to each place. */
export function faultSummary(faults: Faults): Html | string {
  if (faults.length === 0) return '';
  return html`<div class="notice refused" role="alert" tabindex="-1" autofocus>
<p><span class="sign" aria-hidden="true"></span><strong>Nothing was done: look at what you typed.</strong></p>
<ul>${faults.map(({ name, what }) => html`<li><a href="#${idOf(name)}">${what}</a></li>`)}</ul>
</div>`;
}

export function field(view: FieldView, faults: Faults): Html {
  switch (view.type) {
    case 'money':
      return oneLine(view, faults, {
        attributes: html`inputmode="decimal" class="short number"`,
        before: signOf(view.currency),
      });
    case 'number':
      return oneLine(view, faults, {
        attributes: html`inputmode="decimal" class="tiny number"`,
        after: view.unit,
      });
    case 'date':
      return oneLine(view, faults, { attributes: html`type="date" class="short"` });
    case 'text':
      return oneLine(view, faults, { attributes: html`maxlength="200"` });
    case 'amounts':
      return amounts(view, faults);
    case 'choices':
      return choices(view, faults);
    case 'words':
      return words(view, faults);
  }
}

type OneLine = {
  readonly attributes: Html;
  readonly before?: string;
  readonly after?: string;
};

function oneLine(
  { name, label, hint, value }: Extract<FieldView, { type: 'money' | 'number' | 'date' | 'text' }>,
  faults: Faults,
  { attributes, before, after }: OneLine,
): Html {
  const id = idOf(name);
  return html`<div class="field${faultClass(name, faults)}">
<label for="${id}">${label}</label>
${hintAndFault(name, hint, faults)}
<p class="unit">${before ? html`<span>${before}</span>` : ''}<input id="${id}" name="${name}" value="${value}" autocomplete="off" ${attributes}${described(name, hint, faults)}>${after ? html`<span>${after}</span>` : ''}</p>
</div>`;
}

function amounts(view: Extract<FieldView, { type: 'amounts' }>, faults: Faults): Html {
  const { legend, hint, currency, rows } = view;
  return html`<fieldset>
<legend>${legend}</legend>
<p class="hint">${hint}</p>
<table class="amounts">
<thead><tr><th scope="col">Line</th><th scope="col" class="number">Left of it</th><th scope="col" class="number">Take off</th></tr></thead>
<tbody>${rows.map(({ name, label, leftMinor, isDisputed, value }) => {
    const id = idOf(name);
    return html`<tr class="${isDisputed ? 'disputed' : ''}${faultClass(name, faults)}"><th scope="row"><label for="${id}"><bdi>${label}</bdi></label>${isDisputed ? html` <span class="tag">disputed</span>` : ''}${faultOf(name, faults)}</th>
<td class="number">${moneyWords({ minor: leftMinor, currency })}</td>
<td class="number"><input id="${id}" name="${name}" value="${value}" autocomplete="off" inputmode="decimal" class="short number"${described(name, '', faults)}></td></tr>
`;
  })}</tbody>
</table>
</fieldset>`;
}

function choices(view: Extract<FieldView, { type: 'choices' }>, faults: Faults): Html {
  const { name, legend, hint, many, options } = view;
  const type = many ? 'checkbox' : 'radio';
  return html`<fieldset class="${faultClass(name, faults)}"${described(name, hint, faults)}>
<legend>${legend}</legend>
${hintAndFault(name, hint, faults)}
${options.map(({ value, label, detail, isChosen }, index) => {
  const id = index === 0 ? idOf(name) : `${idOf(name)}-${index}`;
  return html`<p class="choice"><input type="${type}" id="${id}" name="${name}" value="${value}"${isChosen ? html` checked` : ''}>
<label for="${id}"><bdi>${label}</bdi>${detail === '' ? '' : html` <span class="quiet">${detail}</span>`}</label></p>`;
})}
</fieldset>`;
}

function words(view: Extract<FieldView, { type: 'words' }>, faults: Faults): Html {
  const { name, label, hint, value, isNeeded, language } = view;
  const id = idOf(name);
  const whole = `${hint} Write in ${languageWords(language)}.`;
  return html`<div class="field${faultClass(name, faults)}">
<label for="${id}">${label}${isNeeded ? '' : html` <span class="quiet">(may be left empty)</span>`}</label>
${hintAndFault(name, whole, faults)}
<textarea id="${id}" name="${name}" rows="5" maxlength="2000"${described(name, whole, faults)}>${value}</textarea>
</div>`;
}

function hintAndFault(name: string, hint: string, faults: Faults): Html {
  return html`${hint === '' ? '' : html`<p class="hint" id="${idOf(name)}-hint">${hint}</p>`}${faultOf(name, faults)}`;
}

function faultOf(name: string, faults: Faults): Html | string {
  const fault = faults.find((one) => one.name === name);
  return fault ? html`<p class="fault" id="${idOf(name)}-fault">${fault.what}</p>` : '';
}

function faultClass(name: string, faults: Faults): string {
  return faults.some((one) => one.name === name) ? ' faulty' : '';
}

function described(name: string, hint: string, faults: Faults): Html | string {
  const isFaulty = faults.some((one) => one.name === name);
  const ids = [hint === '' ? null : `${idOf(name)}-hint`, isFaulty ? `${idOf(name)}-fault` : null];
  const present = ids.filter((id) => id !== null);
  if (present.length === 0) return '';
  const invalid = isFaulty ? html` aria-invalid="true"` : '';
  return html` aria-describedby="${present.join(' ')}"${invalid}`;
}

function idOf(name: string): string {
  return `field-${name.replaceAll('_', '-')}`;
}

/** `€` for EUR; the currency's code where it has no sign. */
function signOf(currency: string): string {
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}
