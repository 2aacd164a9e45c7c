/** Cases from sign-in to decision, as people go through them in a browser. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertAccessible } from './accessibility.ts';
import { type Asked, billed, hire, openTown, question, signIn, type Town } from './desk-town.ts';

let town: Town;

beforeAll(async () => {
  town = await openTown();
  await hire(town.kit, 'ana', { name: 'Ana Horvat' });
  await hire(town.kit, 'mart', { name: 'Mart Saar' });
  await hire(town.kit, 'bojan', { name: 'Bojan Kralj', role: 'supervisor' });
});

afterAll(() => town?.close());

/** A question about the bill of this customer. */
async function ask(number: string, asked: Asked = {}) {
  return question(town.kit, await billed(town.kit, number), asked);
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const said = (page: Page) => page.locator('.notice').innerText();

/** Goes on by the Tab key until the focus is on what is called so, and says how many presses it took. */
async function tabTo(page: Page, words: string): Promise<number> {
  for (let presses = 1; presses <= 60; presses += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate<string>(
      `(() => { const one = document.activeElement;
        return (one.labels?.[0] ?? one).innerText + ' ' + (one.getAttribute('name') ?? ''); })()`,
    );
    if (name.includes(words)) return presses;
  }
  throw new Error(`Nothing called ${words} is reached by the Tab key on ${page.url()}.`);
}

/** What became of a case and of the money, as the books have it. */
async function inTheBooks(disputeId: string) {
  const [row] = await town.kit.database.em.fork().execute<Record<string, unknown>[]>(
    `select dispute.state, dispute.outcome, dispute.owner,
       (select sum(worth_minor)::int from discount_grant
         where dispute_id = dispute.id and state = 'granted') as granted,
       (select count(*)::int from access_log where dispute_id = dispute.id and what = 'case') as looks
     from dispute where id = ?`,
    [disputeId],
  );
  return row;
}

describe('a case from sign-in to decision', () => {
  test('is decided with the keyboard alone', async () => {
    const { disputeId } = await ask('MAJA', {
      words: 'I never ordered the TV package.',
      byLink: true,
    });
    const page = await signIn(town, 'ana');
    await page.keyboard.press('n');
    await page.waitForURL(/\/desk\/cases\//);
    expect(await page.locator('h1').innerText()).toBe('Maja Novak');
    await tabTo(page, 'Grant a discount');
    await page.keyboard.press('Enter');
    await page.waitForURL(/decide\/grant/);
    await tabTo(page, 'line_3');
    await page.keyboard.type('8');
    await button(page, 'Grant €9.92 and close').waitFor();
    await assertAccessible(page);
    await tabTo(page, 'Grant €9.92 and close');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/desk\/cases\/[^/]+$/);
    expect(await said(page)).toContain('It is decided.');
    await assertAccessible(page);
    expect(await inTheBooks(disputeId)).toMatchObject({ state: 'resolved', granted: 9_92 });
    await page.context().close();
  });

  test('is decided without JavaScript, by a caller who knew two facts', async () => {
    const { disputeId } = await ask('ULLE', { words: 'What is this?' });
    const page = await signIn(town, 'ana', { javaScriptEnabled: false });
    await button(page, 'Take next').click();
    expect(await page.locator('main').innerText()).not.toContain('What is this?');
    expect(await page.locator('h1').innerText()).toBe('Ü••• Õ•••');
    expect(await page.locator('.decisions a').allInnerTexts()).toHaveLength(2);

    await page.getByLabel('Postal code').fill('99999');
    await page.getByLabel('Contract number').fill('C-ULLE');
    await button(page, 'Compare two facts').click();
    expect(await said(page)).toContain('That is not right.');
    await page.getByLabel('Postal code').fill('10133');
    await page.getByLabel('Contract number').fill('C-ULLE');
    await button(page, 'Compare two facts').click();
    expect(await said(page)).toContain('The caller is the customer.');
    expect(await page.locator('h1').innerText()).toBe('Ülle Õunapuu');
    expect(await page.locator('main').innerText()).toContain('What is this?');

    await page.getByRole('link', { name: 'Grant a discount' }).click();
    await page.getByRole('link', { name: /^Goodwill/ }).click();
    await page.getByLabel('How much?').fill('5,00');
    expect(await page.locator('[data-confirm]').count()).toBe(0);
    await button(page, 'Show what will happen').click();
    expect(await page.locator('.outcome').innerText()).toContain('€5.00 is taken off bill');
    // What is confirmed is what was shown, also where somebody types on.
    await page.getByLabel('How much?').fill('6');
    await button(page, 'Grant €5.00 and close').click();
    expect(await said(page)).toContain('Nothing was done yet.');
    await button(page, 'Grant €6.00 and close').click();
    expect(await said(page)).toContain('It is decided.');
    expect(await inTheBooks(disputeId)).toMatchObject({ state: 'resolved', granted: 6_00 });
    await page.context().close();
  });

  test('above the agent’s limit waits for somebody else, who says yes', async () => {
    const { disputeId } = await ask('PETEK', {
      reason: 'leaving_for_competitor',
      lines: 'whole',
      byLink: true,
    });
    const agent = await signIn(town, 'ana');
    await button(agent, 'Take next').click();
    await agent.getByText('This case is yours.').waitFor();
    await agent.goto(`${town.url}/desk/cases/${disputeId}/decide/grant?variant=goodwill_credit`);
    await agent.getByLabel('How much?').fill('30');
    await button(agent, 'Ask for approval of €30.00').click();
    expect(await said(agent)).toContain('It waits for a second person.');
    expect(await agent.locator('.approval').innerText()).toContain('You asked for this yourself');
    expect(await button(agent, /^Approve/).count()).toBe(0);

    const page = await signIn(town, 'bojan');
    expect(await page.locator('.bar').innerText()).toContain('Approvals 1');
    await page.getByRole('link', { name: /Approvals/ }).click();
    await assertAccessible(page);
    await page.locator('.grants .case').click();
    expect(await page.locator('h1').innerText()).toBe('Ivan Petek');
    await assertAccessible(page);
    await button(page, 'Approve €30.00 and close').click();
    expect(await said(page)).toContain('Approved and decided.');
    const story = await page.locator('main').innerText();
    expect(story).toContain('Decided by ana, approved by bojan: a discount was granted');
    expect(await inTheBooks(disputeId)).toMatchObject({ outcome: 'granted', granted: 30_00 });
    await Promise.all([agent.context().close(), page.context().close()]);
  });
});

describe('two people', () => {
  test('who want the same case: the second hears who has it, and the first keeps it', async () => {
    const { disputeId } = await ask('TWO', { byLink: true });
    const [ana, mart] = [await signIn(town, 'ana'), await signIn(town, 'mart')];
    for (const page of [ana, mart]) await page.goto(`${town.url}/desk/cases/${disputeId}`);
    await button(ana, 'Take it').click();
    await ana.getByText('This case is yours.').waitFor();
    await button(mart, 'Take it').click();
    expect(await said(mart)).toContain('ana has this case.');
    expect(await said(mart)).toContain('A supervisor can take it over.');
    await assertAccessible(mart);
    await mart.goto(`${town.url}/desk/cases/${disputeId}/decide/explain`);
    expect(await said(mart)).toContain('Take the case first: ana has it.');
    expect(await inTheBooks(disputeId)).toMatchObject({ state: 'claimed', owner: 'ana' });

    // Taken over while the first one writes: what they send then is refused, and they hear why.
    await ana.goto(`${town.url}/desk/cases/${disputeId}/decide/explain`);
    await ana.getByLabel('What the customer reads').fill('It was ordered on 1 March.');
    const bojan = await signIn(town, 'bojan');
    await bojan.goto(`${town.url}/desk/cases/${disputeId}`);
    await button(bojan, 'Take it over from ana').click();
    await bojan.getByText('This case is yours.').waitFor();
    await button(ana, 'Explain and close').click();
    expect(await said(ana)).toContain('Take the case first: bojan has it.');
    expect(await inTheBooks(disputeId)).toMatchObject({ state: 'claimed', owner: 'bojan' });
    await Promise.all([ana, mart, bojan].map((page) => page.context().close()));
  });

  test('hear of what the other does, and nothing moves before they ask for it', async () => {
    const page = await signIn(town, 'mart');
    await page.waitForLoadState('load');
    const place = () => page.locator('.queue h2').last().boundingBox();
    const before = await place();
    await ask('KASK', { reason: 'cannot_pay_now', lines: 'whole' });
    await page.locator('.news').getByText('1 new case.').waitFor();
    expect(await place()).toEqual(before);
    await button(page, 'Show').click();
    await page.locator('[data-row]').getByText('KASK').waitFor();
    await page.context().close();
  });
});

describe('what a customer wrote', () => {
  test('is text on every page, and seen by nobody before the caller is checked', async () => {
    const words = '<script>document.title = "x"</script><b>bold</b> " onfocus="alert(1)';
    const { disputeId } = await ask('HOSTILE', { words, byLink: true });
    const page = await signIn(town, 'ana');
    await page.goto(`${town.url}/desk/cases/${disputeId}`);
    await button(page, 'Take it').click();
    expect(await page.locator('.about blockquote').innerText()).toBe(words);
    expect(await page.locator('h1').innerText()).toBe('Bob <b>Tables</b>');
    expect(await page.locator('main b, main script').count()).toBe(0);
    await page.goto(`${town.url}/desk/cases/${disputeId}/decide/explain`);
    await page.getByLabel('What the customer reads').fill(words);
    await button(page, 'Explain and close').click();
    await page.getByText('It is decided.').waitFor();
    expect(await page.locator('.story').innerText()).toContain(words);
    expect(await page.locator('main b, main script').count()).toBe(0);
    expect(await inTheBooks(disputeId)).toMatchObject({ outcome: 'explained' });
    expect((await inTheBooks(disputeId))?.['looks']).toBeGreaterThanOrEqual(3);
    await page.context().close();
  });
});
