/** The bill as one would print it, with what can be asked, paid and promised beside it. */
import { html } from 'hono/html';
import type { Bill } from '../../db/bill-page.ts';
import type { BillQuestion } from '../../db/bill-questions.ts';
import { paperContent, type PaperContent } from '../../domain/paper/content.ts';
import type { PaperFacts } from '../../domain/paper/facts.ts';
import type { PaperParty } from '../../domain/paper/parties.ts';
import { labelled } from './labelled.ts';
import type { Html } from './layout.ts';
import { dueNow, type OpenedBill, pageOf, planInWords, questionAbout } from './opened.ts';
import { paySection } from './pay-view.ts';
import type { Saying } from './saying.ts';
import { stateInWords } from './standing-view.ts';
import { whySection } from './why-view.ts';

export function billPage(
  opened: OpenedBill,
  paper: PaperFacts,
  questions: readonly BillQuestion[],
): Html {
  const { bill, saying, base, expiresAtMs } = opened;
  const { words } = saying;
  const content = paperContent({ ...paper, language: bill.language });
  const { title, seller } = content;
  const pdf = `${base}/papers/${encodeURIComponent(bill.number)}`;
  return pageOf(opened, {
    title,
    footer: html`<p>${seller.inOneLine}</p>
<p>${words.page.linkUntil(saying.day(expiresAtMs))}</p>`,
    content: html`<h1>${title}</h1>
${statusOf(bill, saying, questions)}
<ul class="press">
<li><a href="#pay">${saying.paper.payment.heading}</a></li>
<li><a href="#why">${words.why.heading}</a></li>
<li><a href="${base}/question">${words.line.askBill}</a></li>
${canPromise(bill) ? html`<li><a href="${base}/promise">${words.promise.title}</a></li>` : ''}
<li><a href="${pdf}">${words.page.download}</a></li>
</ul>
${questionList(opened, questions)}
${parties(content)}
${linesTable(opened, content, questions)}
${sums(content)}
${accountSection(bill, saying)}
${whySection(bill, paper, saying)}
${paySection(bill, paper, saying, questions)}`,
  });
}

export function canPromise({ openMinor, promise }: Bill): boolean {
  return openMinor > 0 && promise === null;
}

function statusOf(bill: Bill, saying: Saying, questions: readonly BillQuestion[]): Html {
  const { heldMinor, restMinor } = dueNow(bill, questions);
  const { status } = saying.words;
  const isAllHeld = heldMinor > 0 && restMinor === 0;
  const sentences = [
    isAllHeld ? status.allHeld : standingInWords(bill, restMinor, saying),
    ...(heldMinor > 0 && !isAllHeld ? [status.held(saying.formats.money(heldMinor))] : []),
    ...(bill.promise ? [status.promised(planInWords(saying, bill.promise).join('; '))] : []),
  ];
  return html`<p class="lead">${sentences.join(' ')}</p>`;
}

/** What is due now; what waits for an answer is no part of it. */
function standingInWords({ standing, dueOn }: Bill, restMinor: number, saying: Saying): string {
  const { formats, words, today, date, when } = saying;
  const { status } = words;
  const amount = formats.money(restMinor);
  switch (standing) {
    case 'paid':
      return status.paid;
    case 'void':
      return status.void;
    case 'written_off':
      return status.writtenOff;
    case 'in_collection':
      return status.inCollection(amount);
    case 'suspended':
      return status.suspended(amount);
    case 'open': {
      const due = { amount, on: date(dueOn), when: when(dueOn) };
      return dueOn < today ? status.overdue(due) : status.toPay(due);
    }
  }
}

function questionList({ base, saying }: OpenedBill, questions: readonly BillQuestion[]): Html | '' {
  if (questions.length === 0) return '';
  const { words, letters } = saying;
  const { heading, see } = words.standing;
  return html`<section aria-labelledby="questions">
<h2 id="questions">${heading} (${questions.length})</h2>
<ul class="plain rows">${questions.map(
    (question) => html`<li><strong>${letters.reasons[question.reason]}</strong>
<p>${stateInWords(question, saying)}</p>
<a href="${base}/questions/${question.disputeId}">${see}<span class="unseen">:
${letters.reasons[question.reason]}, ${saying.time(question.openedAtMs)}</span></a></li>
`,
  )}</ul>
</section>`;
}

function parties({ buyer, facts, seller }: PaperContent): Html {
  return html`<div class="parties">
<div>${party(seller)}
${party(buyer)}</div>
${labelled(facts)}
</div>`;
}

function party({ label, name, address, vatNumber }: PaperParty): Html {
  return html`<address>${label === '' ? '' : html`<p class="quiet">${label}</p>`}
<p class="name" dir="auto">${name}</p>
${address.map((row) => html`<p dir="auto">${row}</p>`)}
${vatNumber ? html`<p>${vatNumber.label} ${vatNumber.text}</p>` : ''}</address>`;
}

/**
 * On narrow screens the cells of a line stand below each other with their labels. The roles keep it
 * a table for screen readers there.
 */
function linesTable(
  opened: OpenedBill,
  { lines: { heading, columns, rows } }: PaperContent,
  questions: readonly BillQuestion[],
): Html {
  const { position, description, quantity, unitPrice, tax, net } = columns;
  const number = (name: 'quantity' | 'unitPrice' | 'tax' | 'net', text: string) =>
    html`<td role="cell" class="number ${name}" data-label="${columns[name]}">${text}</td>`;
  const lines = rows.map(
    (row) => html`<tr role="row"><td role="cell" class="position quiet">${row.position}</td>
<td role="cell"><span dir="auto">${row.description}</span>
${row.notes.map((note) => html`<small>${note}</small>`)}</td>
${number('quantity', row.quantity)}${number('unitPrice', row.unitPrice)}${number('tax', row.tax)}${number('net', row.net)}
<td role="cell" class="ask">${askLink(opened, row, questions)}</td></tr>
`,
  );
  return html`<section><table role="table" class="lines">
<caption>${heading}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${position}</th>
<th role="columnheader" scope="col">${description}</th>
${[quantity, unitPrice, tax, net].map(
  (label) => html`<th role="columnheader" scope="col" class="number">${label}</th>`,
)}
<th role="columnheader" scope="col" class="ask">${opened.saying.words.line.column}</th></tr></thead>
<tbody role="rowgroup">
${lines}</tbody>
</table></section>`;
}

/** What is seen is short; what is heard names the line, as all such links are heard in one list. */
function askLink(
  { base, bill, saying }: OpenedBill,
  { position, description }: { position: string; description: string },
  questions: readonly BillQuestion[],
): Html {
  const { line } = saying.words;
  const question = questionAbout(bill, questions, Number(position));
  return question
    ? html`<a href="${base}/questions/${question.disputeId}"
aria-label="${line.askedAbout(description)}">${line.asked}</a>`
    : html`<a href="${base}/question?line=${position}"
aria-label="${line.askAbout(description)}">${line.ask}</a>`;
}

function sums({ taxSummary, legalNotes, totals }: PaperContent): Html {
  const { treatment, net, tax } = taxSummary.columns;
  return html`<div class="sums">
<div><table>
<caption>${taxSummary.heading}</caption>
<thead><tr><th scope="col">${treatment}</th><th scope="col" class="number">${net}</th>
<th scope="col" class="number">${tax}</th></tr></thead>
<tbody>${taxSummary.rows.map(
    (row) => html`<tr><td>${row.treatment}</td><td class="number">${row.net}</td>
<td class="number">${row.tax}</td></tr>
`,
  )}</tbody>
</table>
${legalNotes.map((note) => html`<p>${note}</p>`)}</div>
${labelled(totals, 'totals')}
</div>`;
}

/** Everything that adds up to what is open; parts of nothing are left out. */
function accountSection(bill: Bill, { words, formats, date }: Saying): Html {
  const { account } = words;
  const parts: readonly (readonly [string, number])[] = [
    [account.charged, bill.chargedMinor],
    [account.credited, -bill.creditedMinor],
    [account.creditUsed, -bill.creditUsedMinor],
    [account.paid, -bill.paidMinor],
    [account.writtenOff, -bill.writtenOffMinor],
  ];
  const rows = [
    { label: account.billed, text: formats.money(bill.claimedMinor) },
    ...parts.flatMap(([label, minor]) =>
      minor === 0 ? [] : [{ label, text: formats.money(minor) }],
    ),
    { label: account.open, text: formats.money(bill.openMinor) },
  ];
  const notes = bill.creditNotes.map(({ number, issuedOn, grossMinor }) =>
    account.creditNote({ number, on: date(issuedOn), amount: formats.money(grossMinor) }),
  );
  return html`<section aria-labelledby="account">
<h2 id="account">${account.heading}</h2>
${labelled(rows, 'totals')}
${notes.map((note) => html`<p>${note}</p>`)}
</section>`;
}
