/** Customers with what they pay, billed for March 2026: what the fairness view is read from. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { issuePage } from '../../activities/issue-page.ts';
import { openRun } from '../../activities/runs.ts';
import { saveBook } from '../../db/book.ts';
import type { Database } from '../../db/orm.ts';
import type { Book, BookContract, BookLine } from '../../domain/import/book.ts';
import { standardLadder } from '../../domain/standard-ladder.ts';
import { bookSeller } from './small-book.ts';

export const march = '2026-03-01';

export type TownCustomer = {
  readonly number: string;
  /** Unit price of each service, in minor units. */
  readonly pays: Readonly<Record<string, number>>;
  readonly kind?: string;
  readonly since?: string | null;
  readonly startsOn?: string;
  readonly currency?: string;
  readonly interval?: BookContract['interval'];
  readonly isBusiness?: boolean;
  readonly attributes?: Record<string, string>;
  /** In place of the lines that `pays` makes. */
  readonly lines?: readonly (Partial<BookLine> & { service: string; unitPriceMinor: number })[];
};

/** So many customers who pay the same, with numbers of their own. */
export function several(
  prefix: string,
  count: number,
  given: Omit<TownCustomer, 'number'>,
): TownCustomer[] {
  return Array.from({ length: count }, (_, index) => ({
    ...given,
    number: `${prefix}-${index + 1}`,
  }));
}

const emptyLine = { description: null, quantity: '1', priceVersion: null };

function townBook(seller: string, customers: readonly TownCustomer[]): Book {
  const linesOf = ({ pays, lines }: TownCustomer): BookLine[] =>
    (
      lines ??
      Object.entries(pays).map(([service, unitPriceMinor]) => ({ service, unitPriceMinor }))
    ).map((line) => ({ ...emptyLine, fromOn: null, toOn: null, ...line }));
  const codes = new Set(customers.flatMap(linesOf).map(({ service }) => service));
  return {
    sellers: [bookSeller(seller)],
    services: [...codes].map((code) => ({
      ...{ seller, code, names: { en: code.toUpperCase() }, taxCategory: 'standard' as const },
    })),
    ladders: [{ ...standardLadder, seller }],
    customers: customers.map(({ number, since = '2024-01-01', ...customer }) => ({
      ...{ seller, number, name: number, email: `${number.toLowerCase()}@example.com` },
      ...{ language: 'en', country: 'EE', timeZone: 'Europe/Tallinn' },
      currency: customer.currency ?? 'EUR',
      isBusiness: customer.isBusiness ?? false,
      ...{ vatNumber: null, addressLine: '', postalCode: '', city: '' },
      customerSince: since,
      paymentMethod: null,
      attributes: customer.attributes ?? {},
    })),
    contracts: customers.map((customer) => ({
      ...{ seller, customer: customer.number, number: 'K-1' },
      kind: customer.kind ?? 'monthly',
      anchorOn: march,
      interval: customer.interval ?? { unit: 'month' as const, count: 1 },
      startsOn: customer.startsOn ?? '2024-01-01',
      endsOn: null,
      terms: { kind: 'net_days' as const, days: 14 },
      ladder: { code: 'standard', version: 1 },
      nextBillOn: march,
      attributes: {},
      lines: linesOf(customer),
    })),
  };
}

/** Saves the customers of a seller and bills what is due by a day. */
export async function billTown(
  database: Database,
  seller: string,
  customers: readonly TownCustomer[],
  asOf = march,
): Promise<void> {
  await saveBook(database.em.fork(), townBook(seller, customers));
  const nowMs = Date.parse(`${asOf}T10:00:00Z`);
  const run = { runId: `${seller} ${asOf}`, seller, asOf, nowMs };
  await openRun(database, run);
  const issued = await issuePage(database, { ...run, page: 1, pageSize: 1_000 });
  if (issued.problems > 0) throw new Error(`${issued.problems} bills of ${seller} were not made.`);
}

/** The ids of a customer and of their bill for a period. */
export async function billOf(
  em: EntityManager,
  seller: string,
  number: string,
  period = march,
): Promise<{ customerId: string; cycleId: string }> {
  const [row] = await em.execute<{ customerId: string; cycleId: string }[]>(
    `select customer.id as "customerId", cycle.id as "cycleId"
       from customer join seller on seller.id = customer.seller_id
         join billing_cycle cycle on cycle.customer_id = customer.id
      where seller.code = ? and customer.number = ? and cycle.period_from = ?`,
    [seller, number, period],
  );
  if (!row) throw new Error(`Customer ${number} of ${seller} has no bill for ${period}.`);
  return row;
}
