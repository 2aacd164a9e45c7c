import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mail } from '../../api/mail-reader.ts';
import { issuedCycle } from '../api/settled.ts';
import { type Kit, openKit } from '../api/kit.ts';
import { assertAccessible } from './accessibility.ts';
import { type OpenBrowser, openBrowser } from './browser.ts';
import { serve } from './serve.ts';

let browser: OpenBrowser;
let kit: Kit;
let site: Awaited<ReturnType<typeof serve>>;
let invoicePath: string;

const mail: Mail = {
  id: 'reminder',
  from: 'Jadran Telekom <billing@jadran.example>',
  to: 'Maja Novak <maja@example.com>',
  subject: 'Račun 2026-000001',
  receivedAt: new Date('2026-03-12T08:00:00Z'),
  text: 'Dear Maja Novak, your bill is due.',
  html: '<!doctype html><html lang="en"><title>Your bill</title><main><h1>Your bill is due</h1></main></html>',
  files: [],
};

const mails = {
  list: async () => [mail],
  read: async (id: string) => (id === mail.id ? mail : null),
};

beforeAll(async () => {
  browser = await openBrowser();
  kit = await openKit({ mail: mails });
  site = await serve(kit.app);
  const { cycleId } = await issuedCycle(kit, 'M-1');
  const [row] = await kit.database.em
    .fork()
    .execute<{ number: string }[]>('select number from invoice where cycle_id = ?', [cycleId]);
  invoicePath = `/v1/invoices/${row?.number}/page`;
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await kit?.close();
});

/** The path of each page that the API showed before there was a desk. */
const paths = () => ['/', '/problems', '/mail', '/mail/reminder', '/mail/none', invoicePath];

async function pageAt(path: string, options: Parameters<OpenBrowser['newPage']>[0] = {}) {
  const key = await kit.newKey('invoices:read');
  const headers = path === invoicePath ? { Authorization: `Bearer ${key}` } : {};
  const page = await browser.newPage({ extraHTTPHeaders: headers, ...options });
  await page.goto(`${site.url}${path}`);
  return page;
}

describe('the pages in Chromium', () => {
  test.each(['light', 'dark'] as const)('axe finds nothing on any of them, %s', async (scheme) => {
    for (const path of paths()) {
      const page = await pageAt(path, { colorScheme: scheme });
      await assertAccessible(page, { onlyLooks: scheme === 'dark' });
      await page.context().close();
    }
  });

  test('fit a phone: nothing has to be moved sideways to be read', async () => {
    for (const path of paths()) {
      const page = await pageAt(path, { viewport: { width: 390, height: 844 } });
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(width, path).toBeLessThanOrEqual(390);
      await page.context().close();
    }
  });

  test('axe is heard: a page without a language and a picture without words is refused', async () => {
    const page = await browser.newPage();
    await page.setContent('<title>Bad</title><main><h1>Bad</h1><img src="data:,"></main>');
    await expect(assertAccessible(page)).rejects.toThrow(/html-has-lang[^]*image-alt/);
    await page.context().close();
  });
});

test('a page that asks another machine for something, or whose policy stops it, is reported', async () => {
  const other = await openBrowser();
  const page = await other.newPage();
  await page.goto(`${site.url}/problems`);
  await page.evaluate(
    `document.body.insertAdjacentHTML('beforeend', '<img alt="" src="https://example.com/a.png">')`,
  );
  await expect(other.close()).rejects.toThrow(/Content Security Policy/);
});
