/** The customer's page under test: bills in every language, opened by links as letters carry them. */
import { billLink } from '../../db/bill-links.ts';
import type { Services } from '../../api/services.ts';
import type { Book, BookCustomer } from '../../domain/import/book.ts';
import { type Kit, openKit } from './kit.ts';
import { book, contract, customer, nowMs } from './sample-book.ts';
import { issuedCycle } from './settled.ts';

const linkSecret = 'a secret of thirty-two characters';
const dayMs = 86_400_000;

export const languages = ['en', 'de', 'et', 'sl'];

const line = (service: string, description: string, unitPriceMinor: number, quantity = '1') => ({
  ...{ service, description, unitPriceMinor, quantity },
  ...{ priceVersion: null, fromOn: null, toOn: null },
});

const lines = [
  line('fibre-300', 'Fibre 300', 50_00),
  line('tv', 'TV package', 20_00),
  line('film', 'Film rental', 1_50, '3'),
];

/** What a customer may be called; all of it is text. */
export const hostile = '<script>alert(1)</script> & "Söhne"';

/** A customer with a bill of three lines. */
function billed(number: string, changes: Partial<BookCustomer> = {}): Book {
  return {
    ...book,
    services: [
      ...book.services,
      ...['tv', 'film'].map((code) => ({
        seller: 'nordlys',
        code,
        names: { en: code },
        taxCategory: 'standard' as const,
      })),
    ],
    customers: [customer(number, changes)],
    // Each can be billed for February too, so that there is a bill before.
    contracts: [contract(number, { lines, nextBillOn: '2026-02-01' })],
  };
}

/** One customer of each language, and some for one purpose. */
function billPageBook(...numbers: readonly string[]): Book {
  const books = [
    ...languages.map((language) => billed(language.toUpperCase(), { language })),
    ...numbers.map((number) => billed(number)),
    billed('HOSTILE', { name: hostile }),
  ];
  const [first] = books;
  if (!first) throw new Error('There is no book.');
  return {
    ...first,
    customers: books.flatMap(({ customers }) => customers),
    contracts: books.flatMap(({ contracts }) => contracts),
  };
}

export type Shown = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
};

export type BillSite = Awaited<ReturnType<typeof openBillSite>>;

export async function openBillSite(
  numbers: readonly string[] = [],
  changes: Partial<Services> & { readonly worker?: boolean } = {},
) {
  const kit = await openKit({ book: billPageBook(...numbers), linkSecret, ...changes });
  return { kit, ...siteOf(kit, changes.clock ?? (() => nowMs)) };
}

function siteOf(kit: Kit, clock: () => number) {
  const secret = Buffer.from(linkSecret);
  const token = (cycleId: string, expiresAtMs = clock() + dayMs) =>
    billLink(secret, { cycleId, expiresAtMs });
  const shown = async (path: string, init: RequestInit): Promise<Shown> => {
    const answer = await kit.app.request(path, init);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return {
    token,
    /** The bill of a customer for a month, and the path of its page. */
    async bill(customerNumber: string, period = '2026-03-01') {
      const cycle = await issuedCycle(kit, customerNumber, period);
      return { ...cycle, path: `/bill/${token(cycle.cycleId)}` };
    },
    open: (path: string, headers: Readonly<Record<string, string>> = {}) =>
      shown(path, { headers: { Accept: 'text/html', ...headers } }),
    /** Sends a form as a browser does from our own page. */
    send: (
      path: string,
      fields: Readonly<Record<string, string | readonly string[]>>,
      headers: Readonly<Record<string, string>> = {},
    ) => {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) {
        for (const one of [value].flat()) body.append(name, one);
      }
      return shown(path, {
        method: 'POST',
        body,
        headers: { Accept: 'text/html', Origin: 'http://localhost', ...headers },
      });
    },
  };
}
