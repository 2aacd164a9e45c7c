/** The frame of the few pages that the API shows to people. */
import { readFileSync } from 'node:fs';
import { html } from 'hono/html';
import { newResource } from './resource.ts';

type Content = ReturnType<typeof html>;

/** A whole page around its content; everything put into it by `html` is escaped. */
export function page(title: string, content: Content, extra: { head?: Content } = {}): Content {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Fairbill</title>
<link rel="stylesheet" href="/page.css">
<link rel="icon" href="data:,">
${extra.head ?? ''}
</head>
<body>
<header><strong>Fairbill</strong> <a href="/">Start</a> <a href="/docs">API</a></header>
<main>
${content}
</main>
</body>
</html>`;
}

/** Reads a file of this room; done once, when the API is made. */
export function asset(name: string): string {
  return readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');
}

export const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function pageRoutes() {
  const styles = asset('page.css');
  return newResource().get('/page.css', (c) => {
    c.header('Cache-Control', 'public, max-age=300');
    return c.body(styles, 200, { 'Content-Type': 'text/css; charset=utf-8' });
  });
}
