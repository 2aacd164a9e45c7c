import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertAccessible } from './accessibility.ts';
import { type OpenBrowser, openBrowser, screenshot } from './browser.ts';
import { samplePages, sampleSite } from './desk-sample-site.ts';
import { serve } from './serve.ts';

let browser: OpenBrowser;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  browser = await openBrowser();
  site = await serve(sampleSite());
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const names = Object.keys(samplePages);

/** They take as long as the tests, so they are taken on demand. */
const wantsPictures = process.env['FAIRBILL_PICTURES'] !== undefined;

const wide = { width: 1280, height: 800 };

async function open(name: string, options: Parameters<OpenBrowser['newPage']>[0] = {}) {
  const page = await browser.newPage(options);
  await show(page, name);
  return page;
}

async function show(page: Page, name: string): Promise<void> {
  await page.goto(`${site.url}/sample/${name}`);
}

/** What the focus is on, by its words. */
const focused = (page: Page) => page.locator(':focus').innerText();

describe('every page of the desk in every state', () => {
  test('axe finds nothing on a wide screen, in the light', async () => {
    const page = await open('queue', { viewport: wide });
    for (const name of names) {
      await show(page, name);
      await assertAccessible(page);
      if (wantsPictures) await screenshot(page, `${name}-wide`);
    }
  }, 180_000);

  test('has its contrasts and room for fingers on a phone, in the dark', async () => {
    const page = await open('queue', {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    for (const name of names) {
      await show(page, name);
      await assertAccessible(page, { onlyLooks: true });
      if (wantsPictures) await screenshot(page, `${name}-phone-dark`);
    }
  }, 180_000);

  test.each([
    ['a phone', { width: 390, height: 844 }],
    ['a small phone, and a wide screen at 400 %', { width: 320, height: 256 }],
    ['a wide screen at 200 %', { width: 640, height: 400 }],
  ])('nothing has to be moved sideways on %s', async (_what, viewport) => {
    const page = await open('queue', { viewport });
    for (const name of names) {
      await show(page, name);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(width, name).toBeLessThanOrEqual(viewport.width);
    }
  });

  test('weighs less than 100 KB with everything it loads', async () => {
    for (const name of ['queue', 'case', 'grant']) {
      const page = await browser.newPage();
      const finished: Request[] = [];
      page.on('requestfinished', (request) => finished.push(request));
      await page.goto(`${site.url}/sample/${name}`, { waitUntil: 'load' });
      // Asked for while the page is open: afterwards nobody can say.
      const sizes = await Promise.all(finished.map((request) => request.sizes()));
      const bytes = sizes
        .map(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize)
        .reduce((sum, size) => sum + size, 0);
      expect(bytes, name).toBeGreaterThan(10_000);
      expect(bytes, name).toBeLessThan(100_000);
      await page.context().close();
    }
  });

  test('says everything without JavaScript that it says with it', async () => {
    const [plain, scripted] = [
      await open('queue', { javaScriptEnabled: false }),
      await open('queue'),
    ];
    for (const name of names) {
      await show(plain, name);
      await show(scripted, name);
      const text = async (page: Page) => (await page.locator('main').innerText()).split('\n');
      // Keys and the place of news are the script's own.
      const said = (await text(scripted)).filter((line) => !/Take next|Show/.test(line));
      expect(await text(plain), name).toEqual(expect.arrayContaining(said));
    }
  });
});

test('what a customer writes is text, whatever it looks like', async () => {
  const page = await open('case-hostile');
  expect(await page.locator('blockquote b, blockquote img, h1 b').count()).toBe(0);
  expect(await page.locator('.about blockquote').innerText()).toContain('<img src=x onerror=');
  expect(await page.locator('h1').innerText()).toContain('<b>');
});

describe('keys', () => {
  test('walk the list, take the next case, find, and tell about themselves', async () => {
    const page = await open('queue');
    await page.keyboard.press('j');
    expect(await focused(page)).toContain('Maja Novak');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    expect(await focused(page)).toContain('Kask OÜ');
    await page.keyboard.press('?');
    expect(await page.locator('#keys').isVisible()).toBe(true);
    await page.keyboard.press('n');
    expect(page.url()).toContain('/sample/queue');
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.press('n');
    expect(await page.locator('#find').inputValue()).toBe('n');
    await page.keyboard.press('Tab');
    const [request] = await Promise.all([
      page.waitForRequest((one) => one.method() === 'POST'),
      page.keyboard.press('n'),
    ]);
    expect(request.url()).toBe(`${site.url}/desk/next`);
  });

  test('can be switched off, and stay off, for those who speak to their machine', async () => {
    const page = await open('queue');
    await page.keyboard.press('?');
    await page.locator('[data-keys-switch]').click();
    await show(page, 'queue');
    await page.keyboard.press('j');
    expect(await page.locator('[data-row]:focus').count()).toBe(0);
    expect(await page.locator('.queue kbd').isVisible()).toBe(false);
  });

  test('open a case from the list by Enter, without a mouse', async () => {
    const page = await open('queue');
    await page.keyboard.press('j');
    const [request] = await Promise.all([
      page.waitForRequest((one) => one.url().includes('/desk/cases/')),
      page.keyboard.press('Enter'),
    ]);
    expect(request.method()).toBe('GET');
  });
});

describe('news', () => {
  test('of a case are said in words, and the list stays where it is', async () => {
    const quiet = await open('queue', { javaScriptEnabled: false });
    const page = await open('queue');
    await page.locator('.news').getByText('1 new case.').waitFor();
    const place = (one: Page) => one.locator('[data-row] >> nth=1').boundingBox();
    expect(await place(page)).toEqual(await place(quiet));
    await page.locator('.news button').click();
    await page.locator('[data-row]:focus').getByText('Maja Novak').waitFor();
  });
});

test('what stands beside a form is not confirmed once the form says something else', async () => {
  const page = await open('grant');
  const confirm = page.getByRole('button', { name: 'Grant €12.00 and close' });
  expect(await confirm.isEnabled()).toBe(true);
  await page.getByLabel('TV package').fill('1.00');
  expect(await confirm.isEnabled()).toBe(false);
  await page.getByRole('button', { name: 'Grant €1.22 and close' }).waitFor();
  expect(await confirm.count()).toBe(0);
});
