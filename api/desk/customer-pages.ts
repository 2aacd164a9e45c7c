/** Finding a customer, seeing what of theirs there is, and opening a case for whoever calls. */
import { html } from 'hono/html';
import { disputeReasons } from '../../domain/dispute/reasons.ts';
import type {
  CustomerBill,
  CustomerPageView,
  FoundCustomer,
  OpenCaseView,
  SearchView,
} from './customer-view.ts';
import { checkBox } from './check-box.ts';
import { faultSummary, field } from './fields.ts';
import { deskPage, hidden, type Html } from './layout.ts';
import { caseRow } from './queue-page.ts';
import type { Money, Notice, Viewer } from './views.ts';
import { counted, dateWords, languageWords, moneyWords, reasonWords } from './words.ts';

export function searchPage(viewer: Viewer, view: SearchView, notice: Notice | null = null): Html {
  const { query, found, hasMore } = view;
  return deskPage(viewer, {
    title: found === null ? 'Customers' : `${counted(found.length, 'customer')} found`,
    place: 'customers',
    isFinding: true,
    notice,
    content: html`<article class="narrow">
<h1>Customers</h1>
<form class="search" action="/desk/customers" role="search">
<label for="q">Customer number, bill number, name or e-mail address</label>
<p class="unit"><input id="q" name="q" type="search" value="${query}" autocomplete="off" maxlength="200" data-find><button class="primary">Find</button></p>
</form>
${found === null ? html`<p class="empty">Every search is recorded. Names are masked until you know who is calling.</p>` : results(found, query, hasMore)}
</article>`,
  });
}

function results(found: readonly FoundCustomer[], query: string, hasMore: boolean): Html {
  if (found.length === 0) {
    return html`<p class="empty">Nobody was found for “${query}”. A number is looked for as a whole, a name by its beginning.</p>`;
  }
  const rows = found.map(
    ({
      number,
      name,
      language,
      openCases,
    }) => html`<li><a class="case" href="/desk/customers/${encodeURIComponent(number)}" data-row>
<span class="who"><bdi>${name}</bdi></span>
<span class="amount quiet">${number}</span>
<span class="said">speaks ${languageWords(language)}</span>
<span class="state quiet">${openCases === 0 ? 'no open case' : counted(openCases, 'open case')}</span>
</a></li>`,
  );
  return html`<h2>${hasMore ? `The first ${found.length} customers` : counted(found.length, 'customer')}</h2>
${hasMore ? html`<p class="quiet">There are more: look for something longer.</p>` : ''}
<ul class="grants">${rows}</ul>`;
}

export function customerPage(
  viewer: Viewer,
  view: CustomerPageView,
  notice: Notice | null = null,
): Html {
  const { number, name, language, check, bills, cases } = view;
  const isOpen = check.kind === 'checked';
  const path = `/desk/customers/${encodeURIComponent(number)}/check`;
  return deskPage(viewer, {
    title: name,
    place: 'customers',
    notice,
    content: html`<article class="narrow">
<header class="head">
<p class="back"><a href="/desk/customers">Customers</a></p>
<h1><bdi>${name}</bdi></h1>
<p class="quiet">${number} · speaks ${languageWords(language)}</p>
</header>
${checkBox(viewer, { check, path, closes: 'Their name and what they pay', closedBecause: null })}
<section aria-labelledby="cases"><h2 id="cases">Cases <span class="count">${cases.count}</span></h2>
${cases.rows.length === 0 ? html`<p class="empty">They have questioned no bill.</p>` : html`<ul class="grants">${cases.rows.map((row) => html`<li>${caseRow(viewer, row)}</li>`)}</ul>`}
</section>
<section aria-labelledby="bills"><h2 id="bills">Bills <span class="count">${bills.length}</span></h2>
${bills.length === 0 ? html`<p class="empty">They were never billed.</p>` : billTable(number, bills, isOpen)}
</section>
</article>`,
  });
}

function billTable(customer: string, bills: readonly CustomerBill[], isOpen: boolean): Html {
  const money = (amount: Money | null) => (amount ? moneyWords(amount) : '');
  return html`<table>
<thead><tr><th scope="col">Bill</th><th scope="col">Period</th>${isOpen ? html`<th scope="col" class="number">Total</th><th scope="col" class="number">Open</th>` : ''}<th scope="col"><span class="unseen">What can be done</span></th></tr></thead>
<tbody>${bills.map(
    (bill) => html`<tr><th scope="row">${bill.number}<small>${bill.standing}</small></th>
<td>from ${dateWords(bill.from)}</td>
${isOpen ? html`<td class="number">${money(bill.total)}</td><td class="number">${money(bill.open)}</td>` : ''}
<td class="actions"><a href="/desk/customers/${encodeURIComponent(customer)}/bills/${bill.cycleId}/open">Open a case<span class="unseen"> about ${bill.number}</span></a></td></tr>
`,
  )}</tbody>
</table>`;
}

export function openCasePage(
  viewer: Viewer,
  view: OpenCaseView,
  notice: Notice | null = null,
): Html {
  const { number, name, cycleId, bill, words, faults, requestId } = view;
  const path = `/desk/customers/${encodeURIComponent(number)}`;
  return deskPage(viewer, {
    title: `Open a case: ${name}`,
    place: 'customers',
    notice,
    content: html`${faultSummary(faults)}
<article class="narrow">
<header class="head">
<p class="back"><a href="${path}">Back to the customer</a></p>
<h1>Open a case</h1>
<p class="quiet" dir="auto">${name} · bill ${bill}</p>
</header>
<form method="post" action="${path}/bills/${cycleId}/open" novalidate>
${hidden({ form_token: viewer.formToken, request_id: requestId })}
${lineChoices(view)}
${field(
  {
    type: 'choices',
    name: 'reason',
    legend: 'Why do they call?',
    hint: '',
    many: false,
    options: disputeReasons.map((reason) => ({
      value: reason,
      label: reasonWords[reason],
      detail: '',
      isChosen: reason === view.reason,
    })),
  },
  faults,
)}
<div class="field"><label for="field-words">In their words <span class="quiet">(may be left empty)</span></label>
<textarea id="field-words" name="words" rows="3" maxlength="2000">${words}</textarea></div>
<p>Nobody reminds them of what is disputed until it is decided, and no interest accrues on it. The rest of the bill stays due.</p>
<p class="buttons"><button class="primary">Open the case</button></p>
</form>
</article>`,
  });
}

function lineChoices({ lines, isWhole, isChecked, faults }: OpenCaseView): Html {
  const free = lines.filter(({ closedBecause }) => closedBecause === null);
  const closed = lines.filter(({ closedBecause }) => closedBecause !== null);
  const option = (value: string, label: string, isChosen: boolean) => ({
    value,
    label,
    detail: '',
    isChosen,
  });
  return html`${field(
    {
      type: 'choices',
      name: 'lines',
      legend: 'What is it about?',
      hint: isChecked ? '' : 'Single lines can be chosen once the caller is checked.',
      many: true,
      options: [
        option('whole', 'The whole bill', isWhole),
        ...free.map((line) => option(`${line.position}`, line.description, line.isChosen)),
      ],
    },
    faults,
  )}
${closed.map(({ description, closedBecause }) => html`<p class="quiet" dir="auto">${description}: ${closedBecause}</p>`)}`;
}
