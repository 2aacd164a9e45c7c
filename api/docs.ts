import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { compress } from 'hono/compress';
import { html } from 'hono/html';
import { asset, page, pagePolicy } from './page.ts';
import { newResource } from './resource.ts';
import type { ApiEnv } from './environment.ts';

const info = {
  title: 'Fairbill',
  version: '1',
  description:
    'Start billing cycles and runs, report payments, and read invoices, cycles and customers.\n\n' +
    'Amounts are whole minor units of their currency (`amountMinor`: 12200 is 122.00 EUR). ' +
    'Dates are local dates, instants are in UTC. A list is read page by page: send its `next` ' +
    'as `cursor`. Every refusal is a problem document with a `code` from one closed list.',
};

const tags = [
  { name: 'Cycles', description: 'One customer’s bill for one period, from issue to its end.' },
  { name: 'Billing runs', description: 'All customers who are due, in one go.' },
  { name: 'Payments', description: 'Money that came in.' },
  { name: 'Invoices', description: 'The papers as they were issued.' },
  { name: 'Customers', description: 'Who bills whom, and for what.' },
  { name: 'Staff', description: 'People who sign in, and what they may do.' },
  { name: 'Caller checks', description: 'Whether the person on the line is the customer.' },
  { name: 'Health', description: 'For whatever watches over the process.' },
];

/** The document of all routes that this app knows by now. */
export function openApiDocument(app: OpenAPIHono<ApiEnv>) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'fb_…',
    description:
      'An API key. Each route names the scopes any of which opens it; `*` is all of them.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'staffSession', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'fs_…',
    description:
      'The token of somebody who signed in. Each route names what their role must allow.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'staffCookie', {
    type: 'apiKey',
    in: 'cookie',
    name: 'fairbill_session',
    description: 'The same token as a browser keeps it, for pages of ours alone.',
  });
  const document = app.getOpenAPI31Document({ openapi: '3.1.0', info, tags });
  for (const item of Object.values(document.paths ?? {})) {
    for (const operation of [item.get, item.post, item.patch, item.put, item.delete]) {
      if (operation) sayScope(operation);
    }
  }
  return document;
}

type Operation = {
  security?: Record<string, string[]>[];
  description?: string;
};

/** Few tools show the scopes of an HTTP scheme, so the description says them too. */
function sayScope(operation: Operation): void {
  const named = (scheme: string) =>
    (operation.security ?? []).flatMap((way) => way[scheme] ?? []).map((name) => `\`${name}\``);
  const scopes = named('apiKey');
  if (scopes.length > 0) {
    operation.description = `${operation.description} Needs the scope ${scopes.join(' or ')}.`;
  }
  const deeds = named('staffSession');
  if (deeds.length > 0) {
    const needed = `For staff whose role allows ${deeds.join(' or ')}.`;
    operation.description = `${operation.description} ${needed}`;
  }
}

/** Swagger UI runs its own script, and speaks to this server alone. */
const docsPolicy = pagePolicy.replace(
  "style-src 'self'",
  "script-src 'self'; style-src 'self'; connect-src 'self'",
);

const swaggerFolder = dirname(
  createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'),
);

/** Files of the documentation page by name, with where they come from. */
const files: Readonly<Record<string, { type: string; read: () => Promise<string> }>> = {
  'swagger-ui.css': { type: 'text/css', read: () => swaggerFile('swagger-ui.css') },
  'swagger-ui-bundle.js': {
    type: 'text/javascript',
    read: () => swaggerFile('swagger-ui-bundle.js'),
  },
  'docs.css': { type: 'text/css', read: async () => asset('docs.css') },
  'docs.js': { type: 'text/javascript', read: async () => asset('docs.js') },
};

export function docsRoutes(app: OpenAPIHono<ApiEnv>) {
  const document = openApiDocument(app);
  return newResource()
    .get('/openapi.json', (c) => c.json(document))
    .get('/docs', (c) => {
      c.header('Content-Security-Policy', docsPolicy);
      return c.html(docsPage(new URL(c.req.url).origin));
    })
    .get('/docs/:file', compress(), async (c, next) => {
      const file = Object.hasOwn(files, c.req.param('file'))
        ? files[c.req.param('file')]
        : undefined;
      if (!file) return next();
      c.header('Cache-Control', 'public, max-age=3600');
      return c.body(await file.read(), 200, { 'Content-Type': `${file.type}; charset=utf-8` });
    });
}

function swaggerFile(name: string): Promise<string> {
  return readFile(join(swaggerFolder, name), 'utf8');
}

function docsPage(origin: string) {
  const head = html`<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/docs.css">
<script src="/docs/swagger-ui-bundle.js" defer></script>
<script src="/docs/docs.js" defer></script>`;
  return page(
    'API',
    html`<h1>The API</h1>
<p>Press “Authorize” and give your API key, then “Execute” on any route below. From a terminal:</p>
<pre>curl -H "Authorization: Bearer $FAIRBILL_API_KEY" ${origin}/v1/cycles</pre>
<p class="quiet">For programs: <a href="/openapi.json">OpenAPI 3.1 document</a>.
Every refusal has a code: <a href="/problems">the list</a>.</p>
<noscript><p>The list of routes below needs JavaScript; the OpenAPI document holds the same.</p></noscript>
<div id="swagger-ui"></div>`,
    { head },
  );
}
