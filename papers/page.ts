/** The paper as a page: the same content as the PDF, for wide and narrow screens and for print. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import type { PaperContent } from '../domain/paper/content.ts';
import type { PaperParty } from '../domain/paper/parties.ts';
import type { LabelledText } from '../domain/paper/writing.ts';
import { qrSvg } from './qr.ts';

type Html = ReturnType<typeof html>;

const styles = readFileSync(new URL('paper.css', import.meta.url), 'utf8');
const stylesHash = createHash('sha256').update(styles).digest('base64');

/** The page carries its styles, so that it can be kept and sent on; nothing else may be loaded. */
export const paperPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${stylesHash}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The whole page. The logo is as for the PDF: a picture in SVG, or null for our mark. */
export function paperPage(content: PaperContent, logo: string | null = null): Html {
  return html`<!doctype html>
<html lang="${content.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${content.title} · ${content.seller.name}</title>
<link rel="icon" href="data:,">
<style>${raw(styles)}</style>
</head>
<body>
<main>
<article>
<header>
${letterhead(content.seller, logo)}
<address>${address(content.seller)}
<p>${content.seller.email}</p></address>
<section>
<p class="quiet">${content.buyer.label}</p>
<p class="name" dir="auto">${content.buyer.name}</p>
${address(content.buyer)}
</section>
${labelled(content.facts)}
</header>
<h1>${content.title}</h1>
${content.remarks.map((remark) => html`<p>${remark}</p>`)}
${linesTable(content.lines)}
<div class="sums">
<section>
${taxTable(content.taxSummary)}
${content.legalNotes.map((note) => html`<p>${note}</p>`)}
</section>
${labelled(content.totals, 'totals')}
</div>
${payment(content.payment)}
<footer>${content.seller.inOneLine}</footer>
</article>
</main>
</body>
</html>
`;
}

function letterhead({ name }: PaperParty, logo: string | null): Html {
  if (logo !== null) {
    const source = `data:image/svg+xml;base64,${Buffer.from(logo).toString('base64')}`;
    return html`<p class="letterhead"><img src="${source}" alt="${name}"></p>`;
  }
  const [first = ''] = Array.from(name);
  return html`<p class="letterhead"><span class="mark" aria-hidden="true">${first.toUpperCase()}</span>
<span dir="auto">${name}</span></p>`;
}

function address({ address: rows, vatNumber }: PaperParty): Html {
  return html`${rows.map((row) => html`<p dir="auto">${row}</p>`)}
${vatNumber ? html`<p>${vatNumber.label} ${vatNumber.text}</p>` : ''}`;
}

function labelled(rows: readonly LabelledText[], name = 'facts'): Html {
  const pairs = rows.map(
    ({ label, text }) => html`<div><dt>${label}</dt><dd><bdi>${text}</bdi></dd></div>
`,
  );
  return html`<dl class="${name}">
${pairs}</dl>`;
}

/**
 * On narrow screens the cells of a line stand below each other with their labels. The roles keep it
 * a table for screen readers there, as browsers take what is shown otherwise for no table.
 */
function linesTable({ heading, columns, rows }: PaperContent['lines']): Html {
  const number = (name: 'quantity' | 'unitPrice' | 'tax' | 'net', text: string) =>
    html`<td role="cell" class="number ${name}" data-label="${columns[name]}">${text}</td>`;
  const lines = rows.map(
    (row) => html`<tr role="row"><td role="cell" class="position quiet">${row.position}</td>
<td role="cell" class="description"><span dir="auto">${row.description}</span>
${row.notes.map((note) => html`<small>${note}</small>`)}</td>
${number('quantity', row.quantity)}${number('unitPrice', row.unitPrice)}${number('tax', row.tax)}${number('net', row.net)}</tr>
`,
  );
  const { position, description, quantity, unitPrice, tax, net } = columns;
  return html`<table role="table" class="lines">
<caption>${heading}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${position}</th>
<th role="columnheader" scope="col">${description}</th>
${[quantity, unitPrice, tax, net].map(
  (label) => html`<th role="columnheader" scope="col" class="number">${label}</th>`,
)}</tr></thead>
<tbody role="rowgroup">
${lines}</tbody>
</table>`;
}

function taxTable({ heading, columns, rows }: PaperContent['taxSummary']): Html {
  const { treatment, net, tax } = columns;
  return html`<h2 id="tax">${heading}</h2>
<table aria-labelledby="tax">
<thead><tr><th scope="col">${treatment}</th><th scope="col" class="number">${net}</th>
<th scope="col" class="number">${tax}</th></tr></thead>
<tbody>${rows.map(
    (row) => html`<tr><td>${row.treatment}</td><td class="number">${row.net}</td>
<td class="number">${row.tax}</td></tr>
`,
  )}</tbody>
</table>`;
}

function payment({ heading, sentences, details, qr }: PaperContent['payment']): Html {
  return html`<section class="payment">
<div>
<h2>${heading}</h2>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
${details.length > 0 ? labelled(details) : ''}
</div>
${qr ? html`<figure>${raw(qrSvg(qr.payload))}<figcaption>${qr.caption}</figcaption></figure>` : ''}
</section>`;
}
