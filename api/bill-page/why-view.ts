/** "Why is it this much": the bill in sentences, what was added for being late, and the bill before. */
import { html } from 'hono/html';
import type { Bill, BillCharge } from '../../db/bill-page.ts';
import { billDifference } from '../../domain/bill-difference.ts';
import { multiplyQuantity } from '../../domain/money.ts';
import { cleanText } from '../../domain/paper/clean.ts';
import type { PaperFacts, PaperLine } from '../../domain/paper/facts.ts';
import type { Html } from './layout.ts';
import type { Saying } from './saying.ts';

export function whySection(bill: Bill, paper: PaperFacts, saying: Saying): Html {
  const { why } = saying.words;
  const charges = bill.charges.map((charge) => chargeInWords(charge, saying));
  return html`<section><details id="why">
<summary><h2>${why.heading}</h2></summary>
<h3>${why.lines}</h3>
${sentences([
  ...paper.lines.map((line) => lineInWords(line, saying)),
  ...sumsInWords(paper, saying),
])}
${charges.length > 0 ? html`<h3>${why.charges}</h3>${sentences(charges)}` : ''}
<h3>${why.compared}</h3>
${sentences(comparedInWords(bill, paper, saying))}
</details></section>`;
}

function sentences(list: readonly string[]): Html {
  return html`<ul class="plain">${list.map(
    (sentence) => html`<li dir="auto">${sentence}</li>
`,
  )}</ul>`;
}

function lineInWords(line: PaperLine, { words, paper, formats }: Saying): string {
  const isWhole = multiplyQuantity(line.unitPriceMinor, line.quantity) === line.netMinor;
  const { taxTreatment, rateBasisPoints, netMinor, unitPriceMinor, quantity } = line;
  return words.why.line({
    description: cleanText(line.description),
    period: formats.period(line.period),
    quantity: isWhole ? formats.quantity(quantity) : formats.quantity('1'),
    unitPrice: formats.money(isWhole ? unitPriceMinor : netMinor),
    net: formats.money(netMinor),
    tax: paper.treatment[taxTreatment](formats.rate(rateBasisPoints)),
  });
}

function sumsInWords(bill: PaperFacts, { words, paper, formats }: Saying): string[] {
  const { money, rate } = formats;
  const taxes = bill.taxSummary.map(({ treatment, rateBasisPoints, netMinor, taxMinor }) =>
    words.why.tax({
      label: paper.treatment[treatment](rate(rateBasisPoints)),
      net: money(netMinor),
      tax: money(taxMinor),
    }),
  );
  const { netMinor, taxMinor, grossMinor } = bill;
  const all = { net: money(netMinor), tax: money(taxMinor), gross: money(grossMinor) };
  return [...taxes, words.why.total(all)];
}

function chargeInWords(charge: BillCharge, saying: Saying): string {
  const { why } = saying.words;
  const sentence = chargeSentence(charge, saying);
  return charge.isWaived ? why.waived(sentence) : sentence;
}

function chargeSentence(charge: BillCharge, { words, formats, date, day }: Saying): string {
  const amount = formats.money(charge.amountMinor);
  const on = day(charge.chargedAtMs);
  switch (charge.kind) {
    case 'fee':
      return words.why.fee({ amount, on });
    case 'credit_taken_back':
      return words.why.creditTakenBack({ amount, on });
    case 'interest': {
      const { principalMinor, annualBasisPoints, from, to, days } = charge.basis;
      return words.why.interest({
        amount,
        rate: formats.rate(annualBasisPoints),
        principal: formats.money(principalMinor),
        from: date(from),
        to: date(to),
        days,
      });
    }
  }
}

function comparedInWords(bill: Bill, paper: PaperFacts, { words, formats }: Saying): string[] {
  const { why } = words;
  const { money } = formats;
  const { before } = bill;
  if (!before) return [why.first];
  const moreMinor = paper.grossMinor - before.grossMinor;
  const totals = { number: before.number, before: money(before.grossMinor) };
  const compared = { ...totals, difference: money(Math.abs(moreMinor)) };
  const { added, gone, changed } = billDifference(before.lines, bill.lines);
  const lines = [
    ...added.map((line) => why.added({ description: named(line), now: money(line.netMinor) })),
    ...gone.map((line) => why.gone({ description: named(line), before: money(line.netMinor) })),
    ...changed.map(({ before: old, now }) =>
      why.changed({
        description: named(now),
        before: money(old.netMinor),
        now: money(now.netMinor),
      }),
    ),
  ];
  const more = moreMinor > 0 ? why.more(compared) : why.less(compared);
  return [moreMinor === 0 ? why.equal(totals) : more, ...(lines.length > 0 ? lines : [why.same])];
}

function named({ description }: { readonly description: string }): string {
  return cleanText(description);
}
