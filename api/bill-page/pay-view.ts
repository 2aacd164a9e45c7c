/** How to pay what is due now, with a code for banking programs. */
import { html, raw } from 'hono/html';
import type { Bill } from '../../db/bill-page.ts';
import type { BillQuestion } from '../../db/bill-questions.ts';
import type { PaperFacts } from '../../domain/paper/facts.ts';
import { paymentOf } from '../../domain/paper/payment.ts';
import { qrSvg } from '../../papers/qr.ts';
import { labelled } from './labelled.ts';
import type { Html } from './layout.ts';
import { dueNow } from './opened.ts';
import type { Saying } from './saying.ts';

export function paySection(
  bill: Bill,
  paper: PaperFacts,
  saying: Saying,
  questions: readonly BillQuestion[],
): Html {
  const { words, paper: paperWords, formats, today } = saying;
  const { heldMinor, restMinor } = dueNow(bill, questions);
  const { money } = formats;
  const now = { ...paper, dueOn: bill.dueOn, grossMinor: restMinor, creditUsedMinor: 0 };
  const { sentences, details, qr } = paymentOf(now, { words: paperWords, formats });
  const onlyRest = words.pay.onlyRest({ rest: money(restMinor), held: money(heldMinor) });
  const { date, when } = saying;
  const due = { amount: money(restMinor), on: date(bill.dueOn), when: when(bill.dueOn) };
  const usual = bill.dueOn < today ? [words.status.overdue(due)] : sentences;
  const asked = heldMinor > 0 ? [onlyRest] : usual;
  const said = restMinor === 0 ? [words.pay.nothingNow] : asked;
  return html`<section id="pay" class="payment" aria-labelledby="pay-heading">
<div>
<h2 id="pay-heading">${paperWords.payment.heading}</h2>
${said.map((sentence) => html`<p>${sentence}</p>`)}
${details.length > 0 ? labelled(details) : ''}
</div>
${qr ? html`<figure>${raw(qrSvg(qr.payload))}<figcaption>${qr.caption}</figcaption></figure>` : ''}
</section>`;
}
