/** Somebody calls: they are looked up, checked, and a case is opened for them. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mailer } from '../../activities/mailer.ts';
import { assertAccessible } from './accessibility.ts';
import { screenshot } from './browser.ts';
import { billed, hire, openTown, question, signIn, type Town } from './desk-town.ts';

let town: Town;
const mails: { to: string; text: string }[] = [];

/** Keeps what would be mailed. */
const mailer: Mailer = {
  send: async ({ to, text }) => void mails.push({ to: to.address, text }),
  close: () => undefined,
};

beforeAll(async () => {
  town = await openTown({ mailer });
  await hire(town.kit, 'ana', { name: 'Ana Horvat' });
  await hire(town.kit, 'bojan', { name: 'Bojan Kralj', role: 'supervisor' });
});

afterAll(() => town?.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const main = (page: Page) => page.locator('main').innerText();

test('a caller is found by name, checked by two facts, and gets a case for some lines', async () => {
  await billed(town.kit, 'MAJA');
  const page = await signIn(town, 'ana');
  await page.keyboard.press('/');
  await page.keyboard.type('novak');
  await page.keyboard.press('Enter');
  await page.waitForURL(/customers\?q=novak/);
  expect(await main(page)).toContain('M••• N•••');
  await assertAccessible(page);
  await page.getByRole('link', { name: /M••• N•••/ }).click();
  expect(await main(page)).not.toContain('€');
  await assertAccessible(page);
  await screenshot(page, 'call-customer-closed');

  await page.getByLabel('Contract number').fill('c-maja');
  await page.getByLabel('Postal code').fill('10133');
  await button(page, 'Compare two facts').click();
  await page.locator('h1').getByText('Maja Novak').waitFor();
  expect(await main(page)).toContain('€91.76');
  await assertAccessible(page);
  await screenshot(page, 'call-customer-open');

  await page.getByRole('link', { name: 'Open a case' }).first().click();
  await button(page, 'Open the case').click();
  expect(await page.locator('.notice').innerText()).toContain('Say why they call.');
  await assertAccessible(page);
  await page.getByLabel('TV package').check();
  await page.getByLabel('Never ordered it').check();
  await page.getByLabel('In their words').fill('I never asked for this.');
  await button(page, 'Open the case').click();
  await page.getByText('The case is open.').waitFor();
  expect(await main(page)).toContain('on the customer’s behalf by ana');
  await button(page, 'Take it').click();
  await page.getByText('This case is yours.').waitFor();
  expect(await main(page)).toContain('I never asked for this.');
});

test('a caller who reads the code from their mail is let in, and one who guesses is not', async () => {
  const { disputeId } = await question(town.kit, await billed(town.kit, 'LUKA'));
  const page = await signIn(town, 'ana');
  await page.goto(`${town.url}/desk/cases/${disputeId}`);
  await button(page, 'Take it').click();
  await button(page, 'Send a code').click();
  await page.getByText('A code is on its way to the customer.').waitFor();
  await assertAccessible(page);
  await screenshot(page, 'call-code');
  await page.getByLabel('The code that the caller reads to you').fill('1');
  await button(page, 'Compare the code').click();
  await page.getByText('That is not right. Attempts left: 2.').waitFor();
  await expect.poll(() => mails.filter(({ to }) => to.includes('luka')).length).toBeGreaterThan(0);
  const letter = mails.findLast(({ text }) => /\b\d{6}\b/.test(text));
  const code = /\b\d{6}\b/.exec(letter?.text ?? '')?.[0] ?? '';
  await page.getByLabel('The code that the caller reads to you').fill(code);
  await button(page, 'Compare the code').click();
  await page.getByText('The caller is the customer.').waitFor();
  await page.locator('h1').getByText('Luka Zupan').waitFor();
});

test('somebody whose case changes meanwhile is told so, and nothing under their hands moves', async () => {
  const { disputeId } = await question(town.kit, await billed(town.kit, 'TWO'), { byLink: true });
  const page = await signIn(town, 'ana');
  await page.goto(`${town.url}/desk/cases/${disputeId}`);
  await button(page, 'Take it').click();
  await page.getByText('This case is yours.').waitFor();
  const before = await page.locator('#decide').boundingBox();
  const other = await signIn(town, 'bojan');
  await other.goto(`${town.url}/desk/cases/${disputeId}`);
  await button(other, 'Take it over from ana').click();
  await page.getByText('This case has changed meanwhile.').waitFor();
  expect(await page.locator('#decide').boundingBox()).toEqual(before);
  await assertAccessible(page);
  await button(page, 'Show it anew').click();
  await page.getByText('bojan has this case.').waitFor();
});

test('whoever is signed out while they write is told so beside the form, and nothing is done', async () => {
  const { disputeId } = await question(town.kit, await billed(town.kit, 'PETEK'), { byLink: true });
  const page = await signIn(town, 'bojan');
  await page.goto(`${town.url}/desk/cases/${disputeId}`);
  await button(page, 'Take it').click();
  await page.goto(`${town.url}/desk/cases/${disputeId}/decide/explain`);
  await page.context().clearCookies();
  await page.getByLabel('What the customer reads').fill('It is right.');
  await page.getByText('You are signed out').waitFor();
  await assertAccessible(page);
  expect(await button(page, 'Explain and close').count()).toBe(0);
});

test('one’s own account says what one may, and signs out', async () => {
  const page = await signIn(town, 'ana');
  await page.getByRole('link', { name: /Ana Horvat/ }).click();
  expect(await main(page)).toContain('decide cases within your limits');
  await assertAccessible(page);
  await button(page, 'Sign out').click();
  await page.getByText('You are signed out.').waitFor();
  await page.goto(`${town.url}/desk`);
  expect(page.url()).toContain('/desk/sign-in');
  await assertAccessible(page);
  await page.goto(`${town.url}/desk/sign-in?next=/desk/nowhere`);
  await page.getByLabel('Login').fill('ana');
  await page.getByLabel('Password').fill('wrong');
  await button(page, 'Sign in').click();
  expect(await page.locator('.notice').innerText()).toBe('Login or password is wrong.');
  await assertAccessible(page);
});
