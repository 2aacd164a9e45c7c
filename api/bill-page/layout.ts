/** The frame of the customer's page, and what its forms share. Everything put in is escaped. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import type { BillPageWords } from './words.ts';

export type Html = ReturnType<typeof html>;

const styles = readFileSync(new URL('bill-page.css', import.meta.url), 'utf8');
const stylesHash = createHash('sha256').update(styles).digest('base64');

/** The page carries its styles; nothing else may be loaded, run, or sent anywhere but to us. */
export const billPagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${stylesHash}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Something to put right: the place that it is about, and what to do. */
export type PageError = { readonly field: string | null; readonly text: string };

export type PageParts = {
  readonly words: BillPageWords;
  readonly locale: string;
  readonly title: string;
  readonly content: Html;
  /** Whose page it is; left out where the link opens nothing. */
  readonly seller?: { readonly name: string; readonly logo: string | null };
  readonly footer?: Html;
  readonly errors?: readonly PageError[];
};

export function billPageFrame(parts: PageParts): Html {
  const { words, locale, title, content, seller, footer, errors = [] } = parts;
  const { skip, error } = words.page;
  const name = seller ? ` · ${seller.name}` : '';
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<title>${errors.length > 0 ? `${error}: ` : ''}${title}${name}</title>
<link rel="icon" href="data:,">
<style>${raw(styles)}</style>
</head>
<body>
<a class="skip" href="#content">${skip}</a>
${seller ? html`<header>${letterhead(seller)}</header>` : ''}
<main id="content">
${errorSummary(words, errors)}
${content}
</main>
${footer ? html`<footer>${footer}</footer>` : ''}
</body>
</html>
`;
}

function letterhead({ name, logo }: { name: string; logo: string | null }): Html {
  if (logo !== null) {
    const source = `data:image/svg+xml;base64,${Buffer.from(logo).toString('base64')}`;
    return html`<p class="letterhead"><img src="${source}" alt="${name}"></p>`;
  }
  const [first = ''] = Array.from(name);
  return html`<p class="letterhead"><span class="mark" aria-hidden="true">${first.toUpperCase()}</span>
<span dir="auto">${name}</span></p>`;
}

/** What has to be put right, on top, in the order of the page; each leads to its place. */
function errorSummary({ page }: BillPageWords, errors: readonly PageError[]): Html | string {
  if (errors.length === 0) return '';
  const items = errors.map(({ field, text }) =>
    field === null ? html`<li>${text}</li>` : html`<li><a href="#${field}">${text}</a></li>`,
  );
  return html`<div class="errors" role="alert" tabindex="-1" autofocus aria-labelledby="errors">
<h2 id="errors">${page.problem}</h2>
<ul>${items}</ul>
</div>`;
}

/** The same sentence again beside its field. */
export function fieldError(errors: readonly PageError[], field: string): Html | string {
  const error = errors.find((one) => one.field === field);
  return error ? html`<p class="error" id="${field}-error">${error.text}</p>` : '';
}

/** Tells whoever hears the page which hint and which error belong to a field. */
export function describedBy(
  errors: readonly PageError[],
  field: string,
  hint: string | null = null,
): Html | string {
  const hasError = errors.some((one) => one.field === field);
  const ids = [...(hint === null ? [] : [hint]), ...(hasError ? [`${field}-error`] : [])];
  if (ids.length === 0) return '';
  const invalid = hasError ? html` aria-invalid="true"` : '';
  return html` aria-describedby="${ids.join(' ')}"${invalid}`;
}

export function backLink(words: BillPageWords, base: string): Html {
  return html`<p class="back"><a href="${base}">${words.page.back}</a></p>`;
}
