/** A real Chromium for tests of pages: a fresh profile, and nothing of the world but this machine. */
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type ChromiumProgram, findChromium } from './chromium-program.ts';
import { fontSettings } from './fonts.ts';

export type OpenBrowser = {
  readonly version: string;
  /** A page with cookies of its own; the options are those of a person and their screen. */
  readonly newPage: (options?: BrowserContextOptions) => Promise<Page>;
  /** Rejects when a page has complained, or has asked another machine for something. */
  readonly close: () => Promise<void>;
};

/** The sandbox needs rights that root in a container lacks; pages of ours are all that is opened. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** Opens a browser; one serves a whole test file, and each page of it is a person of their own. */
export async function openBrowser(): Promise<OpenBrowser> {
  const program = await findChromium(process.env);
  const browser = await chromium.launch({
    executablePath: program.path,
    args: flags,
    env: await environmentOf(program),
  });
  const complaints: string[] = [];
  return {
    version: browser.version(),
    async newPage(options = {}) {
      const context = await browser.newContext({
        locale: 'en-GB',
        timezoneId: 'Europe/Ljubljana',
        viewport: { width: 1280, height: 800 },
        ...options,
      });
      const page = await context.newPage();
      listen(page, complaints);
      return page;
    },
    async close() {
      await browser.close();
      if (complaints.length > 0) throw new Error(`Pages complained:\n${complaints.join('\n')}`);
    },
  };
}

async function environmentOf({ libraries }: ChromiumProgram): Promise<Record<string, string>> {
  const given = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(given),
    ...(await fontSettings()),
    ...(libraries !== undefined && { LD_LIBRARY_PATH: libraries }),
  };
}

/** Refusals of the security policy are told on the console; an answer such as 404 is no complaint. */
function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' || message.text().startsWith('Failed to load')) return;
    complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!protocol.startsWith('http') || ['127.0.0.1', 'localhost'].includes(hostname)) return;
    complaints.push(`${page.url()}: asked ${hostname} for ${request.url()}`);
  });
}

/** Writes what the page looks like, as tall as it is, to FAIRBILL_PICTURES or a temporary folder. */
export async function screenshot(
  page: Page,
  name: string,
  { fullPage = true }: { readonly fullPage?: boolean } = {},
): Promise<string> {
  const folder = process.env['FAIRBILL_PICTURES'] ?? join(tmpdir(), 'fairbill-pictures');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.png`);
  await writeFile(file, await page.screenshot({ fullPage, animations: 'disabled' }));
  return file;
}
