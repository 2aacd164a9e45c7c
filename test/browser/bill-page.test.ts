import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BillSite, openBillSite } from '../api/bill-page-kit.ts';
import { inDays } from '../api/settled.ts';
import { assertAccessible } from './accessibility.ts';
import { type OpenBrowser, openBrowser, screenshot } from './browser.ts';
import { serve } from './serve.ts';

let site: BillSite;
let browser: OpenBrowser;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openBillSite(['WALK', 'WRONG'], { worker: true, clock: Date.now });
  server = await serve(site.kit.app);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await site?.kit.close();
});

const phone = { viewport: { width: 390, height: 844 } };

const urlOf = async (customer: string) => `${server.url}${(await site.bill(customer)).path}`;

type Page = Awaited<ReturnType<OpenBrowser['newPage']>>;

/** How far the page goes beyond the screen to the right, in pixels. */
const overhang = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');

test('a customer with a phone and no JavaScript asks about a line, and sees where it stands', async () => {
  const page = await browser.newPage({ ...phone, javaScriptEnabled: false });
  await page.goto(await urlOf('WALK'));
  await page.getByRole('link', { name: /question about this line: TV package/ }).click();
  await page.getByLabel('The price is wrong').check();
  await page.getByLabel(/In your own words/).fill('I never ordered this.');
  await page.getByRole('button', { name: 'Send my question' }).click();
  await page.getByText(/We answer by/).waitFor();
  expect(await page.getByText('I never ordered this.').count()).toBe(1);
  await screenshot(page, 'bill-question-phone');
  await page.getByRole('link', { name: 'Back to the bill' }).click();
  expect(await page.locator('.lead').innerText()).toContain('waits for the answer');
  await screenshot(page, 'bill-asked-phone');
  await page.getByText('Why is it this much?').last().click();
  expect(await page.getByText('VAT (24%) on €74.50 is €17.88.').isVisible()).toBe(true);
  await page.getByRole('link', { name: 'See where it stands' }).click();
  await page.getByRole('button', { name: 'Take my question back' }).click();
  expect(await page.locator('.lead').innerText()).toContain('taken back');
  await page.context().close();
});

test('a promise is made with days that are chosen, and shown before it counts', async () => {
  const page = await browser.newPage({ ...phone, javaScriptEnabled: false });
  await page.goto(`${await urlOf('WALK')}/promise`);
  await page.getByLabel('First day').fill(inDays(7));
  await page.getByRole('button', { name: 'Go on' }).click();
  expect(await page.getByRole('listitem').allInnerTexts()).toHaveLength(1);
  await page.getByRole('button', { name: 'Yes, I will pay so' }).click();
  expect(await page.locator('.lead').innerText()).toContain('You told us that you will pay');
  await page.context().close();
});

test('what is to be put right stands on top, has the focus, and leads to its place', async () => {
  const page = await browser.newPage();
  await page.goto(`${await urlOf('WRONG')}/question?line=2`);
  await page.getByRole('button', { name: 'Send my question' }).click();
  const focused = await page.evaluate<string>('document.activeElement.className');
  expect(focused).toBe('errors');
  await assertAccessible(page);
  await screenshot(page, 'bill-question-errors');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  expect(await page.getByLabel('I do not understand the bill').isChecked()).toBe(true);
  expect(await page.getByLabel(/TV package/).isChecked()).toBe(true);
  await page.context().close();
});

const pages = ['', '/question', '/promise', '-of-nobody'];

test.each(['light', 'dark'] as const)('axe finds nothing on any page, %s', async (colorScheme) => {
  const url = await urlOf('EN');
  const page = await browser.newPage({ colorScheme });
  for (const below of pages) {
    await page.goto(`${url}${below}`);
    if (below === '') await page.locator('#why summary').click();
    await assertAccessible(page);
    await screenshot(page, `bill${below.replace('/', '-')}-${colorScheme}`);
  }
  await page.context().close();
});

test.each(['en', 'de', 'et', 'sl'])('in %s nothing is cut on a small screen', async (language) => {
  const url = await urlOf(language.toUpperCase());
  // 320 pixels are what is left of 1280 at 400 % (WCAG 1.4.10).
  const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
  for (const below of pages) {
    await page.goto(`${url}${below}`);
    if (below === '') await page.locator('#why summary').click();
    expect(await overhang(page), below).toBeLessThanOrEqual(0);
    await screenshot(page, `bill${below.replace('/', '-')}-${language}-small`);
  }
  await page.context().close();
});

test('the page of a question, and its rating, are accessible too', async () => {
  const { path } = await site.bill('EN');
  const asked = { form: 'f', reason: 'quality', whole: 'yes', words: 'Too slow.\nFor weeks.' };
  const location = (await site.send(`${path}/question`, asked)).headers.get('Location') ?? '';
  const disputeId = location.slice(location.lastIndexOf('/') + 1);
  await site.kit.database.em.fork().execute(
    `update dispute set state = 'resolved', outcome = 'explained', decided_by = 'ana',
         ended_at = now() where id = ?`,
    [disputeId],
  );
  const page = await browser.newPage({ ...phone, colorScheme: 'dark' });
  for (const shown of [location, `${path}/satisfaction/${disputeId}/4`]) {
    await page.goto(`${server.url}${shown}`);
    await assertAccessible(page);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await screenshot(page, `bill-decided-${shown === location ? 'question' : 'rating'}`);
  }
  await page.context().close();
});

test('printed, the bill has no presses, and its text is dark on white', async () => {
  const page = await browser.newPage({ colorScheme: 'dark' });
  await page.goto(await urlOf('DE'));
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('link', { name: /Frage/ }).count()).toBe(0);
  expect(await page.getByText('Fibre 300').first().isVisible()).toBe(true);
  const colour = await page.evaluate<string>('getComputedStyle(document.body).color');
  expect(colour).toBe('rgb(27, 30, 34)');
  await screenshot(page, 'bill-printed');
  await page.context().close();
});
