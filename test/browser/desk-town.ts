/** A small town of customers for the desk: two months of bills, and questions about some of them. */
import type { Mailer } from '../../activities/mailer.ts';
import { askAtDesk } from '../../api/desk-request.ts';
import { addDays, type LocalDate, localDateAt } from '../../domain/calendar.ts';
import type { DisputeReason } from '../../domain/dispute/reasons.ts';
import type { BookContract, BookLine } from '../../domain/import/book.ts';
import { type Kit, openKit } from '../api/kit.ts';
import { book as sampleBook, contract, customer } from '../api/sample-book.ts';
import { bookedPayment, issuedCycle } from '../api/settled.ts';
import { newStaff, password } from '../api/staff-kit.ts';
import { type OpenBrowser, openBrowser } from './browser.ts';
import { serve } from './serve.ts';

const today = localDateAt(Date.now(), 'Europe/Tallinn');
const thisMonth: LocalDate = `${today.slice(0, 7)}-01`;
const lastMonth: LocalDate = `${addDays(thisMonth, -1).slice(0, 7)}-01`;

const line = (service: string, unitPriceMinor: number, more: Partial<BookLine> = {}): BookLine => ({
  service,
  description: null,
  quantity: '1',
  unitPriceMinor,
  priceVersion: null,
  fromOn: null,
  toOn: null,
  ...more,
});

const people = [
  { number: 'MAJA', name: 'Maja Novak', language: 'sl' },
  { number: 'KASK', name: 'Kask OÜ', language: 'et', isBusiness: true },
  { number: 'ULLE', name: 'Ülle Õunapuu', language: 'et' },
  { number: 'HOSTILE', name: 'Bob <b>Tables</b>', language: 'en' },
  { number: 'LUKA', name: 'Luka Zupan', language: 'sl' },
  { number: 'PETEK', name: 'Ivan Petek', language: 'sl' },
  { number: 'TWO', name: 'Anna Tamm', language: 'et' },
] as const;

/** Those whom the others are compared with: 24 of them, most at the same price. */
const neighbours = Array.from({ length: 24 }, (_, index) => `N-${index}`);

function agreement(number: string, lines: readonly BookLine[]): BookContract {
  return contract(number, {
    number: `C-${number}`,
    anchorOn: '2019-02-01',
    startsOn: '2019-02-01',
    nextBillOn: lastMonth,
    lines,
  });
}

const fibre = line('fibre-300', 50_00);
const router = line('router', 4_00);
const book = {
  ...sampleBook,
  services: [
    ...sampleBook.services,
    ...[
      ['tv', 'TV package'],
      ['router', 'Router'],
    ].map(([code = '', en = '']) => ({
      ...{ seller: 'nordlys', code, names: { en }, taxCategory: 'standard' as const },
    })),
  ],
  customers: [
    ...people.map(({ number, ...given }) =>
      customer(number, { ...given, customerSince: '2019-02-01' }),
    ),
    ...neighbours.map((number) => customer(number, { customerSince: '2019-02-01' })),
  ],
  contracts: [
    ...people.map(({ number }) =>
      agreement(number, [fibre, router, line('tv', 20_00, { fromOn: thisMonth })]),
    ),
    ...neighbours.map((number, index) =>
      agreement(number, [
        // A bit more than half pay the list price, the others less.
        line('fibre-300', index < 13 ? 50_00 : 45_00 + (index % 4) * 1_00),
        router,
        line('tv', 18_00),
      ]),
    ),
  ],
};

export type Town = Awaited<ReturnType<typeof openTown>>;

/** The town's API on a port of this machine, with a browser in front of it. */
export async function openTown({ mailer }: { mailer?: Mailer } = {}) {
  const browser = await openBrowser();
  const kit = await openKit({ book, worker: true, clock: Date.now, ...(mailer && { mailer }) });
  const site = await serve(kit.app);
  return {
    browser,
    kit,
    url: site.url,
    async close() {
      await closeBrowser(browser);
      await site.close();
      await kit.close();
    },
  };
}

async function closeBrowser(browser: OpenBrowser): Promise<void> {
  await browser.close();
}

/** Bills of last month, which was paid at once, and of this month, which is returned. */
export async function billed(kit: Kit, number: string) {
  const before = await issuedCycle(kit, number, lastMonth, lastMonth);
  const atMs = Date.parse(`${lastMonth}T12:00:00Z`);
  const payment = { paymentId: `paid-${number}`, amountMinor: before.openMinor };
  await bookedPayment(kit, before, payment, atMs);
  return issuedCycle(kit, number, thisMonth, today);
}

/** The bills with which the others' are compared. */
export async function billNeighbours(kit: Kit): Promise<void> {
  for (const number of neighbours) await issuedCycle(kit, number, thisMonth, today);
}

let asked = 0;

export type Asked = {
  readonly reason?: DisputeReason;
  readonly lines?: 'whole' | readonly { readonly position: number }[];
  readonly words?: string;
  /** Whether the customer came by the signed link in their mail. */
  readonly byLink?: boolean;
};

/** A customer's question about their bill of this month: theirs by the link, or by a service. */
export async function question(
  { database, temporal }: Kit,
  { cycleId }: { readonly cycleId: string },
  { reason = 'not_mine', lines = [{ position: 3 }], words = '', byLink = false }: Asked = {},
): Promise<{ readonly disputeId: string }> {
  asked += 1;
  const services = {
    ...{ database, temporal, clock: Date.now, log: () => undefined },
    ...{ issueTimeoutMs: 20_000, answerTimeoutMs: 20_000 },
  };
  return askAtDesk(services, {
    ...{ cycleId, act: 'openDispute', externalId: `town-${asked}`, words: words || null },
    ...(byLink
      ? { actor: { kind: 'customer', name: 'customer', staffId: null }, channel: 'page' }
      : { actor: { kind: 'service', name: 'shop', staffId: null }, channel: 'api' }),
    payload: { reason, lines },
  });
}

/** Somebody who answers customers; the password is the tests' own. */
export function hire(
  kit: Kit,
  login: string,
  given: NonNullable<Parameters<typeof newStaff>[1]> = {},
) {
  const groups = ['front', 'senior', 'supervisor'];
  return newStaff(kit, { login, groups, languages: [], team: 'care', ...given });
}

/** Types login and password at the sign-in page; the page is where it leads. */
export async function signIn(
  { browser, url }: Town,
  login: string,
  options: Parameters<OpenBrowser['newPage']>[0] = {},
) {
  const page = await browser.newPage(options);
  await page.goto(`${url}/desk`);
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${url}/desk`);
  return page;
}
