/** Sellers, services, ladders and customers of a book: one statement each, or one a page. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { refuse } from '../domain/errors.ts';
import type { BookCustomer, BookLadder, BookSeller, BookService } from '../domain/import/book.ts';
import { type Tally, tally, type Upsert, upsert } from './book-upsert.ts';
import { newId } from './new-id.ts';

const sellers: Upsert = {
  table: 'seller',
  key: ['code'],
  fields: `id uuid, code text, name text, "addressLine" text, "postalCode" text, city text,
    country text, "vatNumber" text, email text, iban text, bic text, language text, currency text,
    "timeZone" text, "weekendRule" text, "oneStopShop" boolean, "invoicePrefix" text`,
  values: {
    id: 'record.id',
    code: 'record.code',
    name: 'record.name',
    address_line: 'record."addressLine"',
    postal_code: 'record."postalCode"',
    city: 'record.city',
    country: 'record.country',
    vat_number: 'record."vatNumber"',
    email: 'record.email',
    iban: 'record.iban',
    bic: 'record.bic',
    language: 'record.language',
    currency: 'record.currency',
    time_zone: 'record."timeZone"',
    weekend_rule: 'record."weekendRule"',
    one_stop_shop: 'record."oneStopShop"',
    invoice_prefix: 'record."invoicePrefix"',
  },
};

const services: Upsert = {
  table: 'service',
  key: ['seller_id', 'code'],
  fields: 'id uuid, seller text, code text, names jsonb, "taxCategory" text',
  joins: 'left join seller on seller.code = record.seller',
  values: {
    id: 'record.id',
    seller_id: 'seller.id',
    code: 'record.code',
    names: 'record.names',
    tax_category: 'record."taxCategory"',
  },
  // A file in one language must not take away the names in the others.
  whenThere: { names: 'service.names || excluded.names' },
};

const customers: Upsert = {
  table: 'customer',
  key: ['seller_id', 'number'],
  fields: `id uuid, seller text, number text, name text, email text, language text, country text,
    "timeZone" text, currency text, "isBusiness" boolean, "vatNumber" text, "addressLine" text,
    "postalCode" text, city text, "customerSince" date, "paymentMethod" text, attributes jsonb`,
  joins: 'left join seller on seller.code = record.seller',
  values: {
    id: 'record.id',
    seller_id: 'seller.id',
    number: 'record.number',
    name: 'record.name',
    email: 'record.email',
    language: 'record.language',
    country: 'record.country',
    time_zone: 'record."timeZone"',
    currency: 'record.currency',
    is_business: 'record."isBusiness"',
    vat_number: 'record."vatNumber"',
    address_line: 'record."addressLine"',
    postal_code: 'record."postalCode"',
    city: 'record.city',
    customer_since: 'record."customerSince"',
    payment_method: 'record."paymentMethod"',
    attributes: 'record.attributes',
  },
};

export async function saveSellers(em: EntityManager, rows: readonly BookSeller[]): Promise<Tally> {
  return tally(rows, await upsert(em, sellers, withIds(rows)));
}

export async function saveServices(
  em: EntityManager,
  rows: readonly BookService[],
): Promise<Tally> {
  return tally(rows, await upsert(em, services, withIds(rows)));
}

/**
 * Locks those of the book's customers that are there, in the order of their ids, as a billing run
 * does before it writes anything of theirs: so each waits for the other, and neither for both.
 */
export async function lockBookCustomers(
  em: EntityManager,
  rows: readonly BookCustomer[],
): Promise<void> {
  await em.execute(
    `select from jsonb_to_recordset(?::jsonb) as record(seller text, number text)
       join seller on seller.code = record.seller
       join customer on customer.seller_id = seller.id and customer.number = record.number
      order by customer.id for no key update of customer`,
    [JSON.stringify(rows.map(({ seller, number }) => ({ seller, number })))],
  );
}

/** One page of customers. The currency of a customer who was billed cannot change any more. */
export async function saveCustomers(
  em: EntityManager,
  rows: readonly BookCustomer[],
): Promise<Tally> {
  const [rebilled] = await em.execute<{ number: string; was: string; is: string }[]>(
    `select customer.number, customer.currency as was, record.currency as is
       from jsonb_to_recordset(?::jsonb) as record(seller text, number text, currency text)
       join seller on seller.code = record.seller
       join customer on customer.seller_id = seller.id and customer.number = record.number
      where customer.currency <> record.currency
        and exists (select from billing_cycle cycle where cycle.customer_id = customer.id)
      order by customer.number limit 1`,
    [JSON.stringify(rows.map(({ seller, number, currency }) => ({ seller, number, currency })))],
  );
  if (rebilled) {
    const { number, was, is } = rebilled;
    refuse(
      'currency_mismatch',
      `Customer ${number} is billed in ${was} already and cannot become one of ${is}.`,
    );
  }
  return tally(rows, await upsert(em, customers, withIds(rows)));
}

/** New versions of ladders; a version that is there already must be the very same. */
export async function saveLadders(em: EntityManager, rows: readonly BookLadder[]): Promise<Tally> {
  const records = JSON.stringify(withIds(rows));
  const fields = `id uuid, seller text, code text, version integer, "timeOfDay" text, steps jsonb,
    "lastResort" jsonb, "lateInterest" jsonb`;
  const written = await em.execute<{ id: string }[]>(
    `insert into ladder (id, seller_id, code, version, time_of_day, steps, last_resort, late_interest)
     select record.id, seller.id, record.code, record.version, record."timeOfDay", record.steps,
         record."lastResort", record."lateInterest"
       from jsonb_to_recordset(?::jsonb) as record(${fields})
       left join seller on seller.code = record.seller
     on conflict (seller_id, code, version) do nothing
     returning id`,
    [records],
  );
  const [other] = await em.execute<{ code: string; version: number }[]>(
    `select record.code, record.version
       from jsonb_to_recordset(?::jsonb) as record(${fields})
       join seller on seller.code = record.seller
       join ladder on ladder.seller_id = seller.id
        and ladder.code = record.code and ladder.version = record.version
      where (ladder.time_of_day, ladder.steps, ladder.last_resort, ladder.late_interest)
        is distinct from (record."timeOfDay", record.steps, record."lastResort",
          record."lateInterest")
      limit 1`,
    [records],
  );
  if (other) {
    const { code, version } = other;
    refuse(
      'import_invalid',
      `Version ${version} of the ladder ${code} is there already and says something else: ` +
        'a version never changes, give the new one the next number.',
    );
  }
  return { new: written.length, changed: 0, unchanged: rows.length - written.length };
}

function withIds<Row extends object>(rows: readonly Row[]): (Row & { id: string })[] {
  return rows.map((row) => ({ ...row, id: newId() }));
}
