/**
 * The pictures of the guide, taken from the desk as it is: `npm run pictures` puts them into
 * docs/pictures, a run of the tests into a temporary folder.
 */
import { statSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { standardDisputePolicy } from '../../domain/dispute/standard-policy.ts';
import { assertAccessible } from './accessibility.ts';
import { screenshot } from './browser.ts';
import {
  type Asked,
  billed,
  billNeighbours,
  hire,
  openTown,
  question,
  signIn,
  type Town,
} from './desk-town.ts';

const sizeMax = 200_000;

let town: Town;
let maja: string;

const button = (page: Page, name: string) => page.getByRole('button', { name });

async function expectPicture(page: Page, name: string): Promise<void> {
  await assertAccessible(page);
  const file = await screenshot(page, name, { fullPage: false });
  expect(statSync(file).size, name).toBeLessThan(sizeMax);
}

/** At every hour somebody is there, so that a promise of some hours is one, whenever this runs. */
async function stayOpen(): Promise<void> {
  const policy = standardDisputePolicy('Europe/Tallinn');
  const day = [{ from: '00:00', to: '24:00' }];
  const weekly = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
  const always = { ...policy, version: 2, hours: { ...policy.hours, weekly, holidays: [] } };
  await town.kit.database.em.fork().execute(
    `insert into dispute_policy (id, seller_id, code, version, policy)
     select gen_random_uuid(), id, 'standard', 2, ? from seller`,
    [JSON.stringify(always)],
  );
}

/** As if it had been asked some time ago: the pictures cannot wait for hours. */
async function age(disputeId: string, minutes: number): Promise<void> {
  const { em } = town.kit.database;
  await em.fork().execute(
    `update dispute set opened_at = opened_at - make_interval(mins => ?),
       held_from = held_from - make_interval(mins => ?),
       first_answer_by = first_answer_by - make_interval(mins => ?),
       resolve_by = resolve_by - make_interval(mins => ?) where id = ?`,
    [minutes, minutes, minutes, minutes, disputeId],
  );
}

beforeAll(async () => {
  town = await openTown();
  await hire(town.kit, 'ana', { name: 'Ana Horvat' });
  await hire(town.kit, 'bojan', { name: 'Bojan Kralj', role: 'supervisor' });
  await stayOpen();
  await billNeighbours(town.kit);
  const ask = async (number: string, minutes: number, asked: Asked) => {
    const cycle = await billed(town.kit, number);
    const { disputeId } = await question(town.kit, cycle, { byLink: true, ...asked });
    await age(disputeId, minutes);
    return disputeId;
  };
  maja = await ask('MAJA', 140, {
    words: 'I never ordered the TV package, and now it is on the bill.',
  });
  await ask('KASK', 48, {
    ...{ reason: 'cannot_pay_now', lines: 'whole' },
    words: 'Our largest customer pays us in two weeks. Can we pay then?',
  });
  await ask('ULLE', 60, { reason: 'quality', byLink: false });
  await ask('PETEK', 20, {
    ...{ reason: 'leaving_for_competitor', lines: 'whole' },
    words: 'The other company offers the same for 29 euros.',
  });
  await ask('LUKA', 30, { reason: 'not_delivered', words: 'The router has never come.' });
}, 120_000);

afterAll(() => town?.close());

test('the guide’s pictures show the desk as it is, and weigh little', async () => {
  const page = await signIn(town, 'ana');
  await expectPicture(page, 'desk-queue');
  await page.goto(`${town.url}/desk/cases/${maja}`);
  await button(page, 'Take it').click();
  await page.getByText('This case is yours.').waitFor();
  await page.reload();
  await page.setViewportSize({ width: 1280, height: 1000 });
  await expectPicture(page, 'desk-case');
  await page.setViewportSize({ width: 1280, height: 800 });

  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
  const small = await signIn(town, 'ana', { ...phone, colorScheme: 'dark' });
  await small.goto(`${town.url}/desk/cases/${maja}`);
  await expectPicture(small, 'desk-case-phone');

  await page.goto(`${town.url}/desk/cases/${maja}/decide/grant`);
  await page.getByLabel('TV package').fill('20');
  await page.getByLabel('What the customer reads').fill('TV paket vam je bil zaračunan po pomoti.');
  await page.getByRole('button', { name: 'Ask for approval of €24.80' }).waitFor();
  await expectPicture(page, 'desk-grant');
  await button(page, 'Ask for approval of €24.80').click();
  await page.getByText('It waits for a second person.').waitFor();
  const second = await signIn(town, 'bojan', { viewport: { width: 1280, height: 960 } });
  await second.goto(`${town.url}/desk/cases/${maja}`);
  await expectPicture(second, 'desk-approval');
});
