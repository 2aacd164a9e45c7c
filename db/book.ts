/**
 * Takes a book of customers and contracts into the database: set-based, in one transaction, and
 * safe to repeat. Everything is found again by its natural key.
 */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Book } from '../domain/import/book.ts';
import { saveContracts } from './book-contracts.ts';
import {
  lockBookCustomers,
  saveCustomers,
  saveLadders,
  saveSellers,
  saveServices,
} from './book-parties.ts';
import { nothing, plus, type Tally } from './book-upsert.ts';

export type BookReport = {
  readonly sellers: Tally;
  readonly services: Tally;
  readonly ladders: Tally;
  readonly customers: Tally;
  readonly contracts: Tally;
};

export type SaveOptions = {
  /** Customers or contracts a statement; the measure of memory and of progress. */
  readonly pageSize?: number;
  /** Hears of every page with how many rows it held; what it throws ends the import. */
  readonly onPage?: (rows: number) => void | Promise<void>;
  /** A contract that is there and is cut into the same periods keeps its next one to be billed. */
  readonly keepNextBill?: boolean;
};

/** Key of the advisory lock that makes two imports wait for each other instead of deadlocking. */
const bookLock = 7_264_102_002;

/**
 * Saves the whole book or nothing. A second time it changes nothing. What only the database
 * holds (a contract that the book does not name, a service's name in another language) stays.
 * Refuses, by code: `import_invalid` for a stored ladder version that says something else and
 * for a billed contract whose periods would be cut elsewhere, `currency_mismatch` for a billed
 * customer in another currency.
 */
export async function saveBook(
  em: EntityManager,
  book: Book,
  { pageSize = 2_000, onPage, keepNextBill = false }: SaveOptions = {},
): Promise<BookReport> {
  return em.transactional(async (writing) => {
    await writing.execute('select pg_advisory_xact_lock(?)', [bookLock]);
    const paged = async <Row>(
      rows: readonly Row[],
      save: (em: EntityManager, page: readonly Row[]) => Promise<Tally>,
    ) => {
      let total = nothing;
      for (let at = 0; at < rows.length; at += pageSize) {
        const page = rows.slice(at, at + pageSize);
        total = plus(total, await save(writing, page));
        await onPage?.(page.length);
      }
      return total;
    };
    const parties = {
      sellers: await saveSellers(writing, book.sellers),
      services: await saveServices(writing, book.services),
      ladders: await saveLadders(writing, book.ladders),
    };
    await lockBookCustomers(writing, book.customers);
    return {
      ...parties,
      customers: await paged(book.customers, saveCustomers),
      contracts: await paged(book.contracts, (tx, page) => saveContracts(tx, page, keepNextBill)),
    };
  });
}
