import { expect, test } from 'vitest';
import { withClient } from '../../bin/embedded/postgres-database.ts';
import { type BookReport, saveBook } from '../../db/book.ts';
import { readCustomersToBill } from '../../db/due-contracts.ts';
import { releaseLostConnections } from '../../db/lost-connections.ts';
import { connect } from '../../db/orm.ts';
import { lockCustomers } from '../../db/write-bills.ts';
import type { Book, BookContract } from '../../domain/import/book.ts';
import { ownDatabase } from './own-database.ts';
import { smallBook } from './small-book.ts';
import { waitsForLock } from './waiting.ts';

const { em, url } = ownDatabase();

let sellers = 0;
const newSeller = () => `seller-${(sellers += 1)}`;

/** Only the counts that are not nothing: `new`, `changed`, `unchanged` by what they count. */
const counts = (report: BookReport) =>
  Object.fromEntries(
    (['new', 'changed', 'unchanged'] as const).map((kind) => [
      kind,
      Object.fromEntries(
        Object.entries(report).flatMap(([name, tally]) =>
          tally[kind] ? [[name, tally[kind]]] : [],
        ),
      ),
    ]),
  );

const everything = (seller: string) =>
  em().execute(
    `select (select jsonb_agg(c order by c.number) from customer c where c.seller_id = s.id) customers,
       (select jsonb_agg(k order by k.id) from contract k where k.seller_id = s.id) contracts,
       (select jsonb_agg(l order by l.contract_id, l.position) from contract_line l
          join contract k on k.id = l.contract_id where k.seller_id = s.id) lines,
       (select jsonb_agg(v order by v.code) from service v where v.seller_id = s.id) services,
       to_jsonb(s) seller
     from seller s where s.code = ?`,
    [seller],
  );

const withContract = (book: Book, at: number, changes: Partial<BookContract>): Book => ({
  ...book,
  contracts: book.contracts.map((contract, index) =>
    index === at ? { ...contract, ...changes } : contract,
  ),
});

test('a book saved twice is there once, and the second time changes nothing', async () => {
  const seller = newSeller();
  const book = smallBook(seller, 5);
  const all = { sellers: 1, services: 2, ladders: 1, customers: 5, contracts: 5 };
  expect(counts(await saveBook(em(), book, { pageSize: 2 }))).toEqual({
    ...{ new: all, changed: {}, unchanged: {} },
  });
  const before = await everything(seller);
  expect(counts(await saveBook(em(), book))).toEqual({ new: {}, changed: {}, unchanged: all });
  expect(await everything(seller)).toEqual(before);
});

test('two imports of one book at once make one book', async () => {
  const seller = newSeller();
  const reports = await Promise.all(
    Array.from({ length: 4 }, () => saveBook(em(), smallBook(seller, 30), { pageSize: 7 })),
  );
  expect(reports.map(({ customers }) => customers.new).toSorted((a, b) => a - b)).toEqual([
    0, 0, 0, 30,
  ]);
  expect(reports.map(({ contracts }) => contracts.changed)).toEqual([0, 0, 0, 0]);
});

test('a changed name, price, or number of lines is counted and written', async () => {
  const seller = newSeller();
  const book = smallBook(seller, 4);
  await saveBook(em(), book);
  const [first, second] = book.contracts.map(({ lines }) => lines);
  const changed = {
    ...withContract(withContract(book, 0, { lines: (first ?? []).slice(0, 1) }), 1, {
      lines: (second ?? []).map((line) => ({ ...line, unitPriceMinor: 1 })),
    }),
    customers: book.customers.map((customer) =>
      customer.number === 'C-3' ? { ...customer, name: 'Other' } : customer,
    ),
  };
  const report = await saveBook(em(), changed);
  expect(counts(report)).toMatchObject({ new: {}, changed: { customers: 1, contracts: 2 } });
  const lines = await em().execute<{ number: string; prices: number[] }[]>(
    `select customer.number, jsonb_agg(line.unit_price_minor order by line.position) as prices
       from contract_line line join contract on contract.id = line.contract_id
         join customer on customer.id = contract.customer_id join seller on seller.id = contract.seller_id
      where seller.code = ? group by customer.number order by customer.number`,
    [seller],
  );
  expect(lines.map(({ prices }) => prices)).toEqual([[2990], [1, 1], [2990, 990], [2990, 990]]);
});

test('a service keeps its names in the languages that the file does not speak', async () => {
  const seller = newSeller();
  const book = smallBook(seller, 0);
  await saveBook(em(), book);
  const names = { en: 'Fibre', et: 'Valguskaabel' };
  const [fibre, tv] = book.services;
  if (!fibre || !tv) throw new Error('The small book has two services.');
  await saveBook(em(), { ...book, services: [{ ...fibre, names }, tv] });
  expect((await saveBook(em(), book)).services).toMatchObject({ changed: 0, unchanged: 2 });
});

test('a version of a ladder never changes; the next one may', async () => {
  const seller = newSeller();
  const book = smallBook(seller, 1);
  await saveBook(em(), book);
  const ladders = book.ladders.map((ladder) => ({ ...ladder, timeOfDay: '10:00' }));
  const other = saveBook(em(), { ...book, ladders });
  await expect(other).rejects.toThrow('Version 1 of the ladder standard is there already');
  await expect(other).rejects.toMatchObject({ code: 'import_invalid' });
  const next = ladders.map((ladder) => ({ ...ladder, version: 2 }));
  expect((await saveBook(em(), { ...book, ladders: next })).ladders.new).toBe(1);
});

test('a contract of a customer, service or ladder that is nowhere is no contract', async () => {
  const book = smallBook(newSeller(), 1);
  for (const nowhere of [{ customers: [] }, { services: [] }, { ladders: [] }, { sellers: [] }]) {
    await expect(saveBook(em(), { ...book, ...nowhere })).rejects.toThrow(/not-null/);
  }
});

/** Opens a cycle as a billing run would, and moves the contract on to its next period. */
async function bill(seller: string, customer: string, period: string, next: string) {
  await em().execute(
    `with contract as (
       update contract set next_bill_on = ? from customer, seller
        where customer.id = contract.customer_id and seller.id = contract.seller_id
          and seller.code = ? and customer.number = ?
       returning contract.*)
     insert into billing_cycle (id, seller_id, customer_id, period_from, period_to, currency,
         ladder_id, standing, claimed_minor, open_minor, due_on, opened_at)
       select gen_random_uuid(), seller_id, customer_id, ?, ?, 'EUR', ladder_id, 'open', 1, 1, ?, now()
         from contract`,
    [next, seller, customer, period, next, next],
  );
}

const nextBills = async (seller: string) => {
  const rows = await em().execute<{ on: string | null }[]>(
    `select next_bill_on::text as on from contract join customer on customer.id = customer_id
       join seller on seller.id = contract.seller_id where code = ? order by customer.number`,
    [seller],
  );
  return rows.map(({ on }) => on);
};

test('a billed contract keeps its next period; one that is not billed yet follows the file', async () => {
  const seller = newSeller();
  const book = smallBook(seller, 2);
  await saveBook(em(), book);
  await bill(seller, 'C-1', '2026-03-31', '2026-04-30');
  const later = withContract(withContract(book, 0, { nextBillOn: '2026-05-31' }), 1, {
    nextBillOn: '2026-05-31',
  });
  await saveBook(em(), later);
  expect(await nextBills(seller)).toEqual(['2026-04-30', '2026-05-31']);
  await saveBook(em(), book, { keepNextBill: true });
  expect(await nextBills(seller)).toEqual(['2026-04-30', '2026-05-31']);
});

test('a billed contract may end and begin again, and its periods are cut where they were', async () => {
  const seller = newSeller();
  const book = smallBook(seller, 1);
  await saveBook(em(), book);
  await bill(seller, 'C-1', '2026-03-31', '2026-04-30');
  await saveBook(em(), withContract(book, 0, { endsOn: '2026-04-30', nextBillOn: null }));
  expect(await nextBills(seller)).toEqual([null]);
  await saveBook(em(), withContract(book, 0, { nextBillOn: '2026-06-30' }));
  expect(await nextBills(seller)).toEqual(['2026-06-30']);
  const elsewhere = saveBook(em(), withContract(book, 0, { anchorOn: '2025-01-15' }));
  await expect(elsewhere).rejects.toThrow(
    'Contract K-1 of customer C-1 is billed already, every 1 month(s) from 2025-01-31; ' +
      'its anchor, start and interval cannot change any more.',
  );
});

test('a customer who was billed keeps their currency', async () => {
  const seller = newSeller();
  const book = smallBook(seller, 2);
  await saveBook(em(), book);
  await bill(seller, 'C-1', '2026-03-31', '2026-04-30');
  const inDollars = (number: string) => ({
    ...book,
    customers: book.customers.map((customer) =>
      customer.number === number ? { ...customer, currency: 'USD' } : customer,
    ),
  });
  await expect(saveBook(em(), inDollars('C-1'))).rejects.toMatchObject({
    code: 'currency_mismatch',
    message: 'Customer C-1 is billed in EUR already and cannot become one of USD.',
  });
  expect((await saveBook(em(), inDollars('C-2'))).customers.changed).toBe(1);
});

test('an import and a billing run that want the same customers wait for each other, never both', async () => {
  const seller = newSeller();
  const book = smallBook(seller, 2);
  await saveBook(em(), book);
  const ids = await em().execute<{ id: string; number: string }[]>(
    `select customer.id, number from customer join seller on seller.id = seller_id
      where seller.code = ? order by customer.id desc`,
    [seller],
  );
  const lowest = ids.at(-1)?.id ?? '';
  // A new version of everybody, those first whom a run would lock last.
  const anew = ids.flatMap(({ number }) =>
    book.customers.filter((one) => one.number === number).map((one) => ({ ...one, city: 'Narva' })),
  );
  const run = em();
  await run.begin();
  await run.execute('select from customer where id = ? for no key update', [lowest]);
  const saved = saveBook(em(), { ...book, customers: anew });
  expect(await waitsForLock(em(), saved)).toBe(true);
  const customers = await readCustomersToBill(
    run,
    ids.map(({ id }) => id),
  );
  expect((await lockCustomers(run, customers)).size).toBe(2);
  await run.commit();
  expect(await saved).toMatchObject({ customers: { changed: 2 } });
});

test('a book whose saving is killed in the middle leaves nothing', async () => {
  const seller = newSeller();
  const book = smallBook(seller, 20);
  const doomed = await connect({ url: url(), poolSize: 1 });
  releaseLostConnections(await doomed.em.getConnection().getNativeClient());
  let pages = 0;
  const killed = saveBook(doomed.em.fork(), book, {
    pageSize: 10,
    onPage: async () => {
      pages += 1;
      // Two pages of customers are written, and one of contracts; then the connection is cut.
      if (pages === 3) await cutTransactions();
    },
  });
  await expect(killed).rejects.toThrow(/terminat|not queryable/);
  expect(pages).toBe(3);
  expect(await everything(seller)).toEqual([]);
  // The one place in the pool is free again, and the import can be repeated.
  expect((await saveBook(doomed.em.fork(), book)).customers.new).toBe(20);
  await doomed.close(true);
});

test('a book whose saving is given up in the middle leaves nothing', async () => {
  const seller = newSeller();
  const stopped = saveBook(em(), smallBook(seller, 20), {
    pageSize: 10,
    onPage: () => {
      throw new Error('Somebody pressed Ctrl-C.');
    },
  });
  await expect(stopped).rejects.toThrow('Ctrl-C');
  expect(await everything(seller)).toEqual([]);
});

/** By a connection of its own: within a transaction's callback MikroORM lends out that one. */
async function cutTransactions(): Promise<void> {
  await withClient(url(), (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where state = 'idle in transaction' and datname = current_database()`,
    ),
  );
}
