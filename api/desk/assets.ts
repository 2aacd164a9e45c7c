/** The desk's styles and scripts: read once, named after their content, so that they can be kept. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compress } from 'hono/compress';
import { asset } from '../page.ts';
import { newResource } from '../resource.ts';

type Asset = { readonly path: string; readonly type: string; readonly text: string };

let made: Readonly<Record<'styles' | 'script' | 'htmx', Asset>> | undefined;

function assets() {
  made ??= {
    styles: { path: '/desk.css', type: 'text/css', text: asset('desk.css') },
    script: { path: '/desk.js', type: 'text/javascript', text: asset('desk.js') },
    htmx: { path: '/htmx.js', type: 'text/javascript', text: htmxText() },
  };
  return made;
}

function htmxText(): string {
  const main = createRequire(import.meta.url).resolve('htmx.org');
  return readFileSync(join(dirname(main), 'htmx.min.js'), 'utf8');
}

/** Where the pages find them; the address changes with the content. */
export function assetUrls() {
  const { styles, script, htmx } = assets();
  return { styles: urlOf(styles), script: urlOf(script), htmx: urlOf(htmx) };
}

const urls = new Map<Asset, string>();

function urlOf(one: Asset): string {
  const known = urls.get(one);
  if (known) return known;
  const version = createHash('sha256').update(one.text).digest('base64url').slice(0, 12);
  const url = `${one.path}?v=${version}`;
  urls.set(one, url);
  return url;
}

export function deskAssetRoutes() {
  const app = newResource();
  for (const { path, type, text } of Object.values(assets())) {
    app.get(path, compress(), (c) => {
      c.header('Cache-Control', 'public, max-age=31536000, immutable');
      return c.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` });
    });
  }
  return app;
}
